"""Invitations: from the operator's page to the new maintainer at the desk."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from directory.models import AuditEntry, Invitation, Mail, Maintainer, Rules, User
from tests import people

pytestmark = pytest.mark.django_db

EVA = "eva@cert.example"
PASSWORD = "vetrlidsalmenningen"


@pytest.fixture
def page(example_cert):
    return f"/admin/directory/team/{example_cert.pk}/maintainers/"


@pytest.fixture
def invited(client, bob, page, link_to):
    """The link of an invitation to maintain EXAMPLE-CERT."""
    people.sign_in(client, bob)
    client.post(page, {"action": "invite", "email": EVA})
    return link_to(EVA)


def sign_up(visitor: Client, **fields: str):
    given = {"email": EVA, "username": "eva", "password1": PASSWORD, "password2": PASSWORD, **fields}
    return visitor.post("/accounts/signup/", given)


def code_of(secret: str) -> str:
    """What the app shows now; it is still good if the half minute ends meanwhile."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_an_invited_person_makes_an_account_sets_up_a_factor_and_is_at_the_desk(
    client, invited, example_cert, committed_at_once
):
    eva = Client()
    assert eva.get(invited, follow=True).redirect_chain == [("/accounts/invitation/", 302)]
    form = eva.get("/accounts/signup/")
    assert EVA in form.content.decode()
    assert sign_up(eva).status_code == 302
    assert Maintainer.objects.get(team=example_cert).user.username == "eva"
    assert EmailAddress.objects.get(email=EVA).verified

    assert eva.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/2fa/"
    secret = eva.get("/accounts/2fa/totp/activate/").context["form"].secret
    eva.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert "EXAMPLE-CERT" in eva.get("/admin/").content.decode()


def test_somebody_with_an_account_logs_in_and_accepts_by_a_button(
    client, alice, bob, page, example_cert, link_to
):
    people.sign_in(client, bob)
    client.post(page, {"action": "invite", "email": "Alice@example.com"})
    visitor = Client()
    visitor.get(link_to(alice.email))
    assert "Log in and accept" in visitor.get("/accounts/invitation/").content.decode()
    people.sign_in(visitor, alice)
    visitor.get(link_to(alice.email))
    assert "Accept" in visitor.get("/accounts/invitation/").content.decode()
    assert not Maintainer.objects.exists()  # reading it accepts nothing
    key = visitor.session.session_key
    assert visitor.post("/accounts/invitation/").url == "/admin/"
    assert Maintainer.objects.get().user == alice
    assert visitor.session.session_key != key  # SECURITY 27: a session that may do more has another key


def test_security_31_an_invitation_is_good_once(client, invited):
    first, second = Client(), Client()
    first.get(invited)
    second.get(invited)
    sign_up(first)
    assert Client().get(invited).status_code == 404
    assert second.get("/accounts/invitation/").status_code == 404
    assert "By invitation only" in sign_up(second, username="other").content.decode()
    assert User.objects.filter(username="other").count() == 0


def test_security_31_an_invitation_ends_after_a_fortnight(client, invited):
    Invitation.objects.update(expires_at=timezone.now())
    refused = Client().get(invited)
    assert refused.status_code == 404
    assert "older than a fortnight" in refused.content.decode()


def test_security_31_an_invitation_that_was_taken_back_opens_nothing(client, invited, page):
    visitor = Client()
    visitor.get(invited)
    client.post(page, {"action": f"revoke:{Invitation.objects.get().pk}"})
    assert Client().get(invited).status_code == 404
    assert "By invitation only" in visitor.get("/accounts/signup/").content.decode()


def test_security_31_an_invitation_is_for_its_address_alone(client, invited, charlie, example_cert):
    visitor = Client()
    people.sign_in(visitor, charlie)
    visitor.get(invited)
    for answer in (visitor.get("/accounts/invitation/"), visitor.post("/accounts/invitation/")):
        assert answer.status_code == 403
        assert "none of your account" in answer.content.decode()
        assert EVA not in answer.content.decode()
    assert not Maintainer.objects.exists()
    assert Invitation.objects.open(timezone.now()).exists()


def test_security_31_an_address_that_is_not_confirmed_accepts_nothing(client, invited, charlie):
    EmailAddress.objects.create(user=charlie, email=EVA, verified=False)
    visitor = Client()
    people.sign_in(visitor, charlie)
    visitor.get(invited)
    assert visitor.post("/accounts/invitation/").status_code == 403
    assert not Maintainer.objects.exists()


def test_security_31_a_link_that_was_taken_back_vouches_for_no_other_account(client, invited, page, bob):
    """Where people may ask, the form is open without an invitation; the address is confirmed by its code."""
    Rules(open_to_requests=True).save()
    visitor = Client()
    visitor.get(invited)
    client.post(page, {"action": f"revoke:{Invitation.objects.get().pk}"})
    assert sign_up(visitor, email="victim@cert.example").url == "/accounts/confirm-email/"
    assert "_auth_user_id" not in visitor.session
    assert not EmailAddress.objects.filter(email__endswith="@cert.example", verified=True).exists()


def test_security_31_another_address_cannot_be_put_into_the_form(client, invited):
    visitor = Client()
    visitor.get(invited)
    sign_up(visitor, email="mallory@evil.example")
    assert User.objects.get(username="eva").email == EVA
    assert not EmailAddress.objects.filter(email="mallory@evil.example").exists()


def test_the_token_stands_in_the_mail_alone(client, invited):
    token = invited.split("/")[-2]
    row = Invitation.objects.get()
    assert token not in {row.token_sha256, row.email}
    assert len(row.token_sha256) == 64
    told = [entry.content.told for entry in AuditEntry.objects.with_content()]
    assert all(token not in sentence for sentence in told)
    assert Client().get(invited).url == "/accounts/invitation/"  # and in no address after the first


def test_a_second_invitation_makes_the_first_void(client, invited, page, link_to):
    client.post(page, {"action": "invite", "email": EVA.upper()})
    assert Client().get(invited).status_code == 404
    assert Client().get(link_to(EVA)).status_code == 302


@pytest.mark.parametrize("typed", ["", "nobody", "a@b@c.example", "eva@cert.example\nbcc: x@y.example"])
def test_what_is_no_address_is_told_and_nothing_is_sent(client, bob, page, typed):
    people.sign_in(client, bob)
    answer = client.post(page, {"action": "invite", "email": typed})
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert not Mail.objects.exists()


def test_whoever_maintains_the_team_already_is_not_invited(client, bob, alice, page, example_cert):
    people.maintained_by(alice, example_cert)
    people.sign_in(client, bob)
    answer = client.post(page, {"action": "invite", "email": "ALICE@example.com"})
    assert "maintains the team already" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_maintainer_sees_who_else_does_and_changes_nothing(client, alice, page, example_cert):
    people.maintained_by(alice, example_cert)
    people.sign_in(client, alice)
    assert "alice@example.com" in client.get(page).content.decode()
    row = example_cert.maintainers.get()
    for action in ("invite", f"remove:{row.pk}"):
        assert client.post(page, {"action": action, "email": EVA}).status_code == 403
    assert example_cert.maintainers.get() == row
    assert not Invitation.objects.exists()


def test_an_operator_removes_a_maintainer_whose_rights_are_gone_at_once(
    client, alice, bob, page, example_cert
):
    people.maintained_by(alice, example_cert)
    visitor = Client()
    people.sign_in(visitor, alice)
    form = f"/admin/directory/team/{example_cert.pk}/keys/"
    assert visitor.get(form).status_code == 200
    people.sign_in(client, bob)
    client.post(page, {"action": f"remove:{example_cert.maintainers.get().pk}"})
    assert visitor.get(form).status_code in {302, 403}
    last = AuditEntry.objects.of(example_cert.pk).with_content()[0]
    assert (last.act, last.content.by) == ("role", "bob")
    assert "alice" in last.content.told


def test_rows_of_another_team_are_not_touched(client, bob, alice, page):
    other = people.maintained_by(alice, people.example_cert("OTHER-CERT", "other-cert"))
    people.sign_in(client, bob)
    assert client.post(page, {"action": f"remove:{other.maintainers.get().pk}"}).status_code == 404
    assert client.post(page, {"action": "remove:x"}).status_code == 404
    assert other.maintainers.count() == 1


def test_an_invitation_without_a_team_makes_a_reviewer(client, bob, link_to):
    people.sign_in(client, bob)
    client.post("/admin/directory/user/invite/", {"action": "invite", "email": EVA})
    visitor = Client()
    assert "invited to review" in visitor.get(link_to(EVA), follow=True).content.decode()
    sign_up(visitor)
    eva = User.objects.get(username="eva")
    assert (eva.is_reviewer, eva.is_superuser) == (True, False)


def test_a_link_is_erased_from_the_outbox_once_it_was_sent_or_has_run_out(client, invited):
    mail = Mail.objects.get()
    mail.was_sent(timezone.now())
    assert Mail.objects.get().body == ""
    Mail.objects.update(body="a link", sent_at=None, created_at=timezone.now() - timezone.timedelta(days=15))
    Mail.objects.all().erase_links(timezone.now())
    row = Mail.objects.get()
    assert row.body == ""
    assert not Mail.objects.waiting().exists()
    assert list(Mail.objects.given_up()) == [row]


def test_security_31_nobody_keeps_an_address_from_its_owner_by_claiming_it(client, invited, alice):
    people.maintained_by(alice, people.example_cert("OTHER-CERT", "other-cert"))
    EmailAddress.objects.create(user=alice, email=EVA, verified=False)
    User.objects.create_user("mallory", EVA, "never confirmed")
    visitor = Client()
    visitor.get(invited)
    sign_up(visitor)
    assert EmailAddress.objects.get(email=EVA).user.username == "eva"
    assert not User.objects.filter(username="mallory").exists()
    assert User.objects.filter(username="alice").exists()
