"""The record: two append-only tables in one sequence, each entry chained to the one before it."""

import hashlib
import heapq
from collections.abc import Iterator

from directory.chain import digest, followed
from directory.models import Head, Notice, Revision, RevisionContent
from directory.models.revision import Entry


def record() -> Iterator[Entry]:
    """Revisions and notices of all teams, in the order in which they were published."""
    revisions = Revision.objects.order_by("cursor").select_related("content").iterator()
    notices = Notice.objects.order_by("cursor").select_related("content").iterator()
    yield from heapq.merge(revisions, notices, key=lambda entry: entry.cursor)


def head() -> tuple[int, str]:
    """The number of the last entry and the hash that the record ends with; (0, "") where nothing is published."""
    end = Head.objects.filter(pk=Head.RECORD).first() or Head()
    return end.cursor, end.chain


def verify() -> Iterator[str]:
    """A sentence for each entry that is not as it was written: changed, removed, reordered or inserted, or its
    content gone without a notice that it was redacted."""
    chain, cursor = "", 0
    gone: set[int] = set()
    revisions: dict[tuple[int, int], int] = {}
    for entry, wrong in followed(record()):
        if wrong:
            yield wrong
        yield from _content_problems(entry)
        _follow_redactions(entry, gone, revisions)
        chain, cursor = entry.chain, entry.cursor
    for lost in sorted(gone):
        yield f"The content of entry {lost} is gone, and no notice says that it was redacted."
    head = Head.objects.filter(pk=Head.RECORD).first() or Head()
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
        revision = revisions.get((entry.team_id, told.get("revision", 0)))
        gone -= {revision, *told.get("signatures", ()), *told.get("notices", ())}


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
