"""Where the key of an address is published."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from directory.openpgp import Refused, wkd

CLIENT = shutil.which("gpg-wks-client", path="/usr/lib/gnupg:/usr/libexec:/usr/bin")


def test_security_76_the_example_of_the_draft_has_its_two_addresses():
    place = wkd.place("Joe.Doe@Example.ORG")
    assert place.advanced == (
        "https://openpgpkey.example.org/.well-known/openpgpkey/example.org/hu/iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe"
    )
    assert (
        place.direct
        == "https://example.org/.well-known/openpgpkey/hu/iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe"
    )


@pytest.mark.skipif(CLIENT is None, reason="gpg-wks-client is not installed")
@pytest.mark.parametrize("local", ["cert", "CERT", "a", "first.last+tag", "équipe", "x" * 64])
def test_security_76_the_hash_agrees_with_that_of_gpg_wks_client(local):
    told = subprocess.run(
        [CLIENT, "--print-wkd-hash", f"{local}@example.org"], capture_output=True, check=False, timeout=60
    )
    if told.returncode:
        pytest.skip("gpg-wks-client does not take this address")
    assert told.stdout.split()[0].decode() == wkd.local_hash(local)


@pytest.mark.parametrize(
    ("octets", "letters"),
    [
        (b"", ""),
        (b"\x00", "yy"),
        (b"\xf0\xbf\xc7", "6n9hq"),
        (b"\xd4\x7a\x04", "4t7ye"),
        (b"\xff" * 5, "99999999"),
    ],
)
def test_z_base_32_is_that_of_its_authors(octets, letters):
    assert wkd.zbase32(octets) == letters


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "a",
        "@example.org",
        "a@",
        "a@b",
        "a@exa mple.org",
        "a\n@example.org",
        "a@example.org/x",
        "x" * 65 + "@example.org",
        "a@..",
    ],
)
def test_what_is_no_address_is_refused(bad):
    with pytest.raises(Refused):
        wkd.place(bad)


def test_what_stands_in_an_address_cannot_leave_its_place():
    assert wkd.place("../a&b=c#d@example.org").direct.endswith("?l=..%2Fa%26b%3Dc%23d")


def test_a_hash_is_32_letters_of_the_alphabet():
    assert wkd.is_hash("iy9q119eutrkn8s1mk4r39qejnbu3n5q")
    assert not any(
        map(wkd.is_hash, ["", "iy9q", "IY9Q119EUTRKN8S1MK4R39QEJNBU3N5Q", "2" * 32, "y" * 32 + "\n"])
    )


def test_the_policy_is_a_comment():
    assert all(line.startswith("#") for line in wkd.POLICY.splitlines())
    assert Path(wkd.ROOT).name == "openpgpkey"
