"""Key health: what is said of each key, and that each recipient is told each thing once."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from directory import key_renewal, key_watch, keys, openpgp, publishing
from directory.models import Listing, Mail, PublishedKey, Revision
from directory.openpgp import Refused
from tests import keyholders, people
from tests.openpgp.rings import Ring

pytestmark = pytest.mark.django_db

TEAM = "cert@example-cert.example"


@pytest.fixture(scope="session")
def ring():
    """EXAMPLE-CERT's keys: one that lives, one that ends in 20 days, one that has ended, another for its address."""
    with keyholders.short_home() as home:
        ring = Ring(home)
        owner = f"EXAMPLE-CERT <{TEAM}>"
        ring.make("valid", "ed25519", "cv25519", owner=owner)
        ring.make("soon", "ed25519", "cv25519", owner=owner, end="20d")
        ring.make("expired", "ed25519", "cv25519", owner=owner, end="1y", at="20200101T000000")
        ring.make("other", "ed25519", "cv25519", owner=owner)
        ring.make("stranger", "ed25519", "cv25519", owner="Charlie <charlie@example.net>")
        yield ring


@pytest.fixture(scope="session")
def certificates(ring):
    return {name: openpgp.read(ring.public(name)) for name in ring.fingerprints}


@pytest.fixture(scope="session")
def revoked(ring, certificates):
    """By reason: 1 others may have the secret part, 2 it was replaced (as gpg numbers them)."""
    old = certificates["valid"]
    return {n: openpgp.merge(old, ring.revocation("valid", n, "")) for n in (1, 2)}


@pytest.fixture
def team(db):
    return keyholders.draft("example-cert")


@pytest.fixture
def with_key(team, certificates):
    """Publishes EXAMPLE-CERT with one of its keys."""

    def publish(name: str):
        keyholders.give(team, certificates[name])
        people.published(team)
        return team

    return publish


def check(*arguments: str) -> dict:
    out = io.StringIO()
    call_command("check_keys", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def states(report: dict) -> list[tuple[str, int]]:
    return [(key["state"], key["mails"]) for key in report["keys"]]


def at(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr("directory.management.commands.check_keys.timezone.now", lambda: moment)


# What is said


def test_a_key_that_lives_is_not_spoken_of(with_key):
    with_key("valid")
    assert check() | {"at": ""} == {"at": "", "teams": 1, "mails": 0, "keys": []}


def test_a_key_that_ends_soon_is_said_and_written_about_once(with_key):
    with_key("soon")
    first, second = check(), check()
    assert states(first) == [("expiring", 1)]
    assert states(second) == [("expiring", 0)]
    assert first["keys"][0]["days"] == 19
    mail = Mail.objects.get()
    assert mail.to == TEAM
    assert mail.key.startswith(f"key-30:{first['keys'][0]['fingerprint']}:")
    assert "expires on" in mail.subject
    assert "gpg --quick-set-expire" in mail.body


def test_each_threshold_is_written_about_once_and_no_earlier_one_after_it(
    with_key, certificates, monkeypatch
):
    with_key("soon")
    end = certificates["soon"].key.ends
    passed = []
    for days in (61, 60, 59, 31, 30, 29, 8, 7, 1, 0.5, -1, -30):
        at(monkeypatch, end - timedelta(days=days))
        before = set(Mail.objects.values_list("key", flat=True))
        check()
        passed += [
            (days, key.partition(":")[0]) for key in set(Mail.objects.values_list("key", flat=True)) - before
        ]
    assert passed == [(60, "key-60"), (30, "key-30"), (7, "key-7"), (-1, "key-expired")]


def test_a_first_look_at_a_key_near_its_end_tells_of_the_nearest_threshold_alone(
    with_key, certificates, monkeypatch
):
    with_key("soon")
    at(monkeypatch, certificates["soon"].key.ends - timedelta(days=3))
    check()
    assert [key.partition(":")[0] for key in Mail.objects.values_list("key", flat=True)] == ["key-7"]


def test_another_end_is_another_thing_to_tell(with_key, team, ring, certificates):
    with_key("soon")
    check()
    for parts in ([], ["*"]):  # the key, then its subkeys
        words = ["--pinentry-mode", "loopback", "--quick-set-expire", ring.fingerprints["soon"], "25d"]
        ring.gpg(*words, *parts)
    keyholders.give(team, openpgp.read(ring.public("soon")))
    publishing.put_keys(team)
    check()
    assert Mail.objects.count() == 2


def test_a_key_that_has_ended_is_said(with_key):
    with_key("expired")
    report = check()
    assert states(report) == [("expired", 1)]
    assert report["keys"][0]["sentence"] == "The key expired on 31 December 2020."


def test_a_key_that_is_known_by_the_document_alone_ends_when_that_says(team):
    team.keys.create(fingerprint=people.FINGERPRINT, expires_on=datetime.now(UTC).date() + timedelta(days=5))
    people.published(team)
    assert states(check()) == [("expiring", 1)]
    assert Mail.objects.get().key.startswith(f"key-7:{people.FINGERPRINT}:")


def test_keys_that_a_team_has_left_behind_or_not_published_and_those_of_withdrawn_teams_are_let_be(
    with_key, team, certificates
):
    with_key("valid")
    keyholders.give(team, certificates["expired"])  # at the desk alone
    assert check()["keys"] == []
    key = team.keys.get(fingerprint=certificates["expired"].key.fingerprint)
    keys.set_purpose(key, "former")
    people.published(team)
    assert check()["keys"] == []
    keys.set_purpose(key, "team")
    people.published(team)
    assert states(check("--dry-run")) == [("expired", 0)]
    publishing.withdraw(team, reason="Closed.")
    assert check()["keys"] == []
    assert not Mail.objects.exists()


def test_the_report_is_sentences_without_json(with_key):
    with_key("expired")
    out = io.StringIO()
    call_command("check_keys", stdout=out)
    assert "EXAMPLE-CERT, " in out.getvalue()
    assert "The key expired on 31 December 2020." in out.getvalue()
    assert "Teams: 1. Keys to look at: 1. Mails put into the outbox: 1." in out.getvalue()


# Revoked keys, and what they have signed


@pytest.mark.parametrize(("reason", "broken"), [(1, 1), (2, 0)])
def test_signatures_are_weighed_again_when_the_key_is_revoked(
    with_key, team, ring, certificates, revoked, reason, broken
):
    """A key that was replaced keeps what it signed before; one that others may have keeps nothing."""
    with_key("valid")
    revision = Revision.objects.of(team.pk).with_content().first()
    text = bytes(revision.content.text)
    armor = ring.sign("valid", text)
    verdict = openpgp.verify(armor, text, certificates["valid"])
    made = verdict.made - timedelta(minutes=5)
    publishing.sign(revision, fingerprint=verdict.fingerprint, made_at=made, armor=armor.decode())
    keyholders.give(team, revoked[reason])
    publishing.put_keys(team)
    report = check()
    assert states(report) == [("revoked", 1)]
    assert (report["keys"][0]["signatures"], report["keys"][0]["signatures_broken"]) == (1, broken)
    assert ("prove nothing any more: 1." in Mail.objects.get().body) == bool(broken)


# To whom


def test_the_team_and_its_maintainers_each_get_one(with_key, alice, charlie):
    team = with_key("soon")
    team.maintainers.create(user=alice)
    team.maintainers.create(user=charlie)
    charlie.is_active = False
    charlie.save()
    assert states(check()) == [("expiring", 2)]
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["alice@example.com", TEAM]


def test_a_maintainer_with_the_team_s_own_address_gets_one(with_key, alice):
    alice.email = TEAM.upper()
    alice.save()
    team = with_key("soon")
    team.maintainers.create(user=alice)
    check()
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "nobody"]
)
def test_security_44_what_is_not_one_address_gets_no_mail_and_stops_nobody_else_s(with_key, alice, wrong):
    team = with_key("soon")
    team.maintainers.create(user=alice)
    card = Listing.objects.get(pk=team.pk).card | {"email": wrong}
    Listing.objects.filter(pk=team.pk).update(card=card)
    assert states(check()) == [("expiring", 1)]
    assert Mail.objects.get().to == "alice@example.com"


def test_security_44_line_ends_in_a_name_stay_out_of_the_subject(with_key):
    team = with_key("soon")
    Listing.objects.filter(pk=team.pk).update(name="EXAMPLE\r\nBcc: victim@example.org\r\n\r\nHello")
    check()
    mail = Mail.objects.get()
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert mail.subject.startswith("The OpenPGP key of EXAMPLE Bcc: victim@example.org Hello expires on")


def test_nothing_public_is_written(with_key):
    with_key("soon")
    before = list(publishing.record())
    check()
    assert list(publishing.record()) == before


# What the team's own domain gives out


@pytest.fixture
def domain(settings, monkeypatch):
    """What the team's domain answers; the guards of the fetcher have tests of their own."""
    settings.WKD_FETCH = True
    answers: dict[str, bytes] = {}

    def fetch(email: str) -> bytes:
        if email not in answers:
            raise Refused("absent", "There is no key for this address.")
        return answers[email]

    monkeypatch.setattr(key_renewal.keys, "fetch", fetch)
    return answers


def test_nobody_is_asked_where_fetching_is_off(with_key, settings, monkeypatch):
    def refuse(email: str) -> bytes:
        raise AssertionError("nobody may be asked")

    settings.WKD_FETCH = False
    monkeypatch.setattr(key_renewal.keys, "fetch", refuse)
    with_key("valid")
    assert check()["keys"] == []


def test_another_key_on_the_team_s_domain_is_told(with_key, domain, ring):
    with_key("valid")
    domain[TEAM] = ring.public("other")
    report = check()
    assert states(report) == [("replaced", 1)]
    assert report["keys"][0]["replaced_by"] == ring.fingerprints["other"]
    assert states(check()) == [("replaced", 0)]
    assert PublishedKey.objects.get().fingerprint == ring.fingerprints["valid"]


def test_a_key_that_the_domain_has_renewed_is_public_at_once(with_key, domain, revoked):
    with_key("valid")
    domain[TEAM] = revoked[2].binary
    assert states(check()) == [("revoked", 1)]
    assert PublishedKey.objects.get().key.revoked


@pytest.mark.parametrize("given", ["nothing", "a stranger's key", "no key at all", "the same"])
def test_a_domain_that_says_nothing_of_the_address_changes_nothing(with_key, domain, ring, given):
    with_key("valid")
    answers = {
        "a stranger's key": ring.public("stranger"),
        "no key at all": b"<html>",
        "the same": ring.public("valid"),
    }
    if given in answers:
        domain[TEAM] = answers[given]
    before = list(publishing.record())
    assert check()["keys"] == []
    assert list(publishing.record()) == before


def test_another_of_the_team_s_own_keys_on_its_domain_is_in_order(with_key, team, domain, ring, certificates):
    keyholders.give(team, certificates["other"])
    with_key("valid")
    domain[TEAM] = ring.public("other")
    assert check()["keys"] == []


def test_a_key_that_names_no_address_of_the_team_is_not_asked_about(team, domain, certificates, monkeypatch):
    keyholders.give(team, certificates["stranger"])
    people.published(team)
    assert list(key_renewal._to_ask()) == []
    assert list(key_watch.findings(datetime.now(UTC))) == []
