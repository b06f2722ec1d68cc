// A Markdown field (templates/markdownx/editor.html). The basic toolbar buttons are handled by
// markdown-toolbar-element.js, the picture dialogs by pictures.js, dropped and pasted files by files.js.

import { afterClosingMark } from "./closing-mark.js";
import { shortcutOf, showShortcuts } from "./keys.js";
import { lineBreak } from "./line-breaks.js";
import { pictureEdit } from "./picture-lines.js";
import { showLine } from "./showing.js";
import { typeInto } from "./typed-text.js";

const TYPING_DELAY = 500; // milliseconds after the last keystroke until the preview is requested
const VIEW_DELAY = 300; // milliseconds that a field is in view until its preview is requested

// Only fields in view request a preview: a review has about forty fields.
const inView = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) target.setInView(isIntersecting);
});

// A preview is a stop of the Tab key only where the arrow keys have something to scroll.
const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const preview = target.parentElement;
    if (preview) preview.tabIndex = preview.scrollHeight > preview.clientHeight ? 0 : -1;
  }
});

const isSentence = (response) => response.headers.get("content-type")?.startsWith("text/plain");

class MarkdownEditor extends HTMLElement {
  #started = false;
  #timer = 0;
  #request = null;
  #shown = "";
  #cursor = null;

  connectedCallback() {
    // The empty form that the admin copies for new inlines is not a field.
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

  setInView(isIntersecting) {
    clearTimeout(this.#timer);
    if (isIntersecting) this.#previewAfter(VIEW_DELAY);
  }

  // As `typeInto`.
  type(text, place) {
    typeInto(this.textarea, text, place);
  }

  // The methods that pictures.js calls: saveCursor, restoreCursor, usePicture, showMessage.

  // Browsers lose the cursor position while a dialog is open.
  saveCursor() {
    const { selectionStart: from, selectionEnd: to } = this.textarea;
    this.#cursor = { from, to };
  }

  restoreCursor() {
    this.textarea.focus();
    if (this.#cursor) this.textarea.setSelectionRange(this.#cursor.from, this.#cursor.to);
    this.#cursor = null;
  }

  // Inserts the Markdown of a picture at the cursor, in a paragraph of its own.
  usePicture({ code }) {
    this.restoreCursor();
    const { value, selectionStart: from, selectionEnd: to } = this.textarea;
    const { text, start } = pictureEdit(value, from, to, code);
    this.type(text, { from, to, start });
  }

  showMessage(sentence) {
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
    // Before the toolbar element, which would put other marks around the last word.
    toolbar.addEventListener("click", (event) => this.#endMarks(event), true);
    toolbar.addEventListener("click", (event) => this.#handleButton(event.target.closest("button")));
    showShortcuts(toolbar, this.dataset);
    textarea.addEventListener("keydown", (event) => this.#handleKey(event));
    preview.addEventListener("click", (event) => this.#goTo(event.target.closest("[data-line]")));
    textarea.addEventListener("input", () => this.#previewAfter(TYPING_DELAY));
    textarea.addEventListener("focus", () => this.#previewAfter(0));
  }

  #handleKey(event) {
    const shortcut = shortcutOf(event);
    const button = shortcut && this.querySelector(`[data-shortcut="${shortcut}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    } else if (event.key === "Enter" && !(event.isComposing || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey)) {
      const { value, selectionStart, selectionEnd } = this.textarea;
      const edit = lineBreak(value, selectionStart, selectionEnd);
      if (!edit) return;
      event.preventDefault();
      this.type(edit.text, edit);
    }
  }

  #openDialog(dialog) {
    const detail = { dialog, files: [] };
    this.dispatchEvent(new CustomEvent("pictures:asked", { bubbles: true, detail }));
  }

  // The same button or shortcut again, after the text was typed, goes on behind the closing mark.
  #endMarks(event) {
    const { value, selectionStart, selectionEnd } = this.textarea;
    const style = event.target.closest("button")?.dataset.mdButton;
    const after = selectionStart === selectionEnd ? afterClosingMark(value, selectionEnd, style) : null;
    if (after === null) return;
    event.stopPropagation();
    this.textarea.focus();
    this.textarea.setSelectionRange(after, after);
  }

  #handleButton(button) {
    switch (button?.dataset.mdButton) {
      case "heading":
        return this.#heading();
      case "spoiler":
        return this.#spoiler();
      case "spoiler-block":
        return this.#spoilerBlock();
      case "upload":
      case "library":
        return this.#openDialog(button.dataset.mdButton);
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
    // An inline curtain cannot contain several paragraphs.
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
    const hidden = value.slice(from, to);
    // The cursor is placed where the hidden text is typed. If that is there already, the public label is next.
    const start = opening.length + (hidden.trim() ? 0 : 1);
    this.type(`${opening}\n${hidden}\n:::${after}`, { from, to, start });
  }

  #goTo(button) {
    if (button) showLine(this.textarea, Number(button.dataset.line));
  }

  #previewAfter(wait) {
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
      // A new login in another window changes the CSRF token, which saving needs, too.
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
    if (this.dataset.curtains) body.set("curtains", this.dataset.curtains);
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

  // Tries again when the window gets the focus: the user may have logged in in another window.
  #fail(sentence) {
    this.showMessage(sentence);
    window.addEventListener("focus", () => this.isConnected && this.#previewAfter(0), { once: true });
  }

  #show(text, html) {
    this.#shown = text;
    this.showMessage("");
    const preview = this.querySelector(".markdownx-preview");
    preview.innerHTML = html; // sanitised by spoilers.redact
    preview.hidden = !html;
    for (const part of preview.children) resized.observe(part);
    for (const link of preview.querySelectorAll("a[href]:not([href^='#'])")) {
      link.target = "_blank"; // does not leave the form
      link.rel = "noopener noreferrer";
    }
    const problems = preview.querySelectorAll("[data-line]").length;
    const { oneProblem, problems: many } = this.dataset;
    const message = ["", oneProblem][problems] ?? many.replace("{number}", problems);
    const status = this.querySelector(".markdown-editor__status");
    if (status.textContent !== message) status.textContent = message;
    this.dispatchEvent(new CustomEvent("markdownx.update", { bubbles: true, detail: [html] }));
  }
}

customElements.define("markdown-editor", MarkdownEditor);
