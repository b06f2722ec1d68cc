// Goes on in the field in which Ctrl+S was pressed, at the same place of the window, once the review is saved.

const KEY = "curtain-desk-saved-place";

const form = document.getElementById("review_form");
const messages = document.querySelector(".messagelist");

function goOn({ name, start, end, top }) {
  const field = form.elements.namedItem(name);
  if (!field?.matches?.("textarea, input")) return;
  const part = field.closest("details.part");
  if (part) part.open = true;
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  scrollBy({ top: field.getBoundingClientRect().top - top, behavior: "instant" });
  // The message is at the top of the page. It stays in view until something is typed.
  messages.classList.add("messagelist--in-view");
  form.addEventListener("input", () => messages.classList.remove("messagelist--in-view"), { once: true });
}

if (form) {
  const stored = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  // A page with errors goes to the first of them.
  if (stored && messages?.querySelector(".success") && !form.querySelector(".errorlist")) {
    // A browser that goes to the fragment of the URL takes the focus away.
    const begin = () => setTimeout(() => goOn(JSON.parse(stored)));
    if (document.readyState === "complete") begin();
    else addEventListener("load", begin);
  }
  // A click on a button has moved the focus to the button.
  form.addEventListener("submit", ({ submitter }) => {
    const field = document.activeElement;
    if (submitter?.name !== "_continue" || !field?.name || field.selectionStart === undefined) return;
    if (field.form !== form || field.selectionStart === null) return;
    const { name, selectionStart: start, selectionEnd: end } = field;
    sessionStorage.setItem(KEY, JSON.stringify({ name, start, end, top: field.getBoundingClientRect().top }));
  });
}
