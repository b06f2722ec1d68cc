// Finds the place of the cursor of a text field in the page of its text.

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, figcaption, td, th, pre";
const LENGTH = 5; // words that are looked for

const wordsIn = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

// The words on both sides of the cursor, and then the last and the first ones of each line above it: what is hidden, or was
// just typed, is not in the page.
function* wordsNear(field) {
  const before = field.value.slice(0, field.selectionStart).split("\n");
  const after = field.value.slice(field.selectionStart).split("\n", 1)[0];
  for (const [index, line] of [after, ...before.reverse()].entries()) {
    const words = wordsIn(line.replace(/\]\([^)]*\)/g, "]"));
    if (!words.length) continue;
    if (index > 0) yield words.slice(-LENGTH);
    yield words.slice(0, LENGTH);
  }
}

// The element in `root` that shows the text at the cursor of `field`, or near above it; null if there is none.
export function blockAt(field, root) {
  const blocks = [...root.querySelectorAll(BLOCKS)].map((block) => [block, ` ${wordsIn(block.textContent).join(" ")}`]);
  for (const words of wordsNear(field)) {
    const found = blocks.find(([, text]) => text.includes(` ${words.join(" ")}`));
    if (found) return found[0];
  }
  return null;
}
