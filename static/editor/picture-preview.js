// Shows the picture in a file field with data-picture-preview before it is uploaded. It is drawn on a
// canvas, because the Content-Security-Policy forbids blob: and data: images.

const MAX_EDGE = 320; // pixels

document.addEventListener("change", async ({ target }) => {
  if (!target.matches("input[type=file][data-picture-preview]")) return;
  shown(target)?.remove();
  const [file] = target.files;
  if (!file) return;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return; // The server reports the error.
  }
  if (target.files[0] !== file) return;
  const scale = Math.min(1, MAX_EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.className = "picture-preview";
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${file.name}, ${picture.width} × ${picture.height}`);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  shown(target)?.remove();
  target.parentElement.append(canvas);
});

document.addEventListener("reset", ({ target }) => {
  for (const canvas of target.querySelectorAll("canvas.picture-preview")) canvas.remove();
});

function shown(field) {
  return field.parentElement.querySelector("canvas.picture-preview");
}
