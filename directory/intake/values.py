"""What a document says of a team, value by value, each in the one spelling that a field has for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from directory import fields
from directory.desk.table import LONGEST_NAME, LONGEST_SHORT_NAME, LONGEST_VALUE
from directory.models import Contact
from directory.models.contact import normal_value
from directory.rfc2350.document import Document
from directory.rfc2350.facts.keys import id_of
from directory.rfc2350.wording import wording
from directory.vocabularies import COUNTRIES, SECTORS

Kind = Contact.Kind
CALLED = (Kind.EMERGENCY, Kind.VOICE, Kind.MOBILE, Kind.SMS)
DAYS = [day[:3] for day in wording("en")["days"].split("|")]


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that a field can hold.

    `key` is the same for the same thing at the desk and in a document, `words` is how it is shown, `path` where the
    document has it ("team.emails.0"), `row` what the field is written with. A value that no field takes is not `held`:
    it stays in the text alone. One that is given on request only is not `public`.
    """

    key: str
    words: str
    path: str = ""
    row: Any = None
    held: bool = True
    public: bool = True


def unique(values: Iterable[Value]) -> list[Value]:
    """Each key once, the first one's value."""
    found: dict[str, Value] = {}
    for value in values:
        found.setdefault(value.key, value)
    return list(found.values())


def _texts(
    path: str, said: Iterable[Any], normalise: Callable[[Any], Any], speak: Callable[[Any], str] = str
) -> Iterator[Value]:
    for index, written in enumerate(said):
        try:
            value = normalise(written)
        except ValidationError:
            yield Value(f"? {written}", str(written), f"{path}.{index}", held=False)
        else:
            yield Value(str(value), speak(value), f"{path}.{index}", value)


def _one(path: str, written: str | None, row: Any, speak: Callable[[Any], str] = str) -> Iterator[Value]:
    if written and row:
        yield Value(str(row), speak(row), path, row)
    elif written:
        yield Value(f"? {written}", written, path, held=False)


# The document, and the team's names -----------------------------------------------------------------


def language(document: Document) -> Iterator[Value]:
    return _one("language", document.language, (document.language or "")[:8])


def distribution(document: Document) -> Iterator[Value]:
    said = document.document.distribution
    return _one("document.distribution", said, fields.plain_text(said or ""))


def locations(document: Document) -> Iterator[Value]:
    return _texts("document.locations", document.document.locations, fields.normal_text)


def signatures(document: Document) -> Iterator[Value]:
    return _texts("document.signatures", document.document.signatures, fields.normal_text)


def name(document: Document) -> Iterator[Value]:
    said = document.team.name
    return _one("team.name", said, fields.normal_text(said or "")[:LONGEST_NAME].strip())


def short_name(document: Document) -> Iterator[Value]:
    said = fields.normal_text(document.team.short_name or "")
    return _one("team.short_name", said, said if len(said) <= LONGEST_SHORT_NAME else "")


def aliases(document: Document) -> Iterator[Value]:
    return _texts(
        "team.aliases", document.team.aliases, lambda alias: fields.normal_text(alias)[:LONGEST_NAME]
    )


# Where and when ---------------------------------------------------------------------------------------


def address(document: Document) -> Iterator[Value]:
    # Without doubles, as the field keeps it.
    lines = list(dict.fromkeys(line for line in map(fields.normal_text, document.team.address) if line))
    if lines:
        yield Value(", ".join(lines), ", ".join(lines), "team.address.0", lines)


def country(document: Document) -> Iterator[Value]:
    code = document.team.country
    return _one("team.country", code, code if code in COUNTRIES else "", COUNTRIES.name_of)


def timezones(document: Document) -> Iterator[Value]:
    return _texts("team.timezones", document.team.timezones, fields.timezone)


def hours(document: Document) -> Iterator[Value]:
    for index, opening in enumerate(document.team.hours):
        days = ",".join(opening.days)
        row = {
            "days": days, "opens": opening.opens, "closes": opening.closes, "kind": opening.kind,
            "timezone": opening.timezone or "", "note": (opening.note or "")[:200],
        }  # fmt: skip
        held = bool(opening.days) and opening.opens != opening.closes
        yield Value(opening_key(row), opening_words(row), f"team.hours.{index}", row, held)


def opening_key(row: Mapping[str, Any]) -> str:
    return " ".join(row[name] for name in ("days", "opens", "closes", "kind", "timezone")).strip()


def opening_words(row: Mapping[str, Any]) -> str:
    """ "Mon to Fri, 08:00 to 16:00", with the zone and the line where they are not the usual ones."""
    numbers = [fields.DAYS.index(day) for day in row["days"].split(",") if day in fields.DAYS]
    run = len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1))
    days = f"{DAYS[numbers[0]]} to {DAYS[numbers[-1]]}" if run else ", ".join(DAYS[n] for n in numbers)
    line = "emergency line" if row["kind"] == "emergency" else ""
    return ", ".join(filter(None, [days, f"{row['opens']} to {row['closes']}", row["timezone"], line]))


# Contacts -----------------------------------------------------------------------------------------------


def telephones(document: Document) -> Iterator[Value]:
    return _phones(document, fax=False)


def faxes(document: Document) -> Iterator[Value]:
    return _phones(document, fax=True)


def _phones(document: Document, *, fax: bool) -> Iterator[Value]:
    for index, phone in enumerate(document.team.phones):
        if (phone.kind == Kind.FAX) != fax:
            continue
        value = _normal(phone.kind, phone.number or "")
        text = "" if phone.text == phone.number else fields.normal_text(phone.text)[:200]
        row = {"kind": phone.kind, "value": value, "text": text, "note": (phone.note or "")[:300]}
        yield Value(contact_key(row), contact_words(row), f"team.phones.{index}", row, bool(value or text))


def channels(document: Document) -> Iterator[Value]:
    for index, channel in enumerate(document.team.channels):
        row = {"kind": Kind.CHANNEL, "channel": channel.kind[:20], "value": channel.value}
        yield _contact(row, f"team.channels.{index}")


def emails(document: Document) -> Iterator[Value]:
    return _contacts(Kind.EMAIL, "team.emails", document.team.emails)


def key_urls(document: Document) -> Iterator[Value]:
    return _contacts(Kind.KEY_URL, "team.key_urls", document.team.key_urls)


def websites(document: Document) -> Iterator[Value]:
    return _contacts(Kind.WEBSITE, "team.websites", document.team.websites)


def _contacts(kind: str, path: str, said: Iterable[str]) -> Iterator[Value]:
    for index, value in enumerate(said):
        yield _contact({"kind": kind, "value": value}, f"{path}.{index}")


def _contact(row: dict[str, str], path: str) -> Value:
    normal = _normal(row["kind"], row["value"])
    if not normal:
        return Value(f"? {row['value']}", row["value"], path, held=False)
    row = {**row, "value": normal}
    return Value(contact_key(row), contact_words(row), path, row)


def _normal(kind: str, value: str) -> str:
    """The value in its one spelling, "" where no field takes it."""
    try:
        normal = normal_value(kind, value)
    except ValidationError:
        return ""
    return normal if len(normal) <= LONGEST_VALUE else ""


def contact_key(row: dict[str, str]) -> str:
    return f"{row['kind']} {row['value'] or row.get('text', '')}"


def contact_words(row: dict[str, str]) -> str:
    """A number with what it is for where that is not plain, a channel with its name."""
    said = fields.spoken_phone(row["value"]) if row["value"] else row.get("text", "")
    if row["kind"] in (Kind.EMERGENCY, Kind.MOBILE, Kind.SMS):
        said = f"{said} ({Kind(row['kind']).label})"
    channel = row.get("channel", "")
    return f"{channel.capitalize()}: {said}" if channel else said


# Keys -----------------------------------------------------------------------------------------------------


def keys(document: Document) -> Iterator[Value]:
    for index, key in enumerate(document.team.keys):
        called = key.fingerprint or key.key_id
        if called:
            own = id_of(key.fingerprint) if key.fingerprint else key.key_id
            row = {"fingerprint": key.fingerprint or "", "key_id": own or "", "note": (key.note or "")[:300]}
            yield Value(called, key_words(called), f"team.keys.{index}", row)


def key_words(called: str) -> str:
    """A fingerprint in groups of four, a key ID as it is printed."""
    if len(called) < 40:
        return f"0x{called}"
    return " ".join(called[start : start + 4] for start in range(0, len(called), 4))


# Policies, constituency, services ----------------------------------------------------------------------------


def label_schemes(document: Document) -> Iterator[Value]:
    said = [" ".join(filter(None, (scheme.scheme, scheme.version))) for scheme in document.team.tlp]
    return _texts("team.tlp", said, fields.label_scheme)


def prefixes(document: Document) -> Iterator[Value]:
    return _texts("constituency.prefixes", document.constituency.prefixes, fields.prefix)


def asns(document: Document) -> Iterator[Value]:
    return _texts("constituency.asns", document.constituency.asns, fields.asn, lambda number: f"AS{number}")


def domains(document: Document) -> Iterator[Value]:
    return _texts("constituency.domains", document.constituency.domains, fields.domain)


def countries(document: Document) -> Iterator[Value]:
    return _texts(
        "constituency.countries", document.constituency.countries, fields.country, COUNTRIES.name_of
    )


def sectors(document: Document) -> Iterator[Value]:
    return _texts("constituency.sectors", document.constituency.sectors, _sector, SECTORS.path_of)


def _sector(code: str) -> str:
    if code not in SECTORS:
        raise ValidationError("“%(code)s” is not a sector of NIS2.", code="sector", params={"code": code})
    return code


def services(document: Document) -> Iterator[Value]:
    for index, service in enumerate(document.services):
        title = fields.normal_text(service.title)[:200]
        row = {"title": title, "canonical": service.canonical, "depth": service.depth}
        yield Value(title, title, f"services.{index}", row, bool(title))
