"""The audit trail: who did what at the desk, when, from where, and what was before and after.

One entry a save. `change` takes a picture of the team before and after and writes down the difference, `write` anything
else. Entries are chained over salted digests, so that `verify` finds one that was changed, removed, reordered or
inserted, and what they say of a person can still be erased.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory import desk
from directory.acting import Actor, actor
from directory.chain import append, digest, followed, locked_head, new_salt
from directory.models import AuditContent, AuditEntry, Head, Team

Act = AuditEntry.Act
ENTRIES = (
    "entries"  # what an erasure's change speaks of: the cursors of the entries whose content it destroyed
)


@contextmanager
def change(team: Team, act: AuditEntry.Act, told: str = "") -> Iterator[None]:
    """Whatever is done to the team's draft inside is one change: one transaction, and one entry where it made a
    difference. Others who change it, or look at it to publish it, wait. A team that is not saved yet may be made
    inside."""
    with transaction.atomic():
        if team.pk:
            Team.objects.held(team.pk)
        before = desk.snapshot(team) if team.pk else {}
        yield
        after = desk.snapshot(team)
        if before != after:
            write(act, told, team=team, changes=desk.differences(before, after), snapshot=after)


def write(
    act: AuditEntry.Act,
    told: str = "",
    *,
    team: Team | int | None = None,
    changes: Iterable[Mapping[str, Any]] = (),
    snapshot: Mapping[str, Any] | None = None,
    by: str = "",
    who: Actor | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Adds an entry. Who it was is whoever is at work (`acting.actor`), unless `who` says; `by` names what has no
    account, such as an import."""
    who = who or actor()
    name = who.name if who.user_id else by or who.name
    content = {
        "by": name[:200],
        "user_id": who.user_id,
        "told": told,
        "changes": list(changes),
        "snapshot": snapshot,
        "salt": new_salt(),
    }
    with transaction.atomic():
        head = locked_head(Head.AUDIT)
        team_id = team.pk if isinstance(team, Team) else team
        entry = AuditEntry(team_id=team_id, act=act, at=at or timezone.now())
        append(head, entry, content)
        AuditContent.objects.create(entry=entry, address=who.address, **content)
    return entry


# What is forgotten ---------------------------------------------------------------------------------


def erase(cursors: Iterable[int], told: str) -> AuditEntry | None:
    """Destroys what these entries say, with the salts, and writes down that it was done, for which entries and why
    (`told`, without the data). The entries stay, so that the chain still verifies. None where there is nothing to
    destroy."""
    with transaction.atomic():
        locked_head(Head.AUDIT)
        wanted, gone = sorted(set(cursors)), set()
        for some in _batches(wanted):
            contents = AuditContent.objects.filter(entry__cursor__in=some)
            gone |= set(contents.values_list("entry__cursor", flat=True))
            # An earlier erasure that is erased itself must not leave what it explained without a word.
            for erasure in contents.filter(entry__act=Act.ERASED):
                gone |= set(_erased_by(erasure))
            contents.delete()
        if not gone:
            return None
        named = [{"what": ENTRIES, "before": sorted(gone), "after": []}]
        return write(Act.ERASED, told, changes=named)


def forget_addresses(before: datetime) -> int:
    """Blanks the network addresses of entries older than this; returns how many. They stand outside the chain."""
    old = AuditContent.objects.filter(entry__at__lt=before).exclude(address="")
    return old.update(address="")


def _batches(cursors: list[int]) -> Iterator[list[int]]:
    """A database takes so many values in one question and no more."""
    return (cursors[start : start + 500] for start in range(0, len(cursors), 500))


def _erased_by(content: AuditContent) -> list[int]:
    return [cursor for change in content.changes if change["what"] == ENTRIES for cursor in change["before"]]


# Whether it is as it was written -------------------------------------------------------------------


def verify() -> Iterator[str]:
    """A sentence for each entry that is not as it was written, the first bad one first: changed, removed, reordered,
    inserted, or its content gone without an erasure that names it. Entries may be added meanwhile."""
    written = _head()
    explained = _explained()
    chain, cursor = "", 0
    entries = AuditEntry.objects.order_by("cursor").select_related("content").iterator(chunk_size=500)
    for entry, wrong in followed(entries):
        if wrong:
            yield wrong
        if entry.redacted and entry.cursor not in explained:
            explained = _explained()  # it may have been erased meanwhile
        yield from _content_problems(entry, explained)
        chain, cursor = entry.chain, entry.cursor
        if cursor == written.cursor and chain != written.chain:
            yield f"Entry {cursor} is not the one that the trail ended with."
    if cursor < written.cursor:
        yield f"Entry {cursor + 1} is missing: the trail ends at {cursor}, and {written.cursor} were written."
    written = _head()
    if cursor > written.cursor:
        yield f"Entry {written.cursor + 1} was inserted: {written.cursor} were written."


def head() -> tuple[int, str]:
    """The number of the last entry and the hash that the trail ends with; (0, "") where nothing was written."""
    end = _head()
    return end.cursor, end.chain


def has_passed(chain: str) -> bool:
    """Whether the trail ended with this hash at some time: one that was noted elsewhere shows that nothing up to there
    was written anew since."""
    return AuditEntry.objects.filter(chain=chain).exists()


def _head() -> Head:
    return Head.objects.filter(pk=Head.AUDIT).first() or Head()


def _explained() -> dict[int, int]:
    """Which entries were erased, each with the newest erasure that says so."""
    erasures = (
        AuditContent.objects.filter(entry__act=Act.ERASED).select_related("entry").order_by("entry__cursor")
    )
    return {cursor: content.entry.cursor for content in erasures for cursor in _erased_by(content)}


def _content_problems(entry: AuditEntry, explained: Mapping[int, int]) -> Iterator[str]:
    if entry.redacted:
        if explained.get(entry.cursor, 0) <= entry.cursor:
            yield f"The content of entry {entry.cursor} is gone, and no later entry says that it was erased."
        return
    spoken = ("by", "user_id", "told", "changes", "snapshot", "salt")
    if digest({name: getattr(entry.content, name) for name in spoken}) != entry.digest:
        yield f"The content of entry {entry.cursor} was changed."
