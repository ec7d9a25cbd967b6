"""The small cast of the tests: Alice maintains EXAMPLE-CERT, Bob operates the directory, Charlie is nobody."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from directory import desk, publishing
from directory.accounts.sessions import BEGUN, SEEN
from directory.models import Revision, Team, User

FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567"
PASSWORD = "correct horse battery"
SECRET = "Xylophonquartz"  # a word that stands only where nobody may read it

WRITTEN = {
    "3.1": "EXAMPLE-CERT helps Example Ltd. with incidents; it does digital forensics.",
    "3.2": "Everyone who works at Example Ltd. in Łódź.",
    "5.1": "Triage and coordination.",
}


def alice() -> User:
    """Maintains EXAMPLE-CERT, once `maintained_by` says so."""
    return person("alice")


def bob() -> User:
    return person("bob", is_superuser=True)


def charlie() -> User:
    return person("charlie")


def dora() -> User:
    """Reviews what maintainers want to publish."""
    return person("dora", is_reviewer=True)


def person(name: str, **marks: bool) -> User:
    """An account as it is after an invitation: its address is known to be its own."""
    user = User.objects.create_user(name, f"{name}@example.com", PASSWORD, **marks)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def elsewhere(user: User) -> User:
    """The user maintains another team, and so has a place at the desk."""
    maintained_by(user, Team.objects.create(name="ELSEWHERE-CERT", slug="elsewhere-cert"))
    return user


def maintained_by(user: User, team: Team) -> Team:
    team.maintainers.create(user=user)
    return team


def with_second_factor(user: User) -> User:
    """The account has an authenticator app, as everybody at the desk has."""
    TOTP.activate(user, generate_totp_secret())
    return user


def sign_in(client: Client, user: User) -> User:
    """The client is logged in with both factors, as at the gate of the desk."""
    if not Authenticator.objects.filter(user=user).exists():
        with_second_factor(user)
    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "email": user.email},
        {"method": "mfa", "type": "totp", "at": time.time()},
    ]
    session[BEGUN] = session[SEEN] = time.time()
    session.save()
    return user


def example_cert(name: str = "EXAMPLE-CERT", slug: str = "example-cert", **fields) -> Team:
    """A draft with a little of everything."""
    elsewhere = fields.get("country", "PL") != "PL"
    defaults = {
        "type": "csirt",
        "country": "PL",
        "address": [] if elsewhere else ["Example Ltd.", "ul. Przykładowa 7", "90-001 Łódź", "Poland"],
        "timezones": ["Europe/Warsaw"],
        "label_schemes": ["TLP 2.0"],
    }
    team = Team.objects.create(name=name, slug=slug, **{**defaults, **fields})
    team.contacts.create(kind="email", value=f"cert@{slug}.example", position=0)
    team.contacts.create(kind="voice", value="+48 22 123 45 67", position=1)
    team.openings.create(days="mo,tu,we,th,fr", opens="08:00", closes="16:00")
    team.prefixes.create(network="192.0.2.0/24")
    team.asns.create(number=64500)
    team.domains.create(name=f"{slug}.example")
    team.served_sectors.create(sector="health")
    desk.lay_out(team, WRITTEN)
    return team


def with_key(team: Team, fingerprint: str = FINGERPRINT) -> Team:
    team.keys.create(fingerprint=fingerprint)
    return team


def published(team: Team | None = None, **options) -> Revision:
    revision = publishing.publish(team or with_key(example_cert()), **options)
    assert revision is not None
    return revision


def write(team: Team, canonical: str, text: str) -> None:
    """Puts a text into a section of the draft."""
    section = team.sections.get(canonical=canonical)
    section.text, section.mode = text, "written"
    section.save()
