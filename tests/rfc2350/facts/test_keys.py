"""OpenPGP keys (RFC 2350, 2.8): fingerprints, key IDs, armored blocks, addresses of keys."""

import pytest

from directory.rfc2350.document import Section
from directory.rfc2350.facts import derive

PRINT = "5A1D3C0F9B27E48D6C51F00293B7A6E4D8C1B05F"
V6 = "CB186C4F0609A697E4D52DFA6C722B0C1F1E27C18A56708F6525EC27BAD9ACC9"
BLOCK = """-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawLwzhYJKwYBBAHaRw8BAQdAqRnyGBH3Lr0DfGWLp1KaBLRTOnFAKEFAKEFA
Oa4A/3HsfmU2H7LdSduHt9DASo501jFZl4==
=mD11
-----END PGP PUBLIC KEY BLOCK-----"""


def derived(text, canonical="2.8", language="en"):
    return derive((Section(canonical, canonical, "Public Keys", text),), language)


def keys(text, **more):
    return [(key.fingerprint, key.key_id) for key in derived(text, **more).team.keys]


def codes(text):
    return [problem.code for problem in derived(text).problems]


@pytest.mark.parametrize(
    "text",
    [
        PRINT,
        PRINT.lower(),
        "5A1D 3C0F 9B27 E48D 6C51 F002 93B7 A6E4 D8C1 B05F",
        "5A1D 3C0F 9B27 E48D 6C51  F002 93B7 A6E4 D8C1 B05F",
        "5a1d 3c0f 9b27 e48d 6c51 f002 93b7 a6e4 d8c1 b05f",
        "5A 1D 3C 0F 9B 27 E4 8D 6C 51 F0 02 93 B7 A6 E4 D8 C1 B0 5F",
        "5A:1D:3C:0F:9B:27:E4:8D:6C:51:F0:02:93:B7:A6:E4:D8:C1:B0:5F",
        "5A1D3C0F 9B27E48D 6C51F002 93B7A6E4 D8C1B05F",
        "5A1D-3C0F-9B27-E48D-6C51-F002-93B7-A6E4-D8C1-B05F",
        "5A1D 3C0F 9B27 E48D 6C51\nF002 93B7 A6E4 D8C1 B05F",
        "5A1D 3C0F 9B27 E48D\n6C51 F002 93B7\nA6E4 D8C1 B05F",
        "Fingerprint:\n5A1D 3C0F 9B27 E48D 6C51\nF002 93B7 A6E4 D8C1 B05F",
        "Key fingerprint = 5A1D 3C0F 9B27 E48D 6C51  F002 93B7 A6E4 D8C1 B05F",
        "PGP finger print: 5A1D 3C0F 9B27 E48D 6C51 F002 93B7 A6E4 D8C1 B05F",
        "key signature: 5A1D 3C0F 9B27 E48D 6C51 F002 93B7 A6E4 D8C1 B05F.",
        "the fingerprint is: 5A1D 3C0F 9B27 E48D 6C51 F002 93B7 A6E4 D8C1 B05F {BR}",
        f"Key ID: {PRINT}",
        f"0x{PRINT}",
        f"0x {PRINT}",
        f"pub rsa4096/{PRINT} 2023-02-27 [SC]",
        "Empreinte 5A1D 3C0F 9B27 E48D 6C51  F002 93B7 A6E4 D8C1 B05F",
        "Huella de la llave: 5A1D 3C0F 9B27 E48D 6C51 F002 93B7 A6E4 D8C1 B05F",
        "2023 5A1D 3C0F 9B27 E48D 6C51 F002 93B7 A6E4 D8C1 B05F",
    ],
)
def test_a_fingerprint_is_read_in_every_grouping(text):
    assert keys(text) == [(PRINT, PRINT[-16:])]


def test_a_version_6_fingerprint_has_64_figures_and_its_id_in_front():
    grouped = " ".join(V6[start : start + 4] for start in range(0, 64, 4))
    assert keys(grouped) == [(V6, V6[:16])]


@pytest.mark.parametrize(
    "written",
    [
        "0xD8C1B05F",
        "D8C1B05F",
        "0x93B7A6E4D8C1B05F",
        "93B7A6E4D8C1B05F",
        "93B7 A6E4 D8C1 B05F",
        "93B7A6E4 D8C1B05F",
    ],
)
@pytest.mark.parametrize(
    "label", ["ID:", "Key ID:", "Key-ID", "KeyID", "PGP Key ID:", "Key-id:", "PGP keyed"]
)
def test_a_key_id_that_is_the_fingerprints_tail_belongs_to_it(label, written):
    assert keys(f"{label} {written}\nFingerprint: {PRINT}") == [(PRINT, PRINT[-16:])]


@pytest.mark.parametrize(
    ("text", "key_id"),
    [
        ("Key ID: 0x1A2B3C4D", "1A2B3C4D"),
        ("Key ID: 1A2B 3C4D 5E6F 7081", "1A2B3C4D5E6F7081"),
        ("0A1B2C3D 4E5F6071 is no label; ID 0A1B2C3D 4E5F6071 is one", "0A1B2C3D4E5F6071"),
        ("pub 4096R/A1B2C3D4 2018-02-12", "A1B2C3D4"),
        ("pub 1024D/0F1E2D3C", "0F1E2D3C"),
        ("rsa4096/00FF11EE22DD33CC", "00FF11EE22DD33CC"),
        ("ed25519/00FF11EE22DD33CC", "00FF11EE22DD33CC"),
        ("Identifiant de clé : 0x1A2B3C4D5E6F7081", "1A2B3C4D5E6F7081"),
        ("Schlüssel-ID: 1A2B3C4D", "1A2B3C4D"),
        ("ID klíče: 1A2B3C4D", "1A2B3C4D"),
        ("Identyfikator klucza: 1A2B3C4D", "1A2B3C4D"),
        ("ID ключа 0x1A2B3C4D", "1A2B3C4D"),
    ],
)
def test_a_key_id_alone_is_a_key(text, key_id):
    assert keys(text) == [(None, key_id)]


def test_a_sub_keys_id_is_no_key():
    text = f"pub 4096R/D8C1B05F 2018-02-12\nKey fingerprint = {PRINT}\nsub 4096R/46990944 2018-02-12"
    assert keys(text) == [(PRINT, PRINT[-16:])]


@pytest.mark.parametrize(
    "text",
    [
        "Key ID: CERT-Example <cert@example.org>",
        "Fingerprint: 7",
        "Fingerprint: available on the web site",
        "Fingerprint:",
        "Bits: 4096",
        "Length: 4.096, expires 2023-06-30",
        "Ask us by telephone: +44 1632 960123",
        "They added a decade of facades.",
    ],
)
def test_what_is_no_key_is_none(text):
    assert keys(text) == []


def test_a_cut_fingerprint_is_reported_and_no_key():
    text = "Fingerprint: 11A2 0B3C 44D5 0E6F 7081 92A3 B4C5 D6E7 F809"
    assert keys(text) == []
    assert codes(text) == ["fingerprint-length"]


def test_a_key_id_of_seven_figures_is_reported_and_no_key():
    assert keys("ID : 0xAB12C34") == []
    assert codes("ID : 0xAB12C34") == ["key-id-length"]


def test_a_key_id_of_another_key_is_kept_and_reported():
    text = f"Key ID: 0x11223344\nFingerprint: {PRINT}"
    assert keys(text) == [(PRINT, "11223344")]
    assert codes(text) == ["fingerprint-key-id-mismatch"]


def test_two_keys_keep_their_order_and_their_ids():
    other = "00112233445566778899AABBCCDDEEFF01020304"
    text = f"ID: 0xD8C1B05F\nFingerprint: {PRINT}\n\nID: 0x01020304\nFingerprint: {other}"
    assert keys(text) == [(PRINT, PRINT[-16:]), (other, other[-16:])]


def test_a_key_that_only_signs_says_so_in_its_note():
    other = "00112233445566778899AABBCCDDEEFF01020304"
    text = f"For mail:\nFingerprint: {PRINT}\n\nSigning key, do not encrypt to it:\nFingerprint: {other}"
    assert [key.note for key in derived(text).team.keys] == [None, "Signing key"]


def test_the_fingerprint_of_a_certificate_is_no_key():
    text = (
        "S/MIME certificate, SHA-1 fingerprint: 5A:1D:3C:0F:9B:27:E4:8D:6C:51:F0:02:93:B7:A6:E4:D8:C1:B0:5F"
    )
    assert keys(text) == []


@pytest.mark.parametrize("canonical", ["2.7", "2.9", "2.10", "2.11", "4.3", "6", "1.4"])
def test_a_key_is_looked_for_elsewhere(canonical):
    assert keys(f"Key ID 0x93B7A6E4D8C1B05F\nFingerprint {PRINT}", canonical=canonical) == [
        (PRINT, PRINT[-16:])
    ]


def test_a_block_belongs_to_the_only_key_of_its_section():
    key = derived(f"Fingerprint: {PRINT}\n\n{BLOCK}").team.keys
    assert [(one.fingerprint, one.armor) for one in key] == [(PRINT, BLOCK)]


def test_a_block_alone_is_a_key():
    assert [key.armor for key in derived(BLOCK).team.keys] == [BLOCK]


def test_an_indented_block_is_unindented():
    indented = "\n".join("    " + line for line in BLOCK.split("\n"))
    assert [key.armor for key in derived(indented).team.keys] == [BLOCK]


def test_a_block_on_one_line_is_laid_out_again():
    assert [key.armor for key in derived(" ".join(BLOCK.split())).team.keys] == [BLOCK]


@pytest.mark.parametrize("dashes", ["----", "—–", "-----"])
def test_a_block_with_damaged_dashes_is_found(dashes):
    damaged = BLOCK.replace("-----BEGIN", f"{dashes}BEGIN").replace("KEY BLOCK-----", f"KEY BLOCK{dashes}")
    assert [key.armor for key in derived(damaged).team.keys] == [BLOCK]


def test_a_checksum_glued_to_the_end_line_is_kept():
    damaged = BLOCK.replace("=mD11\n-----END", "=mD11 -----END")
    assert [key.armor for key in derived(damaged).team.keys] == [BLOCK]


def test_a_blocks_comment_names_its_fingerprint():
    commented = BLOCK.replace("BLOCK-----\n\n", f"BLOCK-----\nComment: Fingerprint: {PRINT}\n\n", 1)
    assert keys(commented) == [(PRINT, PRINT[-16:])]


def test_the_addresses_of_keys_are_kept_apart_from_key_servers():
    text = "Get it at https://example.org/key.asc or from https://pgp.example.net/."
    assert derived(text).team.key_urls == ("https://example.org/key.asc",)


def test_figures_inside_a_block_are_no_fingerprint():
    assert all(key.fingerprint is None for key in derived(BLOCK.replace("Oa4A", PRINT)).team.keys)
