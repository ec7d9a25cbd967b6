"""A directory of invented teams of any size, filled straight into the tables: deterministic, and a million networks
in a minute or two. What it writes is what the door would have written, as far as lists and look-ups read it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import connection, transaction

from directory import search
from directory.lookup import keys
from directory.models import (
    Claim,
    Facet,
    Head,
    Identifier,
    Listing,
    LookupState,
    Revision,
    RevisionContent,
    Team,
)
from directory.rfc2350 import parse
from directory.search import Texts
from directory.vocabularies import COUNTRIES, SECTORS, TEAM_TYPES

BATCH = 2_000
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
V4_LENGTHS = (16, 18, 19, 20, 20, 21, 22, 22, 22, 23, 23, 24, 24, 24, 24, 24, 26, 28, 29, 32)
V6_LENGTHS = (29, 32, 32, 32, 36, 40, 44, 48, 48, 48, 48, 56, 64)
WORDS = ("incident", "forensics", "malware", "network", "analysis", "training", "awareness", "phishing", "triage",
         "coordination", "vulnerability", "hospital", "university", "energy", "bank", "ministry")  # fmt: skip


def networks(count: int, seed: int = 1) -> Iterator[bytes]:
    """Keys of `count` different networks, a fifth of them IPv6, lengths as they are announced."""
    chance = random.Random(seed)
    seen: set[bytes] = set()
    while len(seen) < count:
        if chance.random() < 0.8:
            length = chance.choice(V4_LENGTHS) + keys.FIRST_OF_V4
            address = keys.MAPPED | chance.randrange(1 << 24, 224 << 24)
        else:
            length = chance.choice(V6_LENGTHS)
            address = 0x2 << 124 | chance.getrandbits(124)
        key = keys.key(length, address >> (keys.TOP - length) << (keys.TOP - length))
        if key not in seen:
            seen.add(key)
            yield key


def fill(teams: int, prefixes: int, *, seed: int = 1, texts: bool = True) -> None:
    """Publishes so many teams with so many networks among them; `texts` puts them into the search index too."""
    chance = random.Random(seed)
    document = parse(_text("TEAM", chance))  # one for all: reading a document takes longer than all else here
    with transaction.atomic():
        Head.objects.create(pk=1, cursor=teams)
        for start in range(1, teams + 1, BATCH):
            _teams(range(start, min(start + BATCH, teams + 1)), chance, document.as_dict(), texts=texts)
        LookupState.objects.create(pk=1, claims=_claims(teams, prefixes, seed))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _teams(numbers: range, chance: random.Random, document: dict, *, texts: bool) -> None:
    countries, sectors, types = list(COUNTRIES), list(SECTORS), list(TEAM_TYPES)
    rows = [
        (n, f"Team {n} {chance.choice(WORDS)}", chance.choice(countries), chance.choice(types))
        for n in numbers
    ]
    Team.objects.bulk_create(
        Team(pk=n, slug=f"team-{n}", name=name, country=c, type=t) for n, name, c, t in rows
    )
    Revision.objects.bulk_create(
        Revision(pk=n, team_id=n, number=1, at=AT, cursor=n, digest="0" * 64, chain="0" * 64) for n in numbers
    )
    bodies = {n: _text(name, chance) for n, name, _, _ in rows}
    RevisionContent.objects.bulk_create(
        RevisionContent(revision_id=n, document=document, profile=_profile(n, name, c, t), text=bodies[n].encode(),
                        sha256="0" * 64, salt="0" * 64)
        for n, name, c, t in rows
    )  # fmt: skip
    Listing.objects.bulk_create(
        Listing(pk=n, revision_id=n, slug=f"team-{n}", name=name, sort_name=name.lower(), country=c, type=t,
                published_at=AT, card=_card(n, c, t))
        for n, name, c, t in rows
    )  # fmt: skip
    Facet.objects.bulk_create(
        Facet(listing_id=n, facet="sector", value=chance.choice(sectors)) for n in numbers
    )
    Identifier.objects.bulk_create(
        Identifier(listing_id=n, kind="fingerprint", value=f"{n:040X}") for n in numbers
    )
    if texts:
        for n, name, _, _ in rows:
            search.put(n, Texts(name, "Incident response", bodies[n]))


def _claims(teams: int, prefixes: int, seed: int) -> bytes:
    """Claims of all teams; returns the lengths of networks in use."""
    chance = random.Random(seed)
    lengths: set[int] = set()
    batch: list[Claim] = []
    for key in networks(prefixes, seed):
        lengths.add(key[1])
        batch.append(Claim(listing_id=chance.randint(1, teams), key=key, reviewed=chance.random() < 0.5))
        if len(batch) == BATCH:
            Claim.objects.bulk_create(batch)
            batch = []
    for n in range(1, teams + 1):
        batch += [
            Claim(listing_id=n, key=keys.of_domain(f"team-{n}.example")),
            Claim(listing_id=n, key=keys.of_asn(n + 100)),
        ]
        if len(batch) >= BATCH:
            Claim.objects.bulk_create(batch)
            batch = []
    Claim.objects.bulk_create(batch)
    return bytes(sorted(lengths))


def _card(n: int, country: str, kind: str) -> dict:
    return {
        "type": TEAM_TYPES.name_of(kind), "country": COUNTRIES.name_of(country), "host": f"Organisation {n}",
        "email": f"cert@team-{n}.example", "phone": "+4755510010", "fingerprint": f"{n:040X}",
        "emergency": "+4755510011", "voice": "+4755510010", "timezone": "Europe/Oslo",
        "hours": [{"days": ["mo", "tu", "we", "th", "fr"], "opens": "08:00", "closes": "16:00", "kind": "office",
                   "timezone": None, "note": None}],
    }  # fmt: skip


def _profile(n: int, name: str, country: str, kind: str) -> dict:
    nothing = (
        "aliases",
        "former_names",
        "scopes",
        "address",
        "languages",
        "label_schemes",
        "on_request",
        "services",
    )
    return {
        "schema": "profile/1", "slug": f"team-{n}", "name": name, "short_name": "", "established": None,
        "host_organisation": f"Organisation {n}", "timezones": ["Europe/Oslo"], "hours": _card(n, country, kind)["hours"],
        "type": {"code": kind, "label": TEAM_TYPES.name_of(kind)},
        "country": {"code": country, "label": COUNTRIES.name_of(country)},
        "contacts": [{"kind": "email", "channel": "", "value": f"cert@team-{n}.example", "text": "", "note": ""}],
        "keys": [{"fingerprint": f"{n:040X}", "key_id": "", "note": ""}],
        "constituency": {"prefixes": [], "asns": [n + 100], "domains": [f"team-{n}.example"], "countries": [], "sectors": []},
        **{key: [] for key in nothing},
    }  # fmt: skip


def _text(name: str, chance: random.Random) -> str:
    """A document of some 4 kB."""
    sections = (("1", "Document Information"), ("2", "Contact Information"), ("3", "Charter"), ("4", "Policies"),
                ("5", "Services"))  # fmt: skip
    parts = [f"{name}\n\nRFC 2350"]
    for number, title in sections:
        prose = "\n".join(" ".join(chance.choices(WORDS, k=9)) for _ in range(9))
        parts.append(f"{number}. {title}\n\n{prose}.")
    return "\n\n".join(parts) + "\n"
