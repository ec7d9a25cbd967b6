"""A place where a person stands."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

from .person import Person


@dataclass(frozen=True, slots=True)
class Place:
    """`where` names the place in a few words. `erase` takes the person out of it; where that is not for a program,
    `remedy` says what to do."""

    where: str
    erase: Callable[[], object] | None = None
    remedy: str = ""


def masking(row: models.Model, person: Person, *names: str) -> Callable[[], object]:
    """What puts a mark in the place of the person in these fields of a row."""

    def mask() -> None:
        rows = type(row)._base_manager.filter(pk=row.pk)
        rows.update(**{name: person.masked(getattr(row, name)) for name in names})

    return mask
