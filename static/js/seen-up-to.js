// Adds a franchise's films up to one to the reader's list, in the chosen order.

const form = document.querySelector(".up-to");

if (form) {
  const seen = window.seenFilms;
  const films = form.querySelector("select");
  const status = form.querySelector("[role=status]");
  const back = form.querySelector(".up-to__back");
  const word = form.querySelector(".seen__word");
  let added = [];

  const offer = () => {
    const order = form.elements.order?.value ?? "release";
    films.replaceChildren(form.querySelector(`[data-order="${order}"]`).content.cloneNode(true));
  };

  const tell = (name) => {
    const titles = added.map((film) => film.title);
    const list = new Intl.ListFormat(document.documentElement.lang).format(titles);
    status.textContent = form.dataset[name].replace("{films}", () => list);
    word.textContent = word.dataset[seen.problem()] ?? "";
  };

  form.addEventListener("change", ({ target }) => {
    if (target !== films) offer();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...films.options].slice(0, films.selectedIndex + 1).map(seen.film);
    added = chosen.filter(({ id }) => !seen.get(id));
    if (added.length) seen.change(added);
    back.hidden = !added.length;
    tell(added.length ? "done" : "known");
  });

  // Removes only the films that were added.
  back.addEventListener("click", () => {
    seen.change([], added);
    tell("undone");
    back.hidden = true;
    form.querySelector("[type=submit]").focus();
  });

  offer();
  form.hidden = false;
}
