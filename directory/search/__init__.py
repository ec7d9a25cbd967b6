"""Full text over what is published. One interface, two stores: FTS5 in SQLite, tsvector in PostgreSQL.

Both get the same folded words and no text of a visitor ever reaches their query languages, so they find the
same teams. The index is derived: the door writes it in the transaction that publishes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db import connection

from . import postgres, spelling, sqlite
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

    def remove(self, listing_id: int) -> list[str]:
        """Returns the words that the team was found by."""

    def clear(self) -> None: ...

    def holding(self, word: str, *, most: int) -> list[int]: ...

    def ranked(self, found: Iterable[str]) -> list[int]: ...


NAMES, SERVICES, ANYWHERE = 1, 2, 3  # how much of a team's texts is looked at


def store() -> Store:
    return postgres if connection.vendor == "postgresql" else sqlite


def put(listing_id: int, texts: Texts) -> None:
    """Makes the team findable by these texts alone."""
    remove(listing_id)
    folded = texts.folded()
    store().put(listing_id, *folded)
    spelling.learn(word for text in folded for word in text.split())


def remove(listing_id: int) -> None:
    spelling.forget(store().remove(listing_id))


def clear() -> None:
    store().clear()
    spelling.forget_all()


def holding(word: str, *, most: int = ANYWHERE) -> list[int]:
    """The listings with a word that begins so, in their names, in names or services, or anywhere."""
    return store().holding(word, most=most)


def ranked(found: Iterable[str]) -> list[int]:
    """The listings that hold every word, those first that say most of them by the store's own measure."""
    return store().ranked(found)
