// The form of a team without script is whole; this warns of what is not saved, and searches long lists of boxes.
{
  const form = document.getElementById("team_form");
  const unsaved = document.getElementById("unsaved");
  const mistakes = document.getElementById("mistakes");
  let changed = Boolean(mistakes);
  let sending = false;

  form.addEventListener("input", () => {
    if (changed) return;
    changed = true;
    unsaved.textContent = form.dataset.leave;
  });
  form.addEventListener("submit", () => { sending = true; });
  window.addEventListener("pageshow", () => { sending = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !sending) event.preventDefault();
  });
  if (mistakes) mistakes.focus();

  for (const list of form.querySelectorAll(".searchable")) search(list);

  // A link to a field opens what it is folded into.
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.hash.slice(1));
    for (let around = target; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
    if (target?.matches("input, select, textarea")) {
      event.preventDefault();
      target.focus();
    }
  });

  function search(list) {
    const field = list.closest("fieldset");
    const name = field.querySelector("legend").textContent;
    const input = document.createElement("input");
    Object.assign(input, { type: "search", className: "searching", placeholder: "Search", autocomplete: "off" });
    input.setAttribute("aria-label", `Search: ${name}`);
    list.before(input);
    const boxes = [...list.querySelectorAll(".box")];
    input.addEventListener("input", (event) => {
      event.stopPropagation(); // what is searched is no change
      const wanted = folded(input.value);
      for (const box of boxes) box.hidden = !folded(box.textContent).includes(wanted);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    list.addEventListener("change", () => {
      const names = boxes.filter((box) => box.querySelector("input").checked).map((box) => box.querySelector("label").firstChild.textContent.trim());
      field.querySelector("[data-chosen]").textContent = names.length ? `Chosen: ${names.join(", ")}` : "None chosen.";
    });
  }

  function folded(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  }
}
