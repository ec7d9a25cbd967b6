"""Full text over what is published. One interface, two stores: FTS5 in SQLite, tsvector in PostgreSQL.

Both get the same folded words and no text of a visitor ever reaches their query languages, so they find the
same teams. The index is derived: the door writes it in the transaction that publishes.
"""

from dataclasses import dataclass
from typing import Protocol

from django.db import connection
from django.db.models import QuerySet

from . import postgres, sqlite
from .query import words


@dataclass(frozen=True)
class Texts:
    """What is searched of a team, by how much a hit says: its names, its services, all the rest."""

    names: str
    services: str
    body: str

    def folded(self) -> tuple[str, str, str]:
        return (" ".join(words(self.names)), " ".join(words(self.services)), " ".join(words(self.body)))


class Store(Protocol):
    def put(self, listing_id: int, names: str, services: str, body: str) -> None: ...

    def remove(self, listing_id: int) -> None: ...

    def clear(self) -> None: ...

    def matching(self, listings: QuerySet, found: list[str]) -> QuerySet: ...


def _store() -> Store:
    return postgres if connection.vendor == "postgresql" else sqlite


def put(listing_id: int, texts: Texts) -> None:
    """Makes the team findable by these texts alone."""
    _store().remove(listing_id)
    _store().put(listing_id, *texts.folded())


def remove(listing_id: int) -> None:
    _store().remove(listing_id)


def clear() -> None:
    _store().clear()


def matching(listings: QuerySet, found: list[str]) -> QuerySet:
    """The listings that hold every word (or a word that begins so), the most telling first.

    `found` are folded words from `query.words`; without any, all listings by name.
    """
    return _store().matching(listings, found) if found else listings
