"""What programs ask keyservers, and how they are answered."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from directory import openpgp
from directory.openpgp import Refused, Revocation, UserId, hkp

FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567"


def asked(search: str, **more: str) -> hkp.Lookup:
    return hkp.parse({"op": "get", "search": search, **more})


@pytest.mark.parametrize(
    ("search", "kind", "sought"),
    [
        (f"0x{FINGERPRINT}", "fingerprint", FINGERPRINT),
        (FINGERPRINT.lower(), "fingerprint", FINGERPRINT),
        (f"0x{FINGERPRINT[:20]} {FINGERPRINT[20:]}", "fingerprint", FINGERPRINT),
        (f"0X{'ab' * 32}", "fingerprint", "AB" * 32),
        ("0x0123456789abcdef", "key-id", "0123456789ABCDEF"),
        ("0123456789abcdef", "words", "0123456789abcdef"),
        ("CERT@Example.org", "email", "cert@example.org"),
        ("<cert@example.org>", "email", "cert@example.org"),
        ("cert@example.org>", "email", "cert@example.org"),
        ("EXAMPLE-CERT <cert@example.org>", "email", "cert@example.org"),
        (" example cert ", "words", "example cert"),
        ("Équipe d'alerte", "words", "Équipe d'alerte"),
        ("deadbeef", "words", "deadbeef"),
    ],
)
def test_every_way_to_ask_for_a_key_is_understood(search, kind, sought):
    lookup = asked(search)
    assert (lookup.kind, lookup.sought) == (kind, sought)


def test_the_options_of_a_query_are_read():
    lookup = hkp.parse(
        {"op": "Index", "search": "cert", "options": "nm,mr", "exact": "on", "fingerprint": "on"}
    )
    assert (lookup.operation, lookup.machine, lookup.exact, lookup.words) == ("index", True, True, ("cert",))
    assert not asked("cert", options="nm", exact="off").machine


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"op": "get"}, "no-search"),
        ({"op": "get", "search": "  "}, "no-search"),
        ({"op": "get", "search": "a\0b"}, "no-search"),
        ({"op": "get", "search": "a\nb"}, "no-search"),
        ({"op": "get", "search": "x" * 201}, "too-long"),
        ({"op": "get", "search": "0x01234567"}, "short-key-id"),
        ({"op": "get", "search": "0x0123"}, "bad-fingerprint"),
        ({"op": "stats", "search": "x"}, "unknown-operation"),
        ({"search": "x"}, "unknown-operation"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(query, code):
    with pytest.raises(Refused) as refused:
        hkp.parse(query)
    assert refused.value.code == code


def test_a_list_for_programs_has_a_line_for_each_key_and_user_id(valid):
    at = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
    made = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    key = replace(
        valid.key,
        created=made,
        expires=at,
        revocation=Revocation(made),
        user_ids=(UserId("Équipe: 100% <a@example.org>", revoked=True), UserId("B <b@example.org>")),
    )
    rsa = replace(key, number=1, bits=4096, expires=None, revocation=None, user_ids=())
    assert hkp.index([key, rsa], at).split("\n") == [
        "info:1:2",
        f"pub:{key.fingerprint}:22:256:1577836800:1780272000:re",
        "uid:%C3%89quipe%3A 100%25 <a@example.org>:::r",
        "uid:B <b@example.org>:::",
        f"pub:{key.fingerprint}:1:4096:1577836800::",
        "",
    ]
    assert hkp.index([], at) == "info:1:0\n"


def test_no_user_id_can_break_out_of_its_line(valid):
    key = replace(valid.key, user_ids=(openpgp.key.user_id(b"a\r\npub:x\x00\xe2\x80\xae:%0a"),))
    lines = hkp.index([key], valid.key.created).split("\n")
    assert len(lines) == 4
    assert lines[2] == "uid:a pub%3Ax%3A%250a:::"
