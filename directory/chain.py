"""Chains of entries, each tied to the one before it by a salted digest of what it says: the public record, and the
audit trail. So a row that is changed, removed, reordered or inserted is found, and content can still be erased."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from directory.models import Head


class Linked(Protocol):
    cursor: int
    at: datetime
    digest: str
    chain: str

    @property
    def team_id(self) -> int | None: ...

    @property
    def spoken_kind(self) -> str: ...

    def save(self) -> None: ...


Kind = TypeVar("Kind", bound=Linked)


def locked_head(which: int = Head.RECORD) -> Head:
    """The end of a chain, held until the transaction ends, so that entries queue. Both ends are held, always in this
    order: what is published is written to the audit trail too, and two who wait for each other would wait for ever."""
    for pk in (Head.RECORD, Head.AUDIT):
        Head.objects.get_or_create(pk=pk)
    return {head.pk: head for head in Head.objects.select_for_update().order_by("pk")}[which]


def append(head: Head, entry: Linked, content: dict[str, Any]) -> None:
    entry.cursor = head.cursor + 1
    entry.digest = digest(content)
    entry.chain = link(head.chain, entry)
    entry.save()
    head.cursor, head.chain = entry.cursor, entry.chain
    head.save()


def followed(entries: Iterable[Kind]) -> Iterator[tuple[Kind, str]]:
    """Each entry with what is wrong with its place in the chain, "" where it follows from the one before it."""
    chain, cursor = "", 0
    for entry in entries:
        cursor, wrong = cursor + 1, ""
        if entry.cursor != cursor:
            wrong = f"Entry {cursor} is missing: the next one is {entry.cursor}."
            cursor = entry.cursor
        elif entry.chain != link(chain, entry):
            wrong = f"Entry {cursor} does not follow from the one before it."
        yield entry, wrong
        chain = entry.chain


def new_salt() -> str:
    return secrets.token_hex(32)


def digest(content: dict[str, Any]) -> str:
    """SHA-256 over the salt, a newline and the content's canonical JSON; a text counts by its SHA-256, and where
    somebody was is not in it."""
    spoken = {key: value for key, value in content.items() if key not in {"salt", "text", "address"}}
    canonical = json.dumps(spoken, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{content['salt']}\n{canonical}".encode()).hexdigest()


def link(before: str, entry: Linked) -> str:
    at = entry.at.astimezone(UTC).isoformat()
    spoken = "\n".join([before, str(entry.cursor), str(entry.team_id), entry.spoken_kind, at, entry.digest])
    return hashlib.sha256(spoken.encode()).hexdigest()
