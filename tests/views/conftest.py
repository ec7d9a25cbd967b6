"""Teams with real keys, for views that give keys."""

from typing import Any

import pytest

from directory import openpgp
from tests import keyholders, keyring, people
from tests.people import FINGERPRINT


@pytest.fixture(scope="session")
def ring():
    with keyholders.ring_of_the_cast() as ring:
        yield ring


@pytest.fixture(scope="session")
def certificates(ring):
    """By name; "twin" is EXAMPLE-CERT's key as another team has it, with a user id more."""
    read = {name: openpgp.read(ring.public(name)) for name in ring.fingerprints}
    words = ["--pinentry-mode", "loopback", "--quick-add-uid", ring.fingerprints["example-cert"]]
    ring.gpg(*words, "TWIN-CERT <cert@twin-cert.example>")
    return read | {"twin": openpgp.read(ring.public("example-cert"))}


@pytest.fixture(scope="session")
def revoked(ring, certificates):
    """EXAMPLE-CERT's certificate as it is once its owner has revoked it."""
    return openpgp.merge(certificates["example-cert"], ring.revocation("example-cert", 1, "stolen laptop"))


@pytest.fixture
def at_home(settings) -> None:
    """The site stands at its own host, whose domain its mail is of."""
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = (
        f"https://{keyholders.OWN_DOMAIN}",
        f"Directory <directory@{keyholders.OWN_DOMAIN}>",
    )


@pytest.fixture
def cast(certificates):
    return keyholders.publish_the_cast(certificates)


@pytest.fixture
def with_key(example_cert):
    """Publishes EXAMPLE-CERT with a key of these facts."""

    def publish(*emails: str, **facts: Any) -> None:
        keyring.give(example_cert, keyring.made(FINGERPRINT, *emails, **facts))
        people.published(example_cert)

    return publish


@pytest.fixture
def bare(db):
    """A team that has said nothing but its name."""
    team = people.example_cert(
        "Bare", "bare", type="", country="", address=[], timezones=[], label_schemes=[]
    )
    for relation in ("contacts", "openings", "prefixes", "asns", "domains", "served_sectors"):
        getattr(team, relation).all().delete()
    for canonical in people.WRITTEN:
        people.write(team, canonical, "")
    return team
