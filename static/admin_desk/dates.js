// Typed dates: below each field, what the server reads in it; beside it, the browser's calendar.

const PAUSE = 250; // milliseconds after the last key

class TypedDate {
  constructor(field) {
    this.field = field;
    this.isMoment = field.dataset.date === "moment";
    this.time = this.isMoment ? document.getElementById(field.id.replace(/_0$/, "_1")) : null;
    this.confirmed = field.form?.querySelector("[data-confirms-date]");
    this.addCalendar();
    this.addOutput();
    for (const input of [field, this.time]) {
      input?.addEventListener("input", () => this.changed());
      input?.addEventListener("change", () => this.changed());
    }
    if (field.value) this.read();
  }

  addCalendar() {
    this.calendar = document.createElement("input");
    this.calendar.type = "date";
    this.calendar.className = "typed-date__calendar";
    this.calendar.tabIndex = -1;
    this.calendar.setAttribute("aria-hidden", "true");
    if (!this.calendar.showPicker) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "typed-date__button";
    button.title = this.field.dataset.datePick;
    button.setAttribute("aria-label", button.title);
    button.addEventListener("click", () => this.calendar.showPicker());
    this.calendar.addEventListener("change", (event) => {
      event.stopPropagation();
      if (!this.calendar.value) return;
      this.field.value = this.calendar.value;
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
      this.field.focus();
      this.read({ rewrite: true });
    });
    this.field.after(button, this.calendar);
  }

  addOutput() {
    this.output = document.createElement("div");
    this.output.className = "typed-date__words";
    this.output.id = `${this.field.id}_words`;
    this.output.setAttribute("role", "status");
    (this.time ?? this.calendar.parentElement?.querySelector(":scope > .typed-date__calendar") ?? this.field)
      .after(this.output);
    for (const input of [this.field, this.time]) {
      if (!input) continue;
      const others = input.getAttribute("aria-describedby");
      input.setAttribute("aria-describedby", [others, this.output.id].filter(Boolean).join(" "));
    }
  }

  changed() {
    if (this.confirmed) this.confirmed.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), PAUSE);
  }

  async read({ rewrite = false } = {}) {
    clearTimeout(this.timer);
    const number = (this.number = (this.number ?? 0) + 1);
    const query = { kind: this.field.dataset.date, date: this.field.value, time: this.time?.value ?? "" };
    let answer;
    try {
      const response = await fetch(`${this.field.dataset.dateUrl}?${new URLSearchParams(query)}`);
      if (!response.ok || !response.headers.get("content-type")?.includes("json")) return;
      answer = await response.json();
    } catch {
      return; // The server says it when the form is sent.
    }
    if (number !== this.number) return;
    if (rewrite && answer.typed) this.field.value = answer.typed;
    if (answer.day) this.calendar.value = answer.day;
    if (this.confirmed) this.confirmed.value = answer.moment ?? "";
    this.show(answer);
  }

  show({ words = "", problem = "", choices = [] }) {
    this.output.classList.toggle("typed-date__words--problem", Boolean(problem));
    this.output.replaceChildren(problem || words);
    for (const choice of choices) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "typed-date__choice";
      button.textContent = choice.words;
      button.addEventListener("click", () => {
        this.field.value = choice.typed;
        this.field.dispatchEvent(new Event("input", { bubbles: true }));
        this.field.focus();
        this.read();
      });
      this.output.append(" ", button);
    }
  }
}

const start = (root) => {
  for (const field of root.querySelectorAll("[data-date]")) {
    if (!field.name.includes("__prefix__")) new TypedDate(field);
  }
};

start(document);
document.addEventListener("formset:added", (event) => start(event.target));
