// Replaces the text of a text field from `from` to `to` by `text` so that the browser can undo it, and
// selects characters `start` to `end` of `text`. By default the cursor is placed after it. The field
// gets the focus.
export function typeInto(field, text, { from, to, start = text.length, end = start }) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, to);
  if (from !== to || text) {
    if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
      field.setRangeText(text, from, to);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  field.setSelectionRange(from + start, from + end);
}
