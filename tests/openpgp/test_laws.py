"""What must hold for every input whatever: nothing is raised but the package's own refusal."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.openpgp import (
    Refused,
    armor,
    hkp,
    key,
    listing,
    outline,
    packets,
    public,
    selfsig,
    verifying,
    wkd,
)
from directory.openpgp.packets import Packet

from . import built

quick = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WHOLE = built.v6_certificate()
PARTS = st.sampled_from(
    [built.v4(), built.v6(), built.v3(), built.user_id("A <a@example.org>"), built.photo(), built.signature(),
     built.v4(18, b"\x05abc", tag=packets.PUBLIC_SUBKEY), built.v6(25, tag=packets.PUBLIC_SUBKEY)]
)  # fmt: skip
ANY_PACKET = st.builds(Packet, st.integers(0, 63), st.binary(max_size=300))
TEXTS = st.text(st.sampled_from("-BEGINPD PGUCKLYO\nABab0=/+<>&#;: \r\x00é"), max_size=300)


def mangled(data: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with some of them changed, taken out or put in."""
    place = st.integers(0, len(data))
    change = st.tuples(place, st.integers(0, 8), st.binary(max_size=8))

    def apply(changes: list[tuple[int, int, bytes]]) -> bytes:
        whole = data
        for start, length, other in changes:
            whole = whole[:start] + other + whole[start + length :]
        return whole

    return st.lists(change, min_size=1, max_size=4).map(apply)


MATERIAL = st.one_of(
    st.binary(max_size=400),
    mangled(WHOLE),
    mangled(armor.armored(WHOLE).encode()),
    st.lists(PARTS | ANY_PACKET, max_size=8).map(packets.write),
    TEXTS.map(str.encode),
    TEXTS.map(lambda text: f"-----BEGIN PGP X-----\n{text}\n-----END PGP X-----".encode()),
    st.binary(max_size=200).map(lambda data: b"\xc8\xff" + b"\0\0\1\0" + data),
)


@quick
@given(MATERIAL)
def test_material_is_read_or_refused(material):
    for read in (packets.read, outline.read, outline.lone_revocation, verifying.signed_block):
        try:
            read(material)
        except Refused:
            pass


@quick
@given(st.lists(PARTS | ANY_PACKET, max_size=12))
def test_no_packet_is_lost_and_none_is_made_up(parts):
    try:
        assert list(packets.split(packets.write(parts))) == parts
    except Refused:
        assert {part.tag for part in parts} & packets.MESSAGE


@quick
@given(st.lists(PARTS, max_size=10))
def test_what_is_left_of_a_certificate_is_read_the_same_again(parts):
    try:
        first = outline.read(built.certificate(built.v4(), *parts))
    except Refused:
        return
    again = outline.read(first.write())
    assert again.write() == first.write()
    assert (again.others, again.photos) == (0, 0)
    assert listing.unchecked_key(first, ()) == listing.unchecked_key(again, ())


@quick
@given(st.binary(max_size=120))
def test_octets_are_armored_and_come_back(data):
    (block,) = armor.blocks(armor.armored(data))
    assert (block.data, block.checksum) == (data, True)


@quick
@given(st.binary(max_size=200) | mangled(built.signature().body))
def test_a_signature_or_key_is_read_from_any_octets(body):
    selfsig.read(body)
    try:
        public.read(body)
    except Refused:
        pass


@quick
@given(st.binary(max_size=200))
def test_a_user_id_shows_nothing_invisible_and_names_one_address_at_most(octets):
    user_id = key.user_id(octets)
    assert user_id.text.isprintable()
    assert user_id.email.count("@") <= 1


@pytest.mark.parametrize(
    ("octets", "name", "email"),
    [
        (b"A <a@example.org>", "A", "a@example.org"),
        (b"A@Example.ORG", "", "a@example.org"),
        (b"<a@example.org>", "", "a@example.org"),
        (b"A <evil@example.net> <a@example.org>", "A", ""),
        (b"a@example.org <evil@example.net>", "a@example.org", "evil@example.net"),
        (b"A (comment)", "A (comment)", ""),
        (b"J\xfcrgen <j@example.org>", "Jürgen", "j@example.org"),
        ("A\u202e<a@example.org>\u200b".encode(), "A", "a@example.org"),
        (b"", "", ""),
    ],
)
def test_a_user_id_is_taken_apart(octets, name, email):
    user_id = key.user_id(octets)
    assert (user_id.name, user_id.email) == (name, email)


@quick
@given(st.binary(max_size=300))
def test_a_listing_is_read_from_any_octets(octets):
    listing.records(octets)
    listing.records(b"pub:r:255:22:67FEAC5EBD9D818B:1:" + octets)


@quick
@given(
    st.dictionaries(
        st.sampled_from(["op", "search", "options", "exact"]),
        st.text(max_size=60) | st.sampled_from(["get", "0x12"]),
    )
)
def test_a_query_is_read_or_refused(query):
    try:
        lookup = hkp.parse(query)
    except Refused:
        return
    assert lookup.sought


@quick
@given(st.text(max_size=80) | st.emails())
def test_an_address_has_its_place_or_none(text):
    try:
        place = wkd.place(text)
    except Refused:
        return
    assert wkd.is_hash(place.hash)


def test_the_key_of_rfc_9580_has_its_fingerprint():
    """The primary key of appendix A.3, and the fingerprint that appendix A.4's message names it by."""
    body = "0663877fe31b00000020f94da7bb48d60a61e567706a6587d0331999bb9d891a08242ead84543df895a3"
    read = public.read(bytes.fromhex(body))
    assert read.fingerprint == "CB186C4F0609A697E4D52DFA6C722B0C1F1E27C18A56708F6525EC27BAD9ACC9"
    assert (read.key_id, read.algorithm) == ("CB186C4F0609A697", "Ed25519")


def test_fingerprints_are_hashed_as_rfc_9580_says():
    four, six = built.v4(), built.v6()
    body = four.body
    assert (
        public.read(body).fingerprint
        == hashlib.sha1(b"\x99" + len(body).to_bytes(2, "big") + body).hexdigest().upper()
    )
    body = six.body
    assert (
        public.read(body).fingerprint
        == hashlib.sha256(b"\x9b" + len(body).to_bytes(4, "big") + body).hexdigest().upper()
    )


@pytest.mark.parametrize(
    ("packet", "algorithm", "bits", "curve"),
    [
        (built.v4(), "RSA", 2048, None),
        (built.v4(1, b"\xff\xff\x01"), "RSA", None, None),
        (built.v4(1, b"\x10\x00" + b"\0" * 384 + b"\x01" * 128), "RSA", 1017, None),
        (built.v4(17, built.mpi(1 << 1023)), "DSA", 1024, None),
        (built.v4(16, built.mpi(1 << 3071)), "ElGamal", 3072, None),
        (built.v4(22, b"\x09" + built.ED25519 + built.mpi(1 << 262)), "EdDSA", 256, "Ed25519"),
        (built.v4(19, b"\x05" + built.NIST_P384 + built.mpi(1)), "ECDSA", 384, "NIST P-384"),
        (built.v4(19, b"\x02\x01\x02"), "ECDSA", None, "curve 0102"),
        (built.v4(19, b"\x00"), "ECDSA", None, None),
        (built.v6(28), "Ed448", 448, "Ed448"),
        (built.v4(99, b"?"), "algorithm 99", None, None),
    ],
)
def test_an_algorithm_and_its_size_are_told(packet, algorithm, bits, curve):
    read = public.read(packet.body)
    assert (read.algorithm, read.bits, read.curve) == (algorithm, bits, curve)
