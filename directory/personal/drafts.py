"""The drafts at the desk, and the files that were imported into them."""

from collections.abc import Iterator

from django.db import models

from directory import importers
from directory.importers import Unreadable
from directory.models import Contact, Key, Member, Source, Team

from .person import Person
from .place import Place, masking

#: Words in these fields of a team are masked; what else a team says is not for a program to change.
PROSE = ("aliases", "former_names", "host_organisation", "address", "distribution", "short_name")
ROWS = ("contacts", "members", "keys", "openings", "services", "sections", "registry_ids")
PACKED = ("pdf", "docx")  # their words do not stand in their bytes


def of_drafts(person: Person) -> Iterator[Place]:
    for team in Team.objects.order_by("pk").iterator(chunk_size=200):
        yield from _of_team(team, person)
        for name in ROWS:
            for row in getattr(team, name).all():
                yield from _of_row(row, team, person)


def _of_team(team: Team, person: Person) -> Iterator[Place]:
    if person.is_in([getattr(team, name) for name in PROSE]):
        yield Place(f"The fields of {team}'s draft", masking(team, person, *PROSE))
    others = [field.name for field in Team._meta.concrete_fields if field.name not in PROSE]
    if person.is_in([getattr(team, name) for name in others]):
        yield Place(f"The name or an address of {team}", remedy="Change it at the desk.")


def _of_row(row: models.Model, team: Team, person: Person) -> Iterator[Place]:
    """A member and a contact that is the person go; in other rows, the words are masked."""
    texts = [
        field.name
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    ]
    if isinstance(row, Key) and person.is_in(row.facts):
        told = "Give a copy of the key without the person's user id, or remove it from the desk."
        yield Place(f"The key {row} of {team}, in its user ids", remedy=told)
    if not person.is_in([getattr(row, name) for name in texts]):
        return
    if isinstance(row, Member) or (isinstance(row, Contact) and person.is_in([row.value, row.text])):
        yield Place(f"A {row._meta.verbose_name} in {team}'s draft", row.delete)
    else:
        yield Place(
            f"A {row._meta.verbose_name} in {team}'s draft: {_place(row)}", masking(row, person, *texts)
        )


def _place(row: models.Model) -> str:
    return str(getattr(row, "canonical", "") or row.pk)


def of_sources(person: Person) -> Iterator[Place]:
    """Of a file that names the person nothing is kept; one that cannot be read is left to somebody who can."""
    for source in Source.objects.select_related("team").order_by("pk").iterator(chunk_size=20):
        name = f"A file imported into {source.team} on {source.imported_at:%Y-%m-%d}"
        try:
            found = person.is_in([source.name, source.address, _words(source)])
        except Unreadable:
            yield Place(
                name, remedy="It cannot be read any more: look into it, and delete it with the team's files."
            )
            continue
        if found:
            yield Place(name, source.delete)


def _words(source: Source) -> str:
    data = bytes(source.content)
    if source.format not in PACKED:
        return data.decode(source.encoding or "utf-8", "replace")
    return "\n".join(line.text for line in importers.read(data).lines)
