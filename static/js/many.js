// A list of any length goes to the server in pieces of 10,000 lines, so that neither side holds all of it at once
// but this page, and the answers come back grouped by whom to write to. The sentences come from the page, as JSON in
// #many-words; drafts of mails are in English (directory/lookup/mail.py).
const form = document.getElementById("many");
const PIECE = 10_000;
const SHOWN = 12;
const GROUPS = 200;
const draft = JSON.parse(document.getElementById("draft").textContent);
const words = JSON.parse(document.getElementById("many-words").textContent);
const language = document.documentElement.lang;
const byName = new Intl.Collator(language);
const number = new Intl.NumberFormat(language);
const english = new Intl.NumberFormat("en");
const plural = new Intl.PluralRules(language);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (part, name) => (name in values ? values[name] : part));
const said = (name, values = {}) => fill(words[name], values);
const counted = (name, n) => fill(words[name][plural.select(n)] ?? words[name].other, { n: number.format(n) });
const translations = words.said.map(([english, own]) => [pattern(english), own]);
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
  if (!lines.length) return say(said("empty"));
  if (reading === "csv" && !column) return say(said("column"));
  const found = new Found();
  show(0, lines.length);
  document.getElementById("result").replaceChildren();
  document.getElementById("progress").hidden = false;
  try {
    await ask(lines, reading, column, found);
  } catch (error) {
    const answered = said("answered", { n: number.format(found.lines), all: number.format(lines.length) });
    found.broken = stopping.signal.aborted ? said("stopped", { answered }) : said("broken", { why: error.message, answered });
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
    throw new Error(said("unreachable")); // what browsers say themselves is no sentence
  }
  throw new Error(await sentence(answer));
}

async function sentence(answer) {
  const isProblem = (answer.headers.get("Content-Type") || "").startsWith("application/problem+json");
  return isProblem ? here((await answer.json()).detail) : said("unanswered", { status: answer.status });
}

// A sentence of the API in the language of the page, as directory/phrases.py finds it.
function here(sentence) {
  for (const [english, own] of translations) {
    const parts = english.exec(sentence);
    if (parts) return fill(own, parts.groups ?? {});
  }
  return sentence;
}

function pattern(template) {
  const literals = template.split(/\{(\w+)\}/);
  const escaped = literals.map((piece, place) => (place % 2 ? `(?<${piece}>.+?)` : piece.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")));
  return new RegExp(`^${escaped.join("")}$`, "su");
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
      const answer = JSON.parse(line);
      if (answer.error && answer.target === undefined) throw new Error(here(answer.error));
      if (answer.error) this.sentences.push(answer.error);
      if (answer.teams) this.answers.push(answer.teams);
      this.targets.push(answer.target);
      this.kinds.push(answer.kind ?? "");
      this.which.push(answer.error ? -this.sentences.length : start + answer.answer);
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
      if (error) unread.push(`${target}: ${here(error)}`);
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
  document.getElementById("count").textContent = said("lines", { n: number.format(done), all: number.format(all) });
}

function say(text) {
  document.getElementById("result").replaceChildren(made("div", { className: "answer bad", role: "alert" }, made("p", {}, text)));
}

function made(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function tell(found) {
  const { ordered, nobody, unread } = found.groups();
  const parts = [counted("teams", ordered.length)];
  if (nobody.length) parts.push(counted("nobody", nobody.length));
  if (unread.length) parts.push(counted("unread", unread.length));
  const total = said("total", { entries: counted("entries", found.targets.length), parts: parts.join(", ") });
  const result = document.getElementById("result");
  result.replaceChildren(
    ...(found.broken ? [made("div", { className: "answer bad", role: "alert" }, made("p", {}, found.broken))] : []),
    made("p", { className: "answer" }, total),
    made("p", {}, save(said("asCsv"), "look-up.csv", "text/csv", () => found.csv()), " ", save(said("asJson"), "look-up.ndjson", "application/x-ndjson", () => found.json())),
    ...list(ordered),
    ...more(said("nobodyFor", { n: number.format(nobody.length) }), nobody),
    ...more(said("notUnderstood", { n: number.format(unread.length) }), unread),
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
    button.textContent = said("more", { n: number.format(rest) });
    button.hidden = !rest;
    if (shown) items.children[shown].querySelector("a").focus();
  }
}

function section({ team, targets }) {
  const name = made("a", { href: `${form.dataset.teams}${team.slug}/` }, made("bdi", {}, team.name));
  const [before, after] = said("send", { n: number.format(targets.length) }).split("{team}");
  const isMail = team.contact.includes("@");
  const contact = made("a", { href: `${isMail ? "mailto" : "tel"}:${team.contact}` }, team.contact);
  const says = made("p", { className: "says" }, team.contact ? contact : "");
  if (team.key) says.append(" ", made("span", { className: "mono soft" }, team.key.replace(/(.{4})(?=.)/g, "$1 ")));
  if (!team.reviewed) says.append(" ", made("span", { className: "soon" }, said("claimed")));
  const first = targets.slice(0, SHOWN).join("  ") + (targets.length > SHOWN ? " …" : "");
  return made(
    "li", {},
    made("h2", {}, before, name, after),
    says,
    made("p", { className: "mono targets" }, first),
    opened(said("draft"), () => mail(team, targets), "en"),
    save(said("file"), `${team.slug}.txt`, "text/plain", () => [targets.join("\n"), "\n"]),
  );
}

function mail(team, targets) {
  const count = targets.length === 1 ? draft.one : fill(draft.entries, { count: english.format(targets.length) });
  const rest = targets.length - draft.most;
  const lines = targets.slice(0, draft.most);
  if (rest > 0) lines.push(fill(draft.rest, { count: english.format(rest) }));
  const values = { count, team: team.name, site: draft.site, lines: lines.join("\n") };
  return `Subject: ${fill(draft.subject, values)}\n\n${fill(draft.body, values)}`;
}

function more(title, lines) {
  return lines.length ? [made("section", {}, made("h2", {}, title), opened(said("which"), () => lines.join("\n")))] : [];
}

// A text that is made when somebody wants to see it.
function opened(title, text, lang = language) {
  const box = made("textarea", { readOnly: true, rows: 12, lang });
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
