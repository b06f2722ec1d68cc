// The form of a review: adds, removes and reorders items, orders the critics, and limits
// suggested credits to the film.
// Without this script the items are ordered by number fields.

import { MovableList, write } from "./movable.js";

const reindex = (element, prefix, index) => {
  const placeholder = `${prefix}-__prefix__`;
  for (const name of ["id", "name", "for", "aria-describedby", "data-context"]) {
    const value = element.getAttribute(name);
    if (value?.includes(placeholder)) {
      element.setAttribute(name, value.replaceAll(placeholder, `${prefix}-${index}`));
    }
  }
};

// The beginning of what was typed in an item; empty if nothing was.
const wordsIn = (item) => {
  const fields = item.querySelectorAll(".fields textarea, .fields input[type=text]");
  const words = [...fields].map(({ value }) => value.trim()).join(" ").trim();
  return words.length > 60 ? `${words.slice(0, 60)}…` : words;
};

class Items extends MovableList {
  constructor(group) {
    super(group.querySelector(".items"));
    this.group = group;
    this.prefix = group.dataset.items;
    this.template = group.querySelector(":scope > template");
    this.total = document.getElementById(`id_${this.prefix}-TOTAL_FORMS`);
    this.button = group.querySelector("[data-add]");
    this.count = document.querySelectorAll(`[data-count-of="${this.prefix}"]`);
    if (this.button) {
      this.button.hidden = false;
      this.button.addEventListener("click", () => this.add());
    }
    for (const item of this.items) this.activate(item);
    this.update();
  }

  activate(item) {
    for (const control of item.querySelectorAll("[data-handle], [data-move], [data-remove]")) {
      control.hidden = false;
    }
    item.querySelector("[data-remove]")?.addEventListener("click", () => this.remove(item));
    super.activate(item);
  }

  add() {
    const index = Number(this.total.value);
    const item = this.template.content.firstElementChild.cloneNode(true);
    for (const element of [item, ...item.querySelectorAll("*")]) reindex(element, this.prefix, index);
    this.list.append(item);
    this.total.value = index + 1;
    this.activate(item);
    this.renumber();
    // Scripts of the admin and of the editor listen for this event.
    item.dispatchEvent(
      new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: this.prefix } }),
    );
    item.querySelector(".fields input:not([type=hidden]), .fields select, .fields textarea")?.focus();
  }

  // Other items keep their index. The server treats a missing index as an empty item. In the place
  // of an item with words, a note offers to bring it back. Such an item stays in the page, hidden
  // and not sent: otherwise the browser would forget what can be undone in its fields.
  remove(item) {
    const [before, after] = this.beside(item);
    const next = after ?? before;
    const words = wordsIn(item);
    const note = words ? this.removedNote(item, words) : null;
    if (note) item.before(note);
    else item.remove();
    this.renumber();
    document.dispatchEvent(new CustomEvent("formset:removed", { detail: { formsetName: this.prefix } }));
    const then = note?.querySelector("button") ?? next?.querySelector("[data-move]:not([disabled])");
    (then ?? this.button)?.focus();
  }

  removedNote(item, words) {
    const note = document.createElement("p");
    note.className = "item__note";
    const said = document.createElement("span");
    said.textContent = `${this.group.dataset.removed} ${words}`;
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "item__move";
    undo.textContent = this.group.dataset.undo;
    note.append(said, undo);
    const fields = [...item.querySelectorAll("input, select, textarea")].filter(
      ({ disabled }) => !disabled,
    );
    const show = (isShown) => {
      item.hidden = !isShown;
      for (const field of fields) field.disabled = !isShown;
    };
    show(false);
    const bringBack = () => {
      note.remove();
      show(true);
      this.renumber();
      item.querySelector(".fields textarea, .fields input:not([type=hidden])")?.focus();
    };
    undo.addEventListener("click", bringBack);
    note.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      bringBack();
    });
    return note;
  }

  // Writes the order of the items into their number fields.
  renumber() {
    this.items.forEach((item, index) => {
      const field = item.querySelector(".item__number");
      if (field) write(field, index + 1);
    });
    this.update();
  }

  update() {
    super.update();
    const items = this.items;
    items.forEach((item, index) => {
      const number = item.querySelector("[data-number]");
      if (number) {
        number.textContent = index + 1;
        item.setAttribute("aria-label", `${item.dataset.what} ${index + 1}`);
      }
    });
    for (const count of this.count) count.textContent = items.length;
    if (this.button) this.button.hidden = items.length >= Number(this.group.dataset.most);
  }
}

// select2 hides the labelled select and gives its own elements no name.
const nameSelects = (root) => {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const name = select.labels?.[0]?.textContent.trim();
    const box = select.parentElement.querySelector(":scope > .select2-container");
    if (!name || !box) continue;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
      part.setAttribute("aria-label", name);
    }
  }
};

addEventListener("load", () => nameSelects(document));
document.addEventListener("formset:added", (event) => nameSelects(event.target));

const form = document.getElementById("review_form");
const isNew = Boolean(document.querySelector("#django-admin-form-add-constants[data-model-name]"));

// Suggests only credits of the film that is chosen on the page.
window.django?.jQuery.ajaxPrefilter((options) => {
  const select = document.querySelector("[data-of-film]");
  if (options.url !== select?.getAttribute("data-ajax--url")) return;
  const film = document.getElementById(select.dataset.ofFilm)?.value ?? "";
  options.url += `?${new URLSearchParams({ film })}`;
});

// A select whose chosen values are in order: a list below it has buttons that move each value. A
// browser posts the values in the order of the options.
class OrderedSelect {
  constructor(select) {
    this.select = select;
    this.list = document.createElement("ol");
    this.list.className = "in-order";
    this.list.setAttribute("aria-label", select.dataset.inOrder);
    (select.closest(".related-widget-wrapper") ?? select).after(this.list);
    const chosen = window.django.jQuery(select);
    chosen.on("select2:select", (event) => {
      // Otherwise a value that was removed and chosen again would return to its former place.
      const last = String(event.params.data.id);
      const others = this.chosen.filter(({ value }) => value !== last);
      this.place([...others, ...[...this.select.options].filter(({ value }) => value === last)]);
    });
    chosen.on("change", () => this.show());
    this.show();
  }

  get chosen() {
    return [...this.select.selectedOptions];
  }

  place(options) {
    this.select.append(...options);
    // select2 shows the new order, and leaving.js learns of the change.
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  move(value, by) {
    const options = this.chosen;
    const from = options.findIndex((option) => option.value === value);
    options.splice(from + by, 0, ...options.splice(from, 1));
    this.place(options);
    const buttons = [...this.list.children[from + by].querySelectorAll("button")];
    const used = buttons[by < 0 ? 0 : 1];
    (used.disabled ? buttons.find((button) => !button.disabled) : used).focus();
  }

  show() {
    const options = this.chosen;
    this.list.hidden = options.length < 2;
    this.list.replaceChildren(...options.map((option, index) => this.row(option, index, options.length)));
  }

  row({ value, text }, index, count) {
    const row = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = text;
    row.append(name);
    for (const [by, sign, words] of [
      [-1, "↑", this.select.dataset.moveUp],
      [1, "↓", this.select.dataset.moveDown],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "item__move";
      button.textContent = sign;
      button.setAttribute("aria-label", `${words}: ${text}`);
      button.disabled = index + by < 0 || index + by >= count;
      button.addEventListener("click", () => this.move(value, by));
      row.append(button);
    }
    return row;
  }
}

if (form) {
  document.documentElement.classList.add("desk-scripted");
  for (const group of form.querySelectorAll("[data-ordered]")) new Items(group);
  for (const select of form.querySelectorAll("select[data-in-order]")) {
    new OrderedSelect(select);
  }

  const note = form.querySelector(".errornote");
  const place = ":is(.field, .item, .part)";
  const error = form.querySelector(`${place} .errorlist`);
  const field = error?.closest(place).querySelector("input:not([type=hidden]), select, textarea");
  const begin = () => {
    if (field) {
      field.focus({ preventScroll: true });
      error.scrollIntoView({ block: "center", behavior: "instant" });
    } else if (note) {
      note.tabIndex = -1;
      note.focus();
    } else if (isNew && !location.hash) {
      // Django's script has put the focus on the first element, such as the select that select2 hides.
      document.querySelector("#id_film + .select2-container .select2-selection")?.focus();
    }
  };
  // A browser that goes to the fragment of the URL takes the focus away, and select2, which jQuery starts
  // before this, makes the form shorter.
  addEventListener("load", () => window.django.jQuery(begin));
}
