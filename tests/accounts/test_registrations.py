"""Asking to maintain a team, where the operator lets people ask."""

import pytest
from django.test import Client

from directory.models import AuditEntry, Mail, Maintainer, Registration, Rules, Team, User
from tests import people

pytestmark = pytest.mark.django_db

ASK = "/accounts/registration/"
PASSWORD = "vetrlidsalmenningen"
REQUEST = {"name": "EXAMPLE-CERT", "website": "https://cert.example", "message": "I lead it."}


@pytest.fixture
def rules(db):
    Rules(open_to_requests=True).save()


@pytest.fixture
def asked(rules, charlie, bob):
    """Charlie has asked for EXAMPLE-CERT."""
    visitor = Client()
    visitor.force_login(charlie)
    visitor.post(ASK, REQUEST)
    return Registration.objects.get()


def decide(client, registration, **fields):
    return client.post(f"/admin/directory/registration/{registration.pk}/change/", fields)


def test_by_default_nobody_signs_up_or_asks(client, charlie):
    fields = {"email": "new@example.com", "username": "new", "password1": PASSWORD, "password2": PASSWORD}
    assert "By invitation only" in client.post("/accounts/signup/", fields).content.decode()
    assert not User.objects.filter(username="new").exists()
    client.force_login(charlie)
    assert client.get(ASK).status_code == 404


def test_whoever_signs_up_confirms_the_address_and_then_asks(client, rules, code_to):
    fields = {"email": "new@example.com", "username": "new", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", fields).url == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    assert (
        "This code is wrong" in client.post("/accounts/confirm-email/", {"code": "nothing"}).content.decode()
    )
    client.post("/accounts/confirm-email/", {"code": code_to("new@example.com")})
    assert client.post(ASK, REQUEST).status_code == 302
    assert "The operators answer by mail" in client.get(ASK).content.decode()
    assert Registration.objects.get().user.username == "new"


def test_the_operators_are_written_to(asked, bob):
    mail = Mail.objects.get()
    assert mail.to == bob.email
    assert f"/admin/directory/registration/{asked.pk}/change/" in mail.body


def test_an_operator_without_an_address_stops_nobody_from_asking(client, rules, charlie, bob):
    User.objects.create_superuser("eve", "", PASSWORD)
    client.force_login(charlie)
    assert client.post(ASK, REQUEST).status_code == 302
    assert Mail.objects.get().to == bob.email


@pytest.mark.parametrize("number", ["abc", "%00", "9" * 5000])
def test_what_is_no_number_of_a_request_is_not_found(client, bob, number):
    people.sign_in(client, bob)
    assert client.get(f"/admin/directory/registration/{number}/change/").status_code == 404


def test_a_second_request_waits_for_the_first_answer(asked, charlie):
    visitor = Client()
    visitor.force_login(charlie)
    answer = visitor.post(ASK, {**REQUEST, "name": "OTHER-CERT"})
    assert "You have asked already" in str(answer.context["form"].errors)
    assert Registration.objects.get() == asked


@pytest.mark.parametrize("wrong", [{"name": ""}, {"website": "javascript:alert(1)"}, {"name": "x" * 201}])
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(client, rules, charlie, wrong):
    client.force_login(charlie)
    answer = client.post(ASK, {**REQUEST, **wrong})
    assert list(answer.context["form"].errors) == list(wrong)
    assert "I lead it." in answer.content.decode()


def test_a_draft_of_that_name_is_named_to_the_operator_alone(client, rules, charlie, bob, example_cert):
    client.force_login(charlie)
    answer = client.post(ASK, {**REQUEST, "name": "example-cert"}, follow=True)
    assert "exists" not in answer.content.decode()
    registration = Registration.objects.get()
    assert registration.team == example_cert
    people.sign_in(client, bob)
    page = client.get(f"/admin/directory/registration/{registration.pk}/change/").content.decode()
    assert f"/admin/directory/team/{example_cert.pk}/maintainers/" in page


def test_agreeing_makes_a_draft_and_its_maintainer(client, asked, bob, charlie):
    people.sign_in(client, bob)
    assert decide(client, asked, action="approve", answer="Welcome.").status_code == 302
    team = Team.objects.get(name="EXAMPLE-CERT")
    assert Maintainer.objects.get().user == charlie
    assert Maintainer.objects.get().team == team
    assert [e.act for e in AuditEntry.objects.of(team.pk)] == ["role", "created"]
    mail = Mail.objects.get(to=charlie.email)
    assert "Welcome." in mail.body
    assert f"/admin/directory/team/{team.pk}/change/" in mail.body


def test_agreeing_for_a_team_that_is_here_makes_no_second_one(client, asked, bob, charlie):
    team = people.example_cert()
    people.sign_in(client, bob)
    decide(client, asked, action="approve", team=" Example-CERT ")
    assert Maintainer.objects.get().team == team
    assert Team.objects.count() == 1


def test_an_address_that_is_none_is_said_and_nothing_is_decided(client, asked, bob):
    people.sign_in(client, bob)
    answer = decide(client, asked, action="approve", team="nowhere", answer="Welcome.")
    assert "There is no team at this address." in answer.content.decode()
    assert "Welcome." in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "pending"


def test_declining_tells_them_why_and_they_may_ask_again(client, asked, bob, charlie):
    people.sign_in(client, bob)
    decide(client, asked, action="decline", answer="Write from the team's address.")
    assert not Maintainer.objects.exists()
    assert "Write from the team's address." in Mail.objects.get(to=charlie.email).body
    visitor = Client()
    visitor.force_login(charlie)
    assert "Write from the team" in visitor.get(ASK).content.decode()
    assert visitor.post(ASK, REQUEST).status_code == 302


def test_a_request_is_answered_once(client, asked, bob):
    people.sign_in(client, bob)
    decide(client, asked, action="decline")
    answer = decide(client, asked, action="approve")
    assert "answered meanwhile" in answer.content.decode()
    assert not Maintainer.objects.exists()


def test_only_operators_see_and_answer_requests(client, asked, dora):
    people.sign_in(client, dora)
    assert client.get("/admin/directory/registration/").status_code == 403
    assert decide(client, asked, action="approve").status_code == 403
    assert not Maintainer.objects.exists()
