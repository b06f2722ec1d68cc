// The editor's two dialogs: upload a picture with its words, or choose one from the library. They
// come from templates/markdownx/pictures_dialogs.html when one is asked for first.

const TYPING = 300; // milliseconds without a keystroke before the library is searched

let fetching = null;
let dialogs = null;
let editor = null;
let queue = [];

class Failure extends Error {}

async function answer(url, options) {
  const response = await fetch(url, { redirect: "error", ...options });
  if (response.ok) return response;
  const isSentence = response.headers.get("content-type")?.startsWith("text/plain");
  throw new Failure(isSentence ? await response.text() : editor.dataset.failed);
}

const sentenceOf = (error) => (error instanceof Failure ? error.message : editor.dataset.failed);

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
    dialog.addEventListener("close", () => isOpen() || editor.resume());
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
      const { image_code: code, notice = "" } = await (await answer(form.action, options)).json();
      dialog.close();
      editor.insert(code);
      editor.say(notice);
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
  dialog.addEventListener("markdown-editor:opened", () => soon(0));
  found.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.page) {
      await search(button.dataset.page);
      found.querySelector("button")?.focus();
    } else if (button) {
      dialog.close();
      editor.insert(button.dataset.code);
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
  editor.leave();
  dialog.querySelector("form").reset();
  complain(dialog, "");
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("markdown-editor:opened"));
}

const isOpen = () => document.querySelector("dialog.picture-dialog[open]") !== null;

document.addEventListener("markdown-editor:picture", async ({ target, detail }) => {
  if (isOpen()) return;
  editor = target;
  try {
    fetching ??= fetched(editor.dataset.picturesPath);
    dialogs = await fetching;
  } catch (error) {
    fetching = null;
    editor.say(sentenceOf(error));
    return;
  }
  if (isOpen()) return;
  queue = detail.files;
  if (queue.length) next();
  else open(dialogs[detail.dialog]);
});
