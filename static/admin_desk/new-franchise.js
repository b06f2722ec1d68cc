// The field for the franchise in the short form of a film: a field with suggestions whose value is a name. What
// is typed and left is the value, too. Below it stands that a name which no franchise has will make one. The
// form lists the names of all franchises; where it cannot list all of them, there is no sentence to show.

const { jQuery } = window.django;

const comparable = (name) =>
  name
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();

const say = (select) => {
  const line = select.form.querySelector("[data-new-franchise]");
  if (!line) return;
  const names = select.form.querySelectorAll("#franchises option");
  const known = [...names].map(({ value }) => comparable(value));
  line.hidden = !select.value || known.includes(comparable(select.value));
  line.textContent = line.hidden ? "" : line.dataset.newFranchise.replace("{name}", select.value);
};

const choose = (select, name) => {
  const option = [...select.options].find(({ value }) => value === name);
  if (option) option.selected = true;
  else select.append(new Option(name, name, true, true));
  select.dispatchEvent(new Event("change", { bubbles: true }));
};

// Enter on the suggestion that is chosen already closes the list, too, without an event.
const CHOSEN = ":not(:has(.loading-results)) > .select2-results__option--highlighted[aria-selected=true]";

// A text field keeps what was typed when it is left.
const keepTyped = (select, { originalEvent, originalSelect2Event } = {}) => {
  const list = document.querySelector(".select2-container--open .select2-dropdown");
  const typed = list?.querySelector(".select2-search__field").value.trim();
  if (!typed || originalSelect2Event || originalEvent?.key === "Escape") return;
  if (originalEvent?.key === "Tab" || !list.querySelector(CHOSEN)) choose(select, typed);
};

const options = (select) => ({
  tags: true,
  dropdownParent: jQuery(select.closest("dialog") ?? document.body),
  maximumInputLength: select.getAttribute("maxlength"),
  ajax: {
    data: ({ term, page }) => {
      const { appLabel: app_label, modelName: model_name, fieldName: field_name } = select.dataset;
      return { term, page, app_label, model_name, field_name };
    },
    processResults: ({ results, pagination }) => ({
      results: results.map((each) => ({ ...each, id: each.failed ? undefined : each.text })),
      pagination,
    }),
  },
  // The typed name is the last suggestion, unless it is one of the others. Nobody knows whether it is new when
  // the others cannot be reached.
  insertTag: (results, typed) => {
    if (results.some(({ text }) => comparable(text) === comparable(typed.text))) return;
    const isFailed = results.some(({ failed }) => failed);
    results.push({ ...typed, detail: isFailed ? "" : select.dataset.new });
  },
});

const replace = (input) => {
  const select = document.createElement("select");
  for (const { name, value } of input.attributes) {
    if (!["type", "list", "value", "autocomplete"].includes(name)) select.setAttribute(name, value);
  }
  select.append(new Option());
  if (input.value) select.append(new Option(input.value, input.value, true, true));
  input.replaceWith(select);
  jQuery(select)
    .select2(options(select))
    .on("change", () => say(select))
    .on("select2:closing", ({ params }) => keepTyped(select, params.args));
  say(select);
};

const replaceInputs = (root) => root.querySelectorAll("input.franchise-input").forEach(replace);

replaceInputs(document);
document.addEventListener("formset:added", ({ target }) => replaceInputs(target));
