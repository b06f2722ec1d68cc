// A field that holds one picture of the library. Its words and its shape come from
// templates/markdownx/picture_field.html, its dialogs from pictures.js, what is dropped from files.js.

class PictureField extends HTMLElement {
  #asker = null;

  connectedCallback() {
    const { select } = this;
    if (select.hidden) return; // it was started before it was moved
    select.hidden = true;
    const label = select.labels[0];
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", label?.textContent.trim().replace(/:$/, "") ?? "");
    label?.addEventListener("click", () => this.resume());
    for (const button of this.querySelectorAll("[data-ask]")) {
      button.addEventListener("click", () => this.#ask(button));
    }
    this.#part("remove").addEventListener("click", () => this.#remove());
    this.#part("controls").hidden = false;
  }

  get select() {
    return this.querySelector("select");
  }

  // What pictures.js asks of a place for pictures: leave, resume, take, say.

  leave() {}

  resume() {
    (this.#asker ?? this.querySelector("[data-ask]")).focus();
  }

  take({ id, name, alt, url, thumbnail }) {
    const { select } = this;
    select.value = id;
    if (select.selectedIndex < 0) select.append(new Option(name, id, true, true));
    const link = this.#part("name");
    link.textContent = name;
    link.href = url;
    this.#part("alt").textContent = alt || this.dataset.decorative;
    this.#part("thumbnail").innerHTML = thumbnail; // made by images.picture_tag
    this.#changed(`${name}. ${alt || this.dataset.decorative}`);
  }

  say(sentence) {
    const message = this.#part("message");
    message.textContent = sentence;
    message.hidden = !sentence;
  }

  #part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  #ask(button) {
    this.#asker = button;
    const detail = { dialog: button.dataset.ask, files: [] };
    this.dispatchEvent(new CustomEvent("pictures:asked", { bubbles: true, detail }));
  }

  #remove() {
    this.select.value = "";
    this.say("");
    this.#changed(this.dataset.none);
    this.#asker = null;
    this.resume();
  }

  #changed(said) {
    const isEmpty = !this.select.value;
    this.#part("chosen").hidden = isEmpty;
    this.#part("remove").hidden = isEmpty;
    this.#part("status").textContent = said;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("picture-field", PictureField);
