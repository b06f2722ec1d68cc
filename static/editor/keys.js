// Keyboard shortcuts. An element names one in data-shortcut: "B" or "Shift+S", pressed together with
// Ctrl, or with Cmd on a Mac. A button gets it as its title, a <kbd> as its text.

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

// The shortcut of a keydown event; "" if it has none.
export function shortcutOf(event) {
  const { altKey, ctrlKey, metaKey } = event;
  // Ctrl with Alt types characters on many keyboards.
  if (altKey || event.isComposing || !(isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey)) return "";
  // The place of the key counts where a layout has no Latin letter on it, and for digits with Shift.
  const isLetter = /^[a-z]$/i.test(event.key);
  const key = isLetter ? event.key.toUpperCase() : event.code.replace(/^(Key|Digit)/, "");
  return event.shiftKey ? `Shift+${key}` : key;
}

// `words` are those of the language for Ctrl and Shift.
function written(shortcut, words) {
  const key = shortcut.replace("Shift+", "").replace("Period", ".");
  const isShifted = shortcut.startsWith("Shift+");
  if (isMac) return `${isShifted ? "⇧" : ""}⌘${key}`;
  return [words.ctrl, ...(isShifted ? [words.shift] : []), key].join("+");
}

export function showShortcuts(root, words) {
  for (const element of root.querySelectorAll("[data-shortcut]")) {
    const { shortcut } = element.dataset;
    const shown = written(shortcut, words);
    if (element.localName === "kbd") {
      element.textContent = shown;
    } else {
      element.title = `${element.textContent.trim()} (${shown})`;
      element.setAttribute("aria-keyshortcuts", `${isMac ? "Meta" : "Control"}+${shortcut}`);
    }
  }
}
