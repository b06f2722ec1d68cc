// Ctrl+S, or Cmd+S on a Mac, saves a form of the admin and stays on its page.

import { shortcutOf } from "../editor/keys.js";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || shortcutOf(event) !== "S") return;
  const button = document.querySelector(
    "#content-main :is([name=_continue], [name=_save]):is(input, button)",
  );
  if (!button) return;
  event.preventDefault();
  if (!document.querySelector("dialog[open]")) button.click();
});
