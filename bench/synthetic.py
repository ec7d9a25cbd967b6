"""A directory of invented teams of any size, filled straight into the tables: deterministic, and a million networks
in a minute or two. What it writes is what the door would have written, as far as lists, search and look-ups read it."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from bench import invented
from directory import search
from directory.lookup import keys
from directory.models import (
    Claim,
    Head,
    Identifier,
    Listing,
    LookupState,
    Revision,
    RevisionContent,
    SearchWord,
    Team,
)
from directory.publishing import SHAPE
from directory.rfc2350 import parse
from directory.search import spelling
from directory.search.facets import facets_of

BATCH = 2_000
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
V4_LENGTHS = (16, 18, 19, 20, 20, 21, 22, 22, 22, 23, 23, 24, 24, 24, 24, 24, 26, 28, 29, 32)
V6_LENGTHS = (29, 32, 32, 32, 36, 40, 44, 48, 48, 48, 48, 56, 64)


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
    # One for all: to read a document takes longer than all else here.
    document = parse(invented.text("TEAM", chance)).as_dict()
    used: Counter[str] = Counter()
    with transaction.atomic():
        for start in range(1, teams + 1, BATCH):
            used += _teams(range(start, min(start + BATCH, teams + 1)), chance, document, texts=texts)
        SearchWord.objects.bulk_create(
            (
                SearchWord(word=word, length=len(word), teams=count)
                for word, count in used.items()
                if _is_learnt(word)
            ),
            BATCH,
        )
        LookupState.objects.create(pk=1, claims=_claims(teams, prefixes, seed), shape=SHAPE)
        end = hashlib.sha256(f"{teams} {prefixes} {seed}".encode()).hexdigest()
        Head.objects.create(pk=1, cursor=teams, chain=end)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _teams(numbers: range, chance: random.Random, document: dict[str, Any], *, texts: bool) -> Counter[str]:
    """Returns how many of them use each word."""
    names = {n: invented.name(n, chance) for n in numbers}
    profiles = {n: invented.profile(n, name, chance) for n, name in names.items()}
    bodies = {n: invented.text(name, chance) for n, name in names.items()}
    Team.objects.bulk_create(Team(pk=n, slug=f"team-{n}", name=name) for n, name in names.items())
    Revision.objects.bulk_create(
        Revision(pk=n, team_id=n, number=1, at=_at(n), cursor=n, digest="0" * 64, chain=f"{n:064}")
        for n in numbers
    )
    RevisionContent.objects.bulk_create(
        RevisionContent(revision_id=n, document=document, profile=profiles[n], text=bodies[n].encode(),
                        sha256="0" * 64, salt="0" * 64)
        for n in numbers
    )  # fmt: skip
    Listing.objects.bulk_create(
        Listing(pk=n, revision_id=n, slug=f"team-{n}", name=names[n], short_name=f"T{n}", sort_name=names[n].lower(),
                country=profiles[n]["country"]["code"], type=profiles[n]["type"]["code"], published_at=_at(n),
                shelved=n, facets=facets_of(profiles[n], _key_ends(profiles[n])), card=_card(profiles[n]))
        for n in numbers
    )  # fmt: skip
    Identifier.objects.bulk_create(
        Identifier(listing_id=n, kind="fingerprint", value=f"{n:040X}") for n in numbers
    )
    return _index(profiles, bodies) if texts else Counter()


def _at(n: int) -> datetime:
    return AT - timedelta(days=n % 700)


def _index(profiles: dict[int, dict[str, Any]], bodies: dict[int, str]) -> Counter[str]:
    """Puts the texts into the search index, which folds nothing here: they are plain already."""
    used: Counter[str] = Counter()
    for n, profile in profiles.items():
        named = f"{profile['name']} {profile['short_name']}".lower()
        served = " ".join(search.words(" ".join(service["title"] for service in profile["services"])))
        said = bodies[n].lower().replace(".", "")
        search.store().put(n, named, served, said)
        used.update(set(f"{named} {served} {said}".split()))
    return used


def _is_learnt(word: str) -> bool:
    return spelling.SHORTEST <= len(word) <= spelling.LONGEST and word.isalpha()


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


def _card(profile: dict[str, Any]) -> dict[str, Any]:
    """What a list and look-ups show, as the door makes it (`publishing`)."""
    return {
        "type": profile["type"]["label"], "country": profile["country"]["label"], "host": profile["host_organisation"],
        "scopes": [scope["code"] for scope in profile["scopes"]], "names": [profile["short_name"]],
        "services": [service["title"] for service in profile["services"]],
        "email": profile["contacts"][0]["value"], "phone": "+4755510011", "fingerprint": profile["keys"][0]["fingerprint"],
        "emergency": "+4755510011", "voice": "+4755510010", "timezone": "Europe/Oslo", "hours": profile["hours"],
    }  # fmt: skip


def _key_ends(profile: dict[str, Any]) -> str:
    """As the door says it where it knows no certificate."""
    return next((key.get("expires") or "unknown" for key in profile["keys"]), "none")
