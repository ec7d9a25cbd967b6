"""Keys of the cast, made by gpg once a session: EXAMPLE-CERT's own and Charlie's."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from directory import keys
from directory.models import Key, Revision, Team
from tests import people
from tests.openpgp.rings import LONG_AGO, Ring

ADDRESS = "cert@example-cert.example"
OWNER = f"EXAMPLE-CERT <{ADDRESS}>"
LOOPBACK = ("--pinentry-mode", "loopback")


@pytest.fixture(scope="session")
def team_ring() -> Iterator[Ring]:
    """Secret keys by name: "team" and "second" (an address more, and an end that was moved), "signing" and
    "encrypting" by what they are for, "old" by its end, "revoked" by what became of it, and "charlie"."""
    home = Path(tempfile.mkdtemp(prefix="tr", dir="/tmp"))
    try:
        yield _filled(Ring(home))
    finally:
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)
        shutil.rmtree(home, ignore_errors=True)


def _filled(ring: Ring) -> Ring:
    ring.make("team", "ed25519", "cv25519", owner=OWNER, end="2y")
    ring.make("charlie", "ed25519", "cv25519", owner="Charlie <charlie@example.net>")
    ring.make("signing", "ed25519", owner=OWNER)
    ring.make("old", "ed25519", owner=OWNER, end="1y", at=LONG_AGO)
    ring.make("revoked", "ed25519", "cv25519", owner=OWNER)
    ring.make("second", "ed25519", "cv25519", owner=OWNER, end="30d")
    said = ring.gpg(*LOOPBACK, "--status-fd", "1", "--quick-gen-key", OWNER, "ed25519", "cert", "never")
    made = next(line for line in said.decode().split("\n") if "KEY_CREATED" in line)
    ring.fingerprints["encrypting"] = made.split()[-1]
    ring.gpg(*LOOPBACK, "--quick-add-key", ring.fingerprints["encrypting"], "cv25519", "encr", "never")
    return ring


@pytest.fixture(scope="session")
def revocation(team_ring) -> bytes:
    """The revocation certificate of the key that is called "revoked"."""
    return team_ring.revocation("revoked", 1, "stolen laptop")


@pytest.fixture(scope="session")
def renewed(team_ring) -> tuple[bytes, bytes]:
    """The key that is called "second", and a newer copy of it with a later end and another address."""
    before = team_ring.public("second")
    fingerprint = team_ring.fingerprints["second"]
    team_ring.gpg(*LOOPBACK, "--quick-set-expire", fingerprint, "3y")
    team_ring.gpg(*LOOPBACK, "--quick-set-expire", fingerprint, "3y", "*")
    team_ring.gpg(*LOOPBACK, "--quick-add-uid", fingerprint, "EXAMPLE-CERT <info@example-cert.example>")
    return before, team_ring.public("second")


def give(team: Team, ring: Ring, *names: str, purpose: str = "team") -> list[Key]:
    """Puts keys on the team's desk, by the way that people take."""
    rows = [keys.take_in(team, ring.public(name)).row for name in names]
    for row in rows:
        keys.set_purpose(row, purpose)
    return rows


def published_with(ring: Ring, *names: str) -> Revision:
    """EXAMPLE-CERT, public with these keys."""
    team = people.example_cert()
    give(team, ring, *names)
    return people.published(team)
