// Two dialogs: upload a picture with its words, or choose one from the library. They come from
// templates/markdownx/pictures_dialogs.html when one is asked for first. Who asks is a place for pictures,
// a text or a field: it is told to leave() and resume(), to take() a picture, and to say() a sentence.

const TYPING = 300; // milliseconds without a keystroke before the library is searched

let fetching = null;
let dialogs = null;
let place = null;
let queue = [];

class Failure extends Error {}

async function answer(url, options) {
  const response = await fetch(url, { redirect: "error", ...options });
  if (response.ok) return response;
  const isSentence = response.headers.get("content-type")?.startsWith("text/plain");
  throw new Failure(isSentence ? await response.text() : place.dataset.failed);
}

const sentenceOf = (error) => (error instanceof Failure ? error.message : place.dataset.failed);

function complain(dialog, sentence) {
  const error = dialog.querySelector(".picture-dialog__error");
  error.textContent = sentence;
  error.hidden = !sentence;
}

async function fetched(url) {
  const holder = document.createElement("div");
  holder.innerHTML = await (await answer(url)).text();
  document.body.append(...holder.children);
  const [upload, library] = ["picture-upload", "picture-library"].map((id) =>
    document.getElementById(id),
  );
  for (const dialog of [upload, library]) {
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => isOpen() || place.resume());
  }
  prepareUpload(upload);
  prepareLibrary(library);
  return { upload, library };
}

function prepareUpload(dialog) {
  const form = dialog.querySelector("form");
  const { alt, decorative } = form.elements;
  const status = dialog.querySelector(".picture-dialog__status");
  const submit = form.querySelector("[type=submit]");
  let request = null;

  const describe = () => {
    alt.disabled = decorative.checked;
    alt.required = !decorative.checked;
  };
  decorative.addEventListener("change", describe);

  form.addEventListener("reset", () => setTimeout(describe));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (request) return;
    complain(dialog, "");
    status.textContent = status.dataset.working;
    submit.disabled = true;
    request = new AbortController();
    try {
      const options = { method: "POST", body: new FormData(form), signal: request.signal };
      const { notice = "", ...picture } = await (await answer(form.action, options)).json();
      dialog.close();
      place.take(picture);
      place.say(notice);
      next();
    } catch (error) {
      if (error.name !== "AbortError") complain(dialog, sentenceOf(error));
    } finally {
      request = null;
      status.textContent = "";
      submit.disabled = false;
    }
  });

  dialog.addEventListener("close", () => request?.abort());
  // Closed by hand: of what was dropped together, nothing more is asked.
  dialog.addEventListener("cancel", ({ target }) => {
    if (target === dialog) queue = []; // a file field that is left without a file cancels, too
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => (queue = []));
}

function prepareLibrary(dialog) {
  const form = dialog.querySelector("form");
  const found = dialog.querySelector(".picture-dialog__found");
  let timer = 0;
  let request = null;

  const search = async (page = 1) => {
    clearTimeout(timer); // what is asked for now comes after what was to be asked
    request?.abort();
    request = new AbortController();
    const query = new URLSearchParams({ q: form.elements.q.value, page });
    try {
      const response = await answer(`${form.action}?${query}`, { signal: request.signal });
      found.innerHTML = await response.text();
      complain(dialog, "");
    } catch (error) {
      if (error.name !== "AbortError") complain(dialog, sentenceOf(error));
    }
  };

  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(search, wait);
  };
  form.addEventListener("input", () => soon(TYPING));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon(0);
  });
  dialog.addEventListener("picture-dialog:opened", () => soon(0));
  found.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.page) {
      await search(button.dataset.page);
      found.querySelector("button")?.focus();
    } else if (button) {
      dialog.close();
      place.take({ ...button.dataset, thumbnail: button.querySelector("picture").outerHTML });
    }
  });
}

function next() {
  if (!queue.length) return;
  const form = dialogs.upload.querySelector("form");
  const transfer = new DataTransfer();
  transfer.items.add(queue.shift());
  open(dialogs.upload);
  form.elements.image.files = transfer.files;
  form.elements.image.dispatchEvent(new Event("change", { bubbles: true }));
  form.elements.alt.focus();
}

function open(dialog) {
  place.leave();
  dialog.querySelector("form").reset();
  complain(dialog, "");
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("picture-dialog:opened"));
}

const isOpen = () => document.querySelector("dialog.picture-dialog[open]") !== null;

document.addEventListener("pictures:asked", async ({ target, detail }) => {
  if (isOpen()) return;
  place = target;
  place.say("");
  if (detail.files.length > 1 && place.dataset.takesPictures === "one") {
    place.say(place.dataset.onlyOne);
    return;
  }
  try {
    fetching ??= fetched(place.dataset.picturesPath);
    dialogs = await fetching;
  } catch (error) {
    fetching = null;
    place.say(sentenceOf(error));
    return;
  }
  if (isOpen()) return;
  queue = detail.files;
  if (queue.length) next();
  else open(dialogs[detail.dialog]);
});
