"""Claims at the desk: what is known of them, and who may say that they are reviewed."""

import pytest
from django.urls import reverse

from directory.lookup import asking
from directory.models import Claim, Notice, Team
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(published):
    return reverse("admin:team_claims", args=[published.team.pk])


@pytest.fixture
def neighbour(published):
    team = people.example_cert("Neighbour", "neighbour")
    team.prefixes.create(network="192.0.2.64/26")
    team.domains.create(name="co.uk")
    people.published(team)
    return team


def test_a_team_sees_what_overlaps_and_what_is_special(client, bob, page, neighbour):
    people.sign_in(client, bob)
    text = client.get(page).content.decode()
    for said in ("192.0.2.0/24 is claimed by EXAMPLE-CERT and by Neighbour.", "192.0.2.64/26 of Neighbour lies in 192.0.2.0/24",
                 "kept for documentation (RFC 5737)", "AS64500 is claimed by"):  # fmt: skip
        assert said in text


def test_an_operator_reviews_claims_and_look_ups_follow_at_once(client, bob, page, published):
    people.sign_in(client, bob)
    client.post(page, {"claim": ["192.0.2.0/24", "AS64500"]})
    assert Claim.objects.filter(reviewed=True).count() == 2
    assert Notice.objects.get().content.by == "CSIRT Directory"  # the record names no person
    client.post(page, {"claim": ["AS64500"]})
    assert [c.reviewed for c in asking.Sql(asking.ask, {}).claims([b"a\x00\x00\xfb\xf4"])] == [True]
    assert Claim.objects.filter(reviewed=True).count() == 1


def test_reviewing_the_same_again_changes_nothing(client, bob, page):
    people.sign_in(client, bob)
    client.post(page, {"claim": ["AS64500"]})
    assert "Nothing has changed" in client.post(page, {"claim": ["AS64500"]}, follow=True).content.decode()
    assert Notice.objects.count() == 1


def test_what_the_team_does_not_claim_is_refused_with_a_sentence(client, bob, page):
    people.sign_in(client, bob)
    answer = client.post(page, {"claim": ["8.8.8.0/24"]}, follow=True)
    assert "does not claim 8.8.8.0/24" in answer.content.decode()
    assert not Notice.objects.exists()


def test_a_reviewer_does_not_review_the_claims_of_the_own_team(client, dora, page, published):
    people.maintained_by(dora, published.team)
    people.sign_in(client, dora)
    assert client.post(page, {"claim": ["AS64500"]}).status_code == 403
    assert not Notice.objects.exists()


def test_who_may_edit_the_team_may_not_review_its_claims(client, alice, page):
    people.maintained_by(alice, Team.objects.get(slug="example-cert"))
    people.sign_in(client, alice)
    assert "disabled" in client.get(page).content.decode()
    assert client.post(page, {"claim": ["AS64500"]}).status_code == 403
    assert client.get(reverse("admin:overlaps")).status_code == 403
    assert not Notice.objects.exists()


def test_a_draft_says_that_it_answers_nothing(client, bob, db):
    draft = people.example_cert()
    people.sign_in(client, bob)
    assert "not public" in client.get(reverse("admin:team_claims", args=[draft.pk])).content.decode()


def test_the_report_lists_overlaps_and_special_claims_of_all(client, bob, neighbour):
    people.sign_in(client, bob)
    text = client.get(reverse("admin:overlaps")).content.decode()
    for said in (
        "lies in",
        "is claimed by",
        "<code>co.uk</code> of <bdi>Neighbour</bdi>: A public suffix",
        "RFC 5398",
    ):
        assert said in text
