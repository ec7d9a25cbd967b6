"""What goes through the door: each entry in one transaction with all that is derived from it."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory import auditing, desk, rfc2350
from directory.chain import append, locked_head, new_salt
from directory.lookup.claims import claims_of
from directory.models import (
    AuditEntry,
    Head,
    Key,
    Listing,
    Notice,
    NoticeContent,
    Rendering,
    Revision,
    RevisionContent,
    Section,
    Team,
)
from directory.openpgp import Certificate, PublicKey, limited
from directory.rfc2350.compose import next_version, stamp
from directory.rfc2350.document import Document

from .shelving import known_certificates, reviewed_claims, shelve, withdrawal_of


class Unpublishable(Exception):
    """The draft says two things at once; `conflicts` are the sentences, each to be settled first."""

    def __init__(self, conflicts: tuple[desk.Conflict, ...]) -> None:
        super().__init__(" ".join(conflict.message for conflict in conflicts))
        self.conflicts = conflicts


# Publishing --------------------------------------------------------------------------------------


def publish(
    team: Team, *, author: str = "", comment: str = "", at: datetime | None = None
) -> Revision | None:
    """Makes the team's draft public and returns its revision; None where nothing has changed, but perhaps a
    certificate, which is public then (`put_keys`). A team that was withdrawn is listed again, changed or not.

    Raises Unpublishable where the text and the fields disagree; nothing is written then.
    """
    at = at or timezone.now()
    with transaction.atomic():
        head = locked_head()
        before = Revision.objects.of(team.pk).with_content().first()
        draft = prepare(team, before, at=at, author=author, comment=comment)
        if draft.conflicts:
            raise Unpublishable(draft.conflicts)
        content = _content(team, draft.document)
        if not _differs(content, before) and withdrawal_of(team.pk, before) is None:
            _put_keys(head, team, by=author, at=at)
            return None
        content |= {
            "author": author,
            "comment": comment,
            "sha256": hashlib.sha256(content["text"]).hexdigest(),
            "salt": new_salt(),
        }
        revision = Revision(team=team, number=before.number + 1 if before else 1, at=at)
        append(head, revision, content)
        RevisionContent.objects.create(revision=revision, **content)
        _keep_stamp(team, draft.document)
        shelve(team.pk)
        told = f"Published as revision {revision.number}."
        auditing.write(AuditEntry.Act.PUBLISHED, told, team=team, by=author, at=at)
        _put_keys(head, team, by=author, at=at)
    return revision


def prepare(
    team: Team, before: Revision | None, *, at: datetime, author: str = "", comment: str = ""
) -> desk.Draft:
    """The draft as it would be published at this moment: its date and version set, unless the team wrote new
    ones itself. `before` is the team's last revision."""
    last = None
    if before and not before.redacted:
        last = Document.from_dict(before.content.document)
    draft = desk.draft(team, last.document if last else None)
    if last and _texts(draft.document) == _texts(last):
        return draft
    if last is None:
        if team.sections.filter(canonical="1.1", mode=Section.Mode.WRITTEN).exclude(text="").exists():
            return draft
        version = "1.0"
    elif _texts(draft.document, "1.1") != _texts(last, "1.1"):
        return draft
    else:
        version = next_version(last.document.version)
    stamped = stamp(draft.document, at.date().isoformat(), version, comment or None, author or None)
    return desk.Draft(rfc2350.parse(rfc2350.to_text(stamped)), draft.conflicts)


def _texts(document: Document, *canonical: str) -> list[tuple[str, str | None, str, str]]:
    return [
        (s.canonical, s.number, s.title, s.text)
        for s in document.sections
        if not canonical or s.canonical in canonical
    ]


def _content(team: Team, document: Document) -> dict[str, Any]:
    return {
        "document": document.as_dict(),
        "profile": desk.profile(team),
        "text": rfc2350.to_text(document).encode(),
    }


def _differs(content: dict[str, Any], before: Revision | None) -> bool:
    if before is None or before.redacted:
        return True
    same_text = content["text"] == bytes(before.content.text)
    return not (same_text and content["profile"] == before.content.profile)


def has_changed(team: Team, before: Revision | None, draft: desk.Draft) -> bool:
    """True where publishing this draft would make a revision."""
    return _differs(_content(team, draft.document), before)


def _keep_stamp(team: Team, document: Document) -> None:
    """What publishing set in section 1 is now what the team's own text says."""
    for canonical in ("1.1", "1.5"):
        printed = [s for s in document.sections if s.canonical == canonical]
        rows = list(team.sections.filter(canonical=canonical))
        if len(printed) == len(rows) == 1 and rows[0].mode == Section.Mode.WRITTEN:
            rows[0].text = printed[0].text
            rows[0].save(update_fields=["text"])


# Redaction ---------------------------------------------------------------------------------------


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
        notice = _note(head, revision.team_id, Notice.Kind.REDACTED, payload, by=by, at=at)
    revision.refresh_from_db()
    return notice


# What becomes true of a team since ----------------------------------------------------------------


def withdraw(team: Team, *, reason: str, by: str = "", at: datetime | None = None) -> Notice:
    """Takes a published team out of lists, search and look-ups; its revisions stay readable.

    `reason` is a sentence for visitors. Raises ValueError where the team is not listed.
    """
    with transaction.atomic():
        head = locked_head()
        if not Listing.objects.listed().filter(pk=team.pk).exists():
            raise ValueError(f"{team} is not listed, so it cannot be withdrawn.")
        return _note(head, team.pk, Notice.Kind.WITHDRAWN, {"reason": reason}, by=by, at=at)


def review(team: Team, claims: Iterable[str], *, by: str = "", at: datetime | None = None) -> Notice | None:
    """Keeps which of a team's published claims the directory's operators have checked, as they are spelled
    (`lookup.claims.spelled`); all others are unreviewed from now on. None where nothing changes.

    Raises ValueError where the team is not published, or claims no such thing.
    """
    with transaction.atomic():
        head = locked_head()
        revision = Revision.objects.of(team.pk).with_content().first()
        if revision is None or revision.redacted:
            raise ValueError(f"{team} is not published, so there is nothing to review.")
        claimed = set(claims_of(revision.content.profile).values())
        reviewed = set(claims)
        unknown = reviewed - claimed
        if unknown:
            raise ValueError(f"{team} does not claim {', '.join(sorted(unknown))}.")
        if reviewed == reviewed_claims(team.pk) & claimed:
            return None
        return _note(head, team.pk, Notice.Kind.REVIEWED, {"claims": sorted(reviewed)}, by=by, at=at)


def confirm(team: Team, *, means: str, by: str = "", at: datetime | None = None) -> Notice:
    """Keeps that all of a team's published profile is still right. `means` says to visitors how that is known, such
    as "by the team, at the desk". Raises ValueError where the team is not listed."""
    with transaction.atomic():
        head = locked_head()
        if not Listing.objects.listed().filter(pk=team.pk).exists():
            raise ValueError(f"{team} is not listed, so there is nothing to confirm.")
        return _note(head, team.pk, Notice.Kind.CONFIRMED, {"means": means}, by=by, at=at)


def put_keys(team: Team, *, by: str = "", at: datetime | None = None) -> list[Notice]:
    """Makes the newest certificates of the team's published keys public, without a new revision: one notice for each
    that says something new. A key that the profile does not name yet waits for the next revision."""
    with transaction.atomic():
        return _put_keys(locked_head(), team, by=by, at=at or timezone.now())


def _put_keys(head: Head, team: Team, *, by: str, at: datetime) -> list[Notice]:
    listing = Listing.objects.listed().with_revision().filter(pk=team.pk).first()
    if listing is None:
        return []
    profile = listing.revision.content.profile
    named = {key["fingerprint"] for key in profile["keys"]}
    emails = [contact["value"] for contact in profile["contacts"] if contact["kind"] == "email"]
    known = known_certificates(team.pk)
    notices = []
    for key in team.keys.exclude(facts=None):
        public = _public_part(key, emails)
        payload = {
            "fingerprint": key.fingerprint,
            "certificate": b64encode(public.binary).decode(),
            "facts": public.key.as_dict(),
        }
        last = known.get(key.fingerprint)
        if key.fingerprint in named and (last is None or last.content.payload != payload):
            notices.append(_note(head, team.pk, Notice.Kind.KEY, payload, by=by, at=at))
    return notices


def _public_part(key: Key, emails: list[str]) -> Certificate:
    """A key may name people and addresses that the team publishes nowhere: they stay at the desk (SECURITY 69)."""
    whole = Certificate(PublicKey.from_dict(key.facts or {}), bytes(key.certificate))
    part = limited(whole, emails)
    return whole if part.key == whole.key else part


def sign(
    revision: Revision,
    *,
    fingerprint: str,
    made_at: datetime,
    armor: str,
    by: str = "",
    at: datetime | None = None,
) -> Notice:
    """Keeps a detached signature of the revision's exact text, which the caller has verified with the team's own key
    (`signing.verified`). Raises ValueError where the revision is redacted."""
    if revision.redacted:
        raise ValueError(f"{revision} is redacted, so it cannot be signed.")
    payload = {
        "revision": revision.number,
        "fingerprint": fingerprint,
        "made_at": made_at.isoformat(),
        "armor": armor,
    }
    with transaction.atomic():
        return _note(locked_head(), revision.team_id, Notice.Kind.SIGNED, payload, by=by, at=at)


def _note(
    head: Head, team_id: int, kind: Notice.Kind, payload: dict[str, Any], *, by: str, at: datetime | None
) -> Notice:
    """Adds a notice to the record, and what follows from it to the reading room."""
    notice = Notice(team_id=team_id, kind=kind, at=at or timezone.now())
    content = {"by": by, "payload": payload, "salt": new_salt()}
    append(head, notice, content)
    NoticeContent.objects.create(notice=notice, **content)
    shelve(team_id)
    told = f"Notice: {notice.get_kind_display()}."
    auditing.write(AuditEntry.Act.NOTED, told, team=team_id, by=by, at=notice.at)
    return notice
