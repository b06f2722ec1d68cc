// The list of public sentences that give hidden text away. It follows what is saved automatically.

import { openAround, showCharacter, showSelected } from "../editor/showing.js";
import { typeInto } from "../editor/typed-text.js";

const panel = document.getElementById("leaks");
const form = document.getElementById("review_form");

class Leaks {
  constructor() {
    this.list = panel.querySelector("[data-list]");
    this.template = panel.querySelector("template");
    form.addEventListener("autosaved", () => this.load());
    this.load();
  }

  get window() {
    return form.elements._window.value;
  }

  async load() {
    await this.ask(`${panel.dataset.url}?window=${encodeURIComponent(this.window)}`);
  }

  async confirm(key, reason) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries({ window: this.window, key, reason })) body.set(name, value);
    await this.ask(panel.dataset.url, { method: "POST", body });
  }

  async ask(url, options = {}) {
    // Only the answer to the last question counts.
    const number = (this.asked = (this.asked ?? 0) + 1);
    let answer;
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" }, ...options });
      answer = await response.json();
    } catch {
      return; // The lines of autosaving say that the site cannot be reached.
    }
    if (number !== this.asked) return;
    const error = panel.querySelector("[data-error]");
    error.textContent = answer.leaks ? "" : answer.refused ?? "";
    error.hidden = !error.textContent;
    if (answer.leaks) this.show(answer.leaks.filter(({ confirmed }) => !confirmed));
  }

  show(leaks) {
    const written = JSON.stringify(leaks);
    if (written === this.written) return;
    this.written = written;
    const reasons = new Map([...this.list.children].map((item) => [item.dataset.key, item.querySelector("[data-reason]")?.value]));
    this.list.replaceChildren(...leaks.map((leak) => this.item(leak, reasons.get(leak.key))));
    panel.hidden = leaks.length === 0;
    panel.querySelector("[data-count]").textContent = leaks.length;
    const spoken = document.querySelector("[data-leaks-said]");
    spoken.textContent = leaks.length ? spoken.dataset.leaksSaid.replace("{number}", leaks.length) : "";
  }

  item(leak, typed) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    item.dataset.key = leak.key;
    const link = item.querySelector("[data-go]");
    link.textContent = leak.sentence;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go(leak);
    });
    const sentence = item.querySelector("[data-hide]");
    const clause = item.querySelector("[data-hide-clause]");
    sentence.hidden = !leak.curtain;
    clause.hidden = !leak.curtain || clauseOf(leak) === withoutEnd(leak.text);
    sentence.addEventListener("click", () => hide(leak, leak.text));
    clause.addEventListener("click", () => hide(leak, clauseOf(leak)));
    const reason = item.querySelector("[data-reason]");
    if (reason && typed) reason.value = typed;
    item.querySelector("[data-confirm]")?.addEventListener("click", () => {
      if (reason.value.trim()) this.confirm(leak.key, reason.value.trim());
      else reason.focus();
    });
    // Enter would save the whole form.
    reason?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      item.querySelector("[data-confirm]").click();
    });
    return item;
  }
}

// The part of the sentence between punctuation marks that has all shared words.
export function clauseOf({ text, shared }) {
  const lower = text.toLowerCase();
  const places = shared.map((word) => lower.indexOf(word)).filter((place) => place >= 0);
  if (!places.length) return withoutEnd(text);
  const ends = [...text.matchAll(/[,;:–—]\s*/g)];
  const first = Math.min(...places);
  const last = Math.max(...places);
  const before = ends.filter((end) => end.index + end[0].length <= first).at(-1);
  const after = ends.find((end) => end.index > last);
  return withoutEnd(text.slice(before ? before.index + before[0].length : 0, after?.index));
}

function withoutEnd(text) {
  return text.replace(/[.!?…]+["”’»“]*$/, "");
}

// Where `text` stands in the fields of the leak: the field, and the first and last character. There can be markup
// between the words.
function find({ part, field }, text) {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^\\p{L}\\p{N}]+"), "iu");
  const isOne = ({ name }) => name === field || new RegExp(`^${part}-\\d+-${field}$`).test(name);
  for (const element of [...form.elements].filter((each) => each.value !== undefined && isOne(each))) {
    const match = pattern.exec(element.value);
    if (match) return { element, start: match.index, end: match.index + match[0].length };
  }
  return null;
}

function go(leak) {
  const place = find(leak, leak.text);
  if (!place) return;
  openAround(place.element);
  showSelected(place.element, place.start, place.end);
}

// Puts a curtain around `text`, as if it were typed, so that the browser can take it back.
function hide(leak, text) {
  const place = find(leak, text);
  if (!place) return;
  const { element, start } = place;
  let { end } = place;
  if (text === leak.text) end += /^[.!?…]+["”’»“]*/.exec(element.value.slice(end))?.[0].length ?? 0;
  openAround(element);
  typeInto(element, `>!${element.value.slice(start, end)}!<`, { from: start, to: end });
  showCharacter(element, start);
}

if (panel && form) {
  if (document.readyState === "complete") new Leaks();
  else addEventListener("load", () => setTimeout(() => new Leaks()));
}
