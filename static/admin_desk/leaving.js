// Asks before leaving a page with unsaved changes: in the form of a review or one with data-guarded.

const form = document.querySelector("form[data-guarded], #review_form");

if (form) {
  let changed = form.matches("[data-guarded=unsaved]") || form.querySelector(".errorlist") !== null;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("change", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
