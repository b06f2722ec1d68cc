// The house lights. Runs in the head, before anything is painted. A choice that agrees with the system's
// own is forgotten, so that the page goes on following the system.
(() => {
  const root = document.documentElement;
  const night = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : night.matches);

  try {
    const kept = localStorage.getItem("theme");
    if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  } catch {
    // Storage is blocked: the system's theme it is.
  }

  document.addEventListener("DOMContentLoaded", () => {
    const lights = document.querySelector("[data-lights]");
    if (!lights) return;
    const show = () => lights.setAttribute("aria-pressed", dark());
    lights.addEventListener("click", () => {
      const wanted = dark() ? "light" : "dark";
      const followsSystem = (wanted === "dark") === night.matches;
      if (followsSystem) delete root.dataset.theme;
      else root.dataset.theme = wanted;
      try {
        if (followsSystem) localStorage.removeItem("theme");
        else localStorage.setItem("theme", wanted);
      } catch {
        // The choice holds for this page.
      }
      show();
    });
    night.addEventListener("change", show);
    show();
    lights.hidden = false;
  });
})();
