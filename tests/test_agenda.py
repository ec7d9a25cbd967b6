"""What somebody sees first at the desk: how each of their teams stands, and the one thing to do next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory import agenda, publishing
from directory.models import Key, Proof, Proposal, Team
from directory.openpgp import PublicKey
from directory.openpgp.words import day
from tests import people, team_keys

pytestmark = pytest.mark.django_db


def told(team, at=None) -> str:
    return " ".join(line.sentence for line in agenda.of(team, at or timezone.now()).lines)


def next_page(team, at=None) -> str | None:
    step = agenda.of(team, at or timezone.now()).next
    return step.page if step else None


@pytest.fixture
def proved(published, alice):
    """EXAMPLE-CERT, public, and Alice has shown that she speaks for it."""
    people.maintained_by(alice, published.team)
    maintainer = published.team.maintainers.get()
    Proof.objects.create(maintainer=maintainer, kind=Proof.Kind.WORD, by="bob", evidence="We know her.")
    return published.team


def test_an_empty_team_begins_with_its_document(db):
    assert next_page(Team.objects.create(name="NEW-CERT", slug="new-cert")) == "import_into_team"


def test_a_draft_that_is_whole_leads_to_publishing(example_cert):
    assert told(example_cert) == "Not public yet."
    assert next_page(example_cert) == "publish_team"


def test_a_public_team_without_changes_has_nothing_to_do(proved):
    found = agenda.of(proved, timezone.now())
    assert found.next is None
    assert [line.tone for line in found.lines] == ["ok"]
    assert "Public as revision 1 of " in told(proved)


def test_a_changed_draft_leads_to_publishing(proved):
    people.write(proved, "3.1", "We changed.")
    assert "The draft has changes that nobody sees yet." in told(proved)
    assert next_page(proved) == "publish_team"


def test_a_disagreement_of_text_and_fields_is_settled_first(proved):
    people.write(proved, "2.7", "other@example.org")
    assert "disagree in one place" in told(proved)
    assert agenda.of(proved, timezone.now()).next.label == "Settle it"


def test_what_waits_for_review_is_told_with_its_day(proved, alice):
    Proposal.objects.create(team=proved, asked_by=alice, digest="0")
    assert "Waiting for review since " in told(proved)
    assert next_page(proved) == "publish_team"


def test_an_answer_that_declines_stands_until_something_is_published(proved, alice):
    now = timezone.now()
    declined = {"state": Proposal.State.DECLINED, "decided_at": now, "answer": "Whose network is that?"}
    Proposal.objects.create(team=proved, asked_by=alice, digest="0", **declined)
    assert "“Whose network is that?”" in told(proved)
    assert next_page(proved) == "directory_team_change"
    people.write(proved, "3.1", "We changed.")
    people.published(proved, at=now + timedelta(minutes=1))
    assert "Whose network" not in told(proved)


def test_after_four_months_the_team_is_asked_to_confirm(proved):
    later = timezone.now() + timedelta(days=123)
    step = agenda.of(proved, later).next
    assert (step.page, step.post) == ("confirm_team", True)
    publishing.confirm(proved, means="by the team, at the desk", at=later)
    assert next_page(proved, later) is None
    assert "Confirmed on " in told(proved, later)


def test_a_key_is_told_before_it_ends_and_after_it_ended_unless_it_is_a_former_one(proved, team_ring):
    (key,) = team_keys.give(proved, team_ring, "team")
    people.published(proved)
    ends = PublicKey.from_dict(key.facts).ends
    assert "The key 0x" not in told(proved)
    assert f"expires on {day(ends)}." in told(proved, ends - timedelta(days=30))
    assert next_page(proved, ends - timedelta(days=30)) == "team_keys"
    assert f"expired on {day(ends)}." in told(proved, ends + timedelta(days=1))
    key.purpose = Key.Purpose.FORMER
    key.save()
    assert "The key 0x" not in told(proved, ends + timedelta(days=1))


def test_a_withdrawn_team_asks_for_nothing_to_be_confirmed(proved):
    publishing.withdraw(proved, reason="It was closed.")
    later = timezone.now() + timedelta(days=200)
    assert "Withdrawn" in told(proved, later)
    assert next_page(proved, later) is None


def test_without_proof_the_maintainer_is_asked_for_it_last(published, alice):
    people.maintained_by(alice, published.team)
    assert next_page(published.team) == "team_proof"
    people.write(published.team, "3.1", "We changed.")
    assert next_page(published.team) == "publish_team"
