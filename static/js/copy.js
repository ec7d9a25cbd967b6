// Buttons that copy: <button class="copy" data-copy="what" data-done="Copied" data-selected="…" hidden>. They appear
// with this script alone. Where the browser lends no clipboard (plain http), what stands before the button is selected.
{
  const told = document.createElement("p");
  told.className = "unseen";
  told.role = "status";
  document.body.append(told);

  reveal();
  document.addEventListener("htmx:after:swap", reveal);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button) copy(button);
  });

  function reveal() {
    for (const button of document.querySelectorAll("button[data-copy][hidden]")) button.hidden = false;
  }

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      say(button, button.dataset.done);
    } catch {
      getSelection().selectAllChildren(button.previousElementSibling);
      say(button, button.dataset.selected);
    }
  }

  function say(button, words) {
    button.label ??= [...button.childNodes];
    button.textContent = told.textContent = words;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      button.replaceChildren(...button.label);
      told.textContent = "";
    }, 3000);
  }
}
