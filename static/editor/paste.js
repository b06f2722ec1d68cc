// Converts what is pasted into a Markdown field: spoilers of other sites become curtains, and HTML, such
// as that of a word processor or a page, becomes Markdown (desk/editor/paste.py). The browser inserts
// the plain text, which is replaced when the server has answered, so nothing is lost meanwhile.

// Matches plain text that may have a spoiler or markup, also in entities or full-width characters. Other
// plain text is not sent to the server.
const HINT = /\|\||~!|!~|>!|:::|spoil|<[a-z/!]|\[\W*[a-z]|[{$:%.][{%[:.a-z]|\]\(\s*<?[#/]+s|\+\+\+|&[#a-z]|[\uff01-\uff5e]/i;

// Matches Markdown that begins with a block, which needs lines of its own.
const BLOCK = /^(?::::|#{1,6} |- |\d+\. |> |\||```|---)/;

const TIMEOUT = 10_000; // milliseconds

const pending = new Set(); // promises of conversions that the server has not answered

async function convertedByServer(editor, text, html) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", editor.textarea.form.elements.csrfmiddlewaretoken.value);
  body.set("content", text);
  body.set("html", html);
  const signal = AbortSignal.timeout(TIMEOUT);
  const url = editor.dataset.pastePath;
  const response = await fetch(url, { method: "POST", body, redirect: "error", signal });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

// Adds empty lines around a block.
function separated(text, before, after) {
  const last = text.slice(text.lastIndexOf("\n\n") + 1).trimStart();
  const start = BLOCK.test(text) && before && !before.endsWith("\n") ? "\n\n" : "";
  const endsBlock = BLOCK.test(last) || text.endsWith("\n:::");
  const end = endsBlock && after && !after.startsWith("\n") ? "\n\n" : "";
  return start + text + end;
}

// Takes back the paste that the browser has made. Then one undo leads to the text from before it.
// Returns whether that is so.
function takeBack(textarea, { value }) {
  if (document.activeElement !== textarea) return false;
  const pasted = textarea.value;
  document.execCommand("undo");
  if (textarea.value === value) return true;
  if (textarea.value !== pasted) document.execCommand("redo");
  return false;
}

// Replaces the pasted text by `text` and keeps the cursor. Without a text (null) the field gets back what
// it held before.
function replace(editor, text, pasted, before) {
  const { textarea } = editor;
  const { from } = before;
  const to = from + pasted.length;
  const isUntouched = textarea.value === before.value.slice(0, from) + pasted + before.value.slice(before.to);
  const { selectionStart: cursor, selectionEnd } = textarea;
  if (isUntouched && cursor === to && selectionEnd === to && takeBack(textarea, before)) {
    if (text !== null) editor.type(text, { from, to: before.to });
    return;
  }
  text ??= before.value.slice(from, before.to);
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

async function convert(editor, pasted, html, before) {
  const { textarea } = editor;
  const line = editor.querySelector(".markdown-editor__pasted");
  line.textContent = "";
  let answer;
  try {
    answer = await convertedByServer(editor, pasted, html);
  } catch {
    // Plain text stays unchanged: the preview and the form list its problems. But plain text does not
    // show what HTML hides, so nothing of it may stay.
    if (!html) return;
    answer = { text: null, message: editor.dataset.pasteFailed };
  }
  const { value } = textarea;
  const to = before.from + pasted.length;
  // The user has changed or removed the pasted text in the meantime.
  if (value.slice(before.from, to) !== pasted) {
    if (html && value !== before.value) line.textContent = editor.dataset.pasteChanged;
    return;
  }
  const text = answer.text && separated(answer.text, value.slice(0, before.from), value.slice(to));
  if (text !== pasted) replace(editor, text, pasted, before);
  line.textContent = answer.message;
}

document.addEventListener("paste", (event) => {
  const editor = event.target.closest?.("markdown-editor");
  if (!editor || event.target !== editor.textarea || event.defaultPrevented) return;
  const pasted = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n");
  const html = event.clipboardData?.getData("text/html") ?? "";
  if (!pasted || !(html || HINT.test(pasted))) return;
  const { value, selectionStart: from, selectionEnd: to } = editor.textarea;
  // When this event fires, the browser has inserted the text.
  const converting = () => {
    const conversion = convert(editor, pasted, html, { value, from, to });
    pending.add(conversion);
    conversion.finally(() => pending.delete(conversion));
  };
  editor.textarea.addEventListener("input", converting, { once: true });
});

// A form waits for the conversions, so that it never stores the plain text of something hidden.
document.addEventListener(
  "submit",
  (event) => {
    if (!pending.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target: form, submitter } = event;
    Promise.allSettled(pending).then(() => form.requestSubmit(submitter));
  },
  { capture: true },
);
