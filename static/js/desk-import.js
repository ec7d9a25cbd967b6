// The import page: a file can be dropped on its field, and all choices can be set at once. Without this script each is
// done by hand.
{
  const place = document.querySelector(".drop");
  if (place) {
    const field = place.querySelector('input[type="file"]');
    place.querySelector("[data-drop]").hidden = false;
    for (const name of ["dragenter", "dragover"]) {
      place.addEventListener(name, (event) => {
        event.preventDefault();
        place.classList.add("over");
      });
    }
    for (const name of ["dragleave", "drop"]) {
      place.addEventListener(name, () => place.classList.remove("over"));
    }
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    });
  }

  const all = document.querySelector("[data-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("click", (event) => {
      const chosen = event.target.dataset.choose;
      if (!chosen) return;
      for (const box of document.querySelectorAll(".came [data-take]")) box.checked = chosen === "take";
      for (const radio of document.querySelectorAll(`.came input[type="radio"][value="${chosen}"]`)) radio.checked = true;
    });
  }
}
