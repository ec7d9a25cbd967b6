"""The reading room: what is derived from the record, a team at a time. It can be thrown away and made again."""

from base64 import b64decode
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from directory import lookalikes, search
from directory.chain import locked_head
from directory.lookup.claims import claims_of
from directory.models import (
    Claim,
    DocumentSignature,
    FormerAddress,
    Identifier,
    Key,
    KeyName,
    Kinship,
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

from .known import (
    Standing,
    end_of,
    ending_of,
    known_certificates,
    last_confirmation,
    reviewed_claims,
    standing_of,
    touched,
)

# The shape of what is derived; a release that derives more, or otherwise, counts it up.
SHAPE = 5


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
        others = touched()
        for team_id in Revision.objects.order_by().values_list("team_id", flat=True).distinct():
            shelve(team_id, since=others.get(team_id, 0))
        for team_id in Kinship.objects.targets_of_mergers():  # whose names are known now
            shelve(team_id, since=others.get(team_id, 0))
        return Listing.objects.count()


def shelve(team_id: int, since: int = 0) -> None:
    """Derives a team's listing, identifiers, claims, keys, signatures and search text from its newest revision and
    from the notices since. `since` is the cursor of another team's entry that says something else of this one now."""
    revision = Revision.objects.of(team_id).with_content().first()
    if revision is None or revision.redacted:
        return
    _lay_signatures(team_id)
    ending = ending_of(team_id, revision)
    standing = standing_of(revision, ending)
    profile = standing.profile
    names = [*other_names(profile), *standing.former_names, *_names_of_merged(team_id)]
    names = [name for name in dict.fromkeys(names) if name != profile["name"]]
    document = Document.from_dict(revision.content.document)
    certificates = {} if ending else known_certificates(team_id)
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
        withdrawn_at=ending.at if ending else None,
        confirmed_at=last_confirmation(team_id),
        shelved=max(revision.cursor, last.cursor if last else 0, since),
        facets=facets_of(profile, key_ends),
        card=_card(profile, names, fingerprint)
        | ({"withdrawn": ending.content.payload["reason"]} if ending else {}),
        standing=standing.as_dict(),
    )
    _lay_addresses(listing, standing)
    _lay_kin(listing, standing)
    if ending:
        search.remove(team_id)
        return
    Identifier.objects.bulk_create(
        Identifier(listing=listing, kind=kind, value=value)
        for kind, value in _identifiers(profile) | lookalikes.marks([profile["name"], *names])
    )
    _lay_claims(listing, profile)
    _lay_keys(listing, profile, certificates)
    search.put(team_id, _search_texts(profile, names, document))


def _names_of_merged(team_id: int) -> list[str]:
    """The names of the teams that were merged into this one: it is found by them."""
    gone = [row.listing for row in Kinship.objects.merged_into(team_id)]
    return [name for listing in gone for name in (listing.name, listing.short_name) if name]


def _lay_addresses(listing: Listing, standing: Standing) -> None:
    """Derives the addresses that lead here; none that a team has today leads anywhere else."""
    had = standing.former_slugs
    taken = {*Listing.objects.filter(slug__in=had).values_list("slug", flat=True)}
    taken |= {*FormerAddress.objects.filter(slug__in=had).values_list("slug", flat=True)}
    FormerAddress.objects.bulk_create(
        FormerAddress(listing=listing, slug=slug) for slug in had if slug not in taken
    )


def _lay_kin(listing: Listing, standing: Standing) -> None:
    """Derives how the team is bound to others."""
    kin = list(standing.relations)
    if standing.merged_into:
        kin.append((Kinship.Kind.MERGED, standing.merged_into))
    Kinship.objects.bulk_create(Kinship(listing=listing, kind=kind, other_id=other) for kind, other in kin)


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


def _card(profile: dict[str, Any], names: list[str], fingerprint: str) -> dict[str, Any]:
    """What a list shows of a team; the names are its other ones, the fingerprint that of the key to write to."""

    def first(*kinds: str) -> str:
        return next(
            (c["value"] or c["text"] for kind in kinds for c in profile["contacts"] if c["kind"] == kind), ""
        )

    return {
        "type": (profile["type"] or {}).get("label", ""),
        "country": (profile["country"] or {}).get("label", ""),
        "host": profile["host_organisation"],
        "scopes": [scope["code"] for scope in profile["scopes"]],
        "names": names,
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
    """What else the team is called, beside its official name."""
    names = [profile["short_name"], *profile["aliases"]]
    return [name for name in dict.fromkeys(names) if name and name != profile["name"]]


def _search_texts(profile: dict[str, Any], names: list[str], document: Document) -> search.Texts:
    names = [profile["name"], *names]
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
