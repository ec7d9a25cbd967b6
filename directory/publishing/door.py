"""What goes through the door: each entry in one transaction with all that is derived from it."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
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
    Revision,
    RevisionContent,
    Section,
    Team,
)
from directory.openpgp import Certificate, PublicKey, limited
from directory.rfc2350.compose import next_version, stamp
from directory.rfc2350.document import Document

from .known import ending_of, known_certificates, profile_now, reviewed_claims
from .noting import note
from .shelving import shelve
from .standing import settle


@dataclass(frozen=True)
class Prepared(desk.Draft):
    """A draft with its date and version set. `proposed` is the version that publishing sets by itself, "" where the
    text has a new one of its own, or has not changed."""

    proposed: str = ""


class Unpublishable(Exception):
    """The draft says two things at once; `conflicts` are the sentences, each to be settled first."""

    def __init__(self, conflicts: tuple[desk.Conflict, ...]) -> None:
        super().__init__(" ".join(conflict.message for conflict in conflicts))
        self.conflicts = conflicts


class AddressTaken(Unpublishable):
    """The draft's address is another team's in public, or was: links to that team point there."""

    def __init__(self, slug: str) -> None:
        super().__init__(())
        self.sentence = f"The address “{slug}” is another team's, or was: links to that team point there. Give this team another one."

    def __str__(self) -> str:
        return self.sentence


# Publishing --------------------------------------------------------------------------------------


def publish(
    team: Team,
    *,
    author: str = "",
    comment: str = "",
    version: str = "",
    remark: str = "",
    at: datetime | None = None,
) -> Revision | None:
    """Makes the team's draft public and returns its revision; None where nothing has changed, but perhaps a
    certificate, which is public then (`put_keys`). A team that was withdrawn is listed again, changed or not.
    `remark` is what the audit trail says beside it.

    Raises Unpublishable where the text and the fields disagree, and AddressTaken where another team has its address;
    nothing is written then.
    """
    at = at or timezone.now()
    with transaction.atomic():
        Team.objects.held(team.pk)
        head = locked_head()
        before = Revision.objects.of(team.pk).with_content().first()
        draft = prepare(team, before, at=at, author=author, comment=comment, version=version)
        if draft.conflicts:
            raise Unpublishable(draft.conflicts)
        content = content_of(team, draft.document)
        ending = ending_of(team.pk, before)
        if not differs(content, before) and ending is None:
            _put_keys(head, team, by=author, at=at)
            return None
        if Listing.objects.others_at(team.slug, team.pk).exists():
            raise AddressTaken(team.slug)
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
        told = f"Published as revision {revision.number}. {remark}".strip()
        auditing.write(AuditEntry.Act.PUBLISHED, told, team=team, by=author, at=at)
        _tell_what_follows(head, revision, before, ending, by=author, at=at)
        _put_keys(head, team, by=author, at=at)
        settle(team, by=author, at=at)
    return revision


def _tell_what_follows(
    head: Head, revision: Revision, before: Revision | None, ending: Notice | None, *, by: str, at: datetime
) -> None:
    """Of another name or address a notice, so that the former ones lead here; and of a team that was merged and is
    back, the team that it was merged into shows it no more."""
    old = before.content.profile if before and not before.redacted else revision.content.profile
    new = revision.content.profile
    changed = {name: [old[name], new[name]] for name in ("slug", "name") if old[name] != new[name]}
    if changed:
        note(head, revision.team_id, Notice.Kind.RENAMED, changed, by=by, at=at)
    if ending and ending.kind == Notice.Kind.MERGED:
        shelve(ending.content.payload["into"]["team"], since=revision.cursor)


def prepare(
    team: Team,
    before: Revision | None,
    *,
    at: datetime,
    author: str = "",
    comment: str = "",
    version: str = "",
) -> Prepared:
    """The draft as it would be published at this moment: its date and version set, unless the team wrote new
    ones itself. `before` is the team's last revision, `version` the one to set, "" for the next."""
    last = None
    if before and not before.redacted:
        last = Document.from_dict(before.content.document)
    draft = desk.draft(team, last.document if last else None)
    proposed = _proposed(team, draft.document, last)
    if not proposed:
        return Prepared(draft.document, draft.conflicts)
    stamped = stamp(
        draft.document, at.date().isoformat(), version or proposed, comment or None, author or None
    )
    return Prepared(rfc2350.parse(rfc2350.to_text(stamped)), draft.conflicts, proposed)


def _proposed(team: Team, document: Document, last: Document | None) -> str:
    """The version that the document gets by being published; "" where it keeps what it says."""
    if last is None:
        written = team.sections.filter(canonical="1.1", mode=Section.Mode.WRITTEN).exclude(text="")
        return "" if written.exists() else "1.0"
    if _texts(document) == _texts(last) or _texts(document, "1.1") != _texts(last, "1.1"):
        return ""
    return next_version(last.document.version)


def _texts(document: Document, *canonical: str) -> list[tuple[str, str | None, str, str]]:
    return [
        (s.canonical, s.number, s.title, s.text)
        for s in document.sections
        if not canonical or s.canonical in canonical
    ]


def content_of(team: Team, document: Document) -> dict[str, Any]:
    """What would be public of the team with this document: {"document", "profile", "text": bytes}."""
    return {
        "document": document.as_dict(),
        "profile": desk.profile(team),
        "text": rfc2350.to_text(document).encode(),
    }


def differs(content: dict[str, Any], before: Revision | None) -> bool:
    if before is None or before.redacted:
        return True
    same_text = content["text"] == bytes(before.content.text)
    return not (same_text and content["profile"] == profile_now(before))


def has_changed(team: Team, before: Revision | None, draft: desk.Draft) -> bool:
    """True where publishing this draft would make a revision."""
    return differs(content_of(team, draft.document), before)


def _keep_stamp(team: Team, document: Document) -> None:
    """What publishing set in section 1 is now what the team's own text says."""
    for canonical in ("1.1", "1.5"):
        printed = [s for s in document.sections if s.canonical == canonical]
        rows = list(team.sections.filter(canonical=canonical))
        if len(printed) == len(rows) == 1 and rows[0].mode == Section.Mode.WRITTEN:
            rows[0].text = printed[0].text
            rows[0].save(update_fields=["text"])


# What becomes true of a team since ----------------------------------------------------------------


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
        return note(head, team.pk, Notice.Kind.REVIEWED, {"claims": sorted(reviewed)}, by=by, at=at)


def confirm(team: Team, *, means: str, by: str = "", at: datetime | None = None) -> Notice:
    """Keeps that all of a team's published profile is still right. `means` says to visitors how that is known, such
    as "by the team, at the desk". Raises ValueError where the team is not listed."""
    with transaction.atomic():
        head = locked_head()
        if not Listing.objects.listed().filter(pk=team.pk).exists():
            raise ValueError(f"{team} is not listed, so there is nothing to confirm.")
        return note(head, team.pk, Notice.Kind.CONFIRMED, {"means": means}, by=by, at=at)


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
            notices.append(note(head, team.pk, Notice.Kind.KEY, payload, by=by, at=at))
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
        return note(locked_head(), revision.team_id, Notice.Kind.SIGNED, payload, by=by, at=at)
