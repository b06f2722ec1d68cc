// Opens what is folded around an element, and the element itself.
export function openAround(element) {
  for (let part = element?.closest("details"); part; part = part.parentElement.closest("details")) {
    part.open = true;
  }
}

// Scrolls the field and the window so that character `at` of a text field is in the middle. Its place is estimated from its
// share of the text.
export function showCharacter(field, at) {
  const share = at / Math.max(field.value.length, 1);
  field.scrollTop = share * field.scrollHeight - field.clientHeight / 2;
  const top = field.getBoundingClientRect().top + share * field.scrollHeight - field.scrollTop;
  scrollBy({ top: top - innerHeight / 2, behavior: "instant" });
}

// Puts the cursor into a text field, selects characters `start` to `end`, and shows them.
export function showSelected(field, start, end) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  showCharacter(field, start);
}

// The same with a whole line, counted from 1: the last one if there are not so many.
export function showLine(field, line) {
  const lines = field.value.split("\n");
  const index = Math.min(line, lines.length) - 1;
  const start = lines.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0);
  showSelected(field, start, start + lines[index].length);
}
