"""OpenPGP keys (RFC 2350, 2.8): fingerprints, key IDs, armored blocks, addresses of keys."""

import pytest

from directory.rfc2350.document import Section
from directory.rfc2350.facts import derive

PRINT = "7CEAE1C4412237761272D65B05D6869DD459409B"
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
        "7CEA E1C4 4122 3776 1272 D65B 05D6 869D D459 409B",
        "7CEA E1C4 4122 3776 1272  D65B 05D6 869D D459 409B",
        "7cea e1c4 4122 3776 1272 d65b 05d6 869d d459 409b",
        "7C EA E1 C4 41 22 37 76 12 72 D6 5B 05 D6 86 9D D4 59 40 9B",
        "7C:EA:E1:C4:41:22:37:76:12:72:D6:5B:05:D6:86:9D:D4:59:40:9B",
        "7CEAE1C4 41223776 1272D65B 05D6869D D459409B",
        "7CEA-E1C4-4122-3776-1272-D65B-05D6-869D-D459-409B",
        "7CEA E1C4 4122 3776 1272\nD65B 05D6 869D D459 409B",
        "7CEA E1C4 4122 3776\n1272 D65B 05D6\n869D D459 409B",
        "Fingerprint:\n7CEA E1C4 4122 3776 1272\nD65B 05D6 869D D459 409B",
        "Key fingerprint = 7CEA E1C4 4122 3776 1272  D65B 05D6 869D D459 409B",
        "PGP finger print: 7CEA E1C4 4122 3776 1272 D65B 05D6 869D D459 409B",
        "key signature: 7CEA E1C4 4122 3776 1272 D65B 05D6 869D D459 409B.",
        "the fingerprint is: 7CEA E1C4 4122 3776 1272 D65B 05D6 869D D459 409B {BR}",
        f"Key ID: {PRINT}",
        f"0x{PRINT}",
        f"0x {PRINT}",
        f"pub rsa4096/{PRINT} 2023-02-27 [SC]",
        "Empreinte 7CEA E1C4 4122 3776 1272  D65B 05D6 869D D459 409B",
        "Huella de la llave: 7CEA E1C4 4122 3776 1272 D65B 05D6 869D D459 409B",
        "2023 7CEA E1C4 4122 3776 1272 D65B 05D6 869D D459 409B",
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
        "0xD459409B",
        "D459409B",
        "0x05D6869DD459409B",
        "05D6869DD459409B",
        "05D6 869D D459 409B",
        "05D6869D D459409B",
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
        ("42AC9CF0 77C8FD22 is no label; ID 42AC9CF0 77C8FD22 is one", "42AC9CF077C8FD22"),
        ("pub 4096R/D2A1C881 2018-02-12", "D2A1C881"),
        ("pub 1024D/7231E551", "7231E551"),
        ("rsa4096/D57E00EA00709A3D", "D57E00EA00709A3D"),
        ("ed25519/D57E00EA00709A3D", "D57E00EA00709A3D"),
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
    text = f"pub 4096R/D459409B 2018-02-12\nKey fingerprint = {PRINT}\nsub 4096R/46990944 2018-02-12"
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
    text = "Fingerprint: 1A35 DAEF E63B BE93 C314 3272 CE5D 2119 2BD6"
    assert keys(text) == []
    assert codes(text) == ["fingerprint-length"]


def test_a_key_id_of_seven_figures_is_reported_and_no_key():
    assert keys("ID : 0xAD91C54") == []
    assert codes("ID : 0xAD91C54") == ["key-id-length"]


def test_a_key_id_of_another_key_is_kept_and_reported():
    text = f"Key ID: 0x11223344\nFingerprint: {PRINT}"
    assert keys(text) == [(PRINT, "11223344")]
    assert codes(text) == ["fingerprint-key-id-mismatch"]


def test_two_keys_keep_their_order_and_their_ids():
    other = "08048835DC6F9FC292D00A108CABFB5923233636"
    text = f"ID: 0xD459409B\nFingerprint: {PRINT}\n\nID: 0x23233636\nFingerprint: {other}"
    assert keys(text) == [(PRINT, PRINT[-16:]), (other, other[-16:])]


def test_a_key_that_only_signs_says_so_in_its_note():
    other = "08048835DC6F9FC292D00A108CABFB5923233636"
    text = f"For mail:\nFingerprint: {PRINT}\n\nSigning key, do not encrypt to it:\nFingerprint: {other}"
    assert [key.note for key in derived(text).team.keys] == [None, "Signing key"]


def test_the_fingerprint_of_a_certificate_is_no_key():
    text = (
        "S/MIME certificate, SHA-1 fingerprint: 7C:EA:E1:C4:41:22:37:76:12:72:D6:5B:05:D6:86:9D:D4:59:40:9B"
    )
    assert keys(text) == []


@pytest.mark.parametrize("canonical", ["2.7", "2.9", "2.10", "2.11", "4.3", "6", "1.4"])
def test_a_key_is_looked_for_elsewhere(canonical):
    assert keys(f"Key ID 0x05D6869DD459409B\nFingerprint {PRINT}", canonical=canonical) == [
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
