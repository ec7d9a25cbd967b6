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
from directory.chain import append, locked_head, new_salt
from directory.models import AuditContent, AuditEntry, Head, Team

Act = AuditEntry.Act


@contextmanager
def change(team: Team, act: AuditEntry.Act, told: str = "") -> Iterator[None]:
    """Whatever is done to the team's draft inside is one change: one transaction, and one entry where it made a
    difference. A team that is not saved yet may be made inside."""
    with transaction.atomic():
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
