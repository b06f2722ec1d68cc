// The admin's autocomplete fields use select2, whose controls have no accessible name. This script
// gives them the label of their field.

function nameOf(select) {
  const label = select.labels?.[0];
  if (!label) return "";
  label.id ||= `${select.id}_label`;
  return label.id;
}

function nameField(select, container) {
  const label = nameOf(select);
  if (!label) return;
  const rendered = container.querySelector(".select2-selection__rendered");
  const typed = container.querySelector(".select2-search__field");
  typed?.setAttribute("aria-labelledby", label);
  if (rendered.getAttribute("role") === "textbox") {
    rendered.setAttribute("aria-labelledby", label);
    // The name includes the chosen value.
    const selection = container.querySelector(".select2-selection");
    selection.setAttribute("aria-labelledby", `${label} ${rendered.id}`);
  }
}

// select2 puts the suggestions of the open field at the end of the page.
function nameSuggestions(dropdown) {
  const select = document.querySelector("select + .select2-container--open")?.previousElementSibling;
  const label = select && nameOf(select);
  if (!label) return;
  for (const part of dropdown.querySelectorAll(".select2-search__field, .select2-results__options")) {
    part.setAttribute("aria-labelledby", label);
  }
}

function name(container) {
  const select = container.previousElementSibling;
  if (select?.matches("select.select2-hidden-accessible")) nameField(select, container);
  else nameSuggestions(container);
}

new MutationObserver((changes) => {
  for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
    if (!(node instanceof Element)) continue;
    if (node.matches(".select2-container")) name(node);
    else node.querySelectorAll(".select2-container").forEach(name);
  }
}).observe(document.body, { childList: true, subtree: true });
