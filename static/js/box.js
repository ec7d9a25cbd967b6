// "/" goes to the one box, as on every page where people search all day; Escape puts away what it has found.
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("q"), found = document.getElementById("found");
  if (!box) return;
  if (event.key === "Escape" && found.childElementCount && box.form.contains(event.target)) {
    event.preventDefault(); // a search field would be emptied
    found.replaceChildren();
    box.focus();
    return;
  }
  const busy = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});
