// What depends on the clock, said beside what the page states for good: pages are stored, and hold no "now".
//
// Any number of elements, at any time, each by one attribute:
//   data-hours="office mo,tu,we,th,fr 08:00 16:00 Europe/Oslo;emergency mo,tu 00:00 24:00 Europe/Oslo"
//     weekly hours: the kind (office or emergency), days, opening, closing ("24:00" is the day's end; one before the
//     opening is the next day's), the time zone. "emergency" alone is a number without hours: always.
//     The sentence replaces the element's text, and the element shows itself if it was hidden.
//     data-state becomes "office", "line" (the emergency line alone) or "closed"; data-change when that ends (ISO).
//   data-until="2028-03-03" data-date="3 March 2028"    the last day of a key, and how the page writes it
//   data-since="2026-10-02"                             the day when a team last said that all is right
// Each gets the class ok, soon or bad. The sentences come from the page, as JSON in #clock-words.
// directory/lookup/reach.py and directory/search/shelf.py say the same on the server; tests/hours.json holds both to it.
{
  const MINUTE = 60_000, DAY = 1440, DAYS = ["su", "mo", "tu", "we", "th", "fr", "sa"];
  const KEY_SOON = 60, FRESH = 122, AGING = 365; // days, as in directory/search/shelf.py
  const words = JSON.parse(document.getElementById("clock-words").textContent);
  const said = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const dayName = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", timeZone: "UTC" });
  const clocks = new Map();

  tick();
  document.addEventListener("visibilitychange", tell);
  document.addEventListener("htmx:after:swap", tell);

  function tick() {
    tell();
    setTimeout(tick, MINUTE - (Date.now() % MINUTE));
  }

  function tell() {
    for (const element of document.querySelectorAll("[data-hours]")) tellHours(element);
    for (const element of document.querySelectorAll("[data-until]")) tellKey(element);
    for (const element of document.querySelectorAll("[data-since]")) tellAge(element);
  }

  // Hours. A moment is a whole number of minutes since 1970.

  function tellHours(element) {
    const hours = element.dataset.hours.split(";").map(read).filter(({ opens, zone }) => !opens || clock(zone));
    if (!element.dataset.hours || !hours.length) return;
    const now = Math.floor(Date.now() / MINUTE);
    const office = hours.filter(({ kind }) => kind === "office");
    const line = hours.filter(({ kind }) => kind === "emergency");
    const state = isOpen(office, now) ? "office" : isOpen(line, now) ? "line" : "closed";
    const change = nextChange({ office, line, closed: hours }[state], now);
    if (state === "closed" && !change) return;
    // Read aloud when somebody opens or closes, and not every minute.
    element.ariaLive = element.dataset.state === state ? "off" : "polite";
    element.dataset.state = state;
    element.dataset.change = change ? new Date(change.at * MINUTE).toISOString() : "";
    show(element, sentence(state, change, office, now), state === "closed" ? "soon" : "ok");
    element.hidden = false;
  }

  function read(stated) {
    const [kind, days, opens, closes, zone] = stated.split(" ");
    return { kind, days, opens, closes, zone };
  }

  function sentence(state, change, office, now) {
    if (state === "office") return change ? said("open", { time: time(change, now, "after") }) : said("always");
    if (state === "closed") return said("opens", ahead(change, now));
    const opens = nextChange(office, now);
    if (opens) return said("lineOpens", ahead(opens, now));
    return change ? said("lineUntil", { time: time(change, now, "after") }) : said("line");
  }

  function ahead(change, now) {
    return { wait: wait(change.at - now), time: time(change, now, "within") };
  }

  function isOpen(hours, at) {
    return hours.some(({ days, opens, closes, zone }) => {
      if (!opens) return true;
      const { day, time } = wall(zone, at);
      const yesterday = DAYS[(DAYS.indexOf(day) + 6) % 7];
      if (opens < closes) return days.includes(day) && opens <= time && time < closes;
      return (days.includes(day) && time >= opens) || (days.includes(yesterday) && time < closes);
    });
  }

  // When these hours next open or close as a whole, and in which zone that is stated; null where they never do.
  function nextChange(hours, now) {
    const stated = hours.filter(({ opens }) => opens);
    const before = isOpen(hours, now);
    for (let at = now; stated.length && at < now + 8 * DAY; ) {
      at = Math.min(...stated.map((opening) => nextMark(opening, at)));
      if (isOpen(hours, at) === before) continue;
      const cause = stated.find((opening) => isOpen([opening], at) !== isOpen([opening], at - 1)) ?? stated[0];
      return { at, zone: cause.zone };
    }
    return null;
  }

  // The next moment when the zone's clock shows an opening's beginning, its end or midnight, or is put on or back.
  function nextMark({ opens, closes, zone }, at) {
    const here = wall(zone, at);
    const marks = [0, minutes(opens), minutes(closes)];
    const hop = Math.min(...marks.map((mark) => (mark - here.minute + DAY) % DAY || DAY));
    const isPut = (later) => (wall(zone, at + later).minute - here.minute - later) % DAY !== 0;
    if (!isPut(hop)) return at + hop;
    let [before, after] = [0, hop];
    while (after - before > 1) {
      const middle = (before + after) >> 1;
      if (isPut(middle)) after = middle;
      else before = middle;
    }
    return at + after;
  }

  function minutes(time) {
    const [hour, minute] = time.split(":").map(Number);
    return (hour * 60 + minute) % DAY;
  }

  // What a clock in the zone shows; the visitor's own clock where no zone is given.
  function wall(zone, at) {
    const parts = {};
    for (const { type, value } of clock(zone).formatToParts(at * MINUTE)) parts[type] = value;
    const time = `${parts.hour}:${parts.minute}`;
    return { day: parts.weekday.slice(0, 2).toLowerCase(), time, minute: minutes(time) };
  }

  function clock(zone) {
    if (!clocks.has(zone)) {
      const shape = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
      try {
        clocks.set(zone, new Intl.DateTimeFormat("en", shape));
      } catch {
        clocks.set(zone, null); // a zone that this browser does not know: the page's own words stand
      }
    }
    return clocks.get(zone);
  }

  // "Monday 08:00 in Oslo, 09:00 for you": the day where it is not today's, the visitor's time where it is another.
  function time({ at, zone }, now, both) {
    const [there, here] = [wall(zone, at), wall(undefined, at)];
    const spoken = `${there.day === wall(zone, now).day && at - now < DAY ? "" : `${weekday(there.day)} `}${there.time}`;
    const name = zone.startsWith("Etc/") ? zone : zone.split("/").at(-1).replaceAll("_", " ");
    const place = zone.includes("/") && name !== zone ? said("there", { time: spoken, city: name }) : `${spoken} ${name}`;
    if (there.day === here.day && there.time === here.time) return place;
    const own = there.day === here.day ? here.time : `${weekday(here.day)} ${here.time}`;
    return said(both, { there: place, here: own });
  }

  function weekday(day) {
    return dayName.format(Date.UTC(1970, 0, 4 + DAYS.indexOf(day))); // 4 January 1970 was a Sunday
  }

  function wait(left) {
    const [d, h, m] = [Math.floor(left / DAY), Math.floor(left / 60) % 24, left % 60];
    return said(d ? "days" : h ? "hours" : "minutes", { d, h, m });
  }

  // Days, which end at midnight UTC, as on the server.

  function daysUntil(iso) {
    return Math.round(Date.parse(iso) / (DAY * MINUTE)) - Math.floor(Date.now() / (DAY * MINUTE));
  }

  function tellKey(element) {
    const n = daysUntil(element.dataset.until);
    const values = { n, date: element.dataset.date };
    if (n < 0) return show(element, said("keyEnded", values), "bad");
    const soon = ["keyToday", "keyTomorrow"][n] ?? "keySoon";
    show(element, said(n > KEY_SOON ? "keyValid" : soon, values), n > KEY_SOON ? "ok" : "soon");
  }

  function tellAge(element) {
    const age = -daysUntil(element.dataset.since);
    element.dataset.said ??= element.textContent.trim();
    const ago = age > AGING ? said("year") : age > FRESH ? said("months") : "";
    show(element, [element.dataset.said, ago].filter(Boolean).join(", "), ago ? "soon" : "ok");
  }

  function show(element, text, state) {
    if (element.textContent !== text) element.textContent = text;
    for (const name of ["ok", "soon", "bad"]) element.classList.toggle(name, name === state);
  }
}
