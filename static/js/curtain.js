// Curtains: each is a link to a page with it drawn; here the link fetches the hidden passage in place.
// Every word and every shape comes from components/curtain_workings.html.

const words = document.getElementById("curtain-words");
const hideAll = document.querySelector(".hide-all");
const kept = history.state?.curtains ?? {};
const drawn = [];

const phrase = (name, label) => words.dataset[name].replace("{label}", () => label);
const shape = (id) => document.getElementById(id).content.cloneNode(true);
const opened = () => [...document.querySelectorAll(".curtain--open")];

class SpoilerCurtain extends HTMLElement {
  #face = null;
  #request = null;

  connectedCallback() {
    this.addEventListener("click", this, true);
    this.addEventListener("keydown", this);
    if (this.open) {
      if (location.hash === `#${this.id}`) drawn.push(this);
      if (kept[this.id] === false) this.shut({ quiet: true });
    } else {
      this.#arm(this.querySelector(":scope > .curtain__draw"));
      if (kept[this.id]) this.draw({ quiet: true });
    }
  }

  disconnectedCallback() {
    this.#forget();
  }

  get open() {
    return this.classList.contains("curtain--open");
  }

  get kind() {
    return this.classList.contains("curtain--inline") ? "inline" : "block";
  }

  handleEvent(event) {
    if (event.target.closest("spoiler-curtain") !== this) return;
    const control = event.target.closest(".curtain__draw, .curtain__close");
    if (event.type === "keydown") {
      if (event.key === " " && control?.matches("a")) {
        event.preventDefault();
        control.click();
      }
    } else if (event.detail > 1) {
      event.preventDefault(); // the tail of a double click must not follow what it uncovered
    } else if (control && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      if (control.matches(".curtain__draw")) this.draw();
      else this.shut();
    }
  }

  async draw({ quiet = false } = {}) {
    if (this.open || this.#request) return;
    const request = (this.#request = new AbortController());
    this.setAttribute("aria-busy", "true");
    this.querySelector(":scope > .curtain__failure")?.remove();
    drawn.push(this);
    try {
      const response = await fetch(this.dataset.fragment, {
        // Cookies exist under the admin alone, where an editor's preview needs them.
        credentials: "same-origin",
        mode: "same-origin",
        signal: request.signal,
      });
      if (!response.ok) throw new Error(response.statusText);
      const passage = await response.text();
      if (this.#request === request) this.#part(passage, quiet);
    } catch {
      if (this.#request === request) this.#fail(quiet);
    }
  }

  shut({ quiet = false } = {}) {
    this.#forget();
    if (!this.open) return;
    for (const inner of this.querySelectorAll("spoiler-curtain")) delete kept[inner.id];
    this.#face ??= this.#makeFace();
    this.replaceChildren(this.#face);
    this.classList.remove("curtain--open", "curtain--parting");
    this.#keep(false);
    if (!quiet) this.#face.focus();
  }

  // A pending request ends, and Escape passes this curtain by.
  #forget() {
    this.#request?.abort();
    this.#request = null;
    this.removeAttribute("aria-busy");
    if (drawn.includes(this)) drawn.splice(drawn.indexOf(this), 1);
  }

  #part(passage, quiet) {
    const label = this.dataset.label;
    const side = shape(`passage-${this.kind}`);
    const content = side.querySelector(".curtain__content");
    content.innerHTML = passage;
    this.#rename(content);
    if (this.kind === "block") {
      content.setAttribute("aria-label", label);
      side.querySelector(".curtain__label").textContent = label;
    }
    side.querySelector(".curtain__close").setAttribute("aria-label", phrase("close", label));
    this.#request = null;
    this.removeAttribute("aria-busy");
    this.replaceChildren(side);
    this.classList.add("curtain--open");
    this.#keep(true);
    if (quiet) return;
    this.classList.add("curtain--parting");
    content.focus({ preventScroll: true });
    words.textContent = phrase("drawn", label);
  }

  // Keys are unique within a review. Where a page takes passages out of several, each has a scope.
  #rename(content) {
    const scope = this.closest("[data-scope]")?.dataset.scope;
    if (!scope) return;
    for (const element of content.querySelectorAll("[id]")) element.id = scope + element.id;
    for (const link of content.querySelectorAll("a[href^='#']")) {
      link.setAttribute("href", `#${scope}${link.getAttribute("href").slice(1)}`);
    }
  }

  #fail(quiet) {
    this.#forget();
    const note = shape("curtain-failure");
    note.querySelector("a").href = this.#face.href;
    this.append(note);
    if (!quiet) words.textContent = phrase("failed", this.dataset.label);
  }

  // Going back to the page finds it as it was left; a new visit finds every curtain closed.
  #keep(open) {
    kept[this.id] = open;
    history.replaceState({ ...history.state, curtains: kept }, "");
    if (hideAll) hideAll.hidden = opened().length === 0;
  }

  #arm(face) {
    face.setAttribute("role", "button");
    face.setAttribute("aria-expanded", "false");
    this.#face = face;
    return face;
  }

  // The closed side of a curtain that the server sent open.
  #makeFace() {
    const face = shape(`face-${this.kind}`).querySelector(".curtain__draw");
    face.href = this.dataset.reveal;
    face.querySelector(".curtain__label").textContent = this.dataset.label;
    if (this.kind === "block") face.querySelector(".curtain__spoils").textContent = this.dataset.spoils;
    if ("named" in this.dataset) face.setAttribute("aria-label", phrase("named", this.dataset.label));
    if (this.kind === "inline" && this.dataset.spoils) face.title = this.dataset.spoils;
    return this.#arm(face);
  }
}

customElements.define("spoiler-curtain", SpoilerCurtain);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) drawn.at(-1)?.shut();
});

hideAll?.addEventListener("click", (event) => {
  event.preventDefault();
  const outer = opened().filter((curtain) => !curtain.parentElement.closest(".curtain--open"));
  const last = outer.find((curtain) => curtain.contains(drawn.at(-1))) ?? outer[0];
  for (const curtain of outer) curtain.shut({ quiet: curtain !== last });
  words.textContent = phrase("hidden");
});
