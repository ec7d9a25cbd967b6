"""A document becomes a team's fields and sections; a team without a document gets the RFC's outline."""

from django.utils.text import slugify

from directory.models import Section, Team
from directory.rfc2350.document import Document
from directory.rfc2350.sections import TITLES

from .facts import NOTHING
from .table import FACTS

# The sections that fields can say whole; 3.2 and 4.2 need the team's own words beside them.
GENERATED = frozenset(
    {"1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.10", "2.11"}
)

# Sections that real documents have and appendix D does not.
CUSTOMARY = frozenset({"1.4", "1.5", "5.1.1", "5.1.2", "5.1.3"})

# Headings that only hold others.
CHAPTERS = frozenset({"1", "2", "3", "4", "5"})


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
