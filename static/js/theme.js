// Sets the theme before the first paint. A choice that equals the system's theme is not stored.
(() => {
  const root = document.documentElement;
  const night = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : night.matches);

  // CSS reserves space for what a script shows.
  root.dataset.scripted = "";

  try {
    const kept = localStorage.getItem("theme");
    if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  } catch {
    // No storage: use the system's theme.
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
        // No storage: the choice holds on this page.
      }
      show();
    });
    night.addEventListener("change", show);
    show();
    lights.hidden = false;
  });
})();
