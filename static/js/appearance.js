// The preview of the accent colours follows what is typed; what counts is checked when the form is saved.
"use strict";

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
const luminance = (hex) => channels(hex)
  .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function normal(text) {
  const found = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim());
  if (!found) return "";
  const digits = found[1].toLowerCase();
  return "#" + (digits.length === 6 ? digits : [...digits].map((d) => d + d).join(""));
}

for (const figure of document.querySelectorAll(".accents figure")) {
  const input = document.getElementById(figure.dataset.field);
  input?.addEventListener("input", () => {
    const accent = input.value.trim() ? normal(input.value) : figure.dataset.usual;
    if (!accent) return;
    const ratio = Math.min(contrast(accent, figure.dataset.paper), contrast(accent, figure.dataset.card));
    for (const text of figure.querySelectorAll(".accent")) text.setAttribute("fill", accent);
    const wash = figure.querySelector(".wash");
    wash.setAttribute("fill", accent);
    wash.setAttribute("fill-opacity", "0.1");
    figure.querySelector("code").textContent = accent;
    figure.querySelector("output").textContent = Math.floor(ratio * 10) / 10;
  });
}
