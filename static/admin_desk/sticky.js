// Keeps what is typed or focused from under the bars that stick to the edges of the window.

const edges = { ".desk__parts": "scrollPaddingBlockStart", ".desk__buttons": "scrollPaddingBlockEnd" };
const MARGIN = 12; // pixels

function measure() {
  for (const [selector, property] of Object.entries(edges)) {
    const bar = document.querySelector(selector);
    // The outline beside the form covers nothing.
    const sticks =
      bar && getComputedStyle(bar).position === "sticky" && bar.offsetHeight < innerHeight / 2;
    document.documentElement.style[property] = sticks ? `${bar.offsetHeight + MARGIN}px` : "";
  }
}

const observer = new ResizeObserver(measure);
for (const bar of document.querySelectorAll(Object.keys(edges).join())) observer.observe(bar);
