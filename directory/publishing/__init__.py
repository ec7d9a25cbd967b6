"""The door: the one way from the desk to the public side, and the only writer of the reading room.

Two append-only tables are the record: `Revision` (what a team published) and `Notice` (what became true of it
since). Each entry is written in one transaction with all that is derived from it, so that no reader ever sees
one without the other. Listing, identifiers, claims, keys and the search index can be thrown away at any time:
`reindex` makes them again from the record alone.
"""

from .chain import record, verify
from .door import (
    Unpublishable,
    confirm,
    has_changed,
    prepare,
    publish,
    put_keys,
    redact,
    review,
    sign,
    withdraw,
)
from .shelving import SHAPE, is_outdated, reindex

__all__ = [
    "SHAPE",
    "Unpublishable",
    "confirm",
    "has_changed",
    "is_outdated",
    "prepare",
    "publish",
    "put_keys",
    "record",
    "redact",
    "reindex",
    "review",
    "sign",
    "verify",
    "withdraw",
]
