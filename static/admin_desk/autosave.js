// Saves the form of a review while it is typed: to this browser at once, to the site some seconds later.

import { AutosaveStatus } from "./autosave-status.js";
import { forget, keep, keyOf, newWindow } from "./autosave-store.js";
import { send } from "./autosave-site.js";
import { logInAgain } from "./login-again.js";

const KEEP_AFTER = 400;
const SEND_AFTER = 3_000;
const SEND_AT_LEAST_EVERY = 5_000;
const REPORT_EVERY = 20_000;
const RETRY_AFTER = [3_000, 5_000, 10_000, 20_000, 30_000];
// The limit of browsers for requests that outlive their page.
const KEEPALIVE_BYTES = 60_000;
// Before a form is saved, the site is asked first if its last answer is older.
const KNOWN_SECONDS = 25;
const CHECK_SECONDS = 5;
const SUBMIT_SECONDS = 15;

// The name of the window that this tab of the browser has reported last.
const TAB = "curtain-desk-window";

const form = document.getElementById("review_form");
const box = document.getElementById("autosave");

class Autosave {
  constructor() {
    this.account = Number(box.dataset.account);
    this.url = box.dataset.url;
    this.status = new AutosaveStatus(box);
    this.isKept = true; // by this browser
    this.failures = 0;
    this.answeredAt = Date.now();
    this.place = "";
    // What the review has, as far as this page knows; null if the form began with other text.
    this.stored = box.hasAttribute("data-changed") ? null : this.written();
    this.sent = this.stored;
    forget(this.key, this.number).catch(() => {});

    for (const type of ["input", "change", "formset:added"]) {
      form.addEventListener(type, () => this.changed());
    }
    document.addEventListener("formset:removed", () => this.changed());
    form.addEventListener("focusin", ({ target }) => {
      this.place = target.closest(".part")?.id.replace("part-", "") ?? "";
    });
    // Before the listeners of other scripts, which take a submit event for a page that is left.
    document.addEventListener("submit", (event) => this.submit(event), true);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
      else this.report();
    });
    addEventListener("pagehide", () => this.leave({ gone: true }));
    addEventListener("pageshow", ({ persisted }) => {
      this.isSubmitted = this.isChecked = false;
      if (persisted) this.report();
    });
    for (const type of ["online", "focus"]) {
      addEventListener(type, () => this.status.isFailing && this.save());
    }
    box.querySelector("[data-log-in]").addEventListener("click", () => this.logIn());
    setInterval(() => this.report(), REPORT_EVERY);
    this.report();
    if (this.stored === null) form.dispatchEvent(new Event("change"));
  }

  get window() {
    return form.elements._window.value;
  }

  get number() {
    return Number(form.elements._number.value);
  }

  set number(value) {
    form.elements._number.value = value;
  }

  get key() {
    return keyOf(this.account, this.window);
  }

  get fields() {
    const secret = new Set([...form.querySelectorAll("[type=password]")].map(({ name }) => name));
    return [...new FormData(form)].filter(
      ([name, value]) =>
        typeof value === "string" &&
        !name.startsWith("_") &&
        name !== "csrfmiddlewaretoken" &&
        !secret.has(name),
    );
  }

  written() {
    return JSON.stringify(this.fields);
  }

  // What is sent to the site, without fields.
  get header() {
    const { account, window, number, place } = this;
    const version = form.elements.version?.value;
    const continues = form.elements._continues.value;
    const replaces = sessionStorage.getItem(TAB) ?? "";
    return {
      account,
      window,
      number,
      place,
      version: version ? Number(version) : null,
      continues: continues ? Number(continues) : null,
      ...(replaces && replaces !== window ? { replaces } : {}),
    };
  }

  changed() {
    this.keeping ??= setTimeout(() => this.keep(), KEEP_AFTER);
    this.since ??= Date.now();
    // While the site does not have the text, `failed` tries again.
    if (this.status.isFailing) return;
    const latest = this.since + SEND_AT_LEAST_EVERY - Date.now();
    this.saveAfter(Math.max(0, Math.min(SEND_AFTER, latest)));
  }

  saveAfter(milliseconds) {
    clearTimeout(this.sending);
    this.sending = setTimeout(() => this.save(), milliseconds);
  }

  // A copy in this browser, until the site has the text.
  keep() {
    clearTimeout(this.keeping);
    this.keeping = undefined;
    if (this.isSubmitted || this.written() === this.sent) return;
    this.number += 1;
    const { key, url, fields } = this;
    keep({ key, url, ...this.header, fields }).then(
      () => (this.isKept = true),
      () => (this.isKept = false),
    );
  }

  // Sends the text if it has changed, or asks whether the site can be reached.
  save({ seconds } = {}) {
    this.saving ??= this.exchange(seconds).finally(() => (this.saving = undefined));
    return this.saving;
  }

  async exchange(seconds) {
    clearTimeout(this.sending);
    this.since = undefined;
    const text = this.written();
    const isNew = text !== this.sent;
    if (isNew) this.keep();
    const data = this.header;
    if (isNew) data.fields = this.fields;
    if (text === this.stored) data.unchanged = true;
    const answer = await send(this.url, data, { seconds });
    if (this.isSubmitted) return;
    if (answer.kind !== "answered") return this.failed(answer);
    if (isNew && !answer.stored) return this.isOutdated(answer);
    this.failures = 0;
    this.answeredAt = Date.now();
    sessionStorage.setItem(TAB, data.window);
    this.status.answered(answer);
    if (isNew) {
      this.sent = text;
      form.dispatchEvent(new Event("autosaved"));
      forget(this.key, data.number).catch(() => {});
      // Reloading the page would begin with the older text again.
      if (data.continues) history.replaceState(null, "", location.pathname);
    }
    if (isNew || this.status.isFailing) this.status.say(text === this.stored ? "idle" : "saved");
    if (this.written() !== this.sent) this.changed();
  }

  // The site has a newer autosave of this window, or its form was saved and the page is older.
  isOutdated({ closed, number }) {
    if (closed) form.elements._window.value = newWindow();
    this.number = Math.max(this.number, number) + 1;
    this.saveAfter(0);
  }

  failed({ kind, sentence }) {
    const { isKept } = this;
    this.status.say(kind, { isKept, sentence });
    // The dialog for logging in is opened on request: it would take the focus from who types.
    if (kind !== "unreachable") return;
    this.saveAfter(RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length - 1)]);
    this.failures += 1;
  }

  // Tells the site that the form is open.
  report() {
    if (document.visibilityState === "hidden" || this.isSubmitted) return;
    this.save();
  }

  // The page is hidden, and may never be shown again.
  leave({ gone = false } = {}) {
    const text = this.written();
    const isNew = !this.isSubmitted && ![this.sent, this.stored, this.left].includes(text);
    if (!isNew && !gone) return;
    if (isNew) this.keep();
    this.left = text;
    const data = { ...this.header, gone };
    if (isNew) data.fields = this.fields;
    const keepalive = new Blob([JSON.stringify(data)]).size < KEEPALIVE_BYTES;
    send(this.url, data, { keepalive }).then((answer) => {
      if (answer.kind !== "answered" || !answer.stored) return;
      this.sent = text;
      forget(this.key, data.number).catch(() => {});
    });
  }

  // Leaves the page only for a site that can be reached and knows the editor.
  async submit(event) {
    if (event.target !== form) return;
    if (!this.isSubmitted && !this.isChecking && (this.isChecked || this.isKnown)) {
      this.keep();
      this.number += 1;
      this.isSubmitted = true;
      clearTimeout(this.sending);
      // The site may not answer, and the page stays.
      setTimeout(() => (this.isSubmitted = this.isChecked = false), SUBMIT_SECONDS * 1000);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    // A second click on the same button.
    if (this.isChecking || this.isSubmitted) return;
    this.isChecking = true;
    this.isChecked = await this.check();
    this.isChecking = false;
    if (this.isChecked) form.requestSubmit(event.submitter);
  }

  // Whether the site has just answered and knows the editor.
  get isKnown() {
    const seconds = (Date.now() - this.answeredAt) / 1000;
    return !this.status.isFailing && seconds >= 0 && seconds < KNOWN_SECONDS;
  }

  async check() {
    await this.saving;
    await this.save({ seconds: CHECK_SECONDS });
    if (this.status.state === "loggedOut" && !(await this.logIn())) return false;
    // What the site refuses to save automatically may still be saved.
    return !this.status.isFailing || this.status.state === "refused";
  }

  logIn() {
    this.loggingIn ??= logInAgain(this.account, this.url).then(async (isLoggedIn) => {
      this.loggingIn = undefined;
      if (isLoggedIn) await this.save();
      return isLoggedIn && !this.status.isFailing;
    });
    return this.loggingIn;
  }
}

if (form && box) {
  // Other scripts of the page write into the form while it loads.
  if (document.readyState === "complete") new Autosave();
  else addEventListener("load", () => setTimeout(() => new Autosave()));
}
