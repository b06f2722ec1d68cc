// Shows what a file field marked data-picture-preview holds, before it is sent. Drawn on a canvas: the
// site's policy lets no page show what is not the site's own.

const EDGE = 320;

document.addEventListener("change", async ({ target }) => {
  if (!target.matches("input[type=file][data-picture-preview]")) return;
  shown(target)?.remove();
  const [file] = target.files;
  if (!file) return;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return; // The server says what is wrong with it.
  }
  if (target.files[0] !== file) return;
  const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
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
