// The page of the reader's list. No posters: loading them would tell the site what is on it.

const FORMAT = "curtain-seen";
const VERSION = 1;
const seen = window.seenFilms;
const part = document.querySelector(".seen-list");
const find = (selector) => part.querySelector(selector);
const words = document.getElementById("seen-words").dataset;
const shape = document.getElementById("seen-film").content;
const [stubs, count, status, undo, word] = [
  ".stubs",
  ".seen-list__count",
  "[role=status]",
  ".seen-list__undo",
  ".seen__word",
].map(find);
const compare = new Intl.Collator(document.documentElement.lang).compare;
let removed = [];

const phrase = (sentence, values) => sentence.replace(/{(\w+)}/g, (_, key) => values[key]);

// Shows a message. The films that were `taken` off the list can be put back.
function say(name, values, taken = []) {
  status.textContent = phrase(words[name], values);
  removed = taken;
  undo.hidden = !taken.length;
}

function stub(film) {
  const item = shape.cloneNode(true);
  const link = item.querySelector("a");
  const remove = item.querySelector("button");
  link.href = stubs.dataset.filmUrl.replace("SLUG", film.slug);
  link.firstElementChild.textContent = film.title;
  item.querySelector(".stub__year").textContent = film.year ?? "";
  remove.setAttribute("aria-label", phrase(remove.dataset.name, film));
  remove.addEventListener("click", () => {
    const at = [...stubs.children].indexOf(remove.closest("li"));
    seen.change([], [film]);
    say("removed", film, [film]);
    const next = stubs.children[Math.min(at, stubs.children.length - 1)];
    (next?.querySelector("button") ?? undo).focus();
  });
  return item;
}

function show() {
  const films = seen.all().sort((one, other) => compare(one.title, other.title) || one.id - other.id);
  stubs.replaceChildren(...films.map(stub));
  count.textContent = films.length ? phrase(count.dataset.count, { count: films.length }) : count.dataset.empty;
  for (const tool of part.querySelectorAll("button[data-tool]")) tool.disabled = !films.length;
  word.textContent = words[seen.problem()] ?? "";
}

function save() {
  const list = { format: FORMAT, version: VERSION, site: location.host, films: seen.all() };
  const address = URL.createObjectURL(new Blob([JSON.stringify(list, null, 2), "\n"], { type: "application/json" }));
  const file = `films-seen-${new Date().toISOString().slice(0, 10)}.json`;
  Object.assign(document.createElement("a"), { href: address, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  say("saved", { file });
}

// The films in the text of a saved list. Throws the name of a message with its values.
function films(text) {
  let list;
  try {
    list = JSON.parse(text);
  } catch {
    throw { name: "notjson" };
  }
  if (list?.format !== FORMAT || !Array.isArray(list.films)) throw { name: "notjson" };
  if (list.version !== VERSION) throw { name: "later" };
  if (list.site !== location.host) throw { name: "elsewhere", site: list.site ?? "?" };
  return list.films.map((film, at) => {
    try {
      return seen.entry(film)[1];
    } catch {
      throw { name: "nofilm", number: at + 1 };
    }
  });
}

// Adds the films of a file. Films that are on the list already do not change.
async function add(chosen) {
  const file = chosen.name;
  try {
    const text = await chosen.text().catch(() => Promise.reject({ name: "unread" }));
    const listed = films(text);
    const fresh = new Map(listed.filter(({ id }) => !seen.get(id)).map((film) => [film.id, film]));
    if (fresh.size) seen.change([...fresh.values()]);
    say("added", { file, added: fresh.size, known: listed.length - fresh.size });
  } catch ({ name, ...values }) {
    say(name, { file, ...values });
  }
}

find("[data-tool=save]").addEventListener("click", save);
find("[data-tool=clear]").addEventListener("click", () => {
  const all = seen.all();
  seen.change([], all);
  say("cleared", {}, all);
  undo.focus();
});
find("input").addEventListener("change", ({ target }) => {
  if (target.files.length) add(target.files[0]);
  target.value = "";
});
undo.addEventListener("click", () => {
  seen.change(removed);
  say("restored");
  find("h2").focus();
});
addEventListener("seen", show);
show();
part.hidden = false;
