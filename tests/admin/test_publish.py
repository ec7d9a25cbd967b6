"""Publishing at the desk: see the document and what changed, settle what disagrees, publish."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Revision
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk_client(client, bob):
    people.sign_in(client, bob)
    return client


def step(team) -> str:
    return reverse("admin:publish_team", args=[team.pk])


def test_the_step_shows_the_document_and_writes_nothing(desk_client, example_cert):
    page = desk_client.get(step(example_cert)).content.decode()
    assert "Publish as revision 1" in page
    assert "EXAMPLE-CERT helps Example Ltd. with incidents" in page
    assert not Revision.objects.exists()


def test_the_step_shows_what_changed(desk_client, published):
    people.write(published.team, "3.1", "A new mission.")
    page = desk_client.get(step(published.team)).content.decode()
    assert "<ins>   A new mission.</ins>" in page
    assert "<del>   EXAMPLE-CERT helps" in page


def test_publishing_keeps_who_did_it_and_why(desk_client, example_cert):
    response = desk_client.post(
        step(example_cert), {"action": "publish", "comment": "We begin."}, follow=True
    )
    assert "is public as revision 1" in response.content.decode()
    content = Revision.objects.get().content
    assert (content.author, content.comment) == ("bob", "We begin.")


def test_where_nothing_changed_nothing_is_offered_or_made(desk_client, published):
    assert "There is nothing to publish" in desk_client.get(step(published.team)).content.decode()
    desk_client.post(step(published.team), {"action": "publish"})
    assert Revision.objects.count() == 1


def test_a_disagreement_is_shown_and_settled_with_one_click(desk_client, example_cert):
    people.write(example_cert, "2.4", "+48 22 765 43 21")
    page = desk_client.get(step(example_cert)).content.decode()
    assert "Nothing is published with two truths" in page
    assert 'value="publish"' not in page
    desk_client.post(step(example_cert), {"action": "publish"})
    assert not Revision.objects.exists()
    desk_client.post(step(example_cert), {"action": "use-text:phones"})
    desk_client.post(step(example_cert), {"action": "publish"})
    assert Revision.objects.get().content.document["team"]["phones"][0]["number"] == "+48227654321"


@pytest.mark.parametrize("action", ["", "nonsense", "use-text:nothing", "use-field:__class__", "use-text"])
def test_an_unknown_action_does_nothing(desk_client, example_cert, action):
    assert desk_client.post(step(example_cert), {"action": action}).status_code == 302
    assert not Revision.objects.exists()


def test_a_comment_of_any_length_and_kind_is_taken(desk_client, example_cert):
    desk_client.post(step(example_cert), {"action": "publish", "comment": "x\x00" * 2000})
    assert Revision.objects.get().content.comment == "x" * 500


def test_reading_the_step_never_publishes(desk_client, example_cert):
    desk_client.get(step(example_cert), {"action": "publish"})
    assert not Revision.objects.exists()


def test_only_those_who_may_change_a_team_see_the_step(client, alice, charlie, example_cert):
    for person, status in ((people.elsewhere(alice), 403), (charlie, 302)):
        people.sign_in(client, person)
        for method in (client.get, client.post):
            assert method(step(example_cert), {"action": "publish"}).status_code == status
    assert not Revision.objects.exists()


def test_security_49_nothing_is_published_by_a_link_without_the_token_or_from_another_site(bob, example_cert):
    strict = Client(enforce_csrf_checks=True)
    people.sign_in(strict, bob)
    address = step(example_cert)
    strict.get(address + "?action=publish")
    token = strict.cookies["csrf"].value
    signed = {"action": "publish", "csrfmiddlewaretoken": token}
    refused = [
        strict.post(address, {"action": "publish"}),
        strict.post(address, signed, headers={"origin": "https://evil.example"}),
    ]
    assert [answer.status_code for answer in refused] == [403, 403]
    assert not Revision.objects.exists()
    strict.post(address, signed)
    assert Revision.objects.count() == 1
