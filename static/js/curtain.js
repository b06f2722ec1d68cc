// A curtain is a link to a page with it revealed. Here the link fetches the content.
// Texts and templates: components/curtain_workings.html.

const words = document.getElementById("curtain-words");
const hideAll = document.querySelector(".hide-all");
const memory = document.querySelector(".memory");
const drawn = [];
let recalling = Promise.resolve();
let told = 0;
let hasPulled;

const phrase = (name, values) => words.dataset[name].replace(/{(\w+)}/g, (_, key) => values[key]);
const shape = (id) => document.getElementById(id).content.cloneNode(true);
const curtains = () => [...document.querySelectorAll("spoiler-curtain")];
const edition = `${curtains().map(({ dataset }) => dataset.fragment)}`;
// By id, for this edition: opened (true) or closed (false) by hand.
const kept = history.state?.edition === edition ? history.state.curtains : {};
const opened = () => curtains().filter((curtain) => curtain.open);
const recalled = () => opened().filter((curtain) => curtain.byMemory);
const dismissed = () => curtains().filter(({ id, isKnown }) => kept[id] === false && isKnown);
const save = () => history.replaceState({ ...history.state, edition, curtains: kept }, "");

class SpoilerCurtain extends HTMLElement {
  byMemory = false;
  #face = null;
  #request = null;

  connectedCallback() {
    this.addEventListener("click", this, true);
    this.addEventListener("keydown", this);
    if (this.open) {
      this.querySelectorAll(".curtain__close").forEach((close) => this.#arm(close, true));
      if (location.hash === `#${this.id}`) drawn.push(this);
      if (kept[this.id] === false) this.shut({ quiet: true });
    } else {
      this.#face = this.#arm(this.querySelector(".curtain__draw"));
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

  // The films that it spoils, from the reader's list.
  get #seen() {
    return this.dataset.films.split(" ").map((id) => window.seenFilms?.get(+id));
  }

  // False if it names no film.
  get isKnown() {
    return this.#seen.every(Boolean);
  }

  get isDue() {
    const isUntouched = !this.open && !this.#request && !(this.id in kept);
    return isUntouched && this.isKnown && !this.querySelector(".curtain__failure");
  }

  handleEvent(event) {
    if (event.defaultPrevented || event.target.closest("spoiler-curtain") !== this) return;
    const control = event.target.closest(".curtain__draw, .curtain__close");
    if (event.type === "keydown") {
      if (event.key === " " && control?.matches("a")) {
        event.preventDefault();
        control.click();
      }
    } else if (control && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      if (control.matches(".curtain__draw")) this.draw();
      else this.shut();
    }
  }

  async draw({ byMemory = false, quiet = byMemory } = {}) {
    if (this.open || (this.#request && !this.byMemory)) return;
    this.#forget();
    this.byMemory = byMemory;
    const request = (this.#request = new AbortController());
    this.setAttribute("aria-busy", "true");
    this.querySelector(".curtain__failure")?.remove();
    if (!byMemory) drawn.push(this);
    try {
      const response = await fetch(this.dataset.fragment, { signal: request.signal });
      if (!response.ok) throw response;
      const passage = await response.text();
      if (this.#request === request) this.#part(passage, quiet);
    } catch ({ status }) {
      if (this.#request === request) this.#fail(status === 410 ? "outdated" : "failed", quiet);
    }
  }

  shut({ byMemory = false, quiet = byMemory } = {}) {
    this.#forget();
    if (!this.open || !this.isConnected) return;
    for (const { id } of [this, ...this.querySelectorAll(".curtain--open")]) delete kept[id];
    if (!byMemory) kept[this.id] = false;
    this.#face ??= this.#makeFace();
    this.replaceChildren(this.#face);
    this.classList.remove("curtain--open", "curtain--parting");
    tally();
    if (!quiet) this.#face.focus();
  }

  // Escape skips it.
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
    const close = side.querySelector(".curtain__close");
    content.innerHTML = passage;
    this.#rename(content);
    if (this.kind === "block") {
      content.setAttribute("aria-label", label);
      side.querySelector(".curtain__label").textContent = label;
    }
    close.setAttribute("aria-label", phrase("close", { label }));
    if (this.byMemory) this.#explain(side, close);
    else kept[this.id] = true;
    this.#request = null;
    this.removeAttribute("aria-busy");
    this.replaceChildren(side);
    this.classList.add("curtain--open");
    tally();
    if (!this.byMemory) recall();
    if (quiet) return;
    this.classList.add("curtain--parting");
    content.focus({ preventScroll: true });
    words.textContent = phrase("drawn", { label });
  }

  #explain(side, close) {
    const titles = this.#seen.map(({ title }) => title);
    const films = new Intl.ListFormat(document.documentElement.lang).format(titles);
    const why = phrase("why", { films });
    if (this.kind === "block") side.querySelector(".curtain__why").textContent = why;
    else side.firstElementChild.title = close.title = why;
  }

  // Ids are unique within a review. A page with several has a scope for each.
  #rename(content) {
    const scope = this.closest("[data-scope]")?.dataset.scope;
    if (!scope) return;
    for (const element of content.querySelectorAll("[id]")) element.id = scope + element.id;
    for (const link of content.querySelectorAll("a[href^='#']")) {
      link.setAttribute("href", `#${scope}${link.getAttribute("href").slice(1)}`);
    }
  }

  #fail(how, quiet) {
    this.#forget();
    const note = shape(`curtain-${how}`);
    note.querySelector("a").href = this.#face.href;
    this.append(note);
    if (!quiet) words.textContent = phrase(how, this.dataset);
  }

  #arm(control, isOpen = false) {
    control.setAttribute("role", "button");
    control.setAttribute("aria-expanded", isOpen);
    return control;
  }

  // For a curtain that the server sent open.
  #makeFace() {
    const face = shape(`face-${this.kind}`).querySelector(".curtain__draw");
    face.href = this.dataset.reveal;
    face.querySelector(".curtain__label").textContent = this.dataset.label;
    if (this.kind === "block") face.querySelector(".curtain__spoils").textContent = this.dataset.spoils;
    if ("named" in this.dataset) face.setAttribute("aria-label", phrase("named", this.dataset));
    if (this.kind === "inline" && this.dataset.spoils) face.title = this.dataset.spoils;
    return this.#arm(face);
  }
}

// Going back restores the page.
function tally() {
  save();
  const open = recalled().length;
  if (hideAll) hideAll.hidden = !opened().length;
  if (!memory) return;
  const [sentence, control] = memory.children;
  memory.hidden = !open && !dismissed().length;
  sentence.textContent = phrase("memory", { open, shut: curtains().length - opened().length });
  control.textContent = control.dataset[open ? "close" : "open"];
}

// Closes and opens curtains by the reader's list, inner ones too.
function recall(isSaid) {
  for (const curtain of curtains()) {
    if (curtain.byMemory && !curtain.isKnown) curtain.shut({ byMemory: true });
  }
  recalling = recalling.then(async () => {
    await Promise.all([drawDue(), drawDue(), drawDue()]); // at most three at once
    if (isSaid && told !== recalled().length) words.textContent = memory?.firstElementChild.textContent;
    told = recalled().length;
  });
}

async function drawDue() {
  for (let due; (due = curtains().find((curtain) => curtain.isDue)); ) {
    await due.draw({ byMemory: true });
  }
}

customElements.define("spoiler-curtain", SpoilerCurtain);
recall(true);

// Marking a film reopens its curtains that were closed by hand.
addEventListener("seen", ({ detail }) => {
  for (const { id, dataset } of detail.length ? dismissed() : []) {
    if (detail.some((film) => dataset.films.split(" ").includes(`${film.id}`))) delete kept[id];
  }
  recall(true);
  tally();
});

memory?.lastElementChild.addEventListener("click", () => {
  const open = recalled();
  for (const curtain of open) curtain.shut({ quiet: true });
  if (!open.length) for (const { id } of dismissed()) delete kept[id];
  recall(true);
});

// A link within the page adds a history entry.
addEventListener("hashchange", save);

// The second click of a double click must not hit what the first one revealed.
document.addEventListener(
  "click",
  (event) => {
    if (event.detail > 1 && hasPulled) event.preventDefault();
    else hasPulled = event.target.closest(".curtain__draw");
  },
  true,
);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) drawn.at(-1)?.shut();
});

hideAll?.addEventListener("click", (event) => {
  event.preventDefault();
  for (const curtain of [...drawn]) if (!curtain.open) curtain.shut(); // still loading
  const outer = opened().filter((curtain) => !curtain.parentElement.closest(".curtain--open"));
  const last = outer.find((curtain) => curtain.contains(drawn.at(-1))) ?? outer[0];
  for (const curtain of outer) curtain.shut({ quiet: curtain !== last });
  words.textContent = phrase("hidden");
});
