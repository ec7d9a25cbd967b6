"""How it is known that a maintainer speaks for a team."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from directory import proving, publishing
from directory.models import AuditEntry, Listing, Mail, Maintainer, Proof
from directory.openpgp import Refused
from tests import people
from tests.openpgp.rings import Ring
from tests.team_keys import give, published_with

pytestmark = pytest.mark.django_db

ADDRESS = "cert@example-cert.example"


@pytest.fixture
def maintainer(published, alice) -> Maintainer:
    return people.maintained_by(alice, published.team).maintainers.get()


@pytest.fixture
def signer(team_ring, alice) -> Maintainer:
    """Alice, of a team with a key of its own."""
    return people.maintained_by(alice, published_with(team_ring, "team").team).maintainers.get()


def link() -> str:
    return re.search(r"\?link=(\S+)", Mail.objects.latest("pk").body)[1]


def said(team) -> dict | None:
    return Listing.objects.get(pk=team.pk).standing["maintained"]


def refused(code: str, act, *args) -> str:
    with pytest.raises(Refused) as refusal:
        act(*args)
    assert refusal.value.code == code
    assert not Proof.objects.exists()
    return refusal.value.sentence


@pytest.fixture
def later(monkeypatch):
    """Lets time pass for the module."""

    def pass_by(**span: float) -> None:
        at = timezone.now() + timedelta(**span)
        monkeypatch.setattr("directory.proving.timezone.now", lambda: at)

    return pass_by


# By mail -------------------------------------------------------------------------------------------


def test_the_mail_goes_to_a_published_address_and_its_link_is_the_proof(maintainer):
    proving.write_to(maintainer, ADDRESS)
    mail = Mail.objects.get()
    assert mail.to == ADDRESS
    assert "Does alice speak for EXAMPLE-CERT?" in mail.subject
    assert said(maintainer.team) is None
    proof = proving.take_link(link(), maintainer)
    assert (proof.kind, proof.maintainer, proof.by) == ("mail", maintainer, "alice")
    assert ADDRESS in proof.evidence
    assert said(maintainer.team) == {
        "means": "mail to the published address",
        "at": proof.at.date().isoformat(),
    }


def test_nothing_is_written_to_an_address_that_is_not_published(maintainer):
    maintainer.team.contacts.create(kind="email", value="attacker@example.net")
    refused("no-address", proving.write_to, maintainer, "attacker@example.net")
    assert not Mail.objects.exists()


def test_of_a_team_that_is_not_public_nothing_is_published(alice):
    maintainer = people.maintained_by(alice, people.example_cert()).maintainers.get()
    refused("no-address", proving.write_to, maintainer, ADDRESS)
    refused("not-public", proving.challenge, maintainer)


def test_an_address_is_written_to_once_in_ten_minutes(maintainer, charlie, later):
    proving.write_to(maintainer, ADDRESS)
    other = people.maintained_by(charlie, maintainer.team).maintainers.get(user=charlie)
    refused("too-soon", proving.write_to, other, ADDRESS)
    assert Mail.objects.count() == 1
    later(minutes=11)
    proving.write_to(other, ADDRESS)
    assert Mail.objects.count() == 2


def test_a_link_is_good_once(maintainer):
    proving.write_to(maintainer, ADDRESS)
    proving.take_link(link(), maintainer)
    with pytest.raises(Refused, match="used already"):
        proving.take_link(link(), maintainer)
    assert Proof.objects.count() == 1


def test_a_link_is_good_for_three_days(maintainer, later):
    proving.write_to(maintainer, ADDRESS)
    later(days=3, minutes=1)
    assert "three days" in refused("too-old", proving.take_link, link(), maintainer)


def test_a_link_is_good_for_one_maintainer_of_one_team(maintainer, charlie):
    proving.write_to(maintainer, ADDRESS)
    another = people.maintained_by(charlie, maintainer.team).maintainers.get(user=charlie)
    refused("not-yours", proving.take_link, link(), another)
    elsewhere = people.elsewhere(maintainer.user).maintained.get(team__slug="elsewhere-cert")
    refused("not-yours", proving.take_link, link(), elsewhere)
    refused("not-yours", proving.address_of, link(), None)


def test_a_link_to_an_address_that_is_published_no_more_is_none(maintainer):
    proving.write_to(maintainer, ADDRESS)
    maintainer.team.contacts.filter(kind="email").update(value="new@example-cert.example")
    people.published(maintainer.team)
    refused("no-address", proving.take_link, link(), maintainer)


@pytest.mark.parametrize(
    "forge",
    [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: t[5:], lambda t: "", lambda t: "é:x"],
)
def test_a_link_that_was_changed_is_none(maintainer, forge):
    proving.write_to(maintainer, ADDRESS)
    refused("forged", proving.take_link, forge(link()), maintainer)


def test_a_text_to_sign_is_no_link(signer):
    refused("forged", proving.take_link, proving.challenge(signer).token, signer)


# By signature --------------------------------------------------------------------------------------


def test_the_text_says_which_site_team_and_person(signer, settings):
    text = proving.challenge(signer).text
    for part in (settings.SITE_URL, "EXAMPLE-CERT", "Person: alice", "/teams/example-cert/"):
        assert part in text
    assert proving.challenge(signer).text != text


@pytest.mark.parametrize("how", [("--clear-sign",), ("--armor", "--detach-sign"), ("--detach-sign",)])
def test_a_signature_with_a_published_key_is_a_proof(signer, team_ring: Ring, how):
    asked = proving.challenge(signer)
    proof = proving.take_signature(asked.token, signer, team_ring.sign("team", asked.text.encode(), *how))
    assert proof.kind == "signature"
    assert team_ring.fingerprints["team"][-4:] in proof.evidence
    assert said(signer.team)["means"] == "signature with the published key"
    with pytest.raises(Refused, match="used already"):
        proving.take_signature(asked.token, signer, team_ring.sign("team", asked.text.encode(), *how))


@pytest.mark.parametrize("copied", [lambda text: text.rstrip("\n"), lambda text: text.replace("\n", "\r\n")])
def test_a_text_that_was_copied_with_other_line_ends_is_the_same(signer, team_ring: Ring, copied):
    asked = proving.challenge(signer)
    signature = team_ring.sign("team", copied(asked.text).encode())
    assert proving.take_signature(asked.token, signer, signature).kind == "signature"


def test_another_s_key_and_another_text_prove_nothing(signer, team_ring: Ring):
    asked = proving.challenge(signer)
    text = asked.text.encode()
    clear = ("--clear-sign",)
    refused("other-key", proving.take_signature, asked.token, signer, team_ring.sign("charlie", text, *clear))
    refused(
        "other-text",
        proving.take_signature,
        asked.token,
        signer,
        team_ring.sign("team", b"I speak.\n", *clear),
    )
    refused("bad", proving.take_signature, asked.token, signer, team_ring.sign("team", b"I speak.\n"))
    refused("not-openpgp", proving.take_signature, asked.token, signer, b"I speak for this team.")


def test_the_text_of_another_maintainer_proves_nothing_of_this_one(signer, charlie, team_ring: Ring):
    other = people.maintained_by(charlie, signer.team).maintainers.get(user=charlie)
    asked = proving.challenge(signer)
    signed = team_ring.sign("team", asked.text.encode(), "--clear-sign")
    refused("not-yours", proving.take_signature, asked.token, other, signed)
    refused("other-text", proving.take_signature, proving.challenge(other).token, other, signed)


def test_a_key_that_is_at_the_desk_only_or_left_behind_proves_nothing(signer, team_ring: Ring):
    give(signer.team, team_ring, "signing")
    give(signer.team, team_ring, "team", purpose="former")
    asked = proving.challenge(signer)
    signature = team_ring.sign("signing", asked.text.encode())
    refused("other-key", proving.take_signature, asked.token, signer, signature)
    people.published(signer.team)
    assert [key.key.fingerprint for key in proving.keys_to_sign_with(signer.team)] == [
        team_ring.fingerprints["signing"]
    ]
    refused(
        "other-key", proving.take_signature, asked.token, signer, team_ring.sign("team", asked.text.encode())
    )


def test_a_signature_from_another_time_is_refused(signer, team_ring: Ring):
    asked = proving.challenge(signer)
    future = f"{timezone.now() + timedelta(days=1):%Y%m%dT%H%M%S}"
    signature = team_ring.sign("team", asked.text.encode(), at=future)
    refused("moment", proving.take_signature, asked.token, signer, signature)


def test_a_text_is_good_for_a_day(signer, team_ring: Ring, later):
    asked = proving.challenge(signer)
    signature = team_ring.sign("team", asked.text.encode())
    later(days=1, minutes=1)
    refused("too-old", proving.take_signature, asked.token, signer, signature)


# By word, and what follows -------------------------------------------------------------------------


def test_an_operator_s_word_is_kept_with_whose_it_is(maintainer, bob):
    proof = proving.take_word(maintainer, "I called  the number\nthat they publish.", bob)
    assert (proof.by, proof.evidence) == ("bob", "I called the number that they publish.")
    assert said(maintainer.team)["means"] == "word of those who run this directory"
    told = AuditEntry.objects.filter(act="proved").with_content().get().content.told
    assert "I called the number" in told


def test_a_word_that_says_nothing_is_none(maintainer, bob):
    refused("empty", proving.take_word, maintainer, " \n", bob)


def test_with_the_last_who_has_shown_it_goes_what_is_said(maintainer, bob, charlie):
    proving.take_word(maintainer, "A call.", bob)
    people.maintained_by(charlie, maintainer.team)
    proving.remove_maintainer(maintainer)
    assert said(published_team := maintainer.team) is None
    assert not Proof.objects.exists()
    assert list(published_team.maintainers.values_list("user", flat=True)) == [charlie.pk]
    assert list(publishing.verify()) == []


def test_no_person_is_named_in_the_record(maintainer, bob):
    proving.take_word(maintainer, "A call.", bob)
    proving.remove_maintainer(maintainer)
    for entry in publishing.record():
        told = getattr(entry.content, "by", "") + str(getattr(entry.content, "payload", ""))
        assert "alice" not in told
        assert "bob" not in told
