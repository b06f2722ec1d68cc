// The house lights, before anything is painted. A choice that agrees with the system's is forgotten.
(() => {
  const root = document.documentElement;
  const night = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : night.matches);

  // Keeps a place for what a script will show.
  root.dataset.scripted = "";

  try {
    const kept = localStorage.getItem("theme");
    if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  } catch {
    // It is the system's.
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
        // It holds for this page.
      }
      show();
    });
    night.addEventListener("change", show);
    show();
    lights.hidden = false;
  });
})();
