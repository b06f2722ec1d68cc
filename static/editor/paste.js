// What is pasted into a Markdown field: spoilers in another site's syntax become canonical. The
// server knows which they are (desk/editor/paste.py); the text is in the field at once, as it
// was copied, and is replaced when the answer comes. So without a network nothing is lost, and one
// step of undo brings back what was pasted.

// What may be one, in entities or in characters of full width too: the server is asked about
// nothing else.
const HINT = /\|\||~!|!~|>!|:::|spoil|details|summary|\[\W*hide|\]\(\s*<?[#/]+s|&[#a-z]|[\uff01-\uff5e]/i;

const WAIT = 10_000; // milliseconds until no answer is expected any more

async function answer(editor, text) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", editor.textarea.form.elements.csrfmiddlewaretoken.value);
  body.set("content", text);
  const signal = AbortSignal.timeout(WAIT);
  const url = editor.dataset.pastePath;
  const response = await fetch(url, { method: "POST", body, redirect: "error", signal });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

// Puts `text` in the place of what stands from `from` to `to`, and the cursor where it was.
function replace(editor, text, from, to) {
  const { textarea } = editor;
  const moved = (at) => (at <= from ? at : at < to ? from + text.length : at + text.length - to + from);
  const [start, end] = [moved(textarea.selectionStart), moved(textarea.selectionEnd)];
  if (document.activeElement === textarea) {
    editor.type(text, { from, to, start: start - from, end: end - from });
  } else {
    // The writer is elsewhere by now, and stays there.
    textarea.setRangeText(text, from, to);
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// A block stands on lines of its own.
function apart(text, before, after) {
  const start = text.startsWith(":::") && before && !before.endsWith("\n") ? "\n\n" : "";
  const end = text.endsWith("\n:::") && after && !after.startsWith("\n") ? "\n\n" : "";
  return start + text + end;
}

async function convert(editor, pasted, from) {
  const { textarea } = editor;
  const line = editor.querySelector(".markdown-editor__pasted");
  line.textContent = "";
  try {
    const { text, said } = await answer(editor, pasted);
    const { value } = textarea;
    const to = from + pasted.length;
    // What is not there any more was changed or taken out in the meantime.
    if (value.slice(from, to) !== pasted) return;
    if (text !== pasted) replace(editor, apart(text, value.slice(0, from), value.slice(to)), from, to);
    line.textContent = said;
  } catch {
    // It stays as it was pasted: the preview and the form say what is wrong with it.
  }
}

document.addEventListener("paste", (event) => {
  const editor = event.target.closest?.("markdown-editor");
  if (!editor || event.target !== editor.textarea || event.defaultPrevented) return;
  const pasted = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n");
  if (!pasted || !HINT.test(pasted)) return;
  const from = editor.textarea.selectionStart;
  // The browser has typed it by then.
  editor.textarea.addEventListener("input", () => convert(editor, pasted, from), { once: true });
});
