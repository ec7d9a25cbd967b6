"""The text of a section from the fields, in the style of RFC 2350's appendix E.

The inverse of `facts`: what is composed here is read back as the same fields. So every phrase is one that
the readers of `facts` know, numbers stand on lines of their own, and dates are in words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping

from directory.rfc2350.body import normal_text
from directory.rfc2350.document import Change, Document, Key, LabelScheme, Opening, Phone
from directory.rfc2350.facts.countries import mentioned
from directory.rfc2350.facts.words import words_for
from directory.rfc2350.stacking import ROW, stacked
from directory.rfc2350.stamping import next_version, stamp
from directory.rfc2350.tables import language_tables
from directory.rfc2350.wording import Wording, spoken_date, wording
from directory.vocabularies import COUNTRIES

__all__ = ["COMPOSED", "compose", "next_version", "stamp"]

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


def compose(facts: Document, canonical: str, language: str = "en") -> str:
    """The text of one section; empty where the fields have nothing to say or the section is prose.

    English and French have their own words, every other language speaks English.
    """
    composer = COMPOSED.get(canonical)
    return normal_text(composer(facts, wording(language), language)) if composer else ""


# Section 1 ---------------------------------------------------------------------------------------


def _update(facts: Document, say: Wording, language: str) -> str:
    information = facts.document
    date = spoken_date(information.date, say) if information.date else None
    key = "updated" + (" date" if information.version is None else " version" if date is None else "")
    told = say[key].format(version=information.version, date=date) if date or information.version else ""
    return _paragraphs(told, _change_table(information.revisions, say))


def _change_table(changes: Iterable[Change], say: Wording) -> str:
    rows = [(c.date or "-", c.version or "-", c.author or "-", c.comment or "-") for c in changes]
    if not rows:
        return ""
    table = [tuple(say["change columns"].split("|")), *rows]
    kept = [i for i in range(4) if i < 2 or any(row[i] != "-" for row in rows)]
    widths = [max(len(row[i]) for row in table) for i in kept]
    column = sum(widths[:-1]) + 2 * (len(widths) - 1)
    lines: list[str] = []
    for row in table:
        cells = "  ".join(row[i].ljust(width) for i, width in zip(kept, widths, strict=True)).rstrip()
        lines += textwrap.wrap(cells, ROW, subsequent_indent=" " * min(column, ROW // 2)) or [cells]
    return stacked(lines)


def _distribution(facts: Document, say: Wording, language: str) -> str:
    return facts.document.distribution or ""


def _locations(facts: Document, say: Wording, language: str) -> str:
    return _introduced(say["locations"], facts.document.locations)


def _signatures(facts: Document, say: Wording, language: str) -> str:
    return _introduced(say["signatures"], facts.document.signatures)


def _identification(facts: Document, say: Wording, language: str) -> str:
    information = facts.document
    told = (
        ("title", information.title),
        ("version", information.version),
        ("document date", information.date),
    )
    lines = [say[label].format(value) for label, value in told if value]
    if not lines and not information.expires:
        return ""
    ending = say["expires"].format(information.expires) if information.expires else say["valid"]
    return stacked([*lines, ending])


# Section 2 ---------------------------------------------------------------------------------------


def _name(facts: Document, say: Wording, language: str) -> str:
    team = facts.team
    if not team.short_name and not team.aliases:
        return team.name or ""
    told = (
        ("full name", team.name),
        ("short name", team.short_name),
        *(("alias", alias) for alias in team.aliases),
    )
    return stacked(say[label].format(value) for label, value in told if value)


def _address(facts: Document, say: Wording, language: str) -> str:
    return stacked(facts.team.address)


def _zones(facts: Document, say: Wording, language: str) -> str:
    return stacked(facts.team.timezones)


def _phones(facts: Document, say: Wording, language: str) -> str:
    return stacked(_phone(phone, say) for phone in facts.team.phones if phone.kind != "fax")


def _faxes(facts: Document, say: Wording, language: str) -> str:
    return stacked(_phone(phone, say) for phone in facts.team.phones if phone.kind == "fax")


def _phone(phone: Phone, say: Wording) -> str:
    line = phone.text or phone.number or ""
    if phone.kind in say:
        line = say[phone.kind].format(line)
    return f"{line} ({phone.note})" if phone.note else line


def _channels(facts: Document, say: Wording, language: str) -> str:
    return stacked(f"{_titled(channel.kind)}: {channel.value}" for channel in facts.team.channels)


def _titled(kind: str) -> str:
    return _CHANNEL_NAMES.get(kind, kind.capitalize())


_CHANNEL_NAMES = {"x": "X", "irc": "IRC", "xmpp": "XMPP", "linkedin": "LinkedIn", "github": "GitHub", "whatsapp": "WhatsApp",
                  "youtube": "YouTube"}  # fmt: skip


def _emails(facts: Document, say: Wording, language: str) -> str:
    return stacked(facts.team.emails)


def _keys(facts: Document, say: Wording, language: str) -> str:
    team = facts.team
    keys = [_key(key, say) for key in team.keys]
    return _paragraphs(*keys, _introduced(say["key urls"], team.key_urls))


def _key(key: Key, say: Wording) -> str:
    lines = [key.note] if key.note else []
    if key.key_id:
        lines.append(say["key id"].format(key.key_id))
    if key.fingerprint:
        lines.append(say["fingerprint"].format(_in_fours(key.fingerprint)))
    return _paragraphs("\n".join(lines), (key.armor or "").strip())


def _in_fours(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _websites(facts: Document, say: Wording, language: str) -> str:
    return _introduced(say["websites"], facts.team.websites)


def _hours(facts: Document, say: Wording, language: str) -> str:
    spans = facts.team.hours
    office = [_opening(opening, say) for opening in spans if opening.kind == "office"]
    emergency = [_opening(opening, say) for opening in spans if opening.kind != "office"]
    return _paragraphs(
        stacked([say["office hours"], *office]) if office else "",
        stacked([say["emergency hours"], *emergency]) if emergency else "",
    )


def _opening(opening: Opening, say: Wording) -> str:
    always = opening.days == DAYS and (opening.opens, opening.closes) == ("00:00", "24:00")
    times = say["time range"].format(opening.opens, opening.closes)
    line = say["always"] if always else f"{_days(opening.days, say)}: {times}"
    extras = [extra for extra in (opening.timezone, opening.note) if extra]
    return f"{line} ({', '.join(extras)})" if extras else line


def _days(days: tuple[str, ...], say: Wording) -> str:
    names = say["days"].split("|")
    places = [DAYS.index(day) for day in days if day in DAYS]
    spoken = [names[place] for place in places]
    if len(places) > 2 and places == list(range(places[0], places[-1] + 1)):
        text = say["day range"].format(spoken[0], spoken[-1])
    else:
        text = ", ".join(spoken)
    return text[:1].upper() + text[1:]


# Sections 3 and 4 --------------------------------------------------------------------------------


def _constituency(facts: Document, say: Wording, language: str) -> str:
    served = facts.constituency
    lists = (
        ("prefixes", served.prefixes),
        ("asns", [f"AS{number}" for number in served.asns]),
        ("domains", served.domains),
        ("countries", [_country(code, language) for code in served.countries]),
        ("sectors", [_sector(code, language) for code in served.sectors]),
    )
    return _paragraphs(*(say[label].format(", ".join(items)) for label, items in lists if items))


def _country(code: str, language: str) -> str:
    """A country's name as readers of a list understand it: in the document's language, else in English, else
    its code (a name with commas would be read as several)."""
    words = words_for(language)
    for name in (COUNTRIES.name_of(code, language.partition("-")[0].lower()), COUNTRIES.name_of(code)):
        if "," not in name and [mention.code for mention in mentioned(name, words)] == [code]:
            return name
    return code


def _sector(code: str, language: str) -> str:
    """A sector's short name, as readers know it (the directive's own hold commas); without one, its code."""
    tables = language_tables()
    own = tables.get(language.partition("-")[0].lower(), {}).get("sectors", {})
    names = own.get(code) or tables["en"]["sectors"].get(code)
    return f"{names[0][:1].upper()}{names[0][1:]}" if names else code


def _disclosure(facts: Document, say: Wording, language: str) -> str:
    return stacked(_label(scheme, say) for scheme in facts.team.tlp)


def _label(scheme: LabelScheme, say: Wording) -> str:
    key = scheme.scheme.lower() + ("" if scheme.version else " any")
    if key in say:
        return say[key].format(scheme.version)
    return " ".join(part for part in (scheme.scheme, scheme.version) if part)


# Pieces ------------------------------------------------------------------------------------------


def _introduced(sentence: str, addresses: Iterable[str]) -> str:
    lines = list(addresses)
    return _paragraphs(sentence, stacked(lines)) if lines else ""


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


Composer = Callable[[Document, Wording, str], str]

COMPOSED: Mapping[str, Composer] = {
    "1.1": _update,
    "1.2": _distribution,
    "1.3": _locations,
    "1.4": _signatures,
    "1.5": _identification,
    "2.1": _name,
    "2.2": _address,
    "2.3": _zones,
    "2.4": _phones,
    "2.5": _faxes,
    "2.6": _channels,
    "2.7": _emails,
    "2.8": _keys,
    "2.10": _websites,
    "2.11": _hours,
    "3.2": _constituency,
    "4.2": _disclosure,
}
