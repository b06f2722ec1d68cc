// A list whose items are moved by dragging their handles or with buttons, which work by keyboard.

export class MovableList {
  static dragged = null;

  // `list` is the parent of the items, which have data-item.
  constructor(list) {
    this.list = list;
  }

  // Shows the controls of all items.
  activateAll() {
    for (const item of this.items) {
      const bar = item.querySelector("[data-move-bar]");
      if (bar) bar.hidden = false;
      this.activate(item);
    }
    this.update();
  }

  get items() {
    return [...this.list.querySelectorAll(":scope > [data-item]:not([hidden])")];
  }

  // The item before `item` and the one after it, as far as they exist.
  beside(item) {
    const { items } = this;
    const index = items.indexOf(item);
    return [items[index - 1], items[index + 1]];
  }

  // Called after a move. Subclasses write the new order into their fields.
  renumber(_moved) {
    this.update();
  }

  // Disables the buttons at both ends.
  update() {
    const items = this.items;
    items.forEach((item, index) => {
      for (const control of item.querySelectorAll("[data-move]")) {
        control.disabled = control.dataset.move < 0 ? index === 0 : index === items.length - 1;
      }
    });
  }

  activate(item) {
    for (const control of item.querySelectorAll("[data-move]")) {
      control.addEventListener("click", () => this.move(item, Number(control.dataset.move), control));
    }
    const handle = item.querySelector("[data-handle]");
    handle?.addEventListener("pointerdown", () => (item.draggable = true));
    handle?.addEventListener("pointerup", () => (item.draggable = false));
    item.addEventListener("dragstart", (event) => this.drag(event, item));
    item.addEventListener("dragover", (event) => this.over(event, item));
    item.addEventListener("dragend", () => this.drop(item));
  }

  move(item, by, control) {
    const other = this.beside(item)[by < 0 ? 0 : 1];
    if (!other) return;
    if (by < 0) other.before(item);
    else other.after(item);
    this.renumber(item);
    if (control.disabled) item.querySelector("[data-move]:not([disabled])")?.focus();
    else control.focus();
    item.scrollIntoView({ block: "nearest" });
  }

  drag(event, item) {
    if (!item.draggable || event.target !== item) return;
    MovableList.dragged = { item, list: this.list };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    item.classList.add("item--dragged");
  }

  over(event, item) {
    const { dragged } = MovableList;
    if (dragged?.list !== this.list) return;
    event.preventDefault();
    if (dragged.item === item) return;
    const box = item.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) item.before(dragged.item);
    else item.after(dragged.item);
  }

  drop(item) {
    item.draggable = false;
    item.classList.remove("item--dragged");
    if (MovableList.dragged?.item === item) this.renumber(item);
    MovableList.dragged = null;
  }
}

// Writes `value` into a field, and tells other scripts of the change.
export const write = (field, value) => {
  if (field.value === String(value)) return;
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
};
