// Sends a kept form with the CSRF token of the present login, which may be in another window.

const form = document.querySelector("form[data-kept]");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const response = await fetch(form.action);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (token) form.elements.csrfmiddlewaretoken.value = token;
  } catch {
    // The answer to the form says what is wrong.
  }
  form.submit();
});
