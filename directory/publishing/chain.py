"""The record: two append-only tables in one sequence, each entry chained to the one before it."""

import hashlib
import heapq
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from directory.models import Head, Notice, Revision, RevisionContent
from directory.models.revision import Entry


def locked_head() -> Head:
    """The end of the record, held until the transaction ends, so that entries queue."""
    Head.objects.get_or_create(pk=1)
    return Head.objects.select_for_update().get(pk=1)


def append(head: Head, entry: Entry, content: dict[str, Any]) -> None:
    entry.cursor = head.cursor + 1
    entry.digest = digest(content)
    entry.chain = link(head.chain, entry)
    entry.save()
    head.cursor, head.chain = entry.cursor, entry.chain
    head.save()


def digest(content: dict[str, Any]) -> str:
    """SHA-256 over the salt, a newline and the content's canonical JSON; the text counts by its SHA-256."""
    spoken = {key: value for key, value in content.items() if key not in {"salt", "text"}}
    canonical = json.dumps(spoken, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{content['salt']}\n{canonical}".encode()).hexdigest()


def link(before: str, entry: Entry) -> str:
    kind = entry.spoken_kind
    at = entry.at.astimezone(UTC).isoformat()
    spoken = "\n".join([before, str(entry.cursor), str(entry.team_id), kind, at, entry.digest])
    return hashlib.sha256(spoken.encode()).hexdigest()


def record() -> Iterator[Entry]:
    """Revisions and notices of all teams, in the order in which they were published."""
    revisions = Revision.objects.order_by("cursor").select_related("content").iterator()
    notices = Notice.objects.order_by("cursor").select_related("content").iterator()
    yield from heapq.merge(revisions, notices, key=lambda entry: entry.cursor)


def verify() -> Iterator[str]:
    """A sentence for each entry that is not as it was written: changed, removed, reordered or inserted, or its
    content gone without a notice that it was redacted."""
    chain, cursor = "", 0
    gone: set[int] = set()
    revisions: dict[tuple[int, int], int] = {}
    for entry in record():
        cursor += 1
        if entry.cursor != cursor:
            yield f"Entry {cursor} is missing: the next one is {entry.cursor}."
            cursor = entry.cursor
        elif entry.chain != link(chain, entry):
            yield f"Entry {cursor} does not follow from the one before it."
        yield from _content_problems(entry)
        _follow_redactions(entry, gone, revisions)
        chain = entry.chain
    for lost in sorted(gone):
        yield f"The content of entry {lost} is gone, and no notice says that it was redacted."
    head = Head.objects.filter(pk=1).first() or Head()
    if (head.cursor, head.chain) != (cursor, chain):
        yield f"The record ends at entry {cursor}, but {head.cursor} were written."


def _follow_redactions(entry: Entry, gone: set[int], revisions: dict[tuple[int, int], int]) -> None:
    """Keeps in `gone` the entries without content that no notice has explained so far."""
    if isinstance(entry, Revision):
        revisions[entry.team_id, entry.number] = entry.cursor
    if not hasattr(entry, "content"):
        gone.add(entry.cursor)
    elif isinstance(entry, Notice) and entry.kind == Notice.Kind.REDACTED:
        told = entry.content.payload
        gone -= {revisions.get((entry.team_id, told["revision"])), *told.get("signatures", ())}


def _content_problems(entry: Entry) -> Iterator[str]:
    content = getattr(entry, "content", None)
    if isinstance(content, RevisionContent):
        names = ["author", "comment", "document", "profile", "sha256", "salt"]
        if hashlib.sha256(bytes(content.text)).hexdigest() != content.sha256:
            yield f"The text of entry {entry.cursor} was changed."
    elif content is not None:
        names = ["by", "payload", "salt"]
    else:
        return
    if digest({name: getattr(content, name) for name in names}) != entry.digest:
        yield f"The content of entry {entry.cursor} was changed."
