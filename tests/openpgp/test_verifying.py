"""Signatures: whose they are, over what, and when."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import replace

import pytest

from directory import openpgp
from directory.openpgp import Refused, armor, packets, verifying

from . import built

TEXT = b"1. Document Information\n\n- -- a line that begins with a dash  \nFrom: a line\n"
SEEN = b"1. Document Information\n\n- -- a line that begins with a dash\nFrom: a line\n"


def test_a_signature_by_the_key_over_these_bytes_is_good(ring, valid, homes):
    verdict = openpgp.verify(ring.sign("valid", TEXT), TEXT, valid)
    assert (verdict.code, verdict.valid, verdict.genuine) == ("good", True, True)
    assert verdict.fingerprint == verdict.signing_key == valid.key.fingerprint
    assert abs(verdict.made - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(hours=1)
    assert valid.key.key_id in verdict.sentence
    binary = openpgp.verify(ring.sign("valid", TEXT, "--detach-sign"), TEXT, valid)
    assert binary.valid


@pytest.mark.parametrize(
    "changed", [TEXT[:-1], TEXT + b"\n", TEXT.replace(b"1.", b"2."), b"", TEXT.replace(b"\n", b"\r\n")]
)
def test_security_73_one_changed_byte_makes_it_bad(ring, valid, changed):
    verdict = openpgp.verify(ring.sign("valid", TEXT), changed, valid)
    assert (verdict.code, verdict.valid, verdict.genuine, verdict.fingerprint) == ("bad", False, False, "")


def test_security_72_a_good_signature_by_any_other_key_is_not_verified(ring, valid):
    verdict = openpgp.verify(ring.sign("other", TEXT), TEXT, valid)
    assert (verdict.code, verdict.valid) == ("unknown-signer", False)
    assert verdict.signer == ring.fingerprints["other"]
    clear = openpgp.verify_clear(ring.sign("other", TEXT, "--clear-sign"), valid)
    assert (clear.code, clear.text) == ("unknown-signer", None)


def test_security_72_the_word_of_another_key_beside_that_of_the_team_changes_nothing(ring, valid):
    both = ring.sign("other", TEXT, "--detach-sign") + ring.sign("valid", TEXT, "--detach-sign")
    assert openpgp.verify(both, TEXT, valid).valid
    spoilt = ring.sign("valid", b"x", "--detach-sign") + ring.sign("valid", TEXT, "--detach-sign")
    assert openpgp.verify(spoilt, TEXT, valid).code == "bad"
    assert not openpgp.verify(spoilt, b"y", valid).genuine


def test_a_signature_of_the_days_before_the_key_expired_is_told_from_one_made_after(ring):
    expired = openpgp.read(ring.public("expired"))
    before = openpgp.verify(ring.sign("expired", TEXT, at="20200601T000000"), TEXT, expired)
    assert (before.code, before.valid, before.genuine) == ("key-expired", False, True)
    assert "which has expired since, on 31 December 2020" in before.sentence
    # gpg does not sign with a key that has ended: the key must still be in force there, and is cut short here.
    end = datetime.datetime(2020, 5, 1, tzinfo=datetime.UTC)
    shorter = openpgp.Certificate(replace(expired.key, expires=end), expired.binary)
    after = openpgp.verify(ring.sign("expired", TEXT, at="20200601T000000"), TEXT, shorter)
    assert (after.code, after.genuine) == ("made-too-late", False)


def test_a_signature_by_a_key_that_was_revoked_since_says_why(ring, revocation):
    revoked = openpgp.merge(openpgp.read(ring.public("revoked")), revocation)
    verdict = openpgp.verify(ring.sign("revoked", TEXT), TEXT, revoked)
    assert (verdict.code, verdict.valid, verdict.genuine) == ("key-revoked", False, False)
    assert "others may have its secret part (“stolen laptop”)" in verdict.sentence
    clear = openpgp.verify_clear(ring.sign("revoked", TEXT, "--clear-sign"), revoked)
    assert (clear.code, clear.text) == ("key-revoked", None)


def test_a_signature_that_has_run_out_by_itself_says_so(ring, valid):
    signature = ring.gpg(
        "--local-user", f"{ring.fingerprints['subkey-expired']}!", "--default-sig-expire", "1d", "--detach-sign",
        given=TEXT, at="20200601T000000",
    )  # fmt: skip
    verdict = openpgp.verify(signature, TEXT, openpgp.read(ring.public("subkey-expired")))
    assert (verdict.code, verdict.genuine) == ("signature-expired", False)


def test_a_signature_with_a_broken_hash_is_not_good(ring):
    rsa = openpgp.read(ring.public("rsa2048"))
    signature = ring.sign("rsa2048", TEXT, "--digest-algo", "SHA1", "--detach-sign")
    verdict = openpgp.verify(signature, TEXT, rsa)
    assert (verdict.code, verdict.genuine) == ("weak", False)
    assert "SHA-1" in verdict.sentence


def test_what_is_no_signature_over_a_document_is_refused_before_gpg_sees_it(ring, valid, no_gpg_at_work):
    certification = packets.write([p for p in packets.split(valid.binary) if p.tag == packets.SIGNATURE][:1])
    inline = ring.gpg("--local-user", ring.fingerprints["valid"], "--sign", given=TEXT)
    detached = ring.sign("valid", TEXT, "--detach-sign")
    no_gpg_at_work()
    cases = [
        (ring_key := valid.binary, "not-a-signature"),
        (certification, "not-a-signature"),
        (inline, "message"),
        (detached + ring_key, "not-a-signature"),
        (detached * 9, "too-many-signatures"),
        (b"x" * 70_000, "too-large"),
        (b"", "empty"),
        (detached[:-1], "truncated"),
    ]
    for material, code in cases:
        with pytest.raises(Refused) as refused:
            openpgp.verify(material, TEXT, valid)
        assert refused.value.code == code


@pytest.fixture
def no_gpg_at_work(monkeypatch):
    def forbid() -> None:
        def refuse(*arguments: object, **options: object) -> None:
            raise AssertionError("gpg must not be asked")

        monkeypatch.setattr(verifying, "throwaway", refuse)

    return forbid


def test_signatures_by_a_key_that_gpg_cannot_check_are_not_judged(no_gpg):
    certificate = openpgp.read(built.v6_certificate())
    with pytest.raises(Refused, match="version 6 cannot be checked"):
        openpgp.verify(b"x", TEXT, certificate)


def test_security_71_only_the_signed_text_comes_back(ring, valid, homes):
    clear = ring.sign("valid", TEXT, "--clear-sign")
    around = b"Good day!\nHash: none\n\n" + clear + b"\nThe team also answers to mallory@example.net\n"
    verdict = openpgp.verify_clear(around, valid)
    assert (verdict.code, verdict.text) == ("good", SEEN)
    assert openpgp.verify_clear(around.replace(b"\n", b"\r\n"), valid).text == SEEN
    commented = clear.replace(b"SIGNATURE-----\n", b"SIGNATURE-----\nComment: call +1 mallory\n", 1)
    assert openpgp.verify_clear(commented, valid).text == SEEN


def test_security_71_words_in_the_headers_are_not_part_of_the_text(ring, valid):
    clear = ring.sign("valid", TEXT, "--clear-sign")
    for header in (b"Comment: mallory@example.net\n", b"mallory@example.net\n", b"Hash: SHA512, mallory\n"):
        mangled = clear.replace(b"\nHash:", b"\n" + header + b"Hash:", 1)
        verdict = openpgp.verify_clear(mangled, valid)
        assert verdict.text in (None, SEEN)
        assert b"mallory" not in (verdict.text or b"")


def test_security_71_a_changed_text_gives_no_text(ring, valid):
    clear = ring.sign("valid", TEXT, "--clear-sign")
    verdict = openpgp.verify_clear(clear.replace(b"From: a", b"From: b"), valid)
    assert (verdict.code, verdict.text) == ("bad", None)


def test_security_71_a_text_that_hides_in_the_signature_is_refused(ring, valid):
    clear = ring.sign("valid", TEXT, "--clear-sign")
    hidden = packets.write([packets.Packet(packets.LITERAL, b"b\0\0\0\0\0mallory")])
    signature = ring.sign("valid", TEXT, "--detach-sign")
    start = clear.index(b"-----BEGIN PGP SIGNATURE")
    mixed = clear[:start] + armor.armored(signature + hidden, armor.SIGNATURE).encode()
    with pytest.raises(Refused):
        openpgp.verify_clear(mixed, valid)


@pytest.mark.parametrize(
    ("mangle", "code"),
    [
        (lambda clear: b"1. Document Information\n", "not-signed"),
        (lambda clear: clear + clear, "several-signed"),
        (lambda clear: clear[: clear.index(b"-----END")], "truncated"),
        (lambda clear: clear[: clear.index(b"-----BEGIN PGP SIGNATURE")], "truncated"),
    ],
)
def test_security_71_there_is_exactly_one_signed_text(ring, valid, mangle, code):
    with pytest.raises(Refused) as refused:
        openpgp.verify_clear(mangle(ring.sign("valid", TEXT, "--clear-sign")), valid)
    assert refused.value.code == code


def test_a_text_in_any_encoding_comes_back_as_its_bytes(ring, valid):
    text = "Équipe\nОрганизация\n".encode() + "Ü\n".encode("latin-1")
    assert openpgp.verify_clear(ring.sign("valid", text, "--clear-sign"), valid).text == text


# the directory's own signatures


def test_security_73_a_published_signature_is_good_to_plain_gpg_with_the_published_key_alone(
    directory_home, tmp_path, fresh
):
    home, fingerprint = directory_home
    signature = openpgp.sign_detached(TEXT, home, fingerprint)
    published = openpgp.read(openpgp.public_key(home, fingerprint))
    (tmp_path / "text").write_bytes(TEXT)
    (tmp_path / "text.asc").write_bytes(signature)
    fresh("--import", given=published.armor.encode())
    assert fresh("--verify", str(tmp_path / "text.asc"), str(tmp_path / "text")).returncode == 0
    (tmp_path / "text").write_bytes(TEXT.replace(b"1", b"2"))
    assert fresh("--verify", str(tmp_path / "text.asc"), str(tmp_path / "text")).returncode == 1
    clear = openpgp.sign_clear(TEXT, home, fingerprint)
    assert openpgp.verify_clear(clear, published).text == SEEN


@pytest.fixture
def fresh(tmp_path_factory):
    """Plain gpg in a home of its own, without an agent."""
    home = tmp_path_factory.mktemp("fresh")
    home.chmod(0o700)

    def gpg(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = ["gpg", "--homedir", str(home), "--batch", "--no-autostart", *arguments]
        return subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)

    return gpg


def test_a_file_is_signed_without_being_read_here(directory_home, tmp_path):
    home, fingerprint = directory_home
    (tmp_path / "dump").write_bytes(TEXT * 1000)
    certificate = openpgp.read(openpgp.public_key(home, fingerprint))
    signature = openpgp.sign_detached(tmp_path / "dump", home, fingerprint)
    assert openpgp.verify(signature, TEXT * 1000, certificate).valid


def test_security_60_a_missing_key_signs_nothing_though_another_is_there(directory_home, homes):
    home, _ = directory_home
    for sign in (openpgp.sign_detached, openpgp.sign_clear):
        with pytest.raises(Refused, match="nothing was signed") as refused:
            sign(TEXT, home, "0" * 40)
        assert refused.value.code == "no-signature"


def test_security_61_of_two_keys_the_named_one_signs(tmp_path, homes):
    first = openpgp.make_signing_key(tmp_path, "Example Directory", "directory@example.org")
    second = openpgp.make_signing_key(tmp_path, "Example Directory", "directory@example.org")
    assert first != second
    for fingerprint in (first, second):
        certificate = openpgp.read(openpgp.public_key(tmp_path, fingerprint))
        assert openpgp.verify(openpgp.sign_detached(TEXT, tmp_path, fingerprint), TEXT, certificate).valid


def test_a_signing_key_is_kept_for_its_owner_alone(directory_home):
    home, fingerprint = directory_home
    assert {path.name for path in home.iterdir()} == {"openpgp-revocs.d", "private-keys-v1.d", "pubring.kbx"}
    assert {path.stat().st_mode & 0o077 for path in home.rglob("*")} | {home.stat().st_mode & 0o077} == {0}
    assert (home / "openpgp-revocs.d" / f"{fingerprint}.rev").is_file()
    key = openpgp.read(openpgp.public_key(home, fingerprint)).key
    assert (key.name, key.signs, key.expires) == ("Ed25519", True, None)


def test_a_name_in_any_script_stands_in_the_key_as_it_was_given(tmp_path):
    fingerprint = openpgp.make_signing_key(tmp_path, "Répertoire (Ελλάδα)", "a@example.org")
    key = openpgp.read(openpgp.public_key(tmp_path, fingerprint)).key
    assert key.user_ids[0].text == "Répertoire (Ελλάδα) <a@example.org>"
