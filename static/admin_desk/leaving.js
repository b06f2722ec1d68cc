// Asks before leaving a page with unsaved changes, and sends a form only once when its button is
// pressed twice: in the forms of the admin and in those with data-guarded.

const form = document.querySelector("form[data-guarded], .change-form #content-main form[id$=_form]");

if (form) {
  let changed = form.matches("[data-guarded=unsaved]") || form.querySelector(".errorlist") !== null;
  let sent = false;
  const note = () => (changed = true);
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  // The fields with suggestions tell jQuery only.
  window.django?.jQuery?.(form).on("select2:select select2:unselect", note);
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    const wasChanged = changed;
    changed = false;
    sent = true;
    // The site may not answer, and the page stays.
    setTimeout(() => {
      sent = false;
      changed ||= wasChanged;
    }, 10_000);
  });
  // The page can be shown again as it was, by the browser's button "Back".
  addEventListener("pageshow", () => (sent = false));
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
