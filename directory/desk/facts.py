"""What a team's fields say, as a document; and the document that its sections make."""

from directory import fields, rfc2350
from directory.models import Contact, Section, Team
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

NOTHING = "None available."


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
