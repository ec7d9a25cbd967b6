// A list of any length goes to the server in pieces of 10,000 lines, so that neither side holds all of it at once
// but this page, and the answers come back grouped by whom to write to.
const form = document.getElementById("many");
const PIECE = 10_000;
const SHOWN = 12;
const GROUPS = 200;
const draft = JSON.parse(document.getElementById("draft").textContent);
const byName = new Intl.Collator();
const number = new Intl.NumberFormat(document.documentElement.lang);
let stopping = null;

for (const part of document.querySelectorAll(".scriptless")) part.hidden = true;
form.addEventListener("change", showColumn);
showColumn();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (stopping) return; // one list at a time
  stopping = new AbortController();
  start().catch((error) => say(error.message)).finally(() => { stopping = null; });
});
document.getElementById("stop").addEventListener("click", () => stopping?.abort());

function showColumn() {
  document.getElementById("column").hidden = form.elements.reading.value !== "csv";
}

async function start() {
  const reading = form.elements.reading.value;
  const column = form.elements.column.value.trim();
  const file = form.elements.file.files[0];
  const texts = [form.elements.lines.value, file ? decoded(await file.arrayBuffer()) : ""];
  const lines = texts.filter((text) => text.trim()).join("\n").split(/\r\n|\r|\n/);
  while (lines.length && !lines.at(-1).trim()) lines.pop();
  if (!lines.length) return say("Paste a list or choose a file; there is nothing to look up yet.");
  if (reading === "csv" && !column) return say("Say which column holds what you look up.");
  const found = new Found();
  show(0, lines.length);
  document.getElementById("result").replaceChildren();
  document.getElementById("progress").hidden = false;
  try {
    await ask(lines, reading, column, found);
  } catch (error) {
    const after = `${number.format(found.lines)} of ${number.format(lines.length)} lines are answered`;
    found.broken = stopping.signal.aborted ? `Stopped: ${after}.` : `${error.message} ${after}; the rest is not.`;
  } finally {
    document.getElementById("progress").hidden = true;
  }
  tell(found);
}

// What a file is written in shows in its first bytes; PowerShell writes UTF-16.
function decoded(buffer) {
  const [first, second] = new Uint8Array(buffer, 0, Math.min(2, buffer.byteLength));
  const encoding = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(buffer);
}

async function ask(lines, reading, column, found) {
  const address = `${form.dataset.api}?${new URLSearchParams({ reading, column, repeat: "no" })}`;
  const named = reading === "csv" && !/^\d+$/.test(column);
  const head = named ? [lines[0]] : [];
  for (let place = head.length; place < lines.length; place += PIECE) {
    const piece = lines.slice(place, place + PIECE);
    found.take(await answered(address, [...head, ...piece].join("\n")));
    found.lines = place + piece.length;
    show(found.lines, lines.length);
  }
}

async function answered(address, body) {
  const headers = { "Content-Type": "text/plain; charset=utf-8" };
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, headers, signal: stopping.signal });
    if (answer.ok) return await answer.text();
  } catch {
    throw new Error("The directory cannot be reached."); // what browsers say themselves is no sentence
  }
  throw new Error(await sentence(answer));
}

async function sentence(answer) {
  const isProblem = (answer.headers.get("Content-Type") || "").startsWith("application/problem+json");
  return isProblem ? (await answer.json()).detail : `The directory did not answer (${answer.status}).`;
}

// All answers so far, in the order of the lines: of each target its kind and which answer it has, of each answer its
// teams. What could not be read has a sentence instead: which of them, is told by a number below zero.
class Found {
  targets = [];
  kinds = [];
  which = [];
  answers = [];
  sentences = [];
  lines = 0;
  broken = "";

  take(text) {
    const start = this.answers.length - 1; // answers are numbered from 1 in each piece
    for (const line of text.split("\n")) {
      if (!line) continue;
      const said = JSON.parse(line);
      if (said.error && said.target === undefined) throw new Error(said.error);
      if (said.error) this.sentences.push(said.error);
      if (said.teams) this.answers.push(said.teams);
      this.targets.push(said.target);
      this.kinds.push(said.kind ?? "");
      this.which.push(said.error ? -this.sentences.length : start + said.answer);
    }
  }

  *entries() {
    for (const [place, target] of this.targets.entries()) {
      const which = this.which[place];
      const error = which < 0 ? this.sentences[-which - 1] : "";
      yield { target, kind: this.kinds[place], teams: error ? [] : this.answers[which], error };
    }
  }

  // Each target goes to the team that answers first; equal claims both get it.
  groups() {
    const groups = new Map();
    const nobody = [];
    const unread = [];
    for (const { target, teams, error } of this.entries()) {
      if (error) unread.push(`${target}: ${error}`);
      else if (!teams.length) nobody.push(target);
      for (const team of teams) {
        if (team.match !== teams[0].match) continue;
        if (!groups.has(team.slug)) groups.set(team.slug, { team, targets: [] });
        groups.get(team.slug).targets.push(target);
      }
    }
    const ordered = [...groups.values()].sort(
      (one, other) => other.targets.length - one.targets.length || byName.compare(one.team.name, other.team.name),
    );
    return { ordered, nobody, unread };
  }

  *json() {
    for (const { target, kind, teams, error } of this.entries()) {
      yield `${JSON.stringify(error ? { target, error } : { target, kind, teams })}\n`;
    }
  }

  *csv() {
    const columns = ["slug", "name", "reason", "match", "reviewed", "contact", "call", "key", "published"];
    yield row(["target", "kind", "team", ...columns.slice(1)]);
    for (const { target, kind, teams, error } of this.entries()) {
      for (const team of teams.length ? teams : [{ reason: error }]) {
        const cells = columns.map((name) => (name === "reviewed" && name in team ? (team[name] ? "yes" : "no") : team[name] ?? ""));
        yield row([target, kind, ...cells]);
      }
    }
  }
}

// As directory/lookup/rows.py guards cells: no spreadsheet may take one for a formula.
function row(cells) {
  const guarded = cells.map((cell) => {
    const text = String(cell);
    const risky = /^\s*[=+\-@＝＋－＠﹢﹣﹦﹫]/u.test(text) || /^\s*[\t\r\n]/.test(text);
    return `"${(risky ? `'${text}` : text).replaceAll('"', '""')}"`;
  });
  return `${guarded.join(",")}\r\n`;
}

// What the page says ------------------------------------------------------------------------------

function show(done, all) {
  document.querySelector("#progress progress").value = all ? done / all : 0;
  document.getElementById("count").textContent = `${number.format(done)} of ${number.format(all)} lines`;
}

function say(text) {
  document.getElementById("result").replaceChildren(made("div", { className: "answer bad", role: "alert" }, made("p", {}, text)));
}

function made(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function entries(count) {
  return `${number.format(count)} ${count === 1 ? "entry" : "entries"}`;
}

function tell(found) {
  const { ordered, nobody, unread } = found.groups();
  const parts = [`${number.format(ordered.length)} ${ordered.length === 1 ? "team" : "teams"}`];
  if (nobody.length) parts.push(`nobody listed for ${number.format(nobody.length)}`);
  if (unread.length) parts.push(`${number.format(unread.length)} not understood`);
  const result = document.getElementById("result");
  result.replaceChildren(
    ...(found.broken ? [made("div", { className: "answer bad", role: "alert" }, made("p", {}, found.broken))] : []),
    made("p", { className: "answer" }, `${entries(found.targets.length)}: ${parts.join(", ")}.`),
    made("p", {}, save("As CSV", "look-up.csv", "text/csv", () => found.csv()), " ", save("As JSON", "look-up.ndjson", "application/x-ndjson", () => found.json())),
    ...list(ordered),
    ...more(`Nobody listed for ${number.format(nobody.length)}`, nobody),
    ...more(`Not understood: ${number.format(unread.length)}`, unread),
  );
  result.focus();
}

// The teams, some hundred at a time: no browser lays out tens of thousands at once.
function list(groups) {
  const items = made("ol", { className: "plain groups" });
  const button = made("button", { type: "button" });
  button.addEventListener("click", showMore);
  showMore();
  return [items, button];

  function showMore() {
    const shown = items.children.length;
    items.append(...groups.slice(shown, shown + GROUPS).map(section));
    const rest = groups.length - items.children.length;
    button.textContent = `More teams: ${number.format(rest)}`;
    button.hidden = !rest;
    if (shown) items.children[shown].querySelector("a").focus();
  }
}

function section({ team, targets }) {
  const name = made("a", { href: `/teams/${team.slug}/` }, made("bdi", {}, team.name));
  const isMail = team.contact.includes("@");
  const contact = made("a", { href: `${isMail ? "mailto" : "tel"}:${team.contact}` }, team.contact);
  const says = made("p", { className: "says" }, team.contact ? contact : "");
  if (team.key) says.append(" ", made("span", { className: "mono soft" }, team.key.replace(/(.{4})(?=.)/g, "$1 ")));
  if (!team.reviewed) says.append(" ", made("span", { className: "soon" }, "Claim not reviewed by this directory."));
  const first = targets.slice(0, SHOWN).join("  ") + (targets.length > SHOWN ? " …" : "");
  return made(
    "li", {},
    made("h2", {}, `Send ${number.format(targets.length)} to `, name),
    says,
    made("p", { className: "mono targets" }, first),
    opened("Draft of a mail", () => mail(team, targets)),
    save("These as a file, a line each", `${team.slug}.txt`, "text/plain", () => [targets.join("\n"), "\n"]),
  );
}

function mail(team, targets) {
  const filled = (text, lines) =>
    text.replaceAll("{count}", entries(targets.length)).replaceAll("{team}", team.name).replaceAll("{site}", draft.site).replaceAll("{lines}", lines);
  const rest = targets.length - draft.most;
  const lines = targets.slice(0, draft.most).join("\n") + (rest > 0 ? `\n(and ${number.format(rest)} more, in the file beside this mail)` : "");
  return `Subject: ${filled(draft.subject, "")}\n\n${filled(draft.body, lines)}`;
}

function more(title, lines) {
  return lines.length ? [made("section", {}, made("h2", {}, title), opened("Which", () => lines.join("\n")))] : [];
}

// A text that is made when somebody wants to see it.
function opened(title, text) {
  const box = made("textarea", { readOnly: true, rows: 12 });
  box.setAttribute("aria-label", title);
  const details = made("details", {}, made("summary", {}, title), box);
  details.addEventListener("toggle", () => { if (details.open) box.value = text(); }, { once: true });
  return details;
}

function save(title, name, type, content) {
  const button = made("button", { type: "button" }, title);
  button.addEventListener("click", () => {
    const link = made("a", { href: URL.createObjectURL(new Blob([...content()], { type: `${type};charset=utf-8` })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
  return button;
}
