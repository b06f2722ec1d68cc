// The reader's list of seen films: in localStorage, never sent.
// A global, because the URL in an import would lack the file's hash.

const KEY = "seen";
const toggles = document.querySelectorAll(".seen__toggle");
let films = new Map();
let problem = "";

// Throws if it is not a film.
function entry({ id, title, slug, year }) {
  if (!(Number.isSafeInteger(id) && id > 0 && title.trim() && /^[\w-]+$/.test(slug))) throw TypeError();
  return [id, { id, title, slug, year: +year || null }];
}

function read() {
  try {
    const text = localStorage.getItem(KEY);
    films = new Map(text === null ? [] : JSON.parse(text).films.map(entry));
    problem = "";
  } catch (error) {
    problem = error instanceof DOMException ? "unkept" : "unreadable";
    if (problem === "unreadable") films.clear();
  }
}

function tell(added) {
  for (const toggle of toggles) {
    toggle.setAttribute("aria-pressed", films.has(+toggle.dataset.film));
    toggle.parentElement.hidden = false;
  }
  dispatchEvent(new CustomEvent("seen", { detail: added }));
}

const seen = (window.seenFilms = {
  entry,
  all: () => [...films.values()],
  get: (id) => films.get(id),
  // "" or the name of a message.
  problem: () => problem,
  film: ({ dataset: { film, title, slug, year } }) => entry({ id: +film, title, slug, year })[1],
  change(added, removed = []) {
    // Another tab may have written. A list that could not be stored is here only.
    if (problem !== "unkept") read();
    for (const film of added) films.set(film.id, film);
    for (const { id } of removed) films.delete(id);
    try {
      if (problem === "unreadable") localStorage.setItem(`${KEY}-${problem}`, localStorage.getItem(KEY));
      localStorage.setItem(KEY, JSON.stringify({ version: 1, films: seen.all() }));
      if (problem === "unkept") problem = "";
    } catch {
      problem = "unkept";
    }
    tell(added);
  },
});

for (const toggle of toggles) {
  toggle.addEventListener("click", () => {
    const film = [seen.film(toggle)];
    if (films.has(film[0].id)) seen.change([], film);
    else seen.change(film);
    const word = toggle.parentElement.querySelector(".seen__word");
    word.textContent = word.dataset[problem] ?? "";
  });
}

for (const change of ["storage", "pageshow"]) {
  addEventListener(change, () => {
    read();
    tell([]);
  });
}
read();
tell([]);
