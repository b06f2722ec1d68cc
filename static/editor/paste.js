// Converts spoilers in the syntax of other sites when text is pasted into a Markdown field. The browser
// inserts the text unchanged, and it is replaced when the server has converted it
// (desk/editor/paste.py). So nothing is lost without a network, and one undo restores the original.

// Matches text that may have a spoiler, also in entities or full-width characters. Other text is not
// sent to the server.
const HINT = /\|\||~!|!~|>!|:::|spoil|details|summary|\[\W*hide|\]\(\s*<?[#/]+s|&[#a-z]|[\uff01-\uff5e]/i;

const TIMEOUT = 10_000; // milliseconds

async function convertedByServer(editor, text) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", editor.textarea.form.elements.csrfmiddlewaretoken.value);
  body.set("content", text);
  const signal = AbortSignal.timeout(TIMEOUT);
  const url = editor.dataset.pastePath;
  const response = await fetch(url, { method: "POST", body, redirect: "error", signal });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

// Replaces the text from `from` to `to` by `text` and keeps the cursor.
function replace(editor, text, from, to) {
  const { textarea } = editor;
  const moved = (at) => (at <= from ? at : at < to ? from + text.length : at + text.length - to + from);
  const [start, end] = [moved(textarea.selectionStart), moved(textarea.selectionEnd)];
  if (document.activeElement === textarea) {
    editor.type(text, { from, to, start: start - from, end: end - from });
  } else {
    // Another field has the focus and keeps it.
    textarea.setRangeText(text, from, to);
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// Adds empty lines around a block, which needs lines of its own.
function separated(text, before, after) {
  const start = text.startsWith(":::") && before && !before.endsWith("\n") ? "\n\n" : "";
  const end = text.endsWith("\n:::") && after && !after.startsWith("\n") ? "\n\n" : "";
  return start + text + end;
}

async function convert(editor, pasted, from) {
  const { textarea } = editor;
  const line = editor.querySelector(".markdown-editor__pasted");
  line.textContent = "";
  try {
    const { text, message } = await convertedByServer(editor, pasted);
    const { value } = textarea;
    const to = from + pasted.length;
    // The user has changed or removed the pasted text in the meantime.
    if (value.slice(from, to) !== pasted) return;
    if (text !== pasted) {
      replace(editor, separated(text, value.slice(0, from), value.slice(to)), from, to);
    }
    line.textContent = message;
  } catch {
    // The pasted text stays unchanged. The preview and the form list its problems.
  }
}

document.addEventListener("paste", (event) => {
  const editor = event.target.closest?.("markdown-editor");
  if (!editor || event.target !== editor.textarea || event.defaultPrevented) return;
  const pasted = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n");
  if (!pasted || !HINT.test(pasted)) return;
  const from = editor.textarea.selectionStart;
  // When this event fires, the browser has inserted the text.
  editor.textarea.addEventListener("input", () => convert(editor, pasted, from), { once: true });
});
