// The lines above the form of a review: what is saved where, who else has it open, and who has saved it.

export class AutosaveStatus {
  constructor(box) {
    this.box = box;
    this.line = box.querySelector("[data-line]");
    this.idle = this.line.textContent;
    this.state = "idle";
    this.reachedAt = box.dataset.openedAt;
  }

  // Whether the site does not have the text, and why: "unreachable", "loggedOut" or "refused".
  get isFailing() {
    return !["idle", "saved"].includes(this.state);
  }

  // The time changes with each autosave. A screen reader is told only when something else changes.
  say(state, { isKept, sentence = "" } = {}) {
    const { dataset } = this.box;
    const words = {
      idle: this.idle,
      saved: dataset.saved,
      unreachable: isKept ? dataset.unreachable : dataset.unreachableUnkept,
      loggedOut: isKept ? dataset.loggedOut : dataset.loggedOutUnkept,
      refused: `${sentence} ${isKept ? dataset.refused : dataset.refusedUnkept}`,
    }[state];
    this.line.textContent = words.replace("{time}", this.reachedAt);
    if (state !== this.state) this.box.querySelector("[data-spoken]").textContent = this.line.textContent;
    this.box.querySelector("[data-log-in]").hidden = state !== "loggedOut";
    this.box.dataset.state = this.state = state;
  }

  // Shows what the site has answered.
  answered({ at, others, changed }) {
    this.reachedAt = at;
    this.show(this.box.querySelector("[data-others]"), others);
    this.show(this.box.querySelector("[data-saved-since]"), changed ? [changed] : []);
  }

  show(list, sentences) {
    const shown = [...list.children].map((line) => line.textContent);
    if (JSON.stringify(shown) !== JSON.stringify(sentences)) {
      list.replaceChildren(
        ...sentences.map((sentence) => {
          const line = document.createElement("li");
          line.textContent = sentence;
          return line;
        }),
      );
    }
    list.hidden = sentences.length === 0;
  }
}
