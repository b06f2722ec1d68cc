// Finds and replaces words in all texts of the form, also in folded parts. The panel is find.html.

import { shortcutOf } from "../editor/keys.js";
import { typeInto } from "../editor/typed-text.js";
import { openAround, showCharacter } from "../editor/showing.js";

const SHORTCUT = "Shift+F";
const AROUND = 40; // characters of the text around what was found
const TEXTS = ".field :is(textarea, .vTextField):not([name=slug], [name=language], [readonly])";
const LETTER = "[\\p{L}\\p{N}_]";

const form = document.getElementById("review_form");

class Find {
  #panel = document.getElementById("desk-find");
  #current = null; // {field, start, end} of the match that is shown
  #undo = []; // {field, before, after} of each field in which all was replaced
  #returnTo = null;

  constructor(opener) {
    const part = (name) => this.#panel.querySelector(`[data-${name}]`);
    this.what = part("what");
    this.with = part("with");
    this.case = part("case");
    this.words = part("words");
    this.status = part("status");
    opener.addEventListener("click", () => this.open(opener));
    document.addEventListener("keydown", (event) => {
      if (shortcutOf(event) !== SHORTCUT || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      this.open(document.activeElement);
    });
    this.#panel.addEventListener("keydown", (event) => this.#key(event));
    for (const type of ["input", "change"]) {
      this.#panel.addEventListener(type, (event) => {
        event.stopPropagation(); // The panel is in the form, but changes nothing of it.
        if (type === "input" && event.target !== this.with) this.#search();
      });
    }
    this.#panel.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-do]");
      if (button) this[button.dataset.do]();
    });
  }

  get fields() {
    return [...form.querySelectorAll(TEXTS)].filter(
      (field) => !field.disabled && !field.closest("[data-item]")?.querySelector("[name$=-DELETE]:checked"),
    );
  }

  get #pattern() {
    if (!this.what.value) return null;
    const words = this.what.value.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    const whole = this.words.checked ? `(?<!${LETTER})${words}(?!${LETTER})` : words;
    return new RegExp(whole, this.case.checked ? "gu" : "giu");
  }

  get #matches() {
    const pattern = this.#pattern;
    if (!pattern) return [];
    return this.fields.flatMap((field) =>
      [...field.value.matchAll(pattern)].map(({ index, 0: { length } }) => {
        return { field, start: index, end: index + length };
      }),
    );
  }

  open(from) {
    this.#returnTo = from;
    const { selectionStart, selectionEnd } = from.matches("textarea, .vTextField") ? from : {};
    const selected = selectionEnd > selectionStart && from.value.slice(selectionStart, selectionEnd);
    this.#panel.hidden = false;
    if (selected && !selected.includes("\n")) this.what.value = selected;
    this.what.focus();
    this.what.select();
    this.#search();
  }

  // The cursor goes to what was found last.
  close() {
    this.#panel.hidden = true;
    this.#outline(null);
    if (!this.#current) return this.#returnTo?.focus();
    const { field, start, end } = this.#current;
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
  }

  next() {
    this.#go(1);
  }

  previous() {
    this.#go(-1);
  }

  replace() {
    if (!this.#current) return this.next();
    const { field, start, end } = this.#current;
    const text = this.with.value;
    if (!this.#hasRoom(field, text.length - (end - start))) return this.#say("noRoom", { number: 1 });
    const button = document.activeElement;
    openAround(field);
    typeInto(field, text, { from: start, to: end });
    button.focus();
    this.#current = { field, start: start + text.length - 1, end: start + text.length };
    this.next();
  }

  replaceAll() {
    const pattern = this.#pattern;
    const undo = [];
    const number = { replaced: 0, noRoom: 0 };
    for (const field of pattern ? this.fields : []) {
      const before = field.value;
      const count = [...before.matchAll(pattern)].length;
      if (!count) continue;
      const after = before.replace(pattern, () => this.with.value);
      const hasRoom = this.#hasRoom(field, after.length - before.length);
      number[hasRoom ? "replaced" : "noRoom"] += count;
      if (!hasRoom) continue;
      this.#write(field, after);
      undo.push({ field, before, after: field.value });
    }
    if (undo.length) this.#undo = undo;
    this.#panel.querySelector("[data-do=undo]").hidden = !this.#undo.length;
    this.#current = null;
    this.#show(null);
    this.#say(number.noRoom ? "noRoom" : "replaced", { number: number.noRoom || number.replaced });
  }

  undo() {
    let kept = 0;
    for (const { field, before, after } of this.#undo) {
      if (field.isConnected && field.value === after) this.#write(field, before);
      else kept += 1;
    }
    this.#undo = [];
    this.#panel.querySelector("[data-do=undo]").hidden = true;
    this.what.focus();
    this.#search();
    this.#say(kept ? "kept" : "undone", { number: kept });
  }

  // Writes a whole text, also in a folded part: a field that is not shown cannot be typed into.
  #write(field, text) {
    const focused = document.activeElement;
    const folded = [];
    for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) {
      if (!part.open) folded.push(part);
      part.open = true;
    }
    typeInto(field, text, { from: 0, to: field.value.length });
    for (const part of folded) part.open = false;
    focused.focus({ preventScroll: true });
  }

  #hasRoom(field, more) {
    return field.maxLength < 0 || field.value.length + more <= field.maxLength;
  }

  #key(event) {
    if (event.key === "Escape") this.close();
    else if (event.key !== "Enter" || !event.target.matches("input")) return;
    else if (event.target === this.with) this.replace();
    else if (event.shiftKey) this.previous();
    else this.next();
    // Enter would send the form.
    event.preventDefault();
  }

  #search() {
    const { field, start } = this.#current ?? {};
    const matches = this.#matches;
    const same = matches.findIndex((match) => match.field === field && match.start === start);
    this.#show(matches[Math.max(same, 0)] ?? null, Math.max(same, 0), matches.length);
  }

  #go(by) {
    const matches = this.#matches;
    const fields = this.fields;
    const { field, start } = this.#current ?? {};
    const place = (match) => (match.field === field ? match.start - start : fields.indexOf(match.field) - fields.indexOf(field));
    const after = matches.findIndex((match) => place(match) > 0);
    const before = matches.findLastIndex((match) => place(match) < 0);
    const [first, last] = [0, matches.length - 1];
    let at = by > 0 ? after : before;
    if (at < 0 || !this.#current) at = by > 0 ? first : last;
    this.#show(matches[at] ?? null, at, matches.length);
  }

  #show(match, at = 0, number = 0) {
    this.#current = match;
    this.#outline(match?.field);
    const context = this.#panel.querySelector("[data-context]");
    context.hidden = !match;
    if (!match) return this.#say(this.what.value ? "nothing" : "");
    const { field, start, end } = match;
    const texts = {
      place: `${this.#placeOf(field)}:`,
      before: `…${field.value.slice(Math.max(0, start - AROUND), start)}`,
      match: field.value.slice(start, end),
      after: `${field.value.slice(end, end + AROUND)}…`,
    };
    for (const [name, text] of Object.entries(texts)) {
      context.querySelector(`[data-${name}]`).textContent = text;
    }
    openAround(field);
    field.setSelectionRange(start, end);
    showCharacter(field, start);
    this.#say("found", { at: at + 1, number });
  }

  #placeOf(field) {
    const part = field.closest(".part").querySelector("h2").textContent;
    const label = field.labels[0]?.textContent.trim().replace(/:$/, "") ?? "";
    return [part, field.closest("[data-item]")?.getAttribute("aria-label"), label].filter(Boolean).join(", ");
  }

  #outline(field) {
    form.querySelector(".find__field")?.classList.remove("find__field");
    field?.classList.add("find__field");
  }

  #say(name, numbers = {}) {
    const sentence = this.#panel.dataset[name] ?? "";
    this.status.textContent = sentence.replace(/\{(\w+)\}/g, (_, number) => numbers[number]);
  }
}

const opener = document.querySelector("[data-find]");
if (form && opener) {
  opener.hidden = false;
  new Find(opener);
}
