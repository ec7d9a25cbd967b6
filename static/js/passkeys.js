// Says in words why a passkey could not be used: the browser's own dialogue is gone by then.
"use strict";

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.querySelector(".told");
  if (!told) return;
  const name = event.detail.exception && event.detail.exception.name;
  const said = document.createElement("p");
  said.className = "answer bad";
  said.textContent =
    name === "NotAllowedError"
      ? "No passkey was used: the question was closed, or there was none for this site."
      : name === "InvalidStateError"
        ? "This passkey or security key is set up already."
        : "The passkey could not be used. Try again, or another way.";
  told.replaceChildren(said);
  told.scrollIntoView({ block: "nearest" });
});
