// Moves the credits of a film, and numbers them in their new order. Moves the lines of a checked cast list, which are saved in
// the order of the page.

import { MovableList, write } from "./movable.js";

class Credits extends MovableList {
  // The credits of this page share out their own numbers, so that those of other pages stay right.
  // A credit without a number gets one if it was moved or one below it has a number; equal numbers
  // become different.
  renumber(moved) {
    const fields = this.items.map((item) => item.querySelector(".item__number"));
    const numbers = fields.filter(({ value }) => value !== "").map(({ value }) => Number(value));
    numbers.sort((one, other) => one - other);
    const numbered = fields.findLastIndex(({ value }) => value !== "");
    const last = Math.max(numbered, this.items.indexOf(moved));
    let before = (numbers[0] ?? 1) - 1;
    fields.slice(0, last + 1).forEach((field, index) => {
      before = Math.max(before + 1, numbers[index] ?? 0);
      write(field, before);
    });
    this.update();
  }
}

const begin = (root) => {
  for (const list of root.querySelectorAll("[data-credits]")) new Credits(list).activateAll();
  for (const list of root.querySelectorAll("[data-lines]")) new MovableList(list).activateAll();
};

begin(document);
// side-panel.js has shown a page.
document.addEventListener("formset:added", ({ target }) => begin(target));
