"""The first page of the desk, for each of those who work at it."""

import pytest
from django.urls import reverse

from directory import desk, home
from directory.models import Mail, Proposal, Registration, Team
from directory.templatetags.desk import team_tabs
from tests import people

pytestmark = pytest.mark.django_db


def page(client, user) -> str:
    people.sign_in(client, user)
    response = client.get(reverse("admin:index"))
    assert response.status_code == 200
    return response.content.decode()


def test_a_maintainer_sees_their_teams_and_nobody_else_s(client, alice, published):
    people.maintained_by(alice, published.team)
    people.example_cert("OTHER-CERT", "other-cert")
    text = page(client, alice)
    assert "Public as revision 1 of" in text
    assert "OTHER-CERT" not in text
    assert reverse("admin:team_proof", args=[published.team.pk]) in text
    assert reverse("admin:directory_user_changelist") not in text


def test_a_draft_that_says_nothing_but_its_name_asks_for_its_document_first(client, alice):
    team = Team.objects.create(name="NEW-CERT", slug="new-cert")
    desk.lay_out(team, {})
    people.maintained_by(alice, team)
    assert f'href="{reverse("admin:import_into_team", args=[team.pk])}">Import your document</a>' in page(
        client, alice
    )
    team.contacts.create(kind="email", value="cert@new.example", position=0)
    assert "Import your document" not in page(client, alice)


def test_a_maintainer_whose_team_is_stale_confirms_with_one_click(client, alice, published):
    people.maintained_by(alice, published.team)
    people.sign_in(client, alice)
    response = client.post(reverse("admin:confirm_team", args=[published.team.pk]))
    assert response.status_code == 302
    assert "Confirmed on " in page(client, alice)


def test_a_reviewer_sees_what_waits(client, dora, alice, published):
    Proposal.objects.create(team=published.team, asked_by=alice, digest="0")
    text = page(client, dora)
    assert "<strong>1</strong> waiting for review" in text
    assert "asking to maintain" not in text


def test_an_operator_sees_all_that_waits_and_the_way_to_everything(client, bob, charlie):
    Registration.objects.create(user=charlie, name="NEW-CERT")
    refused = Mail.objects.enqueue(key="one", to="x@example.com", subject="Hello", body="Hello")
    Mail.objects.filter(pk=refused.pk).update(attempts=100)
    text = page(client, bob)
    assert "<strong>1</strong> asking to maintain a team" in text
    assert "<strong>1</strong> that no server has taken" in text
    assert "No draft waits for review" in text
    for _, lines in home.TOOLS:
        for _, name, _ in lines:
            assert reverse(f"admin:{name}") in text


def test_somebody_with_an_account_and_no_team_is_told_so(client, charlie):
    people.sign_in(client, charlie)
    response = client.get(reverse("admin:index"), follow=True)
    assert response.status_code == 403
    assert "maintain no team" in response.content.decode()


def test_the_pages_of_a_team_ask_for_each_right_once(rf, alice, published, django_assert_num_queries):
    people.maintained_by(alice, published.team)
    request = rf.get("/")
    request.user = alice
    with django_assert_num_queries(2):  # may see, may edit; that somebody operates is known of the account
        tabs = team_tabs({"request": request}, published.team)["tabs"]
    assert [label for _, label, _ in tabs if label in {"Profile", "Keys", "Standing"}] == ["Profile", "Keys"]
