// Says below the franchise in the short form of a film that a name which no franchise has will make one. The
// field lists the names of all franchises; where it cannot list all of them, there is no sentence to show.

const comparable = (name) =>
  name
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();

document.addEventListener("input", ({ target }) => {
  const line = target.name === "franchise" && target.form?.querySelector("[data-new-franchise]");
  if (!line) return;
  const name = target.value.trim();
  const known = [...(target.list?.options ?? [])].map(({ value }) => comparable(value));
  line.hidden = !name || known.includes(comparable(name));
  line.textContent = line.hidden ? "" : line.dataset.newFranchise.replace("{name}", name);
});
