"""Review: what a maintainer wants to publish and somebody else looks at first. Alice maintains EXAMPLE-CERT, Dora
reviews, Bob operates the directory."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import auditing, publishing, reviewing
from directory.models import AuditEntry, Mail, Maintainer, Proposal, Revision, Rules
from directory.models.rules import reviewed_by_default
from directory.reviewing import REASONS, NotDone, Wish
from tests import people

pytestmark = pytest.mark.django_db

State = Proposal.State


@pytest.fixture
def team(alice, published):
    """EXAMPLE-CERT, public as revision 1 and maintained by Alice."""
    return people.maintained_by(alice, published.team)


@pytest.fixture
def renamed(team):
    """Its draft has another name, which a reviewer looks at."""
    team.name = "EXAMPLE-CSIRT"
    team.save()
    return team


def codes(team, user) -> list[str]:
    seen = reviewing.prospect(team, at=auditing.timezone.now(), author="EXAMPLE-CERT")
    return [reason.code for reason in seen.reasons]


def ask(team, user, comment: str = "Another name.", **wish: str) -> Proposal:
    return reviewing.ask(team, user, Wish(comment=comment, **wish))


def client_of(user) -> Client:
    client = Client()
    people.sign_in(client, user)
    return client


def queue() -> str:
    return reverse("admin:proposals")


def page_of(proposal) -> str:
    return reverse("admin:proposal", args=[proposal.pk])


# What is looked at -------------------------------------------------------------------------------


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


# Asking ------------------------------------------------------------------------------------------


def test_who_asked_when_and_why_is_kept(renamed, alice):
    proposal = ask(renamed, alice, version="2.0")
    assert (proposal.asked_by, proposal.state, proposal.reasons) == (alice, State.PENDING, ["name"])
    assert (proposal.version, proposal.comment) == ("2.0", "Another name.")
    entry = AuditEntry.objects.get(act=auditing.Act.PROPOSED)
    assert entry.content.told == "Asked for review. A name or the address of the page changes."
    assert entry.content.snapshot["team"]["name"] == "EXAMPLE-CSIRT"


def test_a_team_does_not_ask_without_end(renamed, alice, settings):
    """Each time, every reviewer is written to."""
    now = timezone.now()
    for _ in range(settings.REVIEWS_PER_HOUR):
        reviewing.ask(renamed, alice, Wish(comment="Renamed."), at=now)
    with pytest.raises(NotDone, match="within the hour"):
        reviewing.ask(renamed, alice, Wish(comment="Renamed."), at=now)
    assert Proposal.objects.pending().count() == 1
    reviewing.ask(renamed, alice, Wish(comment="Renamed."), at=now + timedelta(hours=2))


def test_nobody_is_asked_for_what_nobody_looks_at(team, alice):
    with pytest.raises(NotDone, match="Nothing has changed"):
        ask(team, alice)
    people.write(team, "3.1", "A new mission.")
    with pytest.raises(NotDone, match="publish it"):
        ask(team, alice)
    assert not Proposal.objects.exists()
    assert not Mail.objects.exists()


def test_one_proposal_a_team_waits(renamed, alice):
    first = ask(renamed, alice)
    second = ask(renamed, alice, "With another word.")
    first.refresh_from_db()
    assert (first.state, second.state) == (State.TAKEN_BACK, State.PENDING)
    assert list(Proposal.objects.pending()) == [second]


def test_publishing_by_an_operator_answers_what_waits(renamed, alice, bob):
    proposal = ask(renamed, alice)
    revision = reviewing.publish(renamed, bob, Wish(comment="Another name."))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.revision, proposal.decided_by) == (State.ACCEPTED, revision, bob)


def test_publishing_another_draft_leaves_nothing_to_ask_for(renamed, alice, bob):
    proposal = ask(renamed, alice)
    people.write(renamed, "3.1", "An operator's words.")
    reviewing.publish(renamed, bob, Wish(comment="Another name."))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.revision) == (State.TAKEN_BACK, None)


# Answering ---------------------------------------------------------------------------------------


def test_what_is_accepted_is_public_in_the_team_s_name(renamed, alice, dora):
    proposal = ask(renamed, alice, version="2.0")
    revision = reviewing.accept(proposal, dora, "Well done.")
    assert revision.content.profile["name"] == "EXAMPLE-CSIRT"
    assert revision.content.document["document"]["version"] == "2.0"
    assert (revision.content.author, revision.content.comment) == ("EXAMPLE-CSIRT", "Another name.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.answer) == (State.ACCEPTED, dora, "Well done.")
    told = AuditEntry.objects.get(act=auditing.Act.REVIEWED).content.told
    assert told == "Accepted as revision 2. Well done."


def test_a_draft_that_was_changed_since_is_not_published(renamed, alice, dora):
    proposal = ask(renamed, alice)
    people.write(renamed, "3.1", "Something that nobody has looked at.")
    with pytest.raises(NotDone, match="changed after it was proposed"):
        reviewing.accept(proposal, dora)
    proposal.refresh_from_db()
    assert proposal.state == State.PENDING
    assert Revision.objects.of(renamed.pk).count() == 1
    reviewing.accept(ask(renamed, alice), dora)
    assert Revision.objects.of(renamed.pk).count() == 2


def test_declining_needs_a_reason_and_publishes_nothing(renamed, alice, dora):
    proposal = ask(renamed, alice)
    with pytest.raises(NotDone, match="Say what should be otherwise"):
        reviewing.decline(proposal, dora, "  ")
    reviewing.decline(proposal, dora, "The name is taken.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == (State.DECLINED, "The name is taken.")
    assert Revision.objects.of(renamed.pk).count() == 1


@pytest.mark.parametrize("how", ["accepted", "declined", "taken back"])
def test_what_was_answered_is_not_answered_again(renamed, alice, dora, how):
    proposal = ask(renamed, alice)
    if how == "accepted":
        reviewing.accept(proposal, dora)
    elif how == "declined":
        reviewing.decline(proposal, dora, "No.")
    else:
        reviewing.take_back(renamed)
    for answer in (
        lambda: reviewing.accept(proposal, dora),
        lambda: reviewing.decline(proposal, dora, "No."),
    ):
        with pytest.raises(NotDone, match=how):
            answer()
    assert Revision.objects.of(renamed.pk).count() == (2 if how == "accepted" else 1)


def test_nobody_answers_for_themselves_or_without_being_a_reviewer(renamed, alice, charlie, dora):
    proposal = ask(renamed, alice)
    people.maintained_by(dora, renamed)
    for user in (alice, charlie, dora):
        with pytest.raises(PermissionDenied):
            reviewing.accept(proposal, user)
        with pytest.raises(PermissionDenied):
            reviewing.decline(proposal, user, "No.")
    proposal.refresh_from_db()
    assert proposal.state == State.PENDING


def test_security_13_what_somebody_asked_who_no_longer_maintains_the_team_can_only_be_declined(
    renamed, alice, dora
):
    proposal = ask(renamed, alice)
    Maintainer.objects.all().delete()
    with pytest.raises(NotDone, match="no longer maintains"):
        reviewing.accept(proposal, dora)
    reviewing.decline(proposal, dora, "You have left.")
    assert Revision.objects.of(renamed.pk).count() == 1


def test_errors_that_came_up_since_are_not_published_without_a_reason(renamed, alice, dora):
    proposal = ask(renamed, alice)
    renamed.contacts.filter(kind="email").delete()
    seen = reviewing.prospect(renamed, at=proposal.asked_at, author="EXAMPLE-CSIRT")
    Proposal.objects.update(digest=seen.digest)
    with pytest.raises(NotDone, match="has errors"):
        reviewing.accept(proposal, dora)
    Proposal.objects.update(override="We are called.")
    reviewing.accept(proposal, dora)
    told = AuditEntry.objects.filter(act=auditing.Act.PUBLISHED).first().content.told
    assert "for this reason: We are called." in told


# Mail --------------------------------------------------------------------------------------------


def test_security_44_reviewers_and_operators_are_asked_by_one_mail_each(renamed, alice, bob, dora, charlie):
    people.person("erin", is_reviewer=True, is_active=False)
    ask(renamed, alice)
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["bob@example.com", "dora@example.com"]
    call_command("send_mail", verbosity=0)
    assert sorted(message.to for message in mail.outbox) == [["bob@example.com"], ["dora@example.com"]]
    (message,) = [message for message in mail.outbox if message.to == ["dora@example.com"]]
    assert message.subject == "EXAMPLE-CSIRT asks for review"
    assert reverse("admin:proposal", args=[Proposal.objects.get().pk]) in message.body
    assert "A name or the address of the page changes." in message.body


@pytest.mark.parametrize("accepted", [True, False])
def test_security_44_whoever_asked_hears_the_answer_once(renamed, alice, dora, accepted):
    proposal = ask(renamed, alice)
    if accepted:
        reviewing.accept(proposal, dora, "Well done.")
    else:
        reviewing.decline(proposal, dora, "The name is taken.")
    (answer,) = Mail.objects.filter(to="alice@example.com")
    assert ("public as revision 2" in answer.body) is accepted
    assert ("Well done." if accepted else "The name is taken.") in answer.body


def test_security_44_line_ends_in_what_is_typed_make_no_second_header_and_no_second_recipient(
    renamed, alice, dora
):
    evil = "A name\r\nBcc: eve@example.org\r\n\r\nBody"
    renamed.name = "A name\r\nBcc"
    renamed.save()
    proposal = ask(renamed, alice, evil)
    reviewing.decline(proposal, dora, evil)
    call_command("send_mail", verbosity=0)
    assert sorted(message.to for message in mail.outbox) == [["alice@example.com"], ["dora@example.com"]]
    for message in mail.outbox:
        assert "\n" not in message.subject
        assert message.message()["Bcc"] is None
        assert message.recipients() == message.to


def test_nothing_is_sent_or_kept_of_what_was_rolled_back(renamed, alice, dora, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the audit trail is out of order")

    with monkeypatch.context() as broke:
        broke.setattr(auditing, "write", broken)
        with pytest.raises(RuntimeError):
            ask(renamed, alice)
    assert not Proposal.objects.exists()
    assert not Mail.objects.exists()
    proposal = ask(renamed, alice)
    before = Mail.objects.count()
    with monkeypatch.context() as broke:
        broke.setattr(reviewing.letters, "answered", broken)
        with pytest.raises(RuntimeError):
            reviewing.accept(proposal, dora)
    proposal.refresh_from_db()
    assert proposal.state == State.PENDING
    assert (Mail.objects.count(), Revision.objects.of(renamed.pk).count()) == (before, 1)
    assert list(publishing.verify()) == []


# The queue ---------------------------------------------------------------------------------------


def test_the_queue_shows_what_waits_the_oldest_first(renamed, alice, dora):
    other = people.maintained_by(alice, people.example_cert("OTHER-CERT", "other-cert"))
    ask(renamed, alice)
    ask(other, alice)
    page = client_of(dora).get(queue()).content.decode()
    assert page.index("EXAMPLE-CSIRT") < page.index("OTHER-CERT")
    assert "This is the first that readers see of the team." in page
    assert "A name or the address of the page changes." in page


def test_an_empty_queue_says_so(dora):
    assert "Nothing waits for review." in client_of(dora).get(queue()).content.decode()


def test_a_proposal_shows_what_changes_why_it_is_looked_at_and_whom_it_can_be_taken_for(renamed, alice, dora):
    people.published(people.example_cert("CERT-EU", "cert-eu"))
    renamed.short_name = "СERT-EU"
    renamed.save()
    proposal = ask(renamed, alice, override="It is so.")
    page = client_of(dora).get(page_of(proposal)).content.decode()
    said = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Name Looked at Removed: EXAMPLE-CERT Added: EXAMPLE-CSIRT" in said
    assert "A name is that of another team, or can be taken for it." in said
    assert "“СERT-EU” looks like “CERT-EU”, a name of CERT-EU." in said
    assert "It is so." in said
    assert "Accept and publish" in said


def test_accepting_and_declining_at_the_desk(renamed, alice, dora):
    client = client_of(dora)
    proposal = ask(renamed, alice)
    said = client.post(page_of(proposal), {"action": "decline", "answer": ""}).content.decode()
    assert "Say what should be otherwise" in said
    said = client.post(
        page_of(proposal), {"action": "decline", "answer": "Why?"}, follow=True
    ).content.decode()
    assert "Declined. EXAMPLE-CSIRT is told why." in said
    proposal = ask(renamed, alice)
    said = client.post(page_of(proposal), {"action": "accept"}, follow=True).content.decode()
    assert "EXAMPLE-CSIRT is public as revision 2." in said
    assert "accepted on" in said
    said = client.post(page_of(proposal), {"action": "accept"}).content.decode()
    assert "This was accepted in the meantime." in said


def test_security_38_what_hides_in_an_answer_is_dropped_everywhere(renamed, alice, dora):
    page = page_of(ask(renamed, alice))
    client_of(dora).post(page, {"action": "decline", "answer": "Not\x00 \u202ethis\u202c name."})
    proposal = Proposal.objects.get()
    assert proposal.answer == "Not this name."
    assert AuditEntry.objects.get(act="reviewed").content.told == "Declined. Not this name."
    assert "Not this name." in Mail.objects.get(to=alice.email).body


def test_an_answer_that_is_too_long_or_cannot_be_given_stays_typed(renamed, alice, dora):
    client = client_of(dora)
    proposal = ask(renamed, alice)
    long = "x" * 5_001
    page = client.post(page_of(proposal), {"action": "decline", "answer": long}).content.decode()
    assert "at most 5000 are taken" in page
    assert long in page
    people.write(renamed, "3.1", "Another text.")
    page = client.post(page_of(proposal), {"action": "accept", "answer": "Fine."}).content.decode()
    assert "The draft was changed after it was proposed" in page
    assert "Fine.</textarea>" in page
    assert 'value="accept"' not in page


def test_a_draft_that_disagrees_with_itself_is_told_and_not_published(renamed, alice, dora):
    proposal = ask(renamed, alice)
    people.write(renamed, "2.4", "+48 22 765 43 21")
    seen = reviewing.prospect(renamed, at=proposal.asked_at, author="EXAMPLE-CSIRT")
    Proposal.objects.update(digest=seen.digest)
    page = client_of(dora).post(page_of(proposal), {"action": "accept"}).content.decode()
    assert "Not published: The text gives the" in page


def test_only_reviewers_and_operators_see_the_queue(renamed, alice, charlie, bob, dora):
    proposal = ask(renamed, alice)
    for user, status in ((alice, 403), (charlie, 302), (dora, 200), (bob, 200)):
        client = client_of(user)
        assert [client.get(address).status_code for address in (queue(), page_of(proposal))] == [status] * 2
    assert Client().get(page_of(proposal)).status_code == 302
    assert client_of(alice).post(page_of(proposal), {"action": "accept"}).status_code == 403
    assert client_of(dora).get(reverse("admin:proposal", args=[proposal.pk + 1])).status_code == 404


def test_a_reviewer_who_maintains_the_team_sees_it_and_does_not_answer(renamed, alice, dora):
    proposal = ask(renamed, alice)
    people.maintained_by(dora, renamed)
    client = client_of(dora)
    assert "somebody else answers" in client.get(page_of(proposal)).content.decode()
    assert client.post(page_of(proposal), {"action": "accept"}).status_code == 403


def test_security_49_nothing_is_answered_by_a_link_without_the_token_or_from_another_site(
    renamed, alice, dora
):
    proposal = ask(renamed, alice)
    strict = Client(enforce_csrf_checks=True)
    people.sign_in(strict, dora)
    strict.get(page_of(proposal) + "?action=accept")
    signed = {"action": "accept", "csrfmiddlewaretoken": strict.cookies["csrf"].value}
    refused = [
        strict.post(page_of(proposal), {"action": "accept"}),
        strict.post(page_of(proposal), signed, headers={"origin": "https://evil.example"}),
    ]
    assert [answer.status_code for answer in refused] == [403, 403]
    assert Revision.objects.of(renamed.pk).count() == 1
    strict.post(page_of(proposal), signed)
    assert Revision.objects.of(renamed.pk).count() == 2


# The rules of the desk ---------------------------------------------------------------------------


def test_the_operator_sets_what_is_looked_at_and_it_is_written_down(bob, team, alice):
    client = client_of(bob)
    page = client.get(reverse("admin:directory_rules_changelist"), follow=True).content.decode()
    ticked = set(re.findall(r'value="([a-z]+)"[^>]* checked', page))
    assert ticked == set(reviewed_by_default())
    answer = client.post(reverse("admin:directory_rules_add"), {"reviewed": ["contacts"]}, follow=True)
    assert answer.status_code == 200
    rules = Rules.objects.get()
    assert (rules.reviewed, rules.open_to_requests) == (["contacts"], False)
    entry = AuditEntry.objects.get(act=auditing.Act.SETTINGS)
    assert entry.content.changes[0]["after"] == ["contacts"]
    client.post(
        reverse("admin:directory_rules_change", args=[1]),
        {"reviewed": ["contacts"], "open_to_requests": "on"},
    )
    assert Rules.objects.get().open_to_requests


def test_an_unknown_choice_is_refused(bob):
    answer = client_of(bob).post(reverse("admin:directory_rules_add"), {"reviewed": ["nonsense"]})
    assert "nonsense is not one of the available choices" in answer.content.decode()
    assert not Rules.objects.exists()


def test_only_operators_set_the_rules(alice, team, dora):
    for user in (alice, dora):
        client = client_of(user)
        for address in (reverse("admin:directory_rules_add"), reverse("admin:directory_rules_changelist")):
            assert client.get(address).status_code == 403
            assert client.post(address, {"reviewed": []}).status_code == 403
    assert not Rules.objects.exists()
