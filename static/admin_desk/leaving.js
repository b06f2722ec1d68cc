// Asks before what was typed into a form is left behind: a form marked data-guarded.

const form = document.querySelector("form[data-guarded], #review_form");

if (form) {
  let changed = Boolean(form.querySelector(".errorlist"));
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("change", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
