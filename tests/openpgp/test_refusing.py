"""What is no key, or more than one, is told what it is; and hostile keys cost little."""

from __future__ import annotations

import base64
import logging
import sys

import pytest

from directory import openpgp
from directory.openpgp import Refused, armor, backend, limits, outline, packets, process, signing

from . import built
from .rings import ADDRESS, OWNER


def refusal(material: bytes) -> str:
    with pytest.raises(Refused) as refused:
        openpgp.read(material)
    assert refused.value.sentence.endswith((".", "!"))
    return refused.value.code


def secret_forms(ring) -> dict[str, bytes]:
    """A private key in every way that people send one."""
    armored, binary = ring.secret("other", "--armor"), ring.secret("other")
    return {
        "alone": armored,
        "binary": binary,
        "without its armor": base64.encodebytes(binary),
        "as a public key block": armor.armored(binary).encode(),
        "behind a public key": ring.public("valid") + b"\n" + armored,
        "behind a public key, binary": ring.public("valid", armored=False) + binary,
        "in a message": ring.gpg("--store", given=armored),
        "in an armored message": ring.gpg("--armor", "--store", given=binary),
        "in a message that is not compressed": ring.gpg("-z", "0", "--store", given=binary),
        "in a web page": b"<pre>" + armored.replace(b"\n", b"<br>\n") + b"</pre>",
        "of another kind": b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
    }


def test_security_66_a_private_key_is_refused_in_every_form_and_its_owner_told_to_revoke(
    ring, no_gpg_later, caplog
):
    forms = secret_forms(ring)
    no_gpg_later()
    caplog.set_level(logging.DEBUG)
    for form, material in forms.items():
        with pytest.raises(Refused, match="revoke it") as refused:
            openpgp.read(material)
        assert refused.value.code == "secret", form
    assert caplog.text == ""


def test_security_66_a_private_key_does_not_come_in_as_a_newer_state_of_a_key(ring, valid):
    with pytest.raises(Refused, match="revoke it"):
        openpgp.merge(valid, ring.secret("valid", "--armor"))


@pytest.fixture
def no_gpg_later(monkeypatch):
    """To be called once the material is made: from then on no process may be started by the package."""

    def forbid() -> None:
        def refuse(*arguments: object, **options: object) -> None:
            raise AssertionError("gpg must not be asked")

        monkeypatch.setattr(process, "_run", refuse)

    return forbid


def test_security_67_a_key_is_read_as_people_paste_it(ring, valid):
    text = ring.public("valid").decode()
    lines = text.split("\n")
    unsummed = "\n".join(line for line in lines if not line.startswith("="))
    variants = {
        "binary": ring.public("valid", armored=False),
        "CRLF": text.replace("\n", "\r\n").encode(),
        "CR": text.replace("\n", "\r").encode(),
        "a mark of UTF-8": b"\xef\xbb\xbf" + text.encode(),
        "UTF-16": text.encode("utf-16"),
        "words around it": f"Our key:\n\n{text}\n-- \nCERT".encode(),
        "a web page": (
            "<html><pre>" + text.replace("\n", "<br>\n").replace("/", "&#47;") + "</pre>"
        ).encode(),
        "quoted in a mail": "\n".join(f"> {line}" for line in lines).encode(),
        "indented": "\n".join(f"    {line}" for line in lines).encode(),
        "a blank line between all": text.replace("\n", "\n\n").encode(),
        "headers": text.replace("\n\n", "\nVersion: GnuPG v2\nComment: a <b@c.example>\n\n", 1).encode(),
        "headers and no blank line": text.replace("\n\n", "\nVersion: GnuPG v2\n", 1).encode(),
        "line breaks lost": text.replace("\n\n", "\nVersion: GnuPG v2\n", 1).replace("\n", " ").encode(),
        "no checksum": unsummed.encode(),
        "no armor": "".join(line for line in unsummed.split("\n") if not line.startswith("-----")).encode(),
    }
    for name, material in variants.items():
        assert outline.read(material).write() == outline.read(valid.binary).write(), name
    assert openpgp.read(variants["a web page"]) == valid


def test_security_67_a_wrong_checksum_is_told_and_no_more(ring, valid):
    text = ring.public("valid").decode()
    place = text.rindex("\n=") + 2
    wrong = text[:place] + ("AAAA" if text[place : place + 4] != "AAAA" else "BBBB") + text[place + 4 :]
    key = openpgp.read(wrong.encode()).key
    assert [note.code for note in key.notes] == ["checksum"]
    assert key.fingerprint == valid.key.fingerprint


def test_security_67_everything_else_is_told_what_it_is(ring, no_gpg_later):
    public, other = ring.public("valid"), ring.public("other")
    binary = ring.public("valid", armored=False)
    encrypted = ring.gpg(
        "--armor", "--trust-model", "always", "-r", ring.fingerprints["valid"], "--encrypt", given=b"x"
    )
    clear = ring.sign("valid", b"text", "--clear-sign")
    cases = [
        (public + other, "several"),
        (binary + ring.public("other", armored=False), "several"),
        (armor.armored(binary + binary).encode(), "several"),
        (public[: len(public) // 2], "truncated"),
        (binary[:-3], "truncated"),
        (binary[:1], "truncated"),
        (encrypted, "message"),
        (ring.gpg("--store", given=b"x"), "message"),
        (ring.sign("valid", b"text"), "signature"),
        (clear, "signature"),
        (b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFfO alice@example.org", "ssh"),
        (b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "smime"),
        (b"\x30\x82\x03\x00", "smime"),
        (b"", "empty"),
        (b" \n", "empty"),
        (b"Our fingerprint is 0123 4567", "not-openpgp"),
        (public.replace(b"\n\n", b"\n\n\xc3\xa9", 1), "damaged"),
        (binary + b"\x00", "damaged"),
        (built.certificate(built.v4(version=7)), "unknown-version"),
        (built.certificate(built.user_id(OWNER)), "damaged"),
        (built.certificate(built.v4(1, b"")), "truncated"),
        (built.certificate(packets.Packet(packets.MARKER, b"PGP")), "empty"),
    ]
    no_gpg_later()
    for material, code in cases:
        assert refusal(material) == code, material[:60]


@pytest.mark.parametrize(
    "bad",
    [
        "--yes",
        "-a",
        "org",
        "",
        "x;id",
        "A" * 40 + "\n",
        "a" * 40,
        "A" * 16,
        "A" * 64,
        ADDRESS,
        "0x" + "A" * 38,
    ],
)
def test_security_62_a_key_is_named_by_its_whole_fingerprint_or_no_process_is_started(no_gpg, tmp_path, bad):
    for call in (
        lambda: openpgp.sign_detached(b"", tmp_path, bad),
        lambda: openpgp.sign_clear(b"", tmp_path, bad),
        lambda: openpgp.public_key(tmp_path, bad),
        lambda: backend.checked_fingerprint(bad),
    ):
        with pytest.raises(ValueError, match="40 hexadecimal digits"):
            call()


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("--yes", "a@example.org"),
        ("A", "a@example.org"),
        ("Name\nSub", "a@example.org"),
        ("A <b>", "a@example.org"),
        ("Name", "a"),
        ("Name", "-a@x.example"),
        ("Name", "a@b\n.example"),
    ],
)
def test_security_62_a_signing_key_has_a_plain_name_and_address(no_gpg, tmp_path, name, email):
    with pytest.raises(Refused) as refused:
        signing.make_signing_key(tmp_path, name, email)
    assert refused.value.code == "bad-name"


def test_security_63_a_key_with_100_user_ids_is_refused_before_gpg_sees_it(no_gpg):
    hostile = built.with_many_user_ids(built.v4(), 100)
    assert len(hostile) < 20_000
    assert refusal(hostile) == "too-many-user-ids"


def test_security_63_a_flood_of_5000_signatures_is_refused_before_gpg_sees_it(no_gpg, valid):
    hostile = built.with_many_signatures(list(packets.split(valid.binary)), 5000)
    assert len(hostile) > 500_000
    assert refusal(hostile) == "too-large"


def test_security_63_too_many_subkeys_are_refused_before_gpg_sees_them(no_gpg):
    parts = [built.v4(18, b"x", tag=packets.PUBLIC_SUBKEY) for _ in range(51)]
    assert refusal(built.certificate(built.v4(), built.user_id(OWNER), *parts)) == "too-many-subkeys"


@pytest.mark.parametrize(
    ("packet", "code"),
    [
        (built.v4(1, built.mpi(1 << 16383) + built.mpi(65537)), "too-long-key"),
        (built.v4(17, built.mpi(1 << 8192)), "too-long-key"),
        (built.v4(1, built.mpi(1 << 4095) + built.mpi(1 << 4094)), "odd-key"),
    ],
)
def test_security_63_keys_that_take_seconds_for_one_signature_are_refused_before_gpg_sees_them(
    no_gpg, packet, code
):
    own = bytes.fromhex("00" * 8)
    assert refusal(built.certificate(packet, built.user_id(OWNER), *[built.signature(0x13, own)] * 9)) == code
    subkey = packets.Packet(packets.PUBLIC_SUBKEY, packet.body)
    assert refusal(built.certificate(built.v4(), built.user_id(OWNER), subkey)) == code


def test_security_63_a_flood_in_the_name_of_the_key_itself_is_refused_before_gpg_sees_it(no_gpg, valid):
    whole = list(packets.split(valid.binary))
    own = [built.signature(0x13, bytes.fromhex(valid.key.key_id))] * 501
    assert refusal(built.certificate(*whole[:2], *own, *whole[2:])) == "too-many-signatures"


def test_security_63_what_is_within_the_limits_is_answered_and_the_flood_left_out(homes, valid):
    whole = list(packets.split(valid.binary))
    flood = built.with_many_signatures(whole, 2000)
    assert 200_000 < len(flood) <= limits.MAX_BYTES
    flooded = openpgp.read(flood)
    assert flooded.binary == valid.binary
    assert [note.sentence for note in flooded.key.notes] == ["Signatures by other keys were left out: 2000."]
    names = list(packets.split(built.with_many_user_ids(whole[0], 49)))[1:]
    crowded = openpgp.read(built.certificate(*whole[:3], *names, *whole[3:]))
    assert [u.text for u in crowded.key.user_ids] == [OWNER]
    assert len(built.certificate(*whole[:3], *names, *whole[3:])) < limits.MAX_BYTES


def work(material: bytes) -> int:
    """How many calls it takes to take the material apart."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        outline.read(material)
    except Refused:
        pass
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "make",
    [
        lambda n: built.with_many_signatures([built.v4(), built.user_id(OWNER)], n),
        lambda n: built.certificate(built.v4(), *[packets.Packet(60, b"")] * n),
        lambda n: built.certificate(
            built.v4(), built.user_id(OWNER), *[packets.Packet(2, b"\4\0\0\0\0\2\1\1" * 9)] * n
        ),
        lambda n: armor.armored(built.with_many_signatures([built.v4(), built.user_id(OWNER)], n)).encode(),
        lambda n: b"-----BEGIN PGP X-----\nAAAA\n-----END PGP X-----\n" * n,
        lambda n: b"-----BEGIN PGP SIGNED MESSAGE-----\n" * n,
        lambda n: b"-----BEGIN PGP X-----\n" + b"<&" * n + b"\n-----END PGP X-----",
    ],
)
def test_security_63_twice_as_much_takes_twice_the_work(make):
    little, much = work(make(500)), work(make(1000))
    assert much <= 2.2 * little + 50
