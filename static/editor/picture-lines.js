// Where a picture goes in a text: into a paragraph of its own. Pictures on lines of one paragraph are
// shown side by side.

const PICTURES = /^(?:!\[(?:\\.|[^\]\\])*\]\((?:\\.|[^)\\"]|"(?:\\.|[^"\\])*")*\)\s*)+$/;
const MARKS = /^(?: |>|[-*+] |\d+[.)] )*$/; // of a quotation or a list item without a text
const EMPTY_LINE_BEFORE = /(?:^|\n[ \t]*)\n[ \t]*$/;
const EMPTY_LINE_AFTER = /^[ \t]*(?:\n[ \t]*\n|$)/;

// The edit that puts `code` into a text with the selection `from` to `to`: {text, start}, with the
// cursor behind the picture. In the middle of a line the picture is put into it.
export function pictureEdit(value, from, to, code) {
  const before = value.slice(0, from);
  const after = value.slice(to);
  const line = /[^\n]*$/.exec(before)[0];
  const rest = /^[^\n]*/.exec(after)[0];
  const isRow = PICTURES.test(line.trim());
  const isInside = line.trim() && (rest.trim() || MARKS.test(`${line.trim()} `));
  if (isInside && !isRow) return { text: code, start: code.length };
  let opening = "";
  if (isRow) opening = "\n";
  else if (line.trim()) opening = "\n\n";
  else if (before.trim() && !EMPTY_LINE_BEFORE.test(before)) opening = "\n";
  let closing = "";
  if (rest.trim()) closing = "\n\n";
  else if (after.trim() && !EMPTY_LINE_AFTER.test(after)) closing = "\n";
  return { text: opening + code + closing, start: opening.length + code.length };
}

// Puts the cursor of a text field to where something is dropped on it, where the browser can tell.
export function cursorToDrop(field, { clientX, clientY }) {
  const place = document.caretPositionFromPoint?.(clientX, clientY);
  if (place?.offsetNode === field) field.setSelectionRange(place.offset, place.offset);
}
