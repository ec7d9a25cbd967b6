"""The reading room: what is derived from the record, a team at a time. It can be thrown away and made again."""

from base64 import b64decode
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from directory import search
from directory.chain import locked_head
from directory.lookup.claims import claims_of
from directory.models import (
    Claim,
    DocumentSignature,
    Identifier,
    Key,
    KeyName,
    Listing,
    LookupState,
    Notice,
    PublishedKey,
    Revision,
)
from directory.openpgp import PublicKey, Subkey
from directory.rfc2350.document import Document
from directory.search.facets import facets_of
from directory.search.query import fold

# The shape of what is derived; a release that derives more, or otherwise, counts it up.
SHAPE = 4


def is_outdated() -> bool:
    """True where another release has made the reading room, in another shape than this one's."""
    state = LookupState.objects.filter(pk=1).first()
    return state.shape != SHAPE if state else Revision.objects.exists()


def reindex() -> int:
    """Makes all that is derived again, from the record alone; returns the number of listed teams."""
    with transaction.atomic():
        locked_head()
        search.clear()
        Listing.objects.all().delete()
        LookupState.objects.get_or_create(pk=1)
        LookupState.objects.update(claims=b"", shape=SHAPE, loads=F("loads") + 1)
        for team_id in Revision.objects.order_by().values_list("team_id", flat=True).distinct():
            shelve(team_id)
        return Listing.objects.count()


def shelve(team_id: int) -> None:
    """Derives a team's listing, identifiers, claims, keys, signatures and search text from its newest revision and
    from the notices since."""
    revision = Revision.objects.of(team_id).with_content().first()
    if revision is None or revision.redacted:
        return
    _lay_signatures(team_id)
    profile = revision.content.profile
    document = Document.from_dict(revision.content.document)
    withdrawal = withdrawal_of(team_id, revision)
    certificates = {} if withdrawal else known_certificates(team_id)
    fingerprint, key_ends = _key_to_write_to(profile, certificates)
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
        confirmed_at=last_confirmation(team_id),
        shelved=max(revision.cursor, last.cursor if last else 0),
        facets=facets_of(profile, key_ends),
        card=_card(profile, fingerprint)
        | ({"withdrawn": withdrawal.content.payload["reason"]} if withdrawal else {}),
    )
    if withdrawal:
        search.remove(team_id)
        return
    Identifier.objects.bulk_create(
        Identifier(listing=listing, kind=kind, value=value) for kind, value in _identifiers(profile)
    )
    _lay_claims(listing, profile)
    _lay_keys(listing, profile, certificates)
    search.put(team_id, _search_texts(profile, document))


def _lay_claims(listing: Listing, profile: dict[str, Any]) -> None:
    """Derives what look-ups compare."""
    reviewed = reviewed_claims(listing.pk)
    claims = claims_of(profile)
    Claim.objects.bulk_create(
        Claim(listing=listing, key=key, reviewed=spelling in reviewed) for key, spelling in claims.items()
    )
    state, _ = LookupState.objects.get_or_create(pk=1, defaults={"shape": SHAPE})
    lengths = bytes(sorted({*bytes(state.claims), *(key[1] for key in claims if key[:1] == b"n")}))
    if lengths != bytes(state.claims):
        state.claims = lengths
        state.save(update_fields=["claims"])


def _key_to_write_to(profile: dict[str, Any], certificates: dict[str, Notice]) -> tuple[str, str]:
    """The fingerprint to show of a team in a list, and the end of that key as facets say it. It is the first key that
    the team is written to with and that is not revoked; where all are, there is none to show. A key ID alone names
    none safely."""
    found = ("", "none")
    for key in profile["keys"]:
        if not key["fingerprint"] or key.get("purpose", Key.Purpose.TEAM) != Key.Purpose.TEAM:
            continue
        notice = certificates.get(key["fingerprint"])
        end = end_of(notice.content.payload["facts"]) if notice else key.get("expires") or "unknown"
        if end != "revoked":
            return key["fingerprint"], end
        found = ("", end)
    return found


def _lay_keys(listing: Listing, profile: dict[str, Any], certificates: dict[str, Notice]) -> None:
    """Derives the published keys: of those that the profile names, the newest certificate of each."""
    emails = [contact["value"] for contact in profile["contacts"] if contact["kind"] == "email"]
    for position, named in enumerate(profile["keys"]):
        notice = certificates.get(named["fingerprint"])
        if notice is None:
            continue
        facts = notice.content.payload["facts"]
        key = PublicKey.from_dict(facts)
        published = PublishedKey.objects.create(
            listing=listing,
            fingerprint=key.fingerprint,
            purpose=named.get("purpose", Key.Purpose.TEAM),
            position=position,
            facts=facts,
            strength=key.strength,
            certificate=b64decode(notice.content.payload["certificate"]),
            known_at=notice.at,
        )
        KeyName.objects.bulk_create(
            KeyName(key=published, kind=kind, value=value) for kind, value in _names_of(key, emails)
        )


def _names_of(key: PublicKey, emails: list[str]) -> set[tuple[str, str]]:
    """What the key is asked for by. Of its addresses only those that the team publishes."""
    parts: list[PublicKey | Subkey] = [key, *key.subkeys]
    names = {("fingerprint", part.fingerprint) for part in parts}
    names |= {("key-id", part.key_id) for part in parts}
    return names | {("email", email.lower()) for email in key.matches(emails)}


def _lay_signatures(team_id: int) -> None:
    """Derives the signatures of the team's revisions, all that were verified."""
    DocumentSignature.objects.filter(revision__team_id=team_id).delete()
    revisions = {r.number: r for r in Revision.objects.of(team_id).with_title() if not r.redacted}
    signed = Notice.objects.of(team_id).of_kind(Notice.Kind.SIGNED).exclude(content=None)
    told = ((notice.at, notice.content.payload) for notice in signed.select_related("content"))
    DocumentSignature.objects.bulk_create(
        DocumentSignature(
            revision=revisions[payload["revision"]],
            fingerprint=payload["fingerprint"],
            made_at=datetime.fromisoformat(payload["made_at"]),
            at=at,
            armor=payload["armor"],
        )
        for at, payload in told
        if payload["revision"] in revisions
    )


def _card(profile: dict[str, Any], fingerprint: str) -> dict[str, Any]:
    """What a list shows of a team; the fingerprint is that of the key to write to."""

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
        "fingerprint": fingerprint,
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


# What the record says of a team ---------------------------------------------------------------------


def withdrawal_of(team_id: int, revision: Revision | None) -> Notice | None:
    """The notice that withdrew the team since this revision, if one did."""
    if revision is None:
        return None
    withdrawn = Notice.objects.of(team_id).of_kind(Notice.Kind.WITHDRAWN).select_related("content")
    return withdrawn.filter(cursor__gt=revision.cursor).first()


def last_confirmation(team_id: int) -> datetime | None:
    confirmed = Notice.objects.of(team_id).of_kind(Notice.Kind.CONFIRMED).first()
    return confirmed.at if confirmed else None


def known_certificates(team_id: int) -> dict[str, Notice]:
    """The newest notice of each of the team's keys, by fingerprint."""
    notices = Notice.objects.of(team_id).of_kind(Notice.Kind.KEY).select_related("content")
    return {notice.content.payload["fingerprint"]: notice for notice in reversed(notices)}


def end_of(facts: dict[str, Any]) -> str:
    """The last day on which a key is of use (ISO 8601), "never", or "revoked"."""
    key = PublicKey.from_dict(facts)
    if key.revoked:
        return "revoked"
    return (key.ends - timedelta(seconds=1)).date().isoformat() if key.ends else "never"


def reviewed_claims(team_id: int) -> set[str]:
    """Which claims of the team are reviewed, as they are spelled."""
    newest = Notice.objects.of(team_id).of_kind(Notice.Kind.REVIEWED).select_related("content").first()
    return set(newest.content.payload["claims"]) if newest else set()
