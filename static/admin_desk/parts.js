// The parts of the form: a folded one shows its first words, and an empty one is a line. What an editor
// has folded or opened stays so in this tab. Without this script all parts are open.

import { openAround, showLine } from "../editor/showing.js";

const LENGTH = 160;
const KEY = `desk-parts:${location.pathname}`;

const parts = [...document.querySelectorAll("#review_form details.part")];

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function store(opened) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...stored(), ...opened }));
  } catch {
    // The browser keeps nothing: the parts begin as in a new tab.
  }
}

const FIELDS = "input, select, textarea";

// Also those that the account may only read, of which Django shows an empty one as "-".
const TEXTS = ".field :is(textarea:enabled, .vTextField:enabled, .readonly)";

function textOf(part) {
  const texts = [...part.querySelectorAll(TEXTS)].map((text) => text.value ?? text.textContent);
  const given = texts.map((text) => text.trim()).filter((text) => !["", "-"].includes(text));
  return given.join(" · ").replace(/\s+/g, " ");
}

const isChosen = (select) => select.value && [...select.options].some(({ value }) => !value);

// The review's own facts and its settings always have something in them.
function isEmpty(part) {
  if (["part-review", "part-colophon"].includes(part.id) || textOf(part)) return false;
  return ![...part.querySelectorAll(".field select:enabled")].some(isChosen);
}

function show(part) {
  const words = part.querySelector("[data-first-words]");
  const text = textOf(part);
  part.classList.toggle("part--empty", isEmpty(part));
  words.textContent = text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text || words.dataset.empty;
}

const firstIn = (element) =>
  [...element.querySelectorAll(`.field :is(${FIELDS}):enabled`)].find(({ type }) => type !== "hidden");

// Where a finding about `element` is mended: an item in its first field, and a part in its first item or with
// the button that adds one. Without a right to change it, the part itself is shown.
function placeIn(element) {
  if (element?.matches("[data-item]")) return firstIn(element) ?? element;
  if (!element?.matches("details.part")) return element;
  const item = element.querySelector("[data-item]:not([hidden])");
  return (item && firstIn(item)) ?? element.querySelector("[data-add]") ?? firstIn(element) ?? element;
}

// Follows a link to an element: to a `line` of a text field if there is one.
function follow(target, line) {
  openAround(target);
  if (!target?.matches(`${FIELDS}, button`)) return;
  if (line && target.matches("textarea")) return showLine(target, line);
  // select2 hides the select. In its place are a field to search in, for several values, or a box.
  const box = target.matches(".select2-hidden-accessible") && target.parentElement;
  const shown = box ? (box.querySelector(".select2-search__field") ?? box.querySelector(".select2-selection")) : target;
  shown.focus({ preventScroll: true });
  shown.scrollIntoView({ block: "center", behavior: "instant" });
}

const targetOf = ({ hash }) => (hash ? document.getElementById(hash.slice(1)) : null);
// The findings on the pages of steps put the line into the query, 0 for none.
const lineOf = ({ search }) => Number(new URLSearchParams(search).get("line"));

const opened = stored();
for (const part of parts) {
  const key = part.id.replace("part-", "");
  part.open = part.matches(".has-errors") || (opened[key] ?? !isEmpty(part));
  show(part);
  part.addEventListener("toggle", () => show(part));
  // Not on "toggle": a part that is folded because it is empty opens again once it has a text.
  part.querySelector("summary").addEventListener("click", () => {
    setTimeout(() => store({ [key]: part.open }));
  });
  part.addEventListener("formset:added", ({ target }) => openAround(target));
}

const folding = document.querySelector("[data-folding]");
if (folding) {
  folding.hidden = false;
  folding.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-open], [data-fold]");
    if (!button) return;
    for (const part of parts) part.open = "open" in button.dataset;
    store(Object.fromEntries(parts.map(({ id, open }) => [id.replace("part-", ""), open])));
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  const named = link && targetOf(link);
  if (!named) return;
  const target = link.closest(".before") ? placeIn(named) : named;
  // The browser would go to the beginning of a field, or take the focus from the field in a part.
  if (target !== named || target.matches(FIELDS)) event.preventDefault();
  follow(target, Number(link.dataset.line ?? 0));
});
addEventListener("hashchange", () => follow(targetOf(location), lineOf(location)));
openAround(targetOf(location));
// select2 hides its selects after this script. A form that was refused keeps the address: it goes to its errors.
addEventListener("load", () =>
  setTimeout(() => {
    const error = document.querySelector("#review_form :is(.errorlist, .errornote)");
    const isFinding = new URLSearchParams(location.search).has("line");
    const target = targetOf(location);
    if (!error) follow(isFinding ? placeIn(target) : target, lineOf(location));
  }),
);
