"""security.txt as RFC 9116 has it: of the site, signed and not, and of a team from what it has published."""

import io
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from directory import openpgp, own_key, publishing, security_txt
from directory.models import Appearance
from tests import keyholders, own_keys, people

pytestmark = pytest.mark.django_db

ADDRESS = "/.well-known/security.txt"
OF_TEAM = "/teams/example-cert/security.txt"
NAMES = {
    "contact",
    "expires",
    "encryption",
    "acknowledgments",
    "preferred-languages",
    "canonical",
    "policy",
    "hiring",
}


@dataclass
class Read:
    """A security.txt taken apart by the rules of RFC 9116; whatever breaks one of them fails the test."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> list[str]:
        return self.fields.get(name, [])


def read(content: bytes, now: datetime) -> Read:
    text = content.decode("utf-8")
    if text.startswith("-----BEGIN PGP SIGNED MESSAGE-----\n"):  # section 2.3
        found = re.fullmatch(
            r"-----BEGIN[^\n]*\n(?:\S+: [^\n]+\n)*\n(.*)-----BEGIN PGP SIGNATURE-----\n.*", text, re.DOTALL
        )
        assert found
        text = found[1]
    assert text.endswith("\n")
    said = Read()
    for line in text.split("\n")[:-1]:
        if line.startswith("#"):
            said.comments.append(line)
        elif line.strip():
            parts = re.fullmatch(
                r"([A-Za-z-]+): (\S.*)", line
            )  # section 4: field name, colon, one space, value
            assert parts, line
            said.fields.setdefault(parts[1].lower(), []).append(parts[2])
    assert set(said.fields) <= NAMES
    assert said["contact"]  # 2.5.3: one at least
    assert (
        len(said["expires"]) == 1
    )  # 2.5.5: exactly one, as RFC 3339 writes a moment, less than a year ahead
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said["expires"][0])
    assert now < datetime.fromisoformat(said["expires"][0]) < now + timedelta(days=365)
    assert len(said["preferred-languages"]) <= 1  # 2.5.8
    for name in ("contact", "encryption", "canonical", "policy"):
        for uri in said[name]:
            assert re.fullmatch(r"[!-~]+", uri)
            scheme = urlsplit(uri).scheme
            assert scheme in {
                "https",
                "mailto",
                "tel",
                "openpgp4fpr",
            }  # 2.5.2 and others: a web address is https
            assert scheme != "openpgp4fpr" or re.fullmatch(r"openpgp4fpr:[0-9a-f]{40}", uri)
    assert all(tag.isalpha() for tag in ", ".join(said["preferred-languages"]).split(", ") if tag)
    return said


@pytest.fixture(autouse=True)
def site(settings, tmp_path):
    settings.DATA_DIR, settings.SIGNING_KEY, settings.SECURITY_CONTACT = tmp_path, "", ""
    settings.SITE_URL, settings.HTTPS = "https://csirts.example", True
    return tmp_path


@pytest.fixture
def contact():
    Appearance.objects.create(contact="office@csirts.example")


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    place = tmp_path_factory.mktemp("made")
    with override_settings(DATA_DIR=place, SIGNING_KEY=""):
        own_key.make(own_keys.NAME, own_keys.EMAIL)
    return place


@pytest.fixture
def with_key(site, made):
    own_keys.copied(made, site)
    own_key.keep_certificate()


def asked(client, address: str = ADDRESS, status: int = 200) -> bytes:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    return answer.content


def sign() -> str:
    out = io.StringIO()
    call_command("sign_security_txt", stdout=out)
    return out.getvalue()


def at(monkeypatch, moment: datetime) -> datetime:
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


# The site's own


def test_the_site_names_whom_to_tell(client, contact):
    said = read(asked(client), timezone.now())
    assert said["contact"] == ["mailto:office@csirts.example"]
    assert said["canonical"] == ["https://csirts.example/.well-known/security.txt"]
    assert said["preferred-languages"] == ["en, fr"]
    assert said["encryption"] == []


@pytest.mark.parametrize(
    ("setting", "uri"),
    [("psirt@csirts.example", "mailto:psirt@csirts.example"), ("https://csirts.example/tell", "https://csirts.example/tell")],
)  # fmt: skip
def test_the_setting_says_it_before_the_desk(client, contact, settings, setting, uri):
    settings.SECURITY_CONTACT = setting
    assert read(asked(client), timezone.now())["contact"] == [uri]


def test_without_anybody_to_tell_there_is_no_file_and_a_sentence_says_why(client):
    assert b"Nobody is named to tell" in asked(client, status=404)
    with pytest.raises(CommandError, match="no signing key is made yet"):
        sign()


def test_the_key_is_named_once_there_is_one(client, contact, with_key):
    said = read(asked(client), timezone.now())
    fingerprint = own_key.fingerprint().lower()
    assert said["encryption"] == ["https://csirts.example/keys/directory.asc", f"openpgp4fpr:{fingerprint}"]


def test_on_a_site_without_https_no_address_of_it_is_named(client, contact, with_key, settings):
    settings.SITE_URL, settings.HTTPS = "http://localhost:8000", False
    content = asked(client)
    assert b"http://" not in content
    assert read(content, timezone.now())["encryption"] == [f"openpgp4fpr:{own_key.fingerprint().lower()}"]


@pytest.mark.parametrize("year", [2026, 2028])
def test_the_text_is_the_same_all_through_a_month_and_never_stale(client, contact, monkeypatch, year):
    texts = set()
    for month in range(1, 13):
        first = datetime(year, month, 1, tzinfo=UTC)
        last = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC) - timedelta(microseconds=1)
        days = (first, first + timedelta(days=14), last)
        of_month = {content for day in days if (content := asked_at(client, at(monkeypatch, day)))}
        assert len(of_month) == 1
        texts |= of_month
    assert len(texts) == 12


def asked_at(client, now: datetime) -> bytes:
    content = asked(client)
    read(content, now)
    return content


# Signed


def test_the_signed_text_is_served_and_its_signature_holds(client, contact, with_key):
    unsigned = asked(client)
    assert "security.txt is signed" in sign()
    signed = asked(client)
    read(signed, timezone.now())
    verdict = openpgp.verify_clear(signed, own_key.certificate())
    assert verdict.fingerprint == own_key.fingerprint()
    assert verdict.text.strip() == unsigned.strip()


def test_security_73_plain_gpg_verifies_it_and_one_changed_byte_fails(client, contact, with_key, site):
    sign()
    with own_keys.reader() as reader:
        reader.takes(client.get("/keys/directory.asc").content)
        file = site / "taken.txt"
        file.write_bytes(asked(client))
        assert reader.verifies(file) == own_key.fingerprint()
        file.write_bytes(asked(client).replace(b"office@", b"evil@@"))
        assert reader.verifies(file) == ""


def test_what_is_signed_already_is_not_signed_again(client, contact, with_key):
    sign()
    first = asked(client)
    assert "was signed before" in sign()
    assert asked(client) == first


def test_the_signed_text_outlives_its_month_and_is_not_served_after_it_has_expired(
    client, contact, with_key, monkeypatch
):
    sign()
    signed = asked(client)
    at(monkeypatch, timezone.now() + timedelta(days=100))
    assert asked(client) == signed
    now = at(monkeypatch, timezone.now() + timedelta(days=100))
    later = asked(client)
    assert b"PGP" not in later
    read(later, now)
    sign()
    assert b"PGP" in asked(client)


def test_a_signed_text_that_says_otherwise_than_the_site_today_is_not_served(client, contact, with_key):
    sign()
    Appearance.objects.update(contact="new@csirts.example")
    assert asked(client).startswith(b"Contact: mailto:new@csirts.example\n")
    sign()
    assert b"PGP" in asked(client)
    own_key.make("Another", own_keys.EMAIL, replace=True)
    assert b"PGP" not in asked(client)


@pytest.mark.parametrize(
    "damage", [b"", b"\xff\xfe", b"-----BEGIN PGP SIGNED MESSAGE-----\n\nContact: mailto:x@example\n"]
)
def test_security_75_a_damaged_file_is_passed_over(client, contact, with_key, damage):
    security_txt.kept_at().write_bytes(damage)
    read(asked(client), timezone.now())


def test_security_75_where_the_key_is_away_what_was_signed_stays(client, contact, with_key, settings):
    sign()
    before = security_txt.kept_at().read_bytes()
    settings.SIGNING_KEY = "0" * 40
    with pytest.raises(CommandError, match="Signature not available"):
        sign()
    assert security_txt.kept_at().read_bytes() == before
    assert b"PGP" not in asked(client)


def test_making_the_key_signs_it_too(client, contact):
    out = io.StringIO()
    call_command("make_signing_key", "--name", own_keys.NAME, "--email", own_keys.EMAIL, stdout=out)
    assert "security.txt is signed" in out.getvalue()
    assert b"PGP" in asked(client)


# A team's


@pytest.fixture(scope="session")
def certificates():
    with keyholders.ring_of_the_cast() as ring:
        yield {name: openpgp.read(ring.public(name)) for name in ring.fingerprints}


def test_a_team_takes_its_own_from_its_profile(client, certificates):
    team = keyholders.draft("example-cert")
    keyholders.give(team, certificates["example-cert"])
    team.contacts.create(kind="website", value="https://www.example-cert.example/", position=5)
    team.contacts.create(kind="website", value="http://old.example-cert.example/", position=6)
    team.contacts.create(kind="emergency", value="+48 22 123 45 99", position=7)
    team.languages = ["pl", "en"]
    team.save()
    people.published(team)
    said = read(asked(client, OF_TEAM), timezone.now())
    fingerprint = certificates["example-cert"].key.fingerprint
    assert said["contact"] == [
        "mailto:cert@example-cert.example", "tel:+48221234567", "tel:+48221234599", "https://www.example-cert.example/"
    ]  # fmt: skip
    assert said["encryption"] == [
        f"https://csirts.example/keys/{fingerprint}.asc", f"openpgp4fpr:{fingerprint.lower()}"
    ]  # fmt: skip
    assert said["preferred-languages"] == ["pl, en"]
    assert said["policy"] == ["https://csirts.example/teams/example-cert/rfc2350.txt"]
    assert any("It is a text to take" in comment for comment in said.comments)


def test_a_key_that_only_the_document_names_is_named_by_its_fingerprint(client, published):
    said = read(asked(client, OF_TEAM), timezone.now())
    assert said["encryption"] == [f"openpgp4fpr:{people.FINGERPRINT.lower()}"]


def test_keys_that_are_left_behind_or_of_no_use_are_not_named(client, certificates, monkeypatch):
    team = keyholders.draft("example-cert")
    keyholders.give(team, certificates["example-cert"])
    keyholders.give(team, certificates["former"], "former")
    team.keys.create(fingerprint=people.FINGERPRINT, expires_on="2020-01-01", position=9)
    people.published(team)
    assert len(read(asked(client, OF_TEAM), timezone.now())["encryption"]) == 2
    now = at(monkeypatch, timezone.now() + timedelta(days=3 * 365))  # the team's key has ended by then
    assert read(asked(client, OF_TEAM), now)["encryption"] == []


def test_nothing_that_is_given_on_request_stands_in_it(client, example_cert):
    example_cert.contacts.create(kind="mobile", value="+48 600 700 800", public=False, position=8)
    example_cert.contacts.create(kind="email", value=f"{people.SECRET}@example.org", public=False, position=9)
    people.published(example_cert)
    content = asked(client, OF_TEAM)
    assert b"48600700800" not in content
    assert people.SECRET.encode() not in content


def test_security_44_a_name_on_two_lines_begins_no_field(client, published):
    profile = published.content.profile | {"name": "EXAMPLE\r\nContact: mailto:evil@example.org"}
    said = read(security_txt.of_team(profile, [], "example-cert", timezone.now()).encode(), timezone.now())
    assert said["contact"] == ["mailto:cert@example-cert.example", "tel:+48221234567"]


def test_a_team_that_cannot_be_reached_by_any_address_has_none(client, example_cert):
    example_cert.contacts.all().delete()
    people.published(example_cert)
    assert b"neither an address nor a number" in asked(client, OF_TEAM, 404)


def test_drafts_have_none_and_withdrawn_teams_none_any_more(client, example_cert):
    assert client.get(OF_TEAM).status_code == 404
    people.published(example_cert)
    publishing.withdraw(example_cert, reason="Closed.")
    assert client.get(OF_TEAM).status_code == 410
