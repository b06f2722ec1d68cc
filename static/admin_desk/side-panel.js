// Shows a page of the admin in a dialog beside a form, which stays as it is. Each form of that page is
// sent by this script, and links with data-in-panel lead to other pages in the dialog. The answer is a
// page, which is shown, or JSON when the work is done. JSON with "next" has the address of a page to go
// on with.
//
// A button with data-panel (the address of the page) opens it. If data-panel-of names a field, its value
// replaces the "/0/" of the address, and data-panel-needs is said while it is empty. If data-panel-select
// names a field with suggestions, what was last typed into it is the title on the page, and what the page
// has made is chosen in it. When the work is done, the button gets the event "panel:done" with the JSON
// as its detail.

const dialog = document.getElementById("side-panel");
const part = (name) => dialog.querySelector(`[data-${name}]`);

const say = (where, sentence) => {
  where.textContent = sentence;
  where.hidden = !sentence;
};

class SidePanel {
  constructor() {
    this.button = null;
    this.url = "";
    this.unfinished = null; // the button whose work goes on with another page
    part("dismiss").addEventListener("click", () => dialog.close());
    part("content").addEventListener("submit", (event) => this.submit(event));
    part("content").addEventListener("click", (event) => this.click(event));
    dialog.addEventListener("close", () => this.button?.focus());
  }

  clear() {
    this.url = "";
    this.unfinished = null;
    part("content").replaceChildren();
  }

  click(event) {
    const link = event.target.closest("[data-close], [data-in-panel]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if ("inPanel" in link.dataset) return this.run(() => this.load(link.href));
    this.clear();
    dialog.close();
  }

  // A page that was closed with "×" or Escape is shown again as it was left.
  open(button, url) {
    const isThere = url === this.url || button === this.unfinished;
    this.button = button;
    dialog.showModal();
    if (isThere) return this.focus();
    say(part("title"), button.dataset.panelTitle ?? button.textContent.trim());
    this.clear();
    this.run(async () => {
      await this.load(url);
      this.url = url;
    });
  }

  async load(url) {
    await this.present(await fetch(url, { cache: "no-store" }));
  }

  async run(act) {
    if (this.isRunning) return;
    this.isRunning = true;
    dialog.setAttribute("aria-busy", "true");
    say(part("error"), "");
    try {
      await act();
    } catch {
      say(part("error"), dialog.dataset.failed);
    } finally {
      this.isRunning = false;
      dialog.removeAttribute("aria-busy");
    }
  }

  submit(event) {
    event.preventDefault();
    const { target: form, submitter } = event;
    const url = new URL(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action);
    const body = new URLSearchParams(new FormData(form, submitter));
    if (form.method === "get") {
      url.search = body;
      return this.run(() => this.load(url));
    }
    body.set("_panel", "1");
    this.run(async () => {
      const response = await fetch(url, { method: "POST", body });
      const isDone = response.headers.get("Content-Type")?.startsWith("application/json");
      await (isDone ? this.finish(await response.json()) : this.present(response));
    });
  }

  async finish(detail) {
    this.url = "";
    if (!detail.next) {
      this.clear();
      dialog.close();
    }
    this.button.dispatchEvent(new CustomEvent("panel:done", { bubbles: true, detail }));
    if (!detail.next) return;
    await this.load(detail.next);
    this.unfinished = this.button;
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.textContent = detail.message;
    part("content").prepend(note);
  }

  // Raises an error for a page with nothing to do: what was typed stays in the panel.
  async present(response) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const content = page.querySelector("#content-main");
    if (!content?.querySelector("form, [data-in-panel]")) throw new Error(response.status);
    for (const form of content.querySelectorAll("form")) {
      form.action = new URL(form.getAttribute("action") || response.url, response.url);
    }
    for (const link of content.querySelectorAll("[data-in-panel]")) {
      link.href = new URL(link.getAttribute("href"), response.url);
    }
    const title = page.querySelector("#content > h1");
    if (title) say(part("title"), title.textContent);
    part("content").replaceChildren(...page.querySelectorAll(".messagelist"), ...content.childNodes);
    // Other scripts prepare the fields of the form, such as a button for the calendar.
    const detail = { formsetName: "" };
    part("content").dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail }));
    this.focus();
  }

  // Puts the cursor into the first field that is wrong, or to what comes first on the page.
  focus() {
    const wrong = part("content").querySelector("[aria-invalid=true], .errors :is(input, select)");
    const first = part("content").querySelector("[data-first]");
    (wrong ?? first ?? part("content").querySelector("textarea, input:not([type=hidden])"))?.focus();
  }
}

// What is made is chosen in the field `id`.
const choose = (id, { value, label }) => {
  const select = document.getElementById(id);
  const option = [...select.options].find((each) => each.value === value);
  if (option) option.selected = true;
  else select.append(new Option(label, value, true, true));
  select.dispatchEvent(new Event("change", { bubbles: true }));
};

// The open list of suggestions of `select` covers `button`, which is below the field: the list gets one, too.
const offerInList = (select, button) => {
  const field = window.django?.jQuery?.(select);
  field?.on("select2:open", () => {
    const list = document.querySelector(".select2-container--open .select2-dropdown");
    if (!list || list.querySelector(".panel-button")) return;
    const offer = document.createElement("button");
    offer.type = "button";
    offer.className = "panel-button";
    offer.textContent = button.textContent;
    offer.addEventListener("click", () => {
      field.select2("close");
      button.click();
    });
    list.append(offer);
  });
};

if (dialog) {
  const typed = {}; // by the id of the field with suggestions
  document.addEventListener("input", ({ target }) => {
    if (!target.matches(".select2-search__field")) return;
    const select = document.querySelector(".select2-container--open")?.previousElementSibling;
    if (select) typed[select.id] = target.value;
  });
  const panel = new SidePanel();
  for (const button of document.querySelectorAll("[data-panel]")) {
    button.hidden = false;
    if (button.dataset.panelSelect) offerInList(document.getElementById(button.dataset.panelSelect), button);
    const note = button.parentElement.querySelector("[data-panel-note]");
    button.addEventListener("click", () => {
      const { panelOf, panelNeeds, panelSelect } = button.dataset;
      const isEmpty = panelSelect && !document.getElementById(panelSelect).value;
      const title = isEmpty && typed[panelSelect];
      const query = title ? `?${new URLSearchParams({ title })}` : "";
      const url = `${button.dataset.panel}${query}`;
      const value = panelOf ? document.getElementById(panelOf).value : "";
      if (note) say(note, panelOf && !value ? panelNeeds : "");
      if (!panelOf || value) panel.open(button, url.replace("/0/", `/${value}/`));
    });
    button.addEventListener("panel:done", ({ detail }) => {
      delete typed[button.dataset.panelSelect];
      if (detail.value) choose(button.dataset.panelSelect, detail);
      if (note) say(note, detail.message);
    });
  }
}
