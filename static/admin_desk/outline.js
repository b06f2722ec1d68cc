// The outline beside the form: how many words each part has, and which ones have problems.

import { fieldsOf } from "./posted-form.js";

const PAUSE = 1_500; // milliseconds after the last change until the words are counted
const PROBLEMS = ".errorlist, .notices, .preview-problems:not(.preview-problems--warnings)";

const form = document.getElementById("review_form");
const outline = document.querySelector(".desk__parts");

let timer = 0;
let request = null;

async function count() {
  // A review that the account may only read is no form: its texts are not posted.
  if (!form.querySelector("textarea")) return;
  request?.abort();
  request = new AbortController();
  const body = fieldsOf(form);
  try {
    const { signal } = request;
    const url = outline.dataset.wordsUrl;
    const response = await fetch(url, { method: "POST", body, redirect: "error", signal });
    if (response.ok) say(await response.json());
  } catch {
    // The status of autosaving says that the site cannot be reached. The next change counts again.
  }
}

function say({ parts, ...totals }) {
  for (const words of outline.querySelectorAll("[data-words-of]")) {
    words.textContent = parts[words.dataset.wordsOf] ?? "";
  }
  for (const [name, sentence] of Object.entries(totals)) {
    outline.querySelector(`[data-said=${name}]`).textContent = sentence;
  }
  outline.querySelector("[data-total]").hidden = false;
}

function countSoon() {
  clearTimeout(timer);
  timer = setTimeout(count, PAUSE);
}

function mark() {
  const linked = [...document.querySelectorAll(".problems a[href^='#']")].map(({ hash }) =>
    document.getElementById(hash.slice(1))?.closest(".part"),
  );
  for (const link of outline.querySelectorAll("a")) {
    const part = document.getElementById(link.hash.slice(1));
    const hasProblems = Boolean(part?.querySelector(PROBLEMS)) || linked.includes(part);
    link.classList.toggle("has-problems", hasProblems);
    if (hasProblems) link.setAttribute("aria-description", outline.dataset.problem);
    else link.removeAttribute("aria-description");
  }
}

if (form && outline) {
  for (const type of ["input", "change", "formset:added"]) form.addEventListener(type, countSoon);
  document.addEventListener("formset:removed", countSoon);
  form.addEventListener("markdownx.update", mark);
  addEventListener("load", () => {
    mark();
    count();
  });
}
