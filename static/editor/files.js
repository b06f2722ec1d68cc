// Files that are dropped or pasted. A place for pictures, marked data-takes-pictures, asks for their
// words (pictures.js); nowhere else is anything done with them.

const hasFiles = (transfer) => [...(transfer?.types ?? [])].includes("Files");

const isFileField = (target) => Boolean(target.closest?.("input[type=file]"));

let over = null;

function mark(place) {
  if (place === over) return;
  over?.classList.remove("takes-pictures--now");
  place?.classList.add("takes-pictures--now");
  over = place;
}

function ask(place, files) {
  mark(null);
  if (!place || !files.length) return;
  const detail = { dialog: "upload", files: [...files] };
  place.dispatchEvent(new CustomEvent("pictures:asked", { bubbles: true, detail }));
}

// A file that misses its field would be opened in the place of the page, with all that was written.
for (const type of ["dragover", "drop"]) {
  document.addEventListener(type, (event) => {
    if (event.defaultPrevented || !hasFiles(event.dataTransfer)) return;
    if (isFileField(event.target)) return;
    event.preventDefault();
    const place = event.target.closest?.("[data-takes-pictures]") ?? null;
    if (type === "drop") return ask(place, event.dataTransfer.files);
    event.dataTransfer.dropEffect = place ? "copy" : "none";
    mark(place);
  });
}

document.addEventListener("dragleave", (event) => {
  if (!over?.contains(event.relatedTarget)) mark(null);
});

document.addEventListener("paste", (event) => {
  const place = event.target.closest?.("[data-takes-pictures]");
  if (event.defaultPrevented || !place || !hasFiles(event.clipboardData)) return;
  // What is copied in a word processor is text, with a picture of it.
  const isText = event.clipboardData.types.includes("text/plain");
  if (isText && event.target.matches("textarea")) return;
  event.preventDefault();
  ask(place, event.clipboardData.files);
});
