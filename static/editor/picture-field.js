// A field for one picture of the library (templates/markdownx/picture_field.html). pictures.js has the
// dialogs; files.js handles dropped files.

class PictureField extends HTMLElement {
  #opener = null;

  connectedCallback() {
    const { select } = this;
    if (select.hidden) return; // already set up, and moved since
    select.hidden = true;
    const label = select.labels[0];
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", label?.textContent.trim().replace(/:$/, "") ?? "");
    label?.addEventListener("click", () => this.restoreCursor());
    for (const button of this.querySelectorAll("[data-ask]")) {
      button.addEventListener("click", () => this.#openDialog(button));
    }
    this.#part("remove").addEventListener("click", () => this.#remove());
    this.#part("controls").hidden = false;
  }

  get select() {
    return this.querySelector("select");
  }

  // The methods that pictures.js calls: saveCursor, restoreCursor, usePicture, showMessage.

  saveCursor() {}

  restoreCursor() {
    (this.#opener ?? this.querySelector("[data-ask]")).focus();
  }

  usePicture({ id, name, alt, url, thumbnail }) {
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

  showMessage(sentence) {
    const message = this.#part("message");
    message.textContent = sentence;
    message.hidden = !sentence;
  }

  #part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  #openDialog(button) {
    this.#opener = button;
    const detail = { dialog: button.dataset.ask, files: [] };
    this.dispatchEvent(new CustomEvent("pictures:asked", { bubbles: true, detail }));
  }

  #remove() {
    this.select.value = "";
    this.showMessage("");
    this.#changed(this.dataset.none);
    this.#opener = null;
    this.restoreCursor();
  }

  #changed(message) {
    const isEmpty = !this.select.value;
    this.#part("chosen").hidden = isEmpty;
    this.#part("remove").hidden = isEmpty;
    this.#part("status").textContent = message;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("picture-field", PictureField);
