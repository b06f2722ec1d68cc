// The preview beside the form: the page of what is typed, rendered by the server as publishing would.
// The frame runs no scripts. This script answers its links.

import { fieldsOf } from "./posted-form.js";
import { blockAt } from "./text-in-page.js";

const PAUSE = 1_200; // milliseconds after the last change
const CURSOR_PAUSE = 150; // milliseconds after the cursor has moved
const WIDE = "(min-width: 1400px)"; // where the preview has a column of its own (live-preview.css)
const CHOICE = "desk-live-preview"; // where it has a column: elsewhere it covers other things
const ABOVE = 24; // pixels of the frame above what is edited
const SEEN = 0.8; // share of the frame, from its top, in which the line of the cursor may stay

const form = document.getElementById("review_form");
const panel = document.getElementById("desk-live");

// The preference of this browser: "on", "off" or none.
function choice(value) {
  try {
    if (value) localStorage.setItem(CHOICE, value);
    return localStorage.getItem(CHOICE);
  } catch {
    return value ?? null;
  }
}

class LivePreview {
  #timer = 0;
  #request = null;
  #revealed = "";
  #followed = null; // the item or the part that was edited last
  #field = null; // its text field with the cursor
  #arrived = null; // the item or the part that the frame was scrolled to
  #cursorTimer = 0;

  constructor(toggle) {
    this.toggle = toggle;
    this.frame = panel.querySelector("iframe");
    this.reader = panel.querySelector("[data-reader]");
    this.width = panel.querySelector("[data-width]");
    toggle.hidden = false;
    toggle.addEventListener("click", () => this.open(panel.hidden, { chosen: true }));
    panel.querySelector("[data-close-live]").addEventListener("click", () => {
      this.open(false, { chosen: true });
      toggle.focus();
    });
    panel.addEventListener("keydown", ({ key }) => key === "Escape" && this.open(false, { chosen: true }));
    this.reader.addEventListener("change", () => {
      this.#revealed = this.reader.value;
      this.#update();
    });
    this.width.addEventListener("change", () => {
      this.#fit();
      this.#arrived = null;
      this.#follow();
    });
    // The panel is in the form, but changes nothing of it.
    for (const type of ["input", "change"]) {
      panel.addEventListener(type, (event) => event.stopPropagation());
    }
    new ResizeObserver(() => this.#fit()).observe(panel);
    for (const type of ["input", "change", "formset:added"]) {
      form.addEventListener(type, () => this.#soon());
    }
    document.addEventListener("formset:removed", () => this.#soon());
    form.addEventListener("focusin", ({ target }) => {
      const place = target.closest("[data-item]") ?? target.closest(".part");
      if (!place) return;
      this.#followed = place;
      this.#field = target.matches("textarea") ? target : null;
      this.#follow();
    });
    document.addEventListener("selectionchange", () => {
      if (panel.hidden || document.activeElement !== this.#field) return;
      clearTimeout(this.#cursorTimer);
      this.#cursorTimer = setTimeout(() => this.#follow(), CURSOR_PAUSE);
    });
    if (choice() !== "off" && matchMedia(WIDE).matches) this.open(true);
  }

  open(isOpen, { chosen = false } = {}) {
    panel.hidden = !isOpen;
    this.toggle.setAttribute("aria-pressed", String(isOpen));
    document.body.classList.toggle("desk--live", isOpen);
    if (chosen && matchMedia(WIDE).matches) choice(isOpen ? "on" : "off");
    this.#arrived = null;
    if (isOpen) this.#update();
  }

  #soon() {
    clearTimeout(this.#timer);
    if (!panel.hidden) this.#timer = setTimeout(() => this.#update(), PAUSE);
  }

  async #update() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    const { signal } = (this.#request = new AbortController());
    try {
      const response = await (form.querySelector("textarea") ? this.#typed(signal) : this.#saved(signal));
      if (!response.ok) throw new Error();
      await this.#show(await response.text());
      this.#say("");
    } catch {
      if (signal.aborted) return;
      this.#say(document.getElementById("id_film")?.value ? panel.dataset.failed : panel.dataset.noFilm);
    }
  }

  async #typed(signal) {
    const body = fieldsOf(form);
    body.set("_revealed", this.#revealed);
    const response = await fetch(panel.dataset.url, { method: "POST", body, signal });
    if (!new URL(response.url).pathname.endsWith("/typed/")) throw new Error();
    return response;
  }

  // A review that the account may only read has no fields to send.
  async #saved(signal) {
    const response = await fetch(panel.dataset.url, { signal });
    if (!/\/preview\/[^/]+\/$/.test(new URL(response.url).pathname)) throw new Error();
    if (!this.#revealed) return response;
    return fetch(`${response.url}revealed/${this.#revealed === "all" ? "" : `${this.#revealed}/`}`, { signal });
  }

  #say(sentence) {
    panel.querySelector("[data-live-message]").textContent = sentence;
  }

  async #show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const left of page.querySelectorAll("script, .preview-bar")) left.remove();
    const styles = (shown) => [...shown.querySelectorAll("link")].map(({ outerHTML }) => outerHTML).join();
    const shown = this.frame.contentDocument;
    if (this.frame.srcdoc && styles(shown) === styles(page)) {
      shown.body.replaceWith(shown.adoptNode(page.body));
      return this.#follow();
    }
    const loaded = new Promise((resolve) => this.frame.addEventListener("load", resolve, { once: true }));
    this.frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
    await loaded;
    for (const type of ["click", "submit"]) {
      this.frame.contentDocument.addEventListener(type, (event) => this.#answer(event));
    }
    // A new page begins at its top.
    this.#arrived = null;
    this.#follow();
  }

  #answer(event) {
    const link = event.target.closest("a[href]");
    if (!link && event.type === "click") return;
    event.preventDefault();
    const address = link && new URL(link.getAttribute("href"), location.origin);
    const own = /\/preview\/[^/]+\/(revealed\/)?(?:([\w-]+)\/)?/.exec(address?.pathname ?? "");
    if (own) {
      this.#revealed = own[1] ? (own[2] ?? "all") : "";
      this.#update();
    } else if (link?.getAttribute("href").startsWith("#")) {
      const target = this.#withId(address.hash.slice(1));
      if (target) this.#scrollTo(target);
    } else if (link) {
      window.open(address, "_blank", "noopener");
    }
  }

  // Scrolls to what the editor is at: to the line of the cursor where the page shows it, or else once to its item.
  #follow() {
    if (!this.#followed?.isConnected || panel.hidden) return;
    const shown = this.#shownOf(this.#followed);
    if (!shown) return;
    const line = this.#field && blockAt(this.#field, shown);
    if (line) this.#keepInView(line);
    else if (this.#arrived !== this.#followed) this.#scrollTo(shown);
    this.#arrived = this.#followed;
  }

  // What the page shows of an item or a part of the form, in its own order of items; null if it shows nothing of it.
  #shownOf(place) {
    const key = place.closest(".part").id.replace("part-", "");
    if (key === "review") return this.frame.contentDocument.body;
    const item = place.closest("[data-item]");
    const items = item?.parentElement.querySelectorAll(":scope > [data-item]:not([hidden])") ?? [];
    const number = [...items].indexOf(item) + 1;
    return this.#withId(`${key}-${number}`, `curtain-${key}-${number}`, key, `${key}-1`);
  }

  #withId(...ids) {
    return ids.map((id) => this.frame.contentDocument.getElementById(id)).find(Boolean) ?? null;
  }

  #keepInView(line) {
    const { top } = line.getBoundingClientRect();
    if (top < this.#coveredAbove(line) || top > this.frame.contentWindow.innerHeight * SEEN) this.#scrollTo(line);
  }

  #scrollTo(shown) {
    const view = this.frame.contentWindow;
    const above = ABOVE + this.#coveredAbove(shown);
    view.scrollTo({ top: shown.getBoundingClientRect().top + view.scrollY - above });
  }

  // The height of the bar of the open curtain around an element, which stays at the top.
  #coveredAbove(shown) {
    const bar = shown.closest(".curtain__content")?.parentElement.querySelector(":scope > .curtain__bar");
    return bar ? bar.getBoundingClientRect().height : 0;
  }

  // A page that is wider than the panel is shown smaller.
  #fit() {
    const { clientWidth, clientHeight } = this.frame.parentElement;
    const width = Number(this.width.value);
    const scale = Math.min(1, clientWidth / width);
    Object.assign(this.frame.style, {
      inlineSize: `${width}px`,
      blockSize: `${clientHeight / scale}px`,
      scale: String(scale),
    });
  }
}

const toggle = document.querySelector("[data-live]");
if (form && panel && toggle) new LivePreview(toggle);
