// Buttons with data-copy copy the value or the text of the element with that id. They stay hidden where the
// browser has no clipboard for pages, which is so without HTTPS.

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const status = button.parentElement.querySelector("[role=status]");
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(source.value ?? source.innerText);
      status.textContent = button.dataset.copied;
    } catch {
      // The browser has refused it. What is selected can be copied by hand.
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
    }
  });
}
