// Beside a long document, its contents say where the reader is, and stay where that can be seen.
const contents = document.querySelector(".contents");
const links = new Map([...contents.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
const sections = [...document.querySelectorAll(".rfc2350 > section")].filter((section) => links.has(section.id));
let here = null;

function mark() {
  const line = innerHeight / 4;
  const past = sections.filter((section) => section.getBoundingClientRect().top <= line);
  const link = past.length ? links.get(past.at(-1).id) : null;
  if (link === here) return;
  here?.removeAttribute("aria-current");
  here = link;
  here?.setAttribute("aria-current", "location");
  if (here && contents.scrollHeight > contents.clientHeight) {
    contents.scrollTop = here.offsetTop - contents.clientHeight / 2;
  }
}

let waiting = false;
addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; mark(); });
}, { passive: true });
mark();
