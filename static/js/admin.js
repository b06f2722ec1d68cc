// Improves select2, the autocompletion of the admin: it gives its elements accessible names, shows what
// tells a suggestion from others below its name, searches for what is typed into a closed field, chooses
// nothing from an outdated list, and says so when the site does not answer.

const failed = document.querySelector("[data-suggestions-failed]").dataset.suggestionsFailed;

// select2 sets no names; the label of the field is used.

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
    // Screen readers also read the chosen value.
    const selection = container.querySelector(".select2-selection");
    selection.setAttribute("aria-labelledby", `${label} ${rendered.id}`);
  }
}

// The list of suggestions is at the end of the document, not inside the field.
function nameSuggestions(dropdown) {
  addStatus(dropdown.querySelector(".select2-dropdown"));
  const container = document.querySelector("select + .select2-container--open");
  if (!container) return;
  const selection = container.querySelector("[aria-owns]");
  selection?.setAttribute("aria-controls", selection.getAttribute("aria-owns"));
  const label = nameOf(container.previousElementSibling);
  if (!label) return;
  for (const part of dropdown.querySelectorAll(".select2-search__field, .select2-results__options")) {
    part.setAttribute("aria-labelledby", label);
  }
}

// It is there before it says something: otherwise screen readers may miss that.
function addStatus(list) {
  if (list.querySelector("[role=status]")) return;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  list.append(status);
}

function name(container) {
  const select = container.previousElementSibling;
  if (select?.matches("select.select2-hidden-accessible")) nameField(select, container);
  else nameSuggestions(container);
}

new MutationObserver((changes) => {
  const lists = changes.map(({ target }) => target).filter((each) => each.matches(".select2-results__options"));
  new Set(lists).forEach(announce);
  for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
    if (!(node instanceof Element)) continue;
    if (node.matches(".select2-container")) name(node);
    else node.querySelectorAll(".select2-container").forEach(name);
  }
}).observe(document.body, { childList: true, subtree: true });

function suggestion({ loading, text, detail, failed: isFailed }, item) {
  if (isFailed) item.classList.add("suggestion--failed");
  if (loading || !detail) return text;
  const shown = document.createElement("span");
  shown.className = "suggestion";
  for (const [part, words] of [["name", text], ["detail", detail]]) {
    const line = document.createElement("bdi");
    line.className = `suggestion__${part}`;
    line.textContent = words;
    shown.append(line);
  }
  return window.django.jQuery(shown);
}

window.django?.jQuery?.fn.select2?.defaults.set("templateResult", suggestion);

// The browser types the character into the search field, if that has the focus at once. select2 moves the focus
// a moment later.
document.addEventListener("keydown", ({ target, key, ctrlKey, altKey, metaKey, isComposing }) => {
  if ([...key].length !== 1 || key === " " || ctrlKey || altKey || metaKey || isComposing) return;
  if (!target.matches(".select2-selection--single")) return;
  const select = target.closest(".select2-container").previousElementSibling;
  window.django.jQuery(select).select2("open");
  document.querySelector(".select2-container--open .select2-search__field")?.focus();
});

const openList = () => document.querySelector(".select2-container--open .select2-results__options");

// The list is that of the text before until the site has answered. select2 would choose from it.
const isOutdated = (list) => list.querySelector(".loading-results") !== null;
const isEmpty = (list) => !list.querySelector("[aria-selected]");

const refuse = (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
};

document.addEventListener(
  "keydown",
  (event) => {
    // Enter and Ctrl+Space choose.
    const chooses = event.key === "Enter" || (event.key === " " && event.ctrlKey);
    if (!chooses || !event.target.matches(".select2-search__field")) return;
    const list = openList();
    if (!list || !(isOutdated(list) || isEmpty(list))) return;
    refuse(event);
    // The site is asked again when it has nothing to choose from.
    if (!isOutdated(list)) event.target.dispatchEvent(new Event("input"));
  },
  true,
);

const onOption = (type, act) =>
  document.addEventListener(
    type,
    (event) => event.target.closest(".select2-results__option") && act(event),
    true,
  );

onOption("mouseup", (event) => isOutdated(event.target.closest(".select2-results")) && refuse(event));
// The search field keeps the focus: what is typed next goes into it after a click that chose nothing.
onOption("mousedown", (event) => event.preventDefault());

// select2 says nothing when the network is away, and takes the login page of an ended session for an empty
// list. A sentence is listed instead, which cannot be chosen.
function ask(options, success) {
  const request = window.django.jQuery.ajax({ ...options, dataType: "json" });
  request.done(success).fail((_request, status) => {
    if (status !== "abort") success({ results: [{ disabled: true, failed: true, text: failed }] });
  });
  return request;
}

window.django?.jQuery?.fn.select2?.defaults.set("ajax--transport", ask);

// Screen readers are told what is listed instead of suggestions.
function announce(list) {
  const status = list.closest(".select2-dropdown").querySelector("[role=status]");
  if (status) status.textContent = list.querySelector(".suggestion--failed")?.textContent ?? "";
}
