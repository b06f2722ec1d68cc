// A Markdown field. Its words and its shape come from templates/markdownx/editor.html, its toolbar's
// usual buttons from markdown-toolbar-element.js, its dialogs from pictures.js, what is dropped and pasted
// from files.js.

const PAUSE = 500; // milliseconds without a keystroke before the preview is asked for
const GLANCE = 300; // milliseconds that a field is in view before it is

// Fields that nobody looks at ask for nothing: a review has forty.
const inView = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) target.look(isIntersecting);
});

const isSentence = (response) => response.headers.get("content-type")?.startsWith("text/plain");

class MarkdownEditor extends HTMLElement {
  #started = false;
  #timer = 0;
  #request = null;
  #shown = "";
  #place = null;

  connectedCallback() {
    // The form that inlines added in the browser are copied from is no field.
    if (this.closest(".empty-form")) return;
    if (!this.#started) this.#start();
    inView.observe(this);
  }

  disconnectedCallback() {
    inView.unobserve(this);
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  get textarea() {
    return this.querySelector("textarea");
  }

  look(isIntersecting) {
    clearTimeout(this.#timer);
    if (isIntersecting) this.#soon(GLANCE);
  }

  // Types `text` over what stands from `from` to `to`, so that it can be undone, and selects
  // characters `start` to `end` of it: by default none, after it.
  type(text, { from, to, start = text.length, end = start }) {
    const { textarea } = this;
    textarea.focus();
    textarea.setSelectionRange(from, to);
    if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
      textarea.setRangeText(text, from, to);
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    }
    textarea.setSelectionRange(from + start, from + end);
  }

  // Remembers where the cursor is: browsers forget it while a dialog is open.
  leave() {
    const { selectionStart: from, selectionEnd: to } = this.textarea;
    this.#place = { from, to };
  }

  // Goes on where the cursor was.
  resume() {
    this.textarea.focus();
    if (this.#place) this.textarea.setSelectionRange(this.#place.from, this.#place.to);
    this.#place = null;
  }

  // Types what shows a picture where the cursor is, or was.
  take({ code }) {
    this.resume();
    const { selectionStart: from, selectionEnd: to } = this.textarea;
    this.type(code, { from, to });
  }

  say(sentence) {
    const message = this.querySelector(".markdown-editor__message");
    message.textContent = sentence;
    message.hidden = !sentence;
  }

  #start() {
    this.#started = true;
    const { textarea } = this;
    const toolbar = this.querySelector("markdown-toolbar");
    const preview = this.querySelector(".markdownx-preview");
    const field = textarea.labels[0]?.textContent.trim().replace(/:$/, "");
    for (const part of field ? [toolbar, preview] : []) {
      part.setAttribute("aria-label", `${part.getAttribute("aria-label")}: ${field}`);
    }
    toolbar.setAttribute("for", textarea.id);
    toolbar.hidden = false;
    toolbar.addEventListener("click", (event) => this.#press(event.target.closest("button")));
    preview.addEventListener("click", (event) => this.#goTo(event.target.closest("[data-line]")));
    textarea.addEventListener("input", () => this.#soon(PAUSE));
    textarea.addEventListener("focus", () => this.#soon(0));
  }

  #ask(dialog) {
    const detail = { dialog, files: [] };
    this.dispatchEvent(new CustomEvent("pictures:asked", { bubbles: true, detail }));
  }

  #press(button) {
    switch (button?.dataset.mdButton) {
      case "heading":
        return this.#heading();
      case "spoiler":
        return this.#spoiler();
      case "spoiler-block":
        return this.#spoilerBlock();
      case "upload":
      case "library":
        return this.#ask(button.dataset.mdButton);
    }
  }

  #heading() {
    const { value, selectionStart } = this.textarea;
    const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const marks = /^#{1,6} +/.exec(value.slice(from))?.[0] ?? "";
    const text = marks ? "" : `${"#".repeat(this.dataset.minHeading)} `;
    this.type(text, { from, to: from + marks.length });
    const caret = Math.max(from, selectionStart + text.length - marks.length);
    this.textarea.setSelectionRange(caret, caret);
  }

  #spoiler() {
    const { value, selectionStart, selectionEnd } = this.textarea;
    const selected = value.slice(selectionStart, selectionEnd);
    const text = selected.trim();
    // A curtain within a line ends with its paragraph.
    if (/\n[ \t]*\n/.test(text)) return this.#spoilerBlock();
    const from = selectionStart + (text ? selected.indexOf(text) : 0);
    const to = from + text.length;
    if (value.slice(from - 2, from) === ">!" && value.slice(to, to + 2) === "!<") {
      this.type(text, { from: from - 2, to: to + 2, start: 0, end: text.length });
    } else {
      this.type(`>!${text}!<`, { from, to, start: 2, end: 2 + text.length });
    }
  }

  #spoilerBlock() {
    const { value, selectionStart, selectionEnd } = this.textarea;
    const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const next = value.indexOf("\n", Math.max(selectionEnd - 1, selectionStart));
    const to = next < 0 ? value.length : next;
    const before = value.slice(0, from).trim() && !value.slice(0, from).endsWith("\n\n") ? "\n" : "";
    const after = value.slice(to).trim() && !value.slice(to).startsWith("\n\n") ? "\n" : "";
    const opening = `${before}::: spoiler `;
    // The cursor waits for the label, which readers see.
    const text = `${opening}\n${value.slice(from, to)}\n:::${after}`;
    this.type(text, { from, to, start: opening.length });
  }

  #goTo(button) {
    if (!button) return;
    const { textarea } = this;
    const lines = textarea.value.split("\n");
    const line = Math.min(Number(button.dataset.line), lines.length) - 1;
    const start = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
    textarea.focus();
    textarea.setSelectionRange(start, start + lines[line].length);
    textarea.scrollTop = (line / lines.length) * textarea.scrollHeight - textarea.clientHeight / 3;
  }

  #soon(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#preview(), wait);
  }

  async #preview() {
    const { textarea } = this;
    const text = textarea.value;
    if (text === this.#shown) return;
    this.#request?.abort();
    if (!text.trim()) return this.#show(text, "");
    const { signal } = (this.#request = new AbortController());
    try {
      let response = await this.#rendered(text, signal);
      // Logging in again changes the token that the page was made with, and saving needs it, too.
      if (response.status === 403 && !isSentence(response) && (await this.#renewToken(signal))) {
        response = await this.#rendered(text, signal);
      }
      const answer = await response.text();
      if (response.ok) this.#show(text, answer);
      else this.#fail(isSentence(response) ? answer : this.dataset.failed);
    } catch (error) {
      if (!signal.aborted) this.#fail(error.sentence ?? this.dataset.failed);
    }
  }

  #rendered(text, signal) {
    const { textarea } = this;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", textarea.form.elements.csrfmiddlewaretoken.value);
    body.set("content", text);
    body.set("key", textarea.id);
    body.set("min_heading", this.dataset.minHeading);
    const url = textarea.dataset.markdownxUrlsPath;
    return fetch(url, { method: "POST", body, redirect: "error", signal });
  }

  async #renewToken(signal) {
    const response = await fetch(this.dataset.picturesPath, { redirect: "error", signal });
    const answer = await response.text();
    if (isSentence(response)) throw Object.assign(new Error(answer), { sentence: answer });
    const page = new DOMParser().parseFromString(answer, "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (token) {
      for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
        input.value = token;
      }
    }
    return Boolean(token);
  }

  // Tried again once the writer comes back, who may have logged in elsewhere.
  #fail(sentence) {
    this.say(sentence);
    window.addEventListener("focus", () => this.isConnected && this.#soon(0), { once: true });
  }

  #show(text, html) {
    this.#shown = text;
    this.say("");
    const preview = this.querySelector(".markdownx-preview");
    preview.innerHTML = html; // sanitised by spoilers.redact
    preview.hidden = !html;
    for (const link of preview.querySelectorAll("a[href]:not([href^='#'])")) {
      link.target = "_blank"; // so that what is being written is not left
      link.rel = "noopener noreferrer";
    }
    const problems = preview.querySelectorAll("[data-line]").length;
    const { oneProblem, problems: many } = this.dataset;
    const said = ["", oneProblem][problems] ?? many.replace("{number}", problems);
    const status = this.querySelector(".markdown-editor__status");
    if (status.textContent !== said) status.textContent = said;
    this.dispatchEvent(new CustomEvent("markdownx.update", { detail: [html] }));
  }
}

customElements.define("markdown-editor", MarkdownEditor);
