"""The teams of the site that the browser visits. Some have names that a page must show as what they are, and that
no spreadsheet must run."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from directory import publishing
from directory.models import Revision, Team
from tests import keyring, people

MARKUP = "<img src=x onerror=alert(1)>"
RIGHT_TO_LEFT = "צוות חירום"
FORMULA = "=HYPERLINK(1)"

KEY = "6F2FBB6DFDB7284D1498DFC22D834B73A24DAE94"
REVOKED_KEY = "5E" * 20

TEAMS = {
    "example-cert": ("EXAMPLE-CERT", ["192.0.2.0/24", "2001:db8:1::/48"]),
    "markup": (MARKUP, ["198.51.100.0/24"]),
    "right-to-left": (RIGHT_TO_LEFT, ["203.0.113.0/25"]),
    "formula": (FORMULA, ["203.0.113.128/25"]),
}


def publish() -> None:
    for slug, (name, networks) in TEAMS.items():
        team = people.with_key(people.example_cert(name, slug))
        team.prefixes.all().delete()
        team.asns.all().delete()
        for network in networks:
            team.prefixes.create(network=network)
        people.published(team)
    nordlys = well_filled()
    people.published(nordlys, at=timezone.now() - timedelta(days=40))
    people.write(
        nordlys, "3.1", "NORDLYS-CERT helps the ministries with incidents; it does digital forensics."
    )
    people.published(nordlys, comment="The mission is said more exactly")
    publishing.confirm(nordlys, means="by the team, by telephone")
    newest = Revision.objects.of(nordlys.pk)[0]
    publishing.sign(newest, fingerprint=KEY, made_at=newest.at, armor="a signature")
    revoked()
    gone = people.example_cert("GONE-CERT", "withdrawn")
    people.published(gone)
    publishing.withdraw(gone, reason="The organisation was merged into another.")


def revoked() -> None:
    """A team whose key is of no more use, and weak besides; it claims no network."""
    team = people.example_cert("REVOKED-CERT", "revoked", country="SE")
    people.write(team, "3.1", "REVOKED-CERT helps its own people.")
    team.prefixes.all().delete()
    team.asns.all().delete()
    facts = {"algorithm": "RSA", "bits": 1024, "curve": None, "revocation": keyring.revoked(2)}
    keyring.give(team, keyring.made(REVOKED_KEY, "cert@revoked.example", "bob@example.net", **facts))
    keyring.give(team, keyring.made("AB" * 20, "old@revoked.example"), purpose="former", position=1)
    people.published(team)


def well_filled() -> Team:
    """A team that says all that a handler asks at three in the morning; it claims no network."""
    team = people.example_cert(
        "NORDLYS-CERT",
        "nordlys",
        country="NO",
        timezones=["Europe/Oslo"],
        scopes=["national", "governmental"],
    )
    team.contacts.create(
        kind="emergency", value="+47 55 51 00 11", note="Confirmed incidents only", position=2
    )
    team.openings.create(days="mo,tu,we,th,fr,sa,su", opens="00:00", closes="24:00", kind="emergency")
    keyring.give(
        team, keyring.made(KEY, "cert@nordlys.example", expires=datetime(2028, 3, 3, 12, tzinfo=UTC))
    )
    team.prefixes.all().delete()
    team.asns.all().delete()
    return team
