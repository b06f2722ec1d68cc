// The page with the comments on a review: the words that are selected in a passage are those that a
// new comment on it is about. Without this script they are copied into the field.

const passages = document.querySelectorAll("[data-passage]");
const selected = new Map();

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const words = selection.toString().trim();
  if (!words) return;
  for (const passage of passages) {
    const isInside = passage.contains(selection.anchorNode) && passage.contains(selection.focusNode);
    if (isInside) selected.set(passage, words);
  }
});

for (const passage of passages) {
  const details = passage.parentElement.querySelector(":scope > .comments__new");
  const quote = details.querySelector("[data-quote]");
  const suggested = quote.value;
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    const words = selected.get(passage);
    if (words && quote.value === suggested) quote.value = words;
    details.querySelector("textarea:not([data-quote])").focus();
  });
}
