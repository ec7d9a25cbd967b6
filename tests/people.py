"""The small cast of the tests: Alice maintains EXAMPLE-CERT, Bob operates the directory, Charlie is nobody."""

from directory import desk, publishing
from directory.models import Revision, Team, User

FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567"
SECRET = "Xylophonquartz"  # a word that stands only where nobody may read it

WRITTEN = {
    "3.1": "EXAMPLE-CERT helps Example Ltd. with incidents; it does digital forensics.",
    "3.2": "Everyone who works at Example Ltd. in Łódź.",
    "5.1": "Triage and coordination.",
}


def alice() -> User:
    return User.objects.create_user("alice", "alice@example.com", "correct horse battery", is_staff=True)


def bob() -> User:
    return User.objects.create_superuser("bob", "bob@example.com", "correct horse battery")


def charlie() -> User:
    return User.objects.create_user("charlie", "charlie@example.com", "correct horse battery")


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
