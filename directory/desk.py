"""The desk: a team's fields and sections as one document, and a document as a team's fields and sections.

Both sides of every comparison are values of the same kind, `rfc2350.Document`: what the fields say, and what
the text says. So a disagreement is a difference of two sets, and settling it is writing one of them down.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from directory import fields, rfc2350
from directory.models import Contact, Section, Team
from directory.models.contact import normal_value
from directory.rfc2350.compose import compose
from directory.rfc2350.document import (
    Channel,
    ConstituencyFacts,
    Document,
    Information,
    Key,
    LabelScheme,
    Opening,
    Phone,
    ServiceFacts,
    TeamFacts,
)
from directory.rfc2350.document import Section as DocumentSection
from directory.rfc2350.sections import TITLES
from directory.vocabularies import COUNTRIES, SECTORS, SERVICES, TEAM_SCOPES, TEAM_TYPES

NOTHING = "None available."


@dataclass(frozen=True)
class Conflict:
    """The text prints values that the fields do not have. `section` is the canonical section that the field
    belongs to; `key` names the fact in `FACTS`."""

    key: str
    section: str
    message: str
    line: int | None = None


@dataclass(frozen=True)
class Draft:
    """What would be published now, and what stands in the way of it."""

    document: Document
    conflicts: tuple[Conflict, ...]


# From the desk to a document -----------------------------------------------------------------------


def facts(team: Team, last: Information | None = None) -> Document:
    """What the team's fields say, without sections. What is given on request only is not in it.

    `last` is what the last revision says of itself; its date and version are the draft's until publishing
    sets new ones.
    """
    last = last or Information()
    contacts = [c for c in team.contacts.all() if c.public]

    def values(kind: str) -> tuple[str, ...]:
        return tuple(c.value for c in contacts if c.kind == kind and c.value)

    return Document(
        language=team.language,
        document=Information(
            date=last.date,
            version=last.version,
            locations=tuple(team.document_locations),
            signatures=tuple(team.signature_locations),
            distribution=team.distribution or None,
        ),
        team=TeamFacts(
            name=team.name,
            short_name=team.short_name or None,
            aliases=tuple(team.aliases),
            country=team.country or None,
            address=tuple(team.address),
            timezones=tuple(team.timezones),
            phones=tuple(
                Phone(c.value or None, c.kind, c.text or fields.spoken_phone(c.value), c.note or None)
                for c in contacts
                if c.kind in Contact.PHONES
            ),
            emails=values(Contact.Kind.EMAIL),
            channels=tuple(Channel(c.channel, c.value) for c in contacts if c.kind == Contact.Kind.CHANNEL),
            keys=tuple(
                Key(k.fingerprint or None, k.key_id or None, note=k.note or None) for k in team.keys.all()
            ),
            key_urls=values(Contact.Kind.KEY_URL),
            hours=tuple(
                Opening(
                    tuple(o.days.split(",")), o.opens, o.closes, o.kind, o.timezone or None, o.note or None
                )
                for o in team.openings.all()
            ),
            tlp=tuple(_label_scheme(line) for line in team.label_schemes),
            websites=values(Contact.Kind.WEBSITE),
        ),
        constituency=ConstituencyFacts(
            prefixes=tuple(p.network for p in team.prefixes.all()),
            asns=tuple(a.number for a in team.asns.all()),
            domains=tuple(d.name for d in team.domains.all()),
            countries=tuple(c.country for c in team.served_countries.all()),
            sectors=tuple(s.sector for s in team.served_sectors.all()),
        ),
        services=tuple(ServiceFacts(s.title, s.canonical, s.depth) for s in team.services.all()),
    )


def _label_scheme(line: str) -> LabelScheme:
    scheme, _, version = line.partition(" ")
    return LabelScheme(scheme, version or None)


def assemble(team: Team, last: Information | None = None) -> Document:
    """The team's document: its sections in order, the generated ones made from the fields, parsed as readers
    will parse it. So the facts of what is published are always those of its text."""
    said = facts(team, last)
    sections = tuple(
        DocumentSection(
            section.canonical, section.number or None, section.title, _text(section, said, team.language)
        )
        for section in team.sections.all()
    )
    return rfc2350.parse(rfc2350.to_text(Document(language=team.language, sections=sections)))


def _text(section: Section, said: Document, language: str) -> str:
    if section.mode == Section.Mode.WRITTEN:
        return section.text
    text = compose(said, section.canonical, language)
    # 1.1 is never without a date: publishing sets it.
    return text if text or section.canonical == "1.1" else NOTHING


def draft(team: Team, last: Information | None = None) -> Draft:
    document = assemble(team, last)
    return Draft(document, tuple(_conflicts(facts(team), document)))


def profile(team: Team) -> dict[str, Any]:
    """profile/1: every public fact of the team beside its document, vocabulary codes with today's labels."""
    said = facts(team).as_dict()
    contacts = list(team.contacts.all())
    return {
        "schema": "profile/1",
        "slug": team.slug,
        "name": team.name,
        "short_name": team.short_name,
        "aliases": team.aliases,
        "former_names": team.former_names,
        "type": _labelled(TEAM_TYPES.name_of, team.type),
        "scopes": [_labelled(TEAM_SCOPES.name_of, code) for code in team.scopes],
        "host_organisation": team.host_organisation,
        "established": team.established.isoformat() if team.established else None,
        "country": _labelled(COUNTRIES.name_of, team.country),
        "address": team.address,
        "timezones": team.timezones,
        "languages": team.languages,
        "label_schemes": team.label_schemes,
        "contacts": [
            {"kind": c.kind, "channel": c.channel, "value": c.value, "text": c.text, "note": c.note}
            for c in contacts
            if c.public
        ],
        "on_request": sorted({c.kind for c in contacts if not c.public}),
        "hours": said["team"]["hours"],
        "keys": [{"fingerprint": k.fingerprint, "key_id": k.key_id, "note": k.note} for k in team.keys.all()],
        "constituency": {
            **said["constituency"],
            "countries": [_labelled(COUNTRIES.name_of, c.country) for c in team.served_countries.all()],
            "sectors": [_labelled(SECTORS.path_of, s.sector) for s in team.served_sectors.all()],
        },
        "services": [
            {
                "title": s.title,
                "canonical": s.canonical,
                "depth": s.depth,
                "framework": _labelled(SERVICES.name_of, s.framework),
            }
            for s in team.services.all()
        ],
    }


def _labelled(name_of: Callable[[str], str], code: str) -> dict[str, str] | None:
    return {"code": code, "label": name_of(code)} if code else None


# Text or field, who wins? --------------------------------------------------------------------------


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


def _conflicts(said: Document, text: Document) -> Iterable[Conflict]:
    """A value that the text prints and no field has is a second truth. The opposite is none: a profile may
    know more than its document prints."""
    for fact in FACTS:
        known = set(fact.of(said))
        unknown = [value for value in (fact.printed or fact.of)(text) if value not in known]
        if unknown:
            line = next((s.line for s in text.sections if s.canonical == fact.section), None)
            printed, kept = ", ".join(unknown), ", ".join(sorted(known)) or "nothing"
            message = f"The text gives the {fact.noun} {printed}; the field says {kept}."
            yield Conflict(fact.key, fact.section, message, line)


@transaction.atomic
def use_field(team: Team, key: str) -> None:
    """Settles a conflict for the field: the section is made from the fields from now on."""
    fact = _fact(key)
    team.sections.filter(canonical=fact.section).update(mode=Section.Mode.GENERATED)


@transaction.atomic
def use_text(team: Team, key: str) -> None:
    """Settles a conflict for the text: the field takes what the text says."""
    _fact(key).take(team, assemble(team))
    team.save()


def _fact(key: str) -> Fact:
    return next(fact for fact in FACTS if fact.key == key)


# From a document to the desk -----------------------------------------------------------------------


def slug_for(name: str) -> str:
    """A free address for a team of this name."""
    wanted = slugify(name)[:70] or "team"
    slug, n = wanted, 1
    while Team.objects.filter(slug=slug).exists():
        n += 1
        slug = f"{wanted}-{n}"
    return slug


def adopt(document: Document, team: Team) -> None:
    """Puts a parsed document on the team's desk: its sections as written, its facts into the fields.

    Values that no field takes stay in the text alone. The caller holds the transaction.
    """
    team.language = document.language or "en"
    team.save()
    for fact in FACTS:
        fact.take(team, document)
    _take_information(team, document)
    _take_services(team, document)
    team.save()
    team.sections.all().delete()
    Section.objects.bulk_create(
        Section(
            team=team,
            position=position,
            canonical=section.canonical,
            number=section.number or "",
            title=section.title,
            text=section.text,
        )
        for position, section in enumerate(document.sections)
    )


def lay_out(team: Team, written: dict[str, str] | None = None) -> None:
    """Gives a team without sections the outline of RFC 2350, appendix D: made from the fields where fields can
    say it, to be written elsewhere. `written` gives texts by canonical number."""
    written = written or {}
    outline = [c for c in TITLES if c not in CUSTOMARY or c in written]
    Section.objects.bulk_create(
        Section(
            team=team,
            position=position,
            canonical=canonical,
            number=canonical,
            title=TITLES[canonical],
            mode=Section.Mode.GENERATED if canonical in GENERATED - written.keys() else Section.Mode.WRITTEN,
            text=written.get(canonical, "" if canonical in CHAPTERS | GENERATED else NOTHING),
        )
        for position, canonical in enumerate(outline)
    )


def _take_information(team: Team, document: Document) -> None:
    team.document_locations = list(document.document.locations)
    team.signature_locations = list(document.document.signatures)
    team.distribution = document.document.distribution or ""


def _take_services(team: Team, document: Document) -> None:
    team.services.all().delete()
    for position, service in enumerate(document.services):
        team.services.create(
            position=position, title=service.title[:200], canonical=service.canonical, depth=service.depth
        )


def _take_names(team: Team, document: Document) -> None:
    team.name = document.team.name or team.name
    team.short_name = (document.team.short_name or "")[:60]
    team.aliases = list(document.team.aliases)


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


def _take_rows(
    relation: str, column: str, values: Callable[[Document], Iterable[Any]]
) -> Callable[[Team, Document], None]:
    def take(team: Team, document: Document) -> None:
        rows = getattr(team, relation)
        rows.all().delete()
        for value in dict.fromkeys(values(document)):
            rows.create(**{column: value})

    return take


def _take_keys(team: Team, document: Document) -> None:
    team.keys.all().delete()
    seen = set()
    for position, key in enumerate(document.team.keys):
        name = key.fingerprint or key.key_id
        if name and name not in seen:
            seen.add(name)
            team.keys.create(
                position=position,
                fingerprint=key.fingerprint or "",
                key_id=key.key_id or "",
                note=(key.note or "")[:300],
            )


def _take_hours(team: Team, document: Document) -> None:
    team.openings.all().delete()
    for hours in document.team.hours:
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
        return normal_value(kind, value)
    except ValidationError:
        return None


def _known(kind: str, values: Iterable[str | None]) -> Iterable[str]:
    return filter(None, (_normal(kind, value) for value in values if value))


def _hours(document: Document) -> Iterable[str]:
    for hours in document.team.hours:
        for day in hours.days:
            yield f"{day} {hours.opens}–{hours.closes}"


def _phone_rows(team: TeamFacts) -> Iterable[dict[str, Any]]:
    for phone in team.phones:
        text = "" if phone.text == phone.number else phone.text[:200]
        yield {"kind": phone.kind, "value": phone.number, "text": text, "note": (phone.note or "")[:300]}


def _schemes(document: Document) -> list[str]:
    return [" ".join(filter(None, (t.scheme, t.version))) for t in document.team.tlp]


def _named(document: Document) -> Iterable[str]:
    names = (document.team.name, document.team.short_name, *document.team.aliases)
    return (fields.normal_text(name) for name in names if name)


K = Contact.Kind
FACTS = (
    Fact("names", "2.1", "name", _named, _take_names),
    Fact("address", "2.2", "address", lambda d: filter(None, [", ".join(d.team.address)]),
         _take_line("address", lambda d: list(d.team.address))),
    Fact("country", "2.2", "country", lambda d: filter(None, [d.team.country]),
         _take_line("country", lambda d: d.team.country or ""),
         # A country concluded from a telephone number is no statement.
         printed=lambda d: filter(None, [d.team.country if d.team.address else None])),
    Fact("timezones", "2.3", "time zone", lambda d: d.team.timezones,
         _take_line("timezones", lambda d: list(d.team.timezones))),
    Fact("phones", "2.4", "telephone number",
         lambda d: _known(K.VOICE, (p.number for p in d.team.phones if p.kind != K.FAX)),
         _take_contacts(K.VOICE, K.EMERGENCY, K.MOBILE, K.SMS,
                        rows=lambda t: (r for r in _phone_rows(t) if r["kind"] != K.FAX))),
    Fact("faxes", "2.5", "fax number",
         lambda d: _known(K.FAX, (p.number for p in d.team.phones if p.kind == K.FAX)),
         _take_contacts(K.FAX, rows=lambda t: (r for r in _phone_rows(t) if r["kind"] == K.FAX))),
    Fact("channels", "2.6", "channel", lambda d: (c.value for c in d.team.channels),
         _take_contacts(K.CHANNEL, rows=lambda t: (
             {"kind": K.CHANNEL, "channel": c.kind, "value": c.value} for c in t.channels))),
    Fact("emails", "2.7", "e-mail address", lambda d: _known(K.EMAIL, d.team.emails),
         _take_contacts(K.EMAIL, rows=lambda t: ({"kind": K.EMAIL, "value": e} for e in t.emails))),
    Fact("keys", "2.8", "key", lambda d: filter(None, (k.fingerprint or k.key_id for k in d.team.keys)), _take_keys),
    Fact("key_urls", "2.8", "address of the key", lambda d: _known(K.KEY_URL, d.team.key_urls),
         _take_contacts(K.KEY_URL, rows=lambda t: ({"kind": K.KEY_URL, "value": u} for u in t.key_urls))),
    Fact("websites", "2.10", "website", lambda d: _known(K.WEBSITE, d.team.websites),
         _take_contacts(K.WEBSITE, rows=lambda t: ({"kind": K.WEBSITE, "value": u} for u in t.websites))),
    Fact("hours", "2.11", "hours", _hours, _take_hours),
    Fact("tlp", "4.2", "label scheme", _schemes, _take_line("label_schemes", _schemes)),
    Fact("prefixes", "3.2", "network", lambda d: d.constituency.prefixes,
         _take_rows("prefixes", "network", lambda d: d.constituency.prefixes)),
    Fact("asns", "3.2", "AS number", lambda d: (f"AS{n}" for n in d.constituency.asns),
         _take_rows("asns", "number", lambda d: d.constituency.asns)),
    Fact("domains", "3.2", "domain", lambda d: d.constituency.domains,
         _take_rows("domains", "name", lambda d: d.constituency.domains)),
    Fact("countries", "3.2", "served country", lambda d: d.constituency.countries,
         _take_rows("served_countries", "country", lambda d: d.constituency.countries)),
    Fact("sectors", "3.2", "served sector", lambda d: d.constituency.sectors,
         _take_rows("served_sectors", "sector", lambda d: d.constituency.sectors)),
)  # fmt: skip

# The sections that fields can say whole; 3.2 and 4.2 need the team's own words beside them.
GENERATED = frozenset(
    {"1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.10", "2.11"}
)

# Sections that real documents have and appendix D does not.
CUSTOMARY = frozenset({"1.4", "1.5", "5.1.1", "5.1.2", "5.1.3"})

# Headings that only hold others.
CHAPTERS = frozenset({"1", "2", "3", "4", "5"})
