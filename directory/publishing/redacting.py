"""Redaction: the one exception to "never rewritten", for personal data. What was said is destroyed with its salt; the
entries stay, so that it can be told when, and the chain still verifies (decision 0002)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from directory.chain import locked_head
from directory.models import (
    Listing,
    Notice,
    NoticeContent,
    PublishedKey,
    Rendering,
    Revision,
    RevisionContent,
)

from .noting import note

#: Kinds of notices of which the newest alone counts, or none once the team is back: the content of older ones may be
#: erased without a change to what is shown.
REDACTABLE = (
    Notice.Kind.KEY,
    Notice.Kind.WITHDRAWN,
    Notice.Kind.CONFIRMED,
    Notice.Kind.REVIEWED,
    Notice.Kind.MAINTAINED,
)


def redact(revision: Revision, *, by: str = "", at: datetime | None = None) -> Notice:
    """Erases a revision's content and salt, the one exception to "never rewritten" (personal data); its signatures
    too, for a clear-signed one holds the whole text.

    The entries stay, so its address can say when it was redacted and the chain still verifies.
    Raises ValueError for a revision that is redacted already, or is what the team shows now.
    """
    if revision.redacted:
        raise ValueError(f"{revision} is redacted already.")
    if Listing.objects.filter(revision=revision).exists():
        raise ValueError("This is what the team shows now: publish a revision without the data first.")
    with transaction.atomic():
        head = locked_head()
        Rendering.objects.filter(revision=revision).delete()
        RevisionContent.objects.filter(pk=revision.pk).delete()
        signed = Notice.objects.of(revision.team_id).signatures_of(revision.number)
        payload = {"revision": revision.number, "signatures": sorted(notice.cursor for notice in signed)}
        NoticeContent.objects.filter(notice__in=signed).delete()
        notice = note(head, revision.team_id, Notice.Kind.REDACTED, payload, by=by, at=at)
    revision.refresh_from_db()
    return notice


def redact_notices(notices: Iterable[Notice], *, by: str = "", at: datetime | None = None) -> list[Notice]:
    """Erases what older notices say, with the salts (personal data); the entries stay. One notice for each team names
    them.

    Raises ValueError for a notice of a kind that is none of `REDACTABLE`, and for one that says what is shown now
    (`speaks_now`).
    """
    wanted = [notice for notice in notices if hasattr(notice, "content")]
    for notice in wanted:
        if notice.kind not in REDACTABLE:
            raise ValueError(f"A notice of the kind “{notice.get_kind_display()}” is not redacted.")
        if speaks_now(notice):
            raise ValueError(
                f"What entry {notice.cursor} says is shown now: another must take its place first."
            )
    cursors: dict[int, list[int]] = {}
    for notice in wanted:
        cursors.setdefault(notice.team_id, []).append(notice.cursor)
    with transaction.atomic():
        head = locked_head()
        NoticeContent.objects.filter(notice__in=wanted).delete()
        return [
            note(head, team_id, Notice.Kind.REDACTED, {"notices": sorted(of_team)}, by=by, at=at)
            for team_id, of_team in cursors.items()
        ]


def speaks_now(notice: Notice) -> bool:
    """Whether the public side shows what a notice says: the newest certificate of a key that a listed team names, why a
    team is in no list, or the newest of its kind."""
    later = Notice.objects.of(notice.team_id).filter(cursor__gt=notice.cursor)
    if notice.kind == Notice.Kind.KEY:
        fingerprint = notice.content.payload["fingerprint"]
        newer = later.of_kind(Notice.Kind.KEY).filter(content__payload__fingerprint=fingerprint)
        shown = PublishedKey.objects.filter(listing_id=notice.team_id, fingerprint=fingerprint)
        return shown.exists() and not newer.exists()
    if notice.kind == Notice.Kind.WITHDRAWN:
        return not Revision.objects.of(notice.team_id).filter(cursor__gt=notice.cursor).exists()
    return not later.of_kind(notice.kind).exists()
