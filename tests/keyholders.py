"""Teams whose keys gpg has made: for tests that ask for keys, and for sites that are filled before they are served."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from directory import openpgp, publishing
from directory.models import Key, Team
from directory.openpgp import Certificate
from tests import people
from tests.openpgp.rings import Ring

OWN_DOMAIN = "csirts.example"
#: What each team is called by, its address, and the key that it has.
CAST = {
    "example-cert": "cert@example-cert.example",
    "draft-cert": "cert@draft-cert.example",
    "gone-cert": "cert@gone-cert.example",
    "house-cert": f"Joe.Doe@{OWN_DOMAIN}",
}


@contextmanager
def short_home() -> Iterator[Path]:
    """A GNUPGHOME whose path is short enough for the sockets in it; no process is left behind."""
    with tempfile.TemporaryDirectory(prefix="gh", dir="/tmp", ignore_cleanup_errors=True) as folder:
        try:
            yield Path(folder)
        finally:
            subprocess.run(["gpgconf", "--homedir", folder, "--kill", "all"], check=False)


@contextmanager
def ring_of_the_cast() -> Iterator[Ring]:
    """A key for each of the cast, called by the team's slug; one that EXAMPLE-CERT has left behind; and the
    directory's own."""
    with short_home() as home:
        ring = Ring(home)
        for slug, email in CAST.items():
            ring.make(slug, "ed25519", "cv25519", owner=f"{slug.upper()} <{email}>", end="2y")
        ring.make("former", "ed25519", "cv25519", owner=f"EXAMPLE-CERT <{CAST['example-cert']}>")
        ring.make("own", "ed25519", owner=f"Directory <directory@{OWN_DOMAIN}>")
        yield ring


def draft(slug: str) -> Team:
    """One of the cast, unpublished and without a key."""
    team = people.example_cert(slug.upper(), slug)
    team.contacts.filter(kind="email").update(value=CAST.get(slug, f"cert@{slug}.example"))
    return team


def give(team: Team, certificate: Certificate, purpose: str = Key.Purpose.TEAM) -> Key:
    """Puts a certificate to a team's keys at the desk."""
    known = {"certificate": certificate.binary, "facts": certificate.key.as_dict(), "purpose": purpose}
    key, _ = team.keys.update_or_create(fingerprint=certificate.key.fingerprint, defaults=known)
    return key


def publish_the_cast(certificates: dict[str, Certificate]) -> dict[str, Team]:
    """All of the cast as they are to the public: one is a draft still, one has left."""
    teams = {slug: draft(slug) for slug in CAST}
    for slug, team in teams.items():
        give(team, certificates[slug])
    give(teams["example-cert"], certificates["former"], Key.Purpose.FORMER)
    for slug in ("example-cert", "gone-cert", "house-cert"):
        people.published(teams[slug])
    publishing.withdraw(teams["gone-cert"], reason="The team has closed.")
    return teams


def fill(folder: Path) -> None:
    """Publishes the cast with the keys in the folder (a file each, called by what it holds)."""
    publish_the_cast({file.stem: openpgp.read(file.read_bytes()) for file in folder.glob("*.asc")})


def fill_site(environment: dict[str, str], ring: Ring, folder: Path) -> None:
    """The same for the site of these variables, in a process of its own."""
    for name in ring.fingerprints:
        (folder / f"{name}.asc").write_bytes(ring.public(name))
    script = "import django, sys, pathlib; django.setup(); from tests.keyholders import fill; fill(pathlib.Path(sys.argv[1]))"
    made = {**environment, "DJANGO_SETTINGS_MODULE": "directory.settings"}
    words = [sys.executable, "-c", script, str(folder)]
    subprocess.run(
        words, cwd=Path(__file__).parents[1], env=made, check=True, capture_output=True, timeout=120
    )
