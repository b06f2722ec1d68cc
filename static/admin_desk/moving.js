// Keeps the progress of a site that moves in up to date, and lets a process go on that has ended.

const PAUSE = 2000;

async function look(place) {
  let now;
  try {
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || answer.redirected) throw new Error("no answer");
    now = page.querySelector("#move-progress");
  } catch {
    // The server may be starting again.
    setTimeout(look, 3 * PAUSE, place);
    return;
  }
  if (!now) {
    location.assign(location.pathname);
    return;
  }
  const had = place.contains(document.activeElement) ? document.activeElement.name : "";
  place.replaceWith(now);
  if (had) now.querySelector(`[name="${CSS.escape(had)}"]`)?.focus();
  if ("stopped" in now.dataset) {
    const form = new FormData(now);
    form.set("continue", "1");
    await fetch(location.pathname, { method: "POST", body: form }).catch(() => {});
  }
  setTimeout(look, PAUSE, now);
}

const place = document.querySelector("#move-progress");
if (place) setTimeout(look, PAUSE, place);
