"""What of a draft somebody else looks at first."""

import pytest

from directory import publishing, reviewing
from directory.models import Proposal, Revision, Rules
from directory.models.rules import reviewed_by_default
from directory.reviewing import REASONS, NotDone, Wish
from tests import people

from .acts import codes

pytestmark = pytest.mark.django_db

State = Proposal.State


def test_the_first_publication_is_always_looked_at(alice, example_cert):
    Rules.objects.create(reviewed=[])
    people.maintained_by(alice, example_cert)
    assert codes(example_cert, alice) == ["first"]
    with pytest.raises(NotDone, match="ask for review"):
        reviewing.publish(example_cert, alice, Wish())
    assert not Revision.objects.exists()


CHANGES = {
    "name": lambda team: team.aliases.append("Another name"),
    "type": lambda team: setattr(team, "type", "soc"),
    "memberships": lambda team: team.memberships.create(level="first.full"),
    "claims": lambda team: team.domains.create(name="example.org"),
    "keys": lambda team: team.keys.create(fingerprint="F" * 40, position=1),
    "contacts": lambda team: team.contacts.create(kind="voice", value="+48221234568", position=5),
}


@pytest.mark.parametrize("code", CHANGES)
def test_a_change_is_looked_at_where_the_operator_has_ticked_it(team, alice, code):
    rules = Rules.objects.create(reviewed=[code])
    assert codes(team, alice) == []
    CHANGES[code](team)
    team.save()
    assert codes(team, alice) == [code]
    rules.reviewed = [other for other in CHANGES if other != code]
    rules.save()
    assert codes(team, alice) == []


def test_every_reason_that_can_be_ticked_is_tried_above_or_here(team, alice):
    assert {reason.code for reason in REASONS if reason.choice} == {*CHANGES, "everything"}
    assert set(reviewed_by_default()) <= set(CHANGES)
    people.write(team, "3.1", "A new mission.")
    assert codes(team, alice) == []
    Rules.objects.create(reviewed=["everything"])
    assert codes(team, alice) == ["everything"]


@pytest.mark.parametrize(
    "change",
    [
        lambda team: team.contacts.filter(kind="voice").update(text="Ring the number at evil.example"),
        lambda team: team.members.create(name="Mallory", email="mallory@evil.example", public=True),
    ],
    ids=["another spelling of a number", "a member"],
)
def test_whatever_readers_could_reach_somebody_else_by_is_a_contact(team, alice, change):
    Rules.objects.create(reviewed=["contacts"])
    change(team)
    assert codes(team, alice) == ["contacts"]


def test_another_address_of_the_page_is_another_name(team, alice):
    team.slug = "other-cert"
    team.save()
    assert codes(team, alice) == ["name"]


def test_taking_a_key_away_or_calling_it_former_needs_nobody(team, alice):
    team.keys.update(purpose="former")
    assert codes(team, alice) == []
    people.published(team)
    team.keys.update(purpose="team")
    assert codes(team, alice) == ["keys"]


def test_a_withdrawn_team_is_looked_at_before_it_is_listed_again(team, alice):
    Rules.objects.create(reviewed=[])
    publishing.withdraw(team, reason="A pause.")
    assert codes(team, alice) == ["returned"]


@pytest.mark.parametrize("name", ["СERT-EU", "cert-eu", "Cért EU"])
def test_security_40_41_a_name_of_another_team_is_looked_at_whatever_the_rules_say(team, alice, name):
    Rules.objects.create(reviewed=[])
    people.published(people.example_cert("CERT-EU", "cert-eu"))
    team.short_name = name
    team.save()
    assert codes(team, alice) == ["lookalike"]
    with pytest.raises(NotDone, match="ask for review"):
        reviewing.publish(team, alice, Wish(comment="A shorter name."))
    assert Revision.objects.of(team.pk).count() == 1


def test_security_41_a_name_that_readers_know_of_the_team_is_looked_at_once(team, alice, bob):
    Rules.objects.create(reviewed=[])
    people.published(people.example_cert("CERT-EU", "cert-eu"))
    team.aliases = ["cert-eu"]
    team.save()
    reviewing.publish(team, bob, Wish(comment="Another name."))
    team.refresh_from_db()
    people.write(team, "3.1", "A new mission.")
    assert codes(team, alice) == []


def test_an_operator_publishes_directly(renamed, bob):
    assert reviewing.publish(renamed, bob, Wish(comment="Another name.")).number == 2
