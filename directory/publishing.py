"""The door: the one way from the desk to the public side, and the only writer of the reading room.

Two append-only tables are the record: `Revision` (what a team published) and `Notice` (what became true of it
since). Each entry is written in one transaction with all that is derived from it, so that no reader ever sees
one without the other. Listing, identifiers, claims and the search index can be thrown away at any
time: `reindex` makes them again from the record alone.
"""

import hashlib
import heapq
import json
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from directory import desk, rfc2350, search
from directory.lookup.claims import claims_of
from directory.models import (
    Claim,
    Head,
    Identifier,
    Listing,
    LookupState,
    Notice,
    NoticeContent,
    Rendering,
    Revision,
    RevisionContent,
    Section,
    Team,
)
from directory.models.revision import Entry
from directory.rfc2350.compose import next_version, stamp
from directory.rfc2350.document import Document
from directory.search.facets import facets_of
from directory.search.query import fold

# The shape of what is derived; a release that derives more, or otherwise, counts it up.
SHAPE = 2


class Unpublishable(Exception):
    """The draft says two things at once; `conflicts` are the sentences, each to be settled first."""

    def __init__(self, conflicts: tuple[desk.Conflict, ...]) -> None:
        super().__init__(" ".join(conflict.message for conflict in conflicts))
        self.conflicts = conflicts


# Publishing --------------------------------------------------------------------------------------


def publish(
    team: Team, *, author: str = "", comment: str = "", at: datetime | None = None
) -> Revision | None:
    """Makes the team's draft public and returns its revision; None where nothing has changed. A team that was
    withdrawn is listed again, changed or not.

    Raises Unpublishable where the text and the fields disagree; nothing is written then.
    """
    at = at or timezone.now()
    with transaction.atomic():
        head = _locked_head()
        before = Revision.objects.of(team.pk).with_content().first()
        draft = prepare(team, before, at=at, author=author, comment=comment)
        if draft.conflicts:
            raise Unpublishable(draft.conflicts)
        content = _content(team, draft.document)
        if not _differs(content, before) and _withdrawal(team.pk, before) is None:
            return None
        content |= {
            "author": author,
            "comment": comment,
            "sha256": hashlib.sha256(content["text"]).hexdigest(),
            "salt": secrets.token_hex(32),
        }
        revision = Revision(team=team, number=before.number + 1 if before else 1, at=at)
        _append(head, revision, content)
        RevisionContent.objects.create(revision=revision, **content)
        _keep_stamp(team, draft.document)
        _shelve(team.pk)
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
    """Erases a revision's content and salt, the one exception to "never rewritten" (personal data).

    The entry stays, so its address can say when it was redacted and the chain still verifies.
    Raises ValueError for a revision that is redacted already, or is what the team shows now.
    """
    if revision.redacted:
        raise ValueError(f"{revision} is redacted already.")
    if Listing.objects.filter(revision=revision).exists():
        raise ValueError("This is what the team shows now: publish a revision without the data first.")
    with transaction.atomic():
        head = _locked_head()
        Rendering.objects.filter(revision=revision).delete()
        RevisionContent.objects.filter(pk=revision.pk).delete()
        payload = {"revision": revision.number}
        notice = _note(head, revision.team_id, Notice.Kind.REDACTED, payload, by=by, at=at)
    revision.refresh_from_db()
    return notice


# What becomes true of a team since ----------------------------------------------------------------


def withdraw(team: Team, *, reason: str, by: str = "", at: datetime | None = None) -> Notice:
    """Takes a published team out of lists, search and look-ups; its revisions stay readable.

    `reason` is a sentence for visitors. Raises ValueError where the team is not listed.
    """
    with transaction.atomic():
        head = _locked_head()
        if not Listing.objects.listed().filter(pk=team.pk).exists():
            raise ValueError(f"{team} is not listed, so it cannot be withdrawn.")
        return _note(head, team.pk, Notice.Kind.WITHDRAWN, {"reason": reason}, by=by, at=at)


def review(team: Team, claims: Iterable[str], *, by: str = "", at: datetime | None = None) -> Notice | None:
    """Keeps which of a team's published claims the directory's operators have checked, as they are spelled
    (`lookup.claims.spelled`); all others are unreviewed from now on. None where nothing changes.

    Raises ValueError where the team is not published, or claims no such thing.
    """
    with transaction.atomic():
        head = _locked_head()
        revision = Revision.objects.of(team.pk).with_content().first()
        if revision is None or revision.redacted:
            raise ValueError(f"{team} is not published, so there is nothing to review.")
        claimed = set(claims_of(revision.content.profile).values())
        reviewed = set(claims)
        unknown = reviewed - claimed
        if unknown:
            raise ValueError(f"{team} does not claim {', '.join(sorted(unknown))}.")
        if reviewed == _reviewed(team.pk) & claimed:
            return None
        return _note(head, team.pk, Notice.Kind.REVIEWED, {"claims": sorted(reviewed)}, by=by, at=at)


def confirm(team: Team, *, means: str, by: str = "", at: datetime | None = None) -> Notice:
    """Keeps that all of a team's published profile is still right. `means` says to visitors how that is known, such
    as "by the team, at the desk". Raises ValueError where the team is not listed."""
    with transaction.atomic():
        head = _locked_head()
        if not Listing.objects.listed().filter(pk=team.pk).exists():
            raise ValueError(f"{team} is not listed, so there is nothing to confirm.")
        return _note(head, team.pk, Notice.Kind.CONFIRMED, {"means": means}, by=by, at=at)


def _note(
    head: Head, team_id: int, kind: Notice.Kind, payload: dict[str, Any], *, by: str, at: datetime | None
) -> Notice:
    """Adds a notice to the record, and what follows from it to the reading room."""
    notice = Notice(team_id=team_id, kind=kind, at=at or timezone.now())
    content = {"by": by, "payload": payload, "salt": secrets.token_hex(32)}
    _append(head, notice, content)
    NoticeContent.objects.create(notice=notice, **content)
    _shelve(team_id)
    return notice


def _withdrawal(team_id: int, revision: Revision | None) -> Notice | None:
    """The notice that withdrew the team since this revision, if one did."""
    if revision is None:
        return None
    withdrawn = Notice.objects.of(team_id).of_kind(Notice.Kind.WITHDRAWN).select_related("content")
    return withdrawn.filter(cursor__gt=revision.cursor).first()


def _confirmed_at(team_id: int) -> datetime | None:
    confirmed = Notice.objects.of(team_id).of_kind(Notice.Kind.CONFIRMED).first()
    return confirmed.at if confirmed else None


def _reviewed(team_id: int) -> set[str]:
    """Which claims of the team are reviewed, as they are spelled."""
    newest = Notice.objects.of(team_id).of_kind(Notice.Kind.REVIEWED).select_related("content").first()
    return set(newest.content.payload["claims"]) if newest else set()


# The chain ---------------------------------------------------------------------------------------


def _locked_head() -> Head:
    """The end of the record, held until the transaction ends, so that entries queue."""
    Head.objects.get_or_create(pk=1)
    return Head.objects.select_for_update().get(pk=1)


def _append(head: Head, entry: Entry, content: dict[str, Any]) -> None:
    entry.cursor = head.cursor + 1
    entry.digest = _digest(content)
    entry.chain = _link(head.chain, entry)
    entry.save()
    head.cursor, head.chain = entry.cursor, entry.chain
    head.save()


def _digest(content: dict[str, Any]) -> str:
    """SHA-256 over the salt, a newline and the content's canonical JSON; the text counts by its SHA-256."""
    spoken = {key: value for key, value in content.items() if key not in {"salt", "text"}}
    canonical = json.dumps(spoken, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{content['salt']}\n{canonical}".encode()).hexdigest()


def _link(before: str, entry: Entry) -> str:
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
    gone: dict[tuple[int, int], int] = {}
    for entry in record():
        cursor += 1
        if entry.cursor != cursor:
            yield f"Entry {cursor} is missing: the next one is {entry.cursor}."
            cursor = entry.cursor
        elif entry.chain != _link(chain, entry):
            yield f"Entry {cursor} does not follow from the one before it."
        yield from _content_problems(entry)
        _follow_redactions(entry, gone)
        chain = entry.chain
    for lost in gone.values():
        yield f"The content of entry {lost} is gone, and no notice says that it was redacted."
    head = Head.objects.filter(pk=1).first() or Head()
    if (head.cursor, head.chain) != (cursor, chain):
        yield f"The record ends at entry {cursor}, but {head.cursor} were written."


def _follow_redactions(entry: Entry, gone: dict[tuple[int, int], int]) -> None:
    """Keeps in `gone` the revisions without content that no notice has explained so far."""
    if isinstance(entry, Revision) and entry.redacted:
        gone[entry.team_id, entry.number] = entry.cursor
    elif isinstance(entry, Notice) and entry.kind == Notice.Kind.REDACTED and hasattr(entry, "content"):
        gone.pop((entry.team_id, entry.content.payload["revision"]), None)


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
    if _digest({name: getattr(content, name) for name in names}) != entry.digest:
        yield f"The content of entry {entry.cursor} was changed."


# The reading room --------------------------------------------------------------------------------


def is_outdated() -> bool:
    """True where another release has made the reading room, in another shape than this one's."""
    state = LookupState.objects.filter(pk=1).first()
    return state.shape != SHAPE if state else Revision.objects.exists()


def reindex() -> int:
    """Makes all that is derived again, from the record alone; returns the number of listed teams."""
    with transaction.atomic():
        _locked_head()
        search.clear()
        Listing.objects.all().delete()
        LookupState.objects.get_or_create(pk=1)
        LookupState.objects.update(claims=b"", shape=SHAPE, loads=F("loads") + 1)
        for team_id in Revision.objects.order_by().values_list("team_id", flat=True).distinct():
            _shelve(team_id)
        return Listing.objects.count()


def _shelve(team_id: int) -> None:
    """Derives a team's listing, identifiers, claims and search text from its newest revision and from
    the notices since."""
    revision = Revision.objects.of(team_id).with_content().first()
    if revision is None or revision.redacted:
        return
    profile = revision.content.profile
    document = Document.from_dict(revision.content.document)
    withdrawal = _withdrawal(team_id, revision)
    last = Notice.objects.of(team_id).first()
    Listing.objects.filter(pk=team_id).delete()
    listing = Listing.objects.create(
        pk=team_id,
        revision=revision,
        slug=profile["slug"],
        name=profile["name"],
        short_name=profile["short_name"],
        sort_name=fold(profile["name"])[:200],
        country=(profile["country"] or {}).get("code", ""),
        type=(profile["type"] or {}).get("code", ""),
        published_at=revision.at,
        withdrawn_at=withdrawal.at if withdrawal else None,
        confirmed_at=_confirmed_at(team_id),
        shelved=max(revision.cursor, last.cursor if last else 0),
        facets=facets_of(profile),
        card=_card(profile) | ({"withdrawn": withdrawal.content.payload["reason"]} if withdrawal else {}),
    )
    if withdrawal:
        search.remove(team_id)
        return
    Identifier.objects.bulk_create(
        Identifier(listing=listing, kind=kind, value=value) for kind, value in _identifiers(profile)
    )
    _lay_claims(listing, profile)
    search.put(team_id, _search_texts(profile, document))


def _lay_claims(listing: Listing, profile: dict[str, Any]) -> None:
    """Derives what look-ups compare."""
    reviewed = _reviewed(listing.pk)
    claims = claims_of(profile)
    Claim.objects.bulk_create(
        Claim(listing=listing, key=key, reviewed=spelling in reviewed) for key, spelling in claims.items()
    )
    state, _ = LookupState.objects.get_or_create(pk=1, defaults={"shape": SHAPE})
    lengths = bytes(sorted({*bytes(state.claims), *(key[1] for key in claims if key[:1] == b"n")}))
    if lengths != bytes(state.claims):
        state.claims = lengths
        state.save(update_fields=["claims"])


def _card(profile: dict[str, Any]) -> dict[str, Any]:
    """What a list shows of a team."""

    def first(*kinds: str) -> str:
        return next(
            (c["value"] or c["text"] for kind in kinds for c in profile["contacts"] if c["kind"] == kind), ""
        )

    return {
        "type": (profile["type"] or {}).get("label", ""),
        "country": (profile["country"] or {}).get("label", ""),
        "host": profile["host_organisation"],
        "scopes": [scope["code"] for scope in profile["scopes"]],
        "names": other_names(profile),
        "services": [service["title"] for service in profile["services"]],
        "email": first("email"),
        "phone": first("emergency", "voice", "mobile"),
        "fingerprint": next((k["fingerprint"] for k in profile["keys"] if k["fingerprint"]), ""),
        "emergency": first("emergency"),
        "voice": first("voice", "mobile"),
        "hours": profile["hours"],
        "timezone": next(iter(profile["timezones"]), ""),
    }


def _identifiers(profile: dict[str, Any]) -> set[tuple[str, str]]:
    """The exact names of a team's keys. A v4 key ID is the fingerprint's tail, a v6 one its head (RFC 9580, 5.5.4)."""
    found = set()
    for key in profile["keys"]:
        fingerprint = key["fingerprint"]
        if fingerprint:
            found.add(("fingerprint", fingerprint))
        key_id = key["key_id"]
        if len(fingerprint) == 40:
            key_id = fingerprint[-16:]
        elif len(fingerprint) == 64:
            key_id = fingerprint[:16]
        if key_id:
            found |= {("key-id", key_id), ("key-id", key_id[-8:])}
    return found


def other_names(profile: dict[str, Any]) -> list[str]:
    """All names that the team is or was known by, beside its official one."""
    names = [profile["short_name"], *profile["aliases"], *profile["former_names"]]
    return [name for name in dict.fromkeys(names) if name and name != profile["name"]]


def _search_texts(profile: dict[str, Any], document: Document) -> search.Texts:
    names = [profile["name"], *other_names(profile)]
    services = [s["title"] for s in profile["services"]]
    services += [s["framework"]["label"] for s in profile["services"] if s["framework"]]
    lists = profile["constituency"]
    labels = [
        x["label"] for x in [profile["country"], profile["type"], *lists["sectors"], *lists["countries"]] if x
    ]
    body = [f"{s.title}\n{s.text}" for s in document.sections]
    body += [profile["host_organisation"], *profile["address"], *labels]
    body += [c["value"] for c in profile["contacts"]] + lists["prefixes"] + lists["domains"]
    body += [f"AS{number}" for number in lists["asns"]]
    return search.Texts(" ".join(names), " ".join(services), "\n".join(body))
