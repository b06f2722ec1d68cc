// Writes the shortcuts into the list of the desk, as they are called on this computer.

import { showShortcuts } from "../editor/keys.js";

const list = document.getElementById("desk-keys");
if (list) showShortcuts(list, list.dataset);
