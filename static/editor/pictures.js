// Two dialogs: upload a picture, or choose one from the library. They are fetched from the server when
// the first one opens (templates/markdownx/pictures_dialogs.html). A dialog is opened by an event of a
// Markdown field or a picture field, the target. Its methods are saveCursor(), restoreCursor(),
// usePicture() and showMessage().

const TYPING_DELAY = 300; // milliseconds after the last keystroke until the library is searched

let loading = null;
let dialogs = null;
let target = null;
let queue = [];

class Failure extends Error {}

async function fetchOrFail(url, options) {
  const response = await fetch(url, { redirect: "error", ...options });
  if (response.ok) return response;
  const isSentence = response.headers.get("content-type")?.startsWith("text/plain");
  throw new Failure(isSentence ? await response.text() : target.dataset.failed);
}

const messageOf = (error) => (error instanceof Failure ? error.message : target.dataset.failed);

function showError(dialog, sentence) {
  const error = dialog.querySelector(".picture-dialog__error");
  error.textContent = sentence;
  error.hidden = !sentence;
}

async function loadDialogs(url) {
  const holder = document.createElement("div");
  holder.innerHTML = await (await fetchOrFail(url)).text();
  document.body.append(...holder.children);
  const [upload, library] = ["picture-upload", "picture-library"].map((id) =>
    document.getElementById(id),
  );
  for (const dialog of [upload, library]) {
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => isOpen() || target.restoreCursor());
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
    showError(dialog, "");
    status.textContent = status.dataset.working;
    submit.disabled = true;
    request = new AbortController();
    try {
      const options = { method: "POST", body: new FormData(form), signal: request.signal };
      const { notice = "", ...picture } = await (await fetchOrFail(form.action, options)).json();
      dialog.close();
      target.usePicture(picture);
      target.showMessage(notice);
      next();
    } catch (error) {
      if (error.name !== "AbortError") showError(dialog, messageOf(error));
    } finally {
      request = null;
      status.textContent = "";
      submit.disabled = false;
    }
  });

  dialog.addEventListener("close", () => request?.abort());
  // If the user closes the dialog, the remaining dropped files are skipped.
  dialog.addEventListener("cancel", (event) => {
    if (event.target === dialog) queue = []; // a file field also fires cancel
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => (queue = []));
}

function prepareLibrary(dialog) {
  const form = dialog.querySelector("form");
  const found = dialog.querySelector(".picture-dialog__found");
  let timer = 0;
  let request = null;

  const search = async (page = 1) => {
    clearTimeout(timer); // this search replaces a waiting one
    request?.abort();
    request = new AbortController();
    const query = new URLSearchParams({ q: form.elements.q.value, page });
    try {
      const response = await fetchOrFail(`${form.action}?${query}`, { signal: request.signal });
      found.innerHTML = await response.text();
      showError(dialog, "");
    } catch (error) {
      if (error.name !== "AbortError") showError(dialog, messageOf(error));
    }
  };

  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(search, wait);
  };
  form.addEventListener("input", () => soon(TYPING_DELAY));
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
      target.usePicture({ ...button.dataset, thumbnail: button.querySelector("picture").outerHTML });
    }
  });
}

// The picture of the library that `file` is; null if it has none, or if nobody can tell.
async function known(file) {
  try {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const digest = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const query = new URLSearchParams({ digest });
    return await (await fetchOrFail(`${target.dataset.picturesPath}?${query}`)).json();
  } catch {
    return null; // The upload finds it.
  }
}

// Asks for the words of the next dropped file, unless the library has them.
async function next() {
  if (!queue.length) return;
  const form = dialogs.upload.querySelector("form");
  const file = queue.shift();
  const picture = await known(file);
  if (isOpen()) return;
  if (picture) {
    target.usePicture(picture);
    target.showMessage(picture.notice);
    return next();
  }
  const transfer = new DataTransfer();
  transfer.items.add(file);
  open(dialogs.upload);
  form.elements.image.files = transfer.files;
  form.elements.image.dispatchEvent(new Event("change", { bubbles: true }));
  form.elements.alt.focus();
}

// The dialogs are loaded with what the library has at that moment. Fetching it again at once would
// replace the list in which somebody may be about to choose.
function open(dialog, { isLoaded = true } = {}) {
  target.saveCursor();
  dialog.querySelector("form").reset();
  const caption = dialog.querySelector("[data-caption]");
  if (caption) caption.hidden = target.dataset.takesPictures === "one";
  showError(dialog, "");
  dialog.showModal();
  if (isLoaded) dialog.dispatchEvent(new CustomEvent("picture-dialog:opened"));
}

const isOpen = () => document.querySelector("dialog.picture-dialog[open]") !== null;

document.addEventListener("pictures:asked", async ({ target: source, detail }) => {
  if (isOpen()) return;
  target = source;
  target.showMessage("");
  if (detail.files.length > 1 && target.dataset.takesPictures === "one") {
    target.showMessage(target.dataset.onlyOne);
    return;
  }
  const isLoaded = loading !== null;
  try {
    loading ??= loadDialogs(target.dataset.picturesPath);
    dialogs = await loading;
  } catch (error) {
    loading = null;
    target.showMessage(messageOf(error));
    return;
  }
  if (isOpen()) return;
  queue = detail.files;
  if (queue.length) next();
  else open(dialogs[detail.dialog], { isLoaded });
});
