// Dropped and pasted files. On an element with data-takes-pictures they open the upload dialog
// (pictures.js). Elsewhere they are ignored.

import { cursorToDrop } from "./picture-lines.js";

const hasFiles = (transfer) => [...(transfer?.types ?? [])].includes("Files");

const isFileField = (target) => Boolean(target.closest?.("input[type=file]"));

let highlighted = null;

function highlight(target) {
  if (target === highlighted) return;
  highlighted?.classList.remove("takes-pictures--now");
  target?.classList.add("takes-pictures--now");
  highlighted = target;
}

function openUpload(target, files) {
  highlight(null);
  if (!target || !files.length) return;
  const detail = { dialog: "upload", files: [...files] };
  target.dispatchEvent(new CustomEvent("pictures:asked", { bubbles: true, detail }));
}

// Without this, a file dropped beside a field would replace the page and lose what was typed.
for (const type of ["dragover", "drop"]) {
  document.addEventListener(type, (event) => {
    if (event.defaultPrevented || !hasFiles(event.dataTransfer)) return;
    if (isFileField(event.target)) return;
    event.preventDefault();
    const target = event.target.closest?.("[data-takes-pictures]") ?? null;
    if (type === "drop") {
      if (event.target.matches("textarea")) cursorToDrop(event.target, event);
      return openUpload(target, event.dataTransfer.files);
    }
    event.dataTransfer.dropEffect = target ? "copy" : "none";
    highlight(target);
  });
}

document.addEventListener("dragleave", (event) => {
  if (!highlighted?.contains(event.relatedTarget)) highlight(null);
});

document.addEventListener("paste", (event) => {
  const target = event.target.closest?.("[data-takes-pictures]");
  if (event.defaultPrevented || !target || !hasFiles(event.clipboardData)) return;
  // Word processors copy text together with a picture of it.
  const isText = event.clipboardData.types.includes("text/plain");
  if (isText && event.target.matches("textarea")) return;
  event.preventDefault();
  openUpload(target, event.clipboardData.files);
});
