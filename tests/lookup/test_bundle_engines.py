"""On a data file of any content, one question at a time and many in a row find the same."""

import json
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from directory.lookup import bundle, keys
from directory.lookup.answers import answers
from directory.lookup.memory import Memory
from directory.lookup.program import SCHEMA, Bundle
from directory.lookup.sql import Sql
from directory.lookup.targets import Target

TEAMS = range(1, 5)
NAMES = {"NO": "Norway", "PL": "Poland"}
DOMAINS = ["example.org", "a.example.org", "b.a.example.org", "badexample.org", "no", "example.no", "org"]
MAILS = ["cert@example.org", "cert@a.example.org"]
ASNS = [1, 64500, 64501]

# Addresses that lie close together, so that networks nest, touch and overlap; the last ones are around IPv4's place.
NEAR = st.one_of(
    st.integers(0, 1023).map(lambda n: keys.MAPPED | 0xC0000000 | n),
    st.integers(0, 2**32 - 1).map(lambda n: keys.MAPPED | n),
    st.integers(0, 1023).map(lambda n: 0x20010DB8 << 96 | n << 64),
    st.integers(0, 2**128 - 1),
    st.sampled_from([0, keys.MAPPED - 1, keys.LAST_OF_V4 + 1, 2**128 - 1]),
)


@st.composite
def networks(draw) -> bytes:
    address = draw(NEAR)
    length = draw(st.integers(keys.FIRST_OF_V4 + 1 if keys.is_v4(address) else 1, keys.TOP))
    first = address >> (keys.TOP - length) << (keys.TOP - length)
    return keys.key(length, first)


@st.composite
def spans(draw) -> Target:
    first, last = sorted([draw(NEAR), draw(NEAR)])
    if keys.is_v4(first) != keys.is_v4(last):
        last = first
    return Target("address" if first == last else "range", "", first, last)


NAMED = [
    *(Target("asn", f"AS{asn}", asn=asn) for asn in ASNS),
    *(Target("domain", name, domain=name) for name in DOMAINS),
    *(Target("email", mail, domain=mail.partition("@")[2]) for mail in MAILS),
    *(Target("country", code) for code in NAMES),
]
EXACT = [
    *map(keys.of_asn, ASNS),
    *map(keys.of_domain, DOMAINS),
    *map(keys.of_mail, MAILS),
    *map(keys.of_country, NAMES),
]
CLAIMS = st.dictionaries(
    st.tuples(st.one_of(networks(), st.sampled_from(EXACT)), st.sampled_from(TEAMS)),
    st.booleans(),
    max_size=30,
)
ORIGINS = st.sets(st.tuples(networks(), st.sampled_from(ASNS)), max_size=10)
DELEGATIONS = st.sets(
    st.tuples(st.one_of(networks(), st.sampled_from(ASNS).map(keys.of_asn)), st.sampled_from([*NAMES])),
    max_size=10,
)


def lengths(found: Iterable[bytes]) -> bytes:
    """As loading notes them: a table without networks names one length, so that it does not look empty."""
    rows = list(found)
    return bytes(sorted({key[1] for key in rows if key[:1] == b"n"})) or (bytes([keys.TOP]) if rows else b"")


def fill(path: Path, claims: dict, origins: set, delegations: set) -> None:
    state = (
        lengths(key for key, _ in claims), lengths(key for key, _ in origins), lengths(key for key, _ in delegations)
    )  # fmt: skip
    with closing(sqlite3.connect(path)) as store, store:
        store.executescript(bundle.TABLES)
        store.executemany(
            "INSERT INTO directory_claim VALUES (?, ?, ?)", ((*row, r) for row, r in claims.items())
        )
        store.executemany("INSERT INTO directory_origin VALUES (?, ?)", origins)
        store.executemany("INSERT INTO directory_delegation VALUES (?, ?)", delegations)
        store.execute("INSERT INTO directory_lookupstate VALUES (?, ?, ?)", state)
        store.executemany("INSERT INTO country VALUES (?, ?)", NAMES.items())
        teams = ((n, f"team-{n}", f"Team {n}", "", "2026-11-20", json.dumps({})) for n in TEAMS)
        store.executemany("INSERT INTO team VALUES (?, ?, ?, ?, ?, ?)", teams)
        meta = {"schema": SCHEMA, "made_at": "2026-11-20T10:00:00+00:00"}
        store.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())


@settings(deadline=None)  # no clock is judged in tests
@given(CLAIMS, ORIGINS, DELEGATIONS, st.lists(spans(), max_size=12))
def test_one_at_a_time_and_in_bulk_are_answered_alike(claims, origins, delegations, asked):
    held = [claim for claim, _ in claims if claim[:1] == b"n"]
    around = [
        Target("network", "", first, keys.last_of(first, length))
        for first, length in map(keys.network_at, held)
    ]
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "data", claims, origins, delegations)
        with closing(Bundle(Path(folder) / "data")) as data:
            one, many = Sql(data.ask, data.names), Memory(data.stream, data.names)
            for target in [*asked, *around, *NAMED]:
                assert answers(target, one) == answers(target, many), target
