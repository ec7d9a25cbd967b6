"""Review: what a maintainer wants to publish and somebody else looks at first. Alice maintains EXAMPLE-CERT, Dora
reviews, Bob operates the directory."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from directory import auditing, publishing, reviewing
from directory.models import AuditEntry, Mail, Maintainer, Proposal, Revision
from directory.reviewing import NotDone, Wish
from tests import people

from .acts import ask

pytestmark = pytest.mark.django_db

State = Proposal.State


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
