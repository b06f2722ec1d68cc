// A dialog in which the editor logs in again without leaving the page. It shows the login form of
// the site, or the page of the second factor.

import { renewToken, session } from "./autosave-site.js";

const dialog = document.getElementById("login-again");
const part = (name) => dialog.querySelector(`[data-${name}]`);

const explain = (sentence) => {
  part("error").textContent = sentence;
  part("error").hidden = !sentence;
};

class LoginAgain {
  constructor(account, sessionUrl, done) {
    Object.assign(this, { account, sessionUrl, done });
    this.controller = new AbortController();
    const { signal } = this.controller;
    part("form").addEventListener("submit", (event) => this.submit(event), { signal });
    part("later").addEventListener("click", () => dialog.close(), { signal });
    part("again").addEventListener("click", () => this.show(dialog.dataset.login), { signal });
    part("other-account").addEventListener("click", () => this.logOut(), { signal });
    dialog.addEventListener("close", () => this.end(false), { signal });
    dialog.showModal();
    this.check();
  }

  end(isLoggedIn) {
    this.controller.abort();
    part("form").replaceChildren();
    if (dialog.open) dialog.close();
    this.done(isLoggedIn);
  }

  async try(act) {
    explain("");
    part("again").hidden = true;
    try {
      await act();
    } catch {
      part("again").hidden = false;
      explain(dialog.dataset.unreachable);
    }
  }

  // Ends if the account of the page is logged in. Otherwise it shows what is left to do.
  check() {
    return this.try(async () => {
      const found = await session(this.sessionUrl);
      if (!found) return this.show(dialog.dataset.login);
      if (found.account === this.account) {
        if (found.token) renewToken(found.token);
        return this.end(true);
      }
      this.token = found.token;
      part("form").replaceChildren();
      explain(dialog.dataset.other.replace("{account}", found.name ?? ""));
      part("other-account").hidden = false;
    });
  }

  show(url) {
    return this.try(async () => this.present(await fetch(url, { cache: "no-store" })));
  }

  // Shows the form of an answer, or its sentence if it has none.
  async present(response) {
    const text = await response.text();
    const isPage = response.headers.get("Content-Type")?.startsWith("text/html");
    const page = isPage ? new DOMParser().parseFromString(text, "text/html") : null;
    const content = page?.querySelector("#content-main");
    if (!content?.querySelector("form")) {
      part("form").replaceChildren();
      part("again").hidden = false;
      explain(isPage ? dialog.dataset.unreachable : text);
      return;
    }
    for (const form of content.querySelectorAll("form")) {
      // The address of the page that the form is from.
      form.action = new URL(form.getAttribute("action") || response.url, response.url);
      form.querySelector("[name=next]")?.setAttribute("value", this.sessionUrl);
    }
    const errors = page.querySelectorAll(".errornote");
    content.prepend(...[...errors].filter((error) => !content.contains(error)));
    part("form").replaceChildren(...content.childNodes);
    const first = [...part("form").querySelectorAll("input:not([type=hidden], [type=submit])")];
    (first.find((input) => input.closest(".form-row")?.querySelector(".errorlist")) ?? first[0])?.focus();
  }

  submit(event) {
    event.preventDefault();
    const form = event.target;
    this.try(async () => {
      const body = new URLSearchParams(new FormData(form));
      const response = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (response.type === "opaqueredirect") return this.check();
      // The form was too old.
      if (response.status === 403) return this.show(dialog.dataset.login);
      await this.present(response);
    });
  }

  logOut() {
    part("other-account").hidden = true;
    this.try(async () => {
      const body = new URLSearchParams({ csrfmiddlewaretoken: this.token ?? "" });
      await fetch(dialog.dataset.logout, { method: "POST", body, redirect: "manual" });
      await this.show(dialog.dataset.login);
    });
  }
}

// Resolves to whether `account` is logged in now. The CSRF tokens of the page are renewed then.
export const logInAgain = (account, sessionUrl) =>
  dialog.open
    ? Promise.resolve(false)
    : new Promise((done) => new LoginAgain(account, sessionUrl, done));
