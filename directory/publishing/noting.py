"""A notice: an entry of the record that says what became true of a team without a new text."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from directory import auditing
from directory.chain import append, new_salt
from directory.models import AuditEntry, Head, Notice, NoticeContent

from .shelving import shelve


def note(
    head: Head, team_id: int, kind: Notice.Kind, payload: dict[str, Any], *, by: str, at: datetime | None
) -> Notice:
    """Adds a notice to the record, whose head the caller has locked, and what follows from it to the reading room."""
    notice = Notice(team_id=team_id, kind=kind, at=at or timezone.now())
    content = {"by": by, "payload": payload, "salt": new_salt()}
    append(head, notice, content)
    NoticeContent.objects.create(notice=notice, **content)
    shelve(team_id)
    told = f"Notice: {notice.get_kind_display()}."
    auditing.write(AuditEntry.Act.NOTED, told, team=team_id, by=by, at=notice.at)
    return notice
