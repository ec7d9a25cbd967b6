"""The facts that both a field and a text can say, one row each: how to read it from a document, and how to
write it into the fields. Values that a field cannot hold stay in the text alone, on both sides."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from directory import fields
from directory.models import Contact, Key, Team
from directory.models.contact import normal_value
from directory.rfc2350.document import Document, Opening, TeamFacts
from directory.rfc2350.facts.keys import id_of
from directory.vocabularies import SECTORS

# What the columns hold; PostgreSQL refuses more, SQLite would not.
LONGEST_NAME, LONGEST_SHORT_NAME, LONGEST_VALUE = 200, 60, 500


@dataclass(frozen=True)
class Fact:
    """One thing that both a field and the text can say. `of` gives its values, normalised, from either;
    `take` writes those of a document into the team's fields."""

    key: str
    section: str
    noun: str
    of: Callable[[Document], Iterable[str]]
    take: Callable[[Team, Document], None]
    printed: Callable[[Document], Iterable[str]] | None = None
    """What a text says plainly, where `of` would also give what is only concluded from it."""


def _take_names(team: Team, document: Document) -> None:
    found = list(_named(document))
    short = fields.normal_text(document.team.short_name or "")
    team.name = found[0] if document.team.name else team.name
    team.short_name = short if len(short) <= LONGEST_SHORT_NAME else ""
    team.aliases = [name for name in found if name not in (team.name, team.short_name)]


def _take_contacts(
    *kinds: str, rows: Callable[[TeamFacts], Iterable[dict[str, Any]]]
) -> Callable[[Team, Document], None]:
    def take(team: Team, document: Document) -> None:
        # What is on request stays: the text says nothing of it.
        team.contacts.filter(kind__in=kinds, public=True).delete()
        kept = {(c.kind, c.value): c for c in team.contacts.filter(kind__in=kinds)}
        for position, row in enumerate(rows(document.team)):
            row["value"] = _normal(row["kind"], row["value"] or "") or ""
            if not (row["value"] or row.get("text")):
                continue
            if row["value"] and (row["kind"], row["value"]) in kept:
                team.contacts.filter(kind=row["kind"], value=row["value"]).update(public=True)
                continue
            contact = team.contacts.create(position=position, **row)
            kept[contact.kind, contact.value] = contact

    return take


def _claims(key: str, noun: str, relation: str, column: str, normalise: Callable[[Any], Any]) -> Fact:
    """A fact of the constituency: one row a value, under the same name in the document and at the desk."""

    def of(document: Document) -> Iterable[str]:
        return map(str, _valid(normalise, getattr(document.constituency, key)))

    def take(team: Team, document: Document) -> None:
        rows = getattr(team, relation)
        rows.all().delete()
        for value in dict.fromkeys(_valid(normalise, getattr(document.constituency, key))):
            rows.create(**{column: value})

    return Fact(key, "3.2", noun, of, take)


def _lines(
    key: str, section: str, noun: str, attribute: str, values: Callable[[Document], Iterable[str]]
) -> Fact:
    """A fact whose field holds one value a line."""
    return Fact(key, section, noun, values, _take_line(attribute, lambda document: list(values(document))))


def _valid(normalise: Callable[[Any], Any], values: Iterable[Any]) -> Iterable[Any]:
    """The values in their one spelling, without those that no field takes."""
    for value in values:
        try:
            yield normalise(value)
        except ValidationError:
            continue


def _take_keys(team: Team, document: Document) -> None:
    """Certificates that are here stay with the keys that the text names."""
    known = {key.fingerprint: key for key in team.keys.exclude(facts=None)}
    team.keys.all().delete()
    seen = set()
    for position, key in enumerate(document.team.keys):
        name = key.fingerprint or key.key_id
        if name and name not in seen:
            seen.add(name)
            row = known.get(key.fingerprint or "") or Key(
                team=team, fingerprint=key.fingerprint or "", key_id=key.key_id or ""
            )
            row.pk, row.position, row.note = None, position, (key.note or "")[:300]
            row.save(force_insert=True)


def _key_names(document: Document) -> Iterable[str]:
    """All that a text may call the keys by: with a fingerprint, its key ID says nothing new."""
    for key in document.team.keys:
        name = key.fingerprint or key.key_id
        if name:
            yield name
        if key.fingerprint:
            yield from (id_of(key.fingerprint), id_of(key.fingerprint)[-8:])


def _key_name(document: Document) -> Iterable[str]:
    return filter(None, (key.fingerprint or key.key_id for key in document.team.keys))


def _take_hours(team: Team, document: Document) -> None:
    team.openings.all().delete()
    for hours in filter(_lasts, document.team.hours):
        team.openings.create(
            days=",".join(hours.days),
            opens=hours.opens,
            closes=hours.closes,
            kind=hours.kind,
            timezone=hours.timezone or "",
            note=(hours.note or "")[:200],
        )


def _take_line(attribute: str, value: Callable[[Document], Any]) -> Callable[[Team, Document], None]:
    def take(team: Team, document: Document) -> None:
        setattr(team, attribute, value(document))

    return take


def _normal(kind: str, value: str) -> str | None:
    """A contact's value in its one spelling; None for a value that no field takes."""
    try:
        normal = normal_value(kind, value)
    except ValidationError:
        return None
    return normal if len(normal) <= LONGEST_VALUE else None


def _known(kind: str, values: Iterable[str | None]) -> Iterable[str]:
    return filter(None, (_normal(kind, value) for value in values if value))


def _hours(document: Document) -> Iterable[str]:
    for hours in filter(_lasts, document.team.hours):
        for day in hours.days:
            yield f"{day} {hours.opens}–{hours.closes}"


def _lasts(hours: Opening) -> bool:
    return bool(hours.days) and hours.opens != hours.closes


def _phone_rows(team: TeamFacts) -> Iterable[dict[str, Any]]:
    for phone in team.phones:
        text = "" if phone.text == phone.number else phone.text[:200]
        yield {"kind": phone.kind, "value": phone.number, "text": text, "note": (phone.note or "")[:300]}


def _schemes(document: Document) -> Iterable[str]:
    said = (" ".join(filter(None, (t.scheme, t.version))) for t in document.team.tlp)
    return _valid(fields.label_scheme, said)


def _sector(code: str) -> str:
    if code not in SECTORS:
        raise ValidationError("“%(code)s” is not a sector of NIS2.", code="sector", params={"code": code})
    return code


def _named(document: Document) -> Iterable[str]:
    """Names in their one spelling, cut to what the field holds; the text keeps all of a longer one."""
    names = (document.team.name, document.team.short_name, *document.team.aliases)
    return (fields.normal_text(name)[:LONGEST_NAME].strip() for name in names if name)


def _address(document: Document) -> Iterable[str]:
    lines = (fields.normal_text(line) for line in document.team.address)
    return filter(None, [", ".join(filter(None, lines))])


def _countries(document: Document) -> Iterable[str]:
    return _valid(fields.country, filter(None, [document.team.country]))


K = Contact.Kind
CALLED = (K.VOICE, K.EMERGENCY, K.MOBILE, K.SMS)

FACTS = (
    Fact("names", "2.1", "name", _named, _take_names),
    Fact("address", "2.2", "address", _address, _take_line("address", lambda d: list(d.team.address))),
    Fact("country", "2.2", "country", _countries, _take_line("country", lambda d: next(iter(_countries(d)), "")),
         # A country concluded from a telephone number is no statement.
         printed=lambda d: _countries(d) if d.team.address else ()),
    _lines("timezones", "2.3", "time zone", "timezones", lambda d: _valid(fields.timezone, d.team.timezones)),
    Fact("phones", "2.4", "telephone number",
         lambda d: _known(K.VOICE, (p.number for p in d.team.phones if p.kind != K.FAX)),
         _take_contacts(*CALLED, rows=lambda t: (r for r in _phone_rows(t) if r["kind"] != K.FAX))),
    Fact("faxes", "2.5", "fax number",
         lambda d: _known(K.FAX, (p.number for p in d.team.phones if p.kind == K.FAX)),
         _take_contacts(K.FAX, rows=lambda t: (r for r in _phone_rows(t) if r["kind"] == K.FAX))),
    Fact("channels", "2.6", "channel", lambda d: _known(K.CHANNEL, (c.value for c in d.team.channels)),
         _take_contacts(K.CHANNEL, rows=lambda t: (
             {"kind": K.CHANNEL, "channel": c.kind[:20], "value": c.value} for c in t.channels))),
    Fact("emails", "2.7", "e-mail address", lambda d: _known(K.EMAIL, d.team.emails),
         _take_contacts(K.EMAIL, rows=lambda t: ({"kind": K.EMAIL, "value": e} for e in t.emails))),
    Fact("keys", "2.8", "key", _key_names, _take_keys, printed=_key_name),
    Fact("key_urls", "2.8", "address of the key", lambda d: _known(K.KEY_URL, d.team.key_urls),
         _take_contacts(K.KEY_URL, rows=lambda t: ({"kind": K.KEY_URL, "value": u} for u in t.key_urls))),
    Fact("websites", "2.10", "website", lambda d: _known(K.WEBSITE, d.team.websites),
         _take_contacts(K.WEBSITE, rows=lambda t: ({"kind": K.WEBSITE, "value": u} for u in t.websites))),
    Fact("hours", "2.11", "hours", _hours, _take_hours),
    _lines("tlp", "4.2", "label scheme", "label_schemes", _schemes),
    _claims("prefixes", "network", "prefixes", "network", fields.prefix),
    _claims("asns", "AS number", "asns", "number", fields.asn),
    _claims("domains", "domain", "domains", "name", fields.domain),
    _claims("countries", "served country", "served_countries", "country", fields.country),
    _claims("sectors", "served sector", "served_sectors", "sector", _sector),
)  # fmt: skip
