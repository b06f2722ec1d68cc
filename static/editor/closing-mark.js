// Where the buttons for bold, italic and a spoiler end the marks in which the cursor is.

const MARKS = { bold: ["**", "**"], italic: ["_", "_"], spoiler: [">!", "!<"] };

// The position after the closing mark of `style` that follows the cursor `at`, if the cursor is after text
// that the mark encloses; null elsewhere.
export function afterClosingMark(value, at, style) {
  if (!(style in MARKS)) return null;
  const [opening, closing] = MARKS[style];
  const paragraph = value.slice(0, at).split(/\n[ \t]*\n/).at(-1);
  if (!value.startsWith(closing, at) || paragraph.endsWith(opening)) return null;
  const isInside =
    opening === closing
      ? paragraph.split(opening).length % 2 === 0
      : paragraph.lastIndexOf(opening) > paragraph.lastIndexOf(closing);
  return isInside ? at + closing.length : null;
}
