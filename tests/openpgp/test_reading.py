"""What a key tells, read by gpg and by us."""

from __future__ import annotations

import datetime
import json

import pytest

from directory import openpgp
from directory.openpgp import PublicKey, Refused, outline, packets

from . import built
from .rings import ADDRESS, OWNER

NOW = datetime.datetime.now(datetime.UTC)


def codes(key: PublicKey, at: datetime.datetime = NOW) -> set[str]:
    return {problem.code for problem in key.problems(at)}


def test_a_key_tells_who_it_is_and_what_it_is_for(ring, valid):
    key = valid.key
    assert (key.fingerprint, key.key_id) == (ring.fingerprints["valid"], ring.fingerprints["valid"][-16:])
    assert (key.version, key.name, key.bits, key.curve, key.checked) == (4, "Ed25519", 256, "Ed25519", True)
    assert key.user_ids == (openpgp.UserId(OWNER, "EXAMPLE-CERT", ADDRESS),)
    assert [(s.name, s.encrypts, s.signs) for s in key.subkeys] == [("X25519", True, False)]
    assert key.can_encrypt(NOW)
    assert key.can_sign(NOW)
    assert (key.state(NOW), key.strength, key.problems(NOW)) == ("valid", "good", ())


def test_its_end_is_a_date_that_is_asked_with_a_day(valid):
    end = valid.key.expires
    assert datetime.timedelta(days=725) < end - NOW < datetime.timedelta(days=735)
    assert valid.key.ends == end
    assert valid.key.state(end - datetime.timedelta(days=59)) == "soon"
    assert valid.key.state(end) == "expired"
    assert not valid.key.can_encrypt(end)
    assert not valid.key.can_sign(end)


@pytest.mark.parametrize(
    ("name", "state", "strength", "said"),
    [
        ("rsa2048", "valid", "short", {"short-rsa", "no-expiry"}),
        ("rsa1024", "valid", "weak", {"weak-rsa", "no-expiry"}),
        ("dsa", "no-encryption", "weak", {"weak-dsa", "weak-hash", "no-encryption", "no-expiry"}),
        ("nist", "valid", "good", {"no-expiry"}),
        ("sha1", "valid", "weak", {"weak-hash", "no-expiry"}),
        ("sign-only", "no-encryption", "good", {"no-encryption", "no-expiry"}),
        ("soon", "soon", "good", {"soon"}),
        ("expired", "expired", "good", {"expired"}),
        ("subkey-expired", "no-encryption", "good", {"encryption-expired", "no-expiry"}),
    ],
)
def test_security_68_each_kind_of_key_gets_its_state_and_its_sentences(ring, name, state, strength, said):
    key = openpgp.read(ring.public(name)).key
    assert (key.state(NOW), key.strength, codes(key)) == (state, strength, said)


def test_security_68_the_sentences_say_the_day(ring):
    expired = openpgp.read(ring.public("expired")).key
    assert expired.problems(NOW)[0].sentence == "This key expired on 31 December 2020."
    part = openpgp.read(ring.public("subkey-expired")).key
    assert part.problems(NOW)[0].sentence.endswith("encrypted to expired on 31 December 2020.")
    assert part.ends == part.encryption_ends != part.expires


@pytest.mark.parametrize(
    ("packet", "name"),
    [
        (built.v6(), "version 6, Ed25519"),
        (built.v6(version=5), "version 5, Ed25519"),
        (built.v4(27, bytes(32)), "version 4, Ed25519"),
        (built.v4(99, b"something"), "version 4, algorithm 99"),
    ],
)
def test_security_68_a_key_that_gpg_cannot_check_is_shown_as_such(no_gpg, packet, name):
    key = openpgp.read(built.certificate(packet, built.user_id(OWNER), built.signature(0x13))).key
    assert not key.checked
    assert key.state(NOW) == "unchecked"
    assert f"a newer kind ({name})" in key.problems(NOW)[0].sentence
    assert key.matches([ADDRESS]) == (ADDRESS,)
    assert len(key.fingerprint) == (40 if key.version == 4 else 64)


def test_a_version_6_certificate_says_its_fingerprint_and_what_its_parts_are_for(no_gpg):
    certificate = openpgp.read(built.v6_certificate())
    key = certificate.key
    assert key.fingerprint.startswith(key.key_id)
    assert [(s.name, s.encrypts) for s in key.subkeys] == [("X25519", True)]
    assert openpgp.read(certificate.armor.encode()).key.fingerprint == key.fingerprint


def test_security_68_a_key_of_version_3_is_refused_with_a_sentence(no_gpg):
    with pytest.raises(Refused, match="from the 1990s") as refusal:
        openpgp.read(built.certificate(built.v3(), built.user_id(OWNER)))
    assert refusal.value.code == "old-version"


def test_security_70_a_typed_fingerprint_is_compared_digit_by_digit(valid):
    whole = valid.key.fingerprint
    for typed in (
        whole,
        whole.lower(),
        f"0x{whole}",
        valid.key.groups,
        f" {whole[:20]}\n{whole[20:]}",
        ":".join(whole),
    ):
        assert valid.key.is_named(typed), typed
    other = ("1" if whole[0] == "0" else "0") + whole[1:]
    assert "FF".lower() in "ﬀ".casefold()  # one character that becomes two digits
    look_alikes = [whole.replace("FF", "ﬀ")] if "FF" in whole else []
    look_alikes += [whole.replace(digit, like) for digit, like in ("0O", "1l", "AА", "8８") if digit in whole]
    for typed in (other, whole[:-1], whole + "0", whole[-16:], "", *look_alikes):
        assert not valid.key.is_named(typed), typed


def test_security_69_a_key_is_matched_by_the_addresses_in_force_in_its_user_ids(ring):
    key = openpgp.read(ring.public("several")).key
    assert [u.revoked for u in key.user_ids if u.email == "bob@example.net"] == [True]
    asked = ["INFO@example.org", "bob@example.net", "name", "", ADDRESS]
    assert key.matches(asked) == ("INFO@example.org", ADDRESS)


def test_security_69_signatures_by_others_and_pictures_are_left_out(ring, valid):
    signed = openpgp.read(ring.public("signed-by-others"))
    assert "others" in codes(signed.key)
    issuers = {
        i for c in outline.read(signed.binary).components() for s in c.read_signatures() for i in s.issuers
    }
    assert issuers == {signed.key.fingerprint, signed.key.key_id}
    whole = list(packets.split(valid.binary))
    pictured = openpgp.read(built.certificate(*whole[:3], built.photo(), built.signature(0x13), *whole[3:]))
    assert codes(pictured.key) == {"photos"}
    assert pictured.binary == valid.binary


def test_security_69_user_ids_can_be_limited_to_addresses_but_the_last_one_stays(ring):
    several = openpgp.read(ring.public("several"))
    some = openpgp.limited(several, ["info@example.org"])
    assert [u.email for u in some.key.user_ids] == ["info@example.org"]
    assert [u.email for u in openpgp.read(some.binary).key.user_ids] == ["info@example.org"]
    none = openpgp.limited(several, ["nobody@example.org"])
    assert len(openpgp.read(none.binary).key.user_ids) == 1


def test_a_certificate_is_read_back_the_same_and_grows_no_more(valid):
    again = openpgp.read(valid.armor.encode())
    assert again == valid


def test_a_key_is_written_as_json_and_read_back(ring, revocation):
    for name in ("valid", "several", "expired"):
        key = openpgp.read(ring.public(name)).key
        assert PublicKey.from_dict(json.loads(json.dumps(key.as_dict()))) == key
    revoked = openpgp.merge(openpgp.read(ring.public("revoked")), revocation).key
    assert PublicKey.from_dict(json.loads(json.dumps(revoked.as_dict()))) == revoked


def test_a_key_whose_user_id_is_not_signed_is_refused_with_a_sentence(valid):
    whole = list(packets.split(valid.binary))
    with pytest.raises(Refused, match="none of its user ids is signed") as refusal:
        openpgp.read(built.certificate(whole[0], built.user_id("Mallory <mallory@example.net>")))
    assert refusal.value.code == "unusable"
    with pytest.raises(Refused, match="no user id"):
        openpgp.read(built.certificate(whole[0]))


def test_a_user_id_that_was_put_into_a_key_by_somebody_else_is_not_believed(valid):
    whole = list(packets.split(valid.binary))
    forged = [
        built.user_id("Mallory <mallory@example.net>"),
        built.signature(0x13, bytes.fromhex(valid.key.key_id)),
    ]
    read = openpgp.read(built.certificate(*whole[:3], *forged, *whole[3:])).key
    assert [u.email for u in read.user_ids] == [ADDRESS]
    assert codes(read) == {"dropped"}


def test_security_65_language_time_zone_and_home_change_nothing(monkeypatch, ring, valid):
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de")
    monkeypatch.setenv("TZ", "Pacific/Apia")
    monkeypatch.delenv("HOME", raising=False)
    assert openpgp.read(ring.public("valid")) == valid
    expired = openpgp.read(ring.public("expired")).key
    assert expired.problems(NOW)[0].sentence == "This key expired on 31 December 2020."


def test_the_keys_of_real_teams_are_read_with_their_state(real_keys):
    told = {}
    for path in sorted(real_keys.glob("*.asc")):
        key = openpgp.read(path.read_bytes()).key
        told[path.stem] = (
            key.fingerprint,
            key.name,
            key.state(NOW),
            key.expires and key.expires.date().isoformat(),
        )
    assert told["misp-1-CIRCL"] == ("CA572205C0024E06BA70BE89EAADCFFC22BD4CD5", "RSA 2048", "valid", None)
    assert told["misp-2-eCrimeLabs"][2:] == ("no-encryption", None)
    assert told["misp-3-CIRCL"][1:] == ("RSA 3072", "expired", "2022-03-27")


def test_a_key_from_a_clock_that_is_ahead_says_so(ring):
    ring.make("ahead", "ed25519", "cv25519", at="20350101T000000")
    key = openpgp.read(ring.public("ahead")).key
    assert key.state(NOW) == "not-yet"
    assert (
        key.problems(NOW)[0].sentence
        == "This key says that it was made on 1 January 2035, which is yet to come."
    )
