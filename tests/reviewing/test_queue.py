"""The queue of the reviewers, and the rules of the desk. Dora reviews, Bob operates the directory."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from directory import auditing, reviewing
from directory.models import AuditEntry, Mail, Proposal, Revision, Rules
from directory.models.rules import reviewed_by_default
from tests import people

from .acts import ask, client_of, page_of, queue

pytestmark = pytest.mark.django_db

State = Proposal.State


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
