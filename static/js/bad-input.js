// Keeps a form from being sent while a number or a time in it cannot be read. The forms of the admin have no
// checks by the browser, and browsers send such a field empty, so that the server would not see what was typed.

import { openAround } from "../editor/showing.js";

const cannotBeRead = (field) => field.name && field.willValidate && field.validity.badInput;

document.addEventListener(
  "submit",
  (event) => {
    const unread = [...event.target.elements].filter(cannotBeRead);
    unread.forEach(openAround);
    // Nobody could mend a field that is hidden because another one makes it needless.
    const first = unread.find((field) => field.checkVisibility());
    if (!first) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    first.reportValidity();
  },
  true,
);
