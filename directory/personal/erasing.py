"""Erasing a person: all that a program can do at once, or nothing; and a list of what is left for somebody to do."""

from dataclasses import dataclass

from django.db import transaction

from directory import auditing
from directory.chain import locked_head

from .person import Person
from .place import Place
from .places import places
from .published import audit_entries

FILES = Place(
    "Files that commands have written: exports, the offline bundle, backups",
    remedy="Run export_teams and lookup_bundle again. Backups are yours to see to.",
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was found, or is gone. `entries` counts the entries of the audit trail whose content goes."""

    gone: list[Place]
    left: list[Place]
    entries: int


def erase(person: Person, *, do: bool) -> Erasure:
    """Takes the person out of every place, where `do` says so; otherwise it is told what would be done.

    What was erased cannot be brought back. The entry that is left in the audit trail says how much, and of nobody.
    """
    found = list(places(person))
    gone = [place for place in found if place.erase]
    left = [place for place in found if not place.erase]
    cursors = audit_entries(person)
    if do:
        _erase(person, gone, cursors)
    return Erasure(gone, [*left, FILES], len(cursors))


@transaction.atomic
def _erase(person: Person, gone: list[Place], cursors: list[int]) -> None:
    locked_head()
    for place in gone:
        if place.erase:
            place.erase()
    told = f"A person's data was erased in {len(gone)} places, and in {len(cursors)} entries of this trail."
    if auditing.erase(cursors, told) is None and gone:
        auditing.write(auditing.Act.ERASED, told)
