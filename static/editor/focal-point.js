// Lets an editor set the focal point of a picture on the picture itself. Without this script, the two
// number fields set it.

const STEP = 0.01; // of the width or height, for an arrow key; with Shift ten times as much

const fields = ["x", "y"].map((axis) => document.getElementById(`id_focus_${axis}`));
const picture = document.querySelector(".field-preview picture");
const parts = document.getElementById("focal-point")?.content.cloneNode(true);

if (parts && picture && fields.every((field) => field?.matches("input"))) begin();

function begin() {
  const mark = parts.querySelector("button");
  const crops = parts.querySelector("ul");
  const help = parts.querySelector("p");
  const image = picture.querySelector("img");
  const frame = document.createElement("div");
  frame.className = "focal-point";
  picture.replaceWith(frame);
  frame.append(picture, mark);
  const figures = [...crops.querySelectorAll(".focal-point__crop")].map((crop) => {
    const copy = picture.cloneNode(true);
    const shown = copy.querySelector("img");
    shown.alt = "";
    crop.append(copy);
    return shown;
  });
  frame.after(help, crops);

  const show = () => {
    const [x, y] = fields.map((field) => bounded(Number(field.value.replace(",", "."))));
    mark.style.left = `${x * 100}%`;
    mark.style.top = `${y * 100}%`;
    for (const figure of figures) figure.style.objectPosition = `${x * 100}% ${y * 100}%`;
  };
  const set = (...point) => {
    point.forEach((part, index) => {
      fields[index].value = bounded(part).toFixed(2);
      fields[index].dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
  };

  image.addEventListener("click", (event) => {
    // Before the picture is there, its box has another shape.
    if (!image.naturalWidth) return;
    const box = image.getBoundingClientRect();
    set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    mark.focus();
  });
  mark.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const size = event.shiftKey ? STEP * 10 : STEP;
    set(...fields.map((field, index) => Number(field.value) + step[index] * size));
  });
  for (const field of fields) field.addEventListener("input", show);
  show();
}

function bounded(part) {
  return Number.isFinite(part) ? Math.min(1, Math.max(0, part)) : 0.5;
}
