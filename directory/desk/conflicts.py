"""Text or field, who wins? Where a text prints what no field says, a person settles it, with one click."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from directory.models import Section, Team
from directory.rfc2350.document import Document, Information

from .facts import assemble, facts
from .table import FACTS, Fact


@dataclass(frozen=True)
class Conflict:
    """The text prints values that the fields do not have.

    `key` names the fact in `FACTS`; `section` is the canonical section that the fact belongs to. `by_field` is
    True where making that section from the fields may settle it: where the team has written such a section.
    """

    key: str
    section: str
    message: str
    by_field: bool


@dataclass(frozen=True)
class Draft:
    """What would be published now, and what stands in the way of it."""

    document: Document
    conflicts: tuple[Conflict, ...]


def draft(team: Team, last: Information | None = None) -> Draft:
    return draft_of(team, assemble(team, last))


def draft_of(team: Team, document: Document) -> Draft:
    """The draft whose document is made already. The team need not be saved: its rows may be prefetched ones."""
    written = {s.canonical for s in team.sections.all() if s.mode == Section.Mode.WRITTEN}
    return Draft(document, tuple(_conflicts(facts(team), document, written)))


def _conflicts(said: Document, text: Document, written: set[str]) -> Iterable[Conflict]:
    """A value that the text prints and no field has is a second truth. The opposite is none: a profile may
    know more than its document prints."""
    for fact in FACTS:
        known = set(fact.of(said))
        unknown = [value for value in (fact.printed or fact.of)(text) if value not in known]
        if unknown:
            kept = ", ".join(sorted(set((fact.printed or fact.of)(said)) or known)) or "nothing"
            printed = ", ".join(unknown)
            message = f"The text gives the {fact.noun} {printed}; the field says {kept}."
            yield Conflict(fact.key, fact.section, message, fact.section in written)


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
