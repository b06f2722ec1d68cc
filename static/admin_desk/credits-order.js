// Moves the credits of a film, and numbers them in their new order.

import { MovableList, write } from "./movable.js";

class Credits extends MovableList {
  constructor(list) {
    super(list);
    for (const item of this.items) {
      item.querySelector("[data-move-bar]").hidden = false;
      this.activate(item);
    }
    this.update();
  }

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

for (const list of document.querySelectorAll("[data-credits]")) new Credits(list);
