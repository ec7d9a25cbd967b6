// More rows than stand ready: "Add another" copies a row's template, or one input of several.
{
  for (const rows of document.querySelectorAll("[data-rows]")) {
    const template = rows.querySelector("template");
    const total = document.getElementById(`id_${rows.dataset.rows}-TOTAL_FORMS`);
    if (!template || !total) continue;
    rows.after(button(() => {
      const entry = document.createElement("div");
      entry.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
      total.value = Number(total.value) + 1;
      const row = entry.firstElementChild;
      template.before(row);
      row.querySelector("input:not([type=hidden]), select")?.focus();
    }));
  }

  for (const lines of document.querySelectorAll("[data-more]")) {
    lines.after(button(() => {
      const line = lines.lastElementChild.cloneNode();
      line.removeAttribute("id");
      line.value = "";
      line.setAttribute("aria-label", line.getAttribute("aria-label").replace(/\d+$/, (n) => Number(n) + 1));
      lines.append(line);
      line.focus();
    }));
  }

  function button(act) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "plain-button", textContent: "Add another" });
    made.addEventListener("click", act);
    return made;
  }
}
