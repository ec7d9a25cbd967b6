"""Claims as people paste them: a verdict on every piece."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import pasting
from directory.pasting import DOUBLE, KINDS, KNOWN, NORMALISED, REFUSED, TAKEN
from tests import people

NETWORKS, ASNS, DOMAINS = KINDS["networks"], KINDS["asns"], KINDS["domains"]


def states(kind, text, known=()):
    return [(verdict.typed, verdict.state) for verdict in pasting.read(kind, text, known)]


def values(kind, text):
    return pasting.values_of(pasting.read(kind, text))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (NETWORKS, "192.0.2.0/24", ["192.0.2.0/24"]),
        (NETWORKS, "192.0.2.0/24, 198.51.100.0/24;203.0.113.0/24", ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"]),
        (NETWORKS, "192.0.2.0/24 198.51.100.0/24\n\n 2001:DB8::/32 ", ["192.0.2.0/24", "198.51.100.0/24", "2001:db8::/32"]),
        (NETWORKS, "192.0.2.0 / 24", ["192.0.2.0/24"]),
        (NETWORKS, "192.0.2.0 - 192.0.2.191", ["192.0.2.0/25", "192.0.2.128/26"]),
        (NETWORKS, "192.0.2.0–192.0.2.255", ["192.0.2.0/24"]),
        (NETWORKS, "192.0.2.7", ["192.0.2.7/32"]),
        (NETWORKS, "# all of ours\n192.0.2.0/24 # the campus, since 2004\n", ["192.0.2.0/24"]),
        (NETWORKS, "192.0.2.0/24\u200b\r\n198.51.100.0/24\x00", ["192.0.2.0/24", "198.51.100.0/24"]),
        (ASNS, "AS64500, 64501\nas 64502 ASN64503\n1.10", [64500, 64501, 64502, 64503, 65546]),
        (DOMAINS, "Example.ORG *.cert.example, bücher.example.", ["example.org", "cert.example", "xn--bcher-kva.example"]),
        (DOMAINS, "", []),
        (NETWORKS, "# nothing\n\n ,;, ", []),
    ],
)  # fmt: skip
def test_a_paste_is_read_piece_by_piece(kind, text, expected):
    assert values(kind, text) == expected


def test_each_piece_has_its_verdict():
    text = "192.0.2.0/24\n2001:0DB8::/32\n198.51.100.0/24\n192.0.2.0/24\n10.0.0.300"
    assert states(NETWORKS, text, ["198.51.100.0/24"]) == [
        ("192.0.2.0/24", TAKEN),
        ("2001:0DB8::/32", NORMALISED),
        ("198.51.100.0/24", KNOWN),
        ("192.0.2.0/24", DOUBLE),
        ("10.0.0.300", REFUSED),
    ]


def test_a_verdict_names_its_line():
    lines = [
        verdict.line for verdict in pasting.read(NETWORKS, "# one\n192.0.2.0/24, 198.51.100.0/24\n\nbad")
    ]
    assert lines == [2, 2, 4]


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (NETWORKS, "192.0.2.1/24", "Did you mean 192.0.2.0/24, or 192.0.2.1 alone?"),
        (NETWORKS, "192.0.2.0/33", "is not a network"),
        (NETWORKS, "192.0.2.9-192.0.2.1", "is not a range"),
        (NETWORKS, "192.0.2.9-2001:db8::1", "is not a range"),
        (NETWORKS, "::1-ffff::1", "give them as networks"),
        (NETWORKS, "cert.example", "is not a network"),
        (NETWORKS, "::ffff:192.0.2.0/120", "without ::ffff:"),
        (ASNS, "AS0", "reserved"),
        (ASNS, "4294967296", "reserved"),
        (ASNS, "sixty", "is not an AS number"),
        (DOMAINS, "-bad-.example", "is not a domain name"),
    ],
)
def test_what_is_no_claim_is_refused_with_the_reason(kind, text, sentence):
    refused = [verdict for verdict in pasting.read(kind, text) if verdict.refused]
    assert refused
    assert sentence in refused[0].told
    assert values(kind, text) == []


def test_no_more_than_a_limit_is_read_and_the_rest_is_told():
    text = "\n".join(f"AS{number}" for number in range(1, pasting.MOST_PIECES + 10))
    verdicts = pasting.read(ASNS, text)
    assert len(verdicts) == pasting.MOST_PIECES + 1
    assert "was not read" in verdicts[-1].told


@given(st.text())
def test_no_text_is_an_error(text):
    for kind in KINDS.values():
        for verdict in pasting.read(kind, text):
            assert verdict.told
            assert verdict.refused == (not verdict.values)


# What is odd about a claim -----------------------------------------------------------------------


@pytest.fixture
def neighbour(db):
    """Another team, in public, that answers for 192.0.2.0/24, AS64500 and neighbour.example."""
    return people.published(people.with_key(people.example_cert("NEIGHBOUR-CERT", "neighbour"))).team


def warned(kind, text):
    return [verdict.warnings for verdict in pasting.warned(kind, pasting.read(kind, text), 0)]


def test_what_is_nobody_s_is_warned_of(db):
    assert warned(NETWORKS, "10.0.0.0/8") == [("10.0.0.0/8 is kept for private networks (RFC 1918).",)]
    assert "private use" in warned(ASNS, "AS64512")[0][0]
    assert "public suffix" in warned(DOMAINS, "co.uk")[0][0]
    assert warned(NETWORKS, "9.0.0.0/8") == [()]


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (NETWORKS, "192.0.2.0/24", "NEIGHBOUR-CERT claims it too."),
        (NETWORKS, "192.0.2.64/26", "It lies in 192.0.2.0/24 of NEIGHBOUR-CERT."),
        (NETWORKS, "192.0.0.0/16", "192.0.2.0/24 of NEIGHBOUR-CERT lies in it."),
        (ASNS, "AS64500", "NEIGHBOUR-CERT claims it too."),
        (DOMAINS, "www.neighbour.example", "It lies in neighbour.example of NEIGHBOUR-CERT."),
    ],
)
def test_an_overlap_with_a_public_team_is_named(neighbour, kind, text, sentence):
    assert sentence in warned(kind, text)[0]


def test_many_claims_are_compared_as_few_are(neighbour):
    text = "\n".join(f"192.0.2.{n}" for n in range(pasting.FEW + 10))
    assert {warning[-1] for warning in warned(NETWORKS, text)} == {
        "It lies in 192.0.2.0/24 of NEIGHBOUR-CERT."
    }


def test_the_draft_of_another_team_is_never_named(db):
    people.example_cert("SECRET-CERT", "secret")
    assert "SECRET-CERT" not in str(warned(NETWORKS, "192.0.2.0/24\n192.0.2.64/26"))


def test_the_own_claims_are_no_overlap(neighbour):
    found = pasting.warnings(ASNS, [64500], neighbour.pk)
    assert "NEIGHBOUR-CERT" not in str(found)


def test_the_questions_do_not_grow_with_the_paste(neighbour, django_assert_max_num_queries):
    for count in (pasting.FEW + 1, 500):
        claimed = [f"198.18.{n // 256}.{n % 256}/32" for n in range(count)]
        with django_assert_max_num_queries(10):
            pasting.warnings(NETWORKS, claimed, 0)
