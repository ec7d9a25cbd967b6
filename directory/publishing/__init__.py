"""The door: the one way from the desk to the public side, and the only writer of the reading room.

Two append-only tables are the record: `Revision` (what a team published) and `Notice` (what became true of it
since). Each entry is written in one transaction with all that is derived from it, so that no reader ever sees
one without the other. Listing, identifiers, claims, keys and the search index can be thrown away at any time:
`reindex` makes them again from the record alone.
"""

from .chain import head, record, verify
from .door import (
    AddressTaken,
    Prepared,
    Unpublishable,
    confirm,
    content_of,
    differs,
    has_changed,
    prepare,
    publish,
    put_keys,
    review,
    sign,
)
from .known import profile_now
from .redacting import REDACTABLE, redact, redact_notices, speaks_now
from .shelving import SHAPE, is_outdated, reindex
from .standing import Relation, maintained, merge, relate, relations_of, set_standing, settle, withdraw

__all__ = [
    "REDACTABLE",
    "SHAPE",
    "AddressTaken",
    "Prepared",
    "Relation",
    "Unpublishable",
    "confirm",
    "content_of",
    "differs",
    "has_changed",
    "head",
    "is_outdated",
    "maintained",
    "merge",
    "prepare",
    "profile_now",
    "publish",
    "put_keys",
    "record",
    "redact",
    "redact_notices",
    "reindex",
    "relate",
    "relations_of",
    "review",
    "set_standing",
    "settle",
    "sign",
    "speaks_now",
    "verify",
    "withdraw",
]
