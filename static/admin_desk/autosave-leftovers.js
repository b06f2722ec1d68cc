// Sends the texts that this browser still has from windows that are gone, then shows the site's offers.

import { forget, keptTexts, newWindow } from "./autosave-store.js";
import { send } from "./autosave-site.js";

// Whether the site may have an unsaved text that this page does not offer yet.
const sendLeftover = async (text) => {
  const { key, url, ...kept } = text;
  // Otherwise the site would report the window as open: that of a form that was just saved, for example.
  const data = { ...kept, gone: true };
  let answer = await send(url, data);
  // The form of this window was saved, and then something else was typed into it.
  if (answer.kind === "answered" && answer.closed && answer.number < text.number) {
    answer = await send(url, { ...data, window: newWindow() });
  }
  if (answer.kind !== "answered") return false;
  await forget(key, text.number);
  return !answer.closed;
};

const refreshOffers = async () => {
  const response = await fetch(location.href, { redirect: "error", cache: "no-store" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const offers = page.getElementById("autosaved-offers");
  if (response.ok && offers) document.getElementById("autosaved-offers")?.replaceWith(offers);
};

const place = document.querySelector("#autosave, #autosaved");

if (place) {
  const account = Number(place.dataset.account);
  const own = document.getElementById("review_form")?.elements._window?.value;
  try {
    const texts = (await keptTexts()).filter((text) => text.account === account && text.window !== own);
    let sent = false;
    for (const text of texts) sent = (await sendLeftover(text)) || sent;
    if (sent) await refreshOffers();
  } catch {
    // Without storage there is nothing to send. What cannot be sent now is sent from a later page.
  }
}
