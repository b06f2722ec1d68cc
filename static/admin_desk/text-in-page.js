// Finds the place of the cursor of a text field in the page of its text.

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, figcaption, td, th, pre";
const LENGTH = 5; // words that are looked for

const wordsIn = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const wordsOfLine = (line) => wordsIn(line.replace(/\]\([^)]*\)/g, "]"));
const last = (words, number) => words.slice(Math.max(0, words.length - number));

// The words around the cursor, and then the last and the first ones of its line and of each line above it: what is hidden, or
// was just typed, is not in the page.
function* wordsNear(field) {
  const lines = field.value.slice(0, field.selectionStart).split("\n").map(wordsOfLine).reverse();
  const after = wordsOfLine(field.value.slice(field.selectionStart).split("\n", 1)[0]);
  const next = after.slice(0, LENGTH);
  yield [...last(lines[0], LENGTH - next.length), ...next];
  lines[0] = [...lines[0], ...after];
  for (const words of lines) {
    yield last(words, LENGTH);
    yield words.slice(0, LENGTH);
  }
}

// The element in `root` that shows the text at the cursor of `field`, or near above it; null if there is none. Fewer words could
// be anywhere: they must be all that the element has.
export function blockAt(field, root) {
  const blocks = [...root.querySelectorAll(BLOCKS)].map((block) => [block, ` ${wordsIn(block.textContent).join(" ")}`]);
  for (const words of wordsNear(field)) {
    if (!words.length) continue;
    const sought = ` ${words.join(" ")}`;
    const found = blocks.find(([, text]) => (words.length < LENGTH ? text === sought : text.includes(sought)));
    if (found) return found[0];
  }
  return null;
}
