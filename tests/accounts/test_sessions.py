"""How long somebody stays logged in, what ends a session, and when they are asked again."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client

from directory import auditing
from directory.accounts.sessions import BEGUN, SEEN
from directory.desk import snapshot
from directory.models import AuditEntry
from tests import people

from .test_invitations import code_of

pytestmark = pytest.mark.django_db

HOUR = 3600


def set_back(visitor: Client, **seconds: float) -> None:
    session = visitor.session
    for name, back in seconds.items():
        session[name] = time.time() - back
    session.save()


def last_asked(visitor: Client, seconds: float) -> None:
    """Whoever it is gave their factors so long ago."""
    session = visitor.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {**record, "at": time.time() - seconds} for record in records
    ]
    session.save()


def told() -> list[str]:
    return [entry.content.told for entry in AuditEntry.objects.filter(act="account").with_content()]


@pytest.fixture
def desk(client, bob):
    """Bob's browser, logged in."""
    people.sign_in(client, bob)
    return client


def test_security_30_a_session_ends_after_two_hours_without_a_request(desk):
    set_back(desk, **{SEEN: 2 * HOUR - 60})
    assert desk.get("/admin/").status_code == 200
    set_back(desk, **{SEEN: 2 * HOUR + 60})
    assert desk.get("/admin/").url.startswith("/admin/login/")
    assert "_auth_user_id" not in desk.session
    assert "it was long ago" in desk.get("/accounts/login/").content.decode()


def test_security_30_a_session_ends_after_twelve_hours_whatever_is_done(desk):
    set_back(desk, **{BEGUN: 12 * HOUR + 60, SEEN: 1})
    assert desk.get("/admin/").url.startswith("/admin/login/")


def test_security_30_each_request_at_the_desk_keeps_the_session_alive(desk):
    set_back(desk, **{SEEN: HOUR})
    desk.get("/admin/")
    assert time.time() - desk.session[SEEN] < HOUR / 2


def test_security_30_a_visitor_without_an_account_gets_no_session(client, published):
    client.get("/teams/example-cert/")
    assert not client.cookies


def test_security_30_cookies_are_for_this_site_alone_and_out_of_reach_of_scripts(client, alice, settings):
    settings.SESSION_COOKIE_SECURE = True
    client.post("/accounts/login/", {"login": alice.email, "password": people.PASSWORD})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["path"]) == (
        True,
        "Lax",
        True,
        "/",
    )
    assert cookie["max-age"] == ""  # it ends with the browser
    assert cookie["domain"] == ""


def test_security_27_another_password_ends_other_sessions_and_changes_the_key_of_this_one(desk, bob):
    other = Client()
    people.sign_in(other, bob)
    before = desk.session.session_key
    fields = {
        "oldpassword": people.PASSWORD,
        "password1": "vetrlidsalmenningen",
        "password2": "vetrlidsalmenningen",
    }
    assert desk.post("/accounts/password/change/", fields).status_code == 302
    assert desk.get("/admin/").status_code == 200
    assert desk.session.session_key != before
    assert other.get("/admin/").status_code == 302
    assert told() == ["Changed the password."]


def test_security_27_a_new_factor_ends_other_sessions(client, bob, committed_at_once):
    people.sign_in(client, bob)
    other = Client()
    people.sign_in(other, bob)
    Authenticator.objects.all().delete()
    before = client.session.session_key
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert client.session.session_key != before
    assert client.get("/admin/").status_code == 200
    assert other.get("/accounts/2fa/").status_code == 302
    assert told() == ["Added an authenticator app."]


def test_security_27_a_factor_that_is_removed_ends_other_sessions_and_shuts_the_desk(desk, bob):
    other = Client()
    people.sign_in(other, bob)
    assert desk.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert desk.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/2fa/"
    assert other.get("/accounts/2fa/").status_code == 302
    assert told() == ["Removed an authenticator app."]


@pytest.mark.parametrize("address", ["/accounts/2fa/totp/deactivate/", "/accounts/2fa/webauthn/add/"])
def test_security_27_before_factors_are_changed_it_is_asked_again_who_it_is(desk, address):
    assert desk.get(address).status_code == 200
    last_asked(desk, 20 * 60)
    assert desk.get(address).url.startswith("/accounts/reauthenticate/")
    assert desk.post(address).url.startswith("/accounts/reauthenticate/")
    assert Authenticator.objects.count() == 1


def test_security_27_before_keys_are_changed_it_is_asked_again_who_it_is(desk, example_cert):
    page = f"/admin/directory/team/{example_cert.pk}/keys/"
    key = example_cert.keys.get()
    assert desk.get(page).status_code == 200
    last_asked(desk, 20 * 60)
    asked = desk.get(page)
    assert asked.url == f"/accounts/reauthenticate/?next={page}"
    back = desk.post(asked.url, {"password": people.PASSWORD, "next": page})
    assert back.url == page
    assert desk.get(page).status_code == 200
    last_asked(desk, 61 * 60)
    assert desk.post(page, {"action": f"remove:{key.pk}"}).url.startswith("/accounts/reauthenticate/")
    assert example_cert.keys.get() == key


def test_security_27_no_other_way_to_change_keys_passes_by_the_question(desk, example_cert):
    """A document that brings keys, an earlier state that has others, and a text that names others."""
    with auditing.change(example_cert, auditing.Act.EDITED):
        example_cert.keys.all().delete()
    people.write(example_cert, "2.8", f"Fingerprint: {people.FINGERPRINT}")
    of_team = f"/admin/directory/team/{example_cert.pk}"
    entry = auditing.AuditEntry.objects.of(example_cert.pk).first()
    before = snapshot(example_cert)
    last_asked(desk, 20 * 60)
    for page in (f"{of_team}/import/", "/admin/directory/team/import/"):
        assert desk.get(page).url == f"/accounts/reauthenticate/?next={page}"
    last_asked(desk, 61 * 60)
    for page, sent in (
        (f"{of_team}/import/", {"text": "x"}),
        (f"{of_team}/publish/", {"action": "use-text:keys"}),
        (f"{of_team}/history/{entry.cursor}/", {}),
    ):
        assert desk.post(page, sent).url == f"/accounts/reauthenticate/?next={page}"
    assert snapshot(example_cert) == before
    last_asked(desk, 0)
    desk.post(f"{of_team}/publish/", {"action": "use-text:keys"})
    assert example_cert.keys.get().fingerprint == people.FINGERPRINT


def test_what_was_opened_in_time_may_be_sent_within_the_hour(desk, example_cert):
    page = f"/admin/directory/team/{example_cert.pk}/keys/"
    last_asked(desk, 40 * 60)
    assert desk.post(page, {"action": f"remove:{example_cert.keys.get().pk}"}).url == page
    assert not example_cert.keys.exists()


def test_security_27_whoever_gets_another_role_logs_in_again(desk, alice, example_cert):
    people.maintained_by(alice, example_cert)
    other = Client()
    people.sign_in(other, alice)
    desk.post(f"/admin/directory/user/{alice.pk}/change/", {"is_active": "on", "is_reviewer": "on"})
    alice.refresh_from_db()
    assert alice.is_reviewer
    assert other.get("/admin/").status_code == 302
    entry = AuditEntry.objects.filter(act="role").with_content().get()
    assert entry.content.changes == [{"what": "is_reviewer", "before": False, "after": True}]


def test_security_12_an_operator_cannot_shut_themselves_out(desk, bob):
    desk.post(f"/admin/directory/user/{bob.pk}/change/", {"is_reviewer": "on"})
    bob.refresh_from_db()
    assert (bob.is_active, bob.is_superuser) == (True, True)


def test_security_13_an_account_that_is_closed_is_out_with_the_next_request(desk, alice, example_cert):
    people.maintained_by(alice, example_cert)
    other = Client()
    people.sign_in(other, alice)
    desk.post(f"/admin/directory/user/{alice.pk}/change/", {})
    assert other.get("/admin/").url.startswith("/admin/login/")


def test_an_operator_takes_away_factors_that_somebody_has_lost(desk, alice, bob):
    people.with_second_factor(alice)
    assert desk.post(f"/admin/directory/user/{alice.pk}/second-factor/").status_code == 302
    assert not Authenticator.objects.filter(user=alice).exists()
    assert told() == ["Took away the lost second factors of alice."]
    assert desk.post(f"/admin/directory/user/{bob.pk}/second-factor/").status_code == 404


def test_security_27_nobody_is_made_an_operator_at_an_unwatched_screen(desk, alice):
    page = f"/admin/directory/user/{alice.pk}/change/"
    last_asked(desk, 2 * HOUR)
    for answer in (desk.get(page), desk.post(page, {"is_active": "on", "is_superuser": "on"})):
        assert "reauthenticate" in answer.url
    alice.refresh_from_db()
    assert not alice.is_superuser


def test_only_operators_take_factors_away(client, dora, alice):
    people.with_second_factor(alice)
    people.sign_in(client, dora)
    assert client.post(f"/admin/directory/user/{alice.pk}/second-factor/").status_code == 403
    assert Authenticator.objects.filter(user=alice).exists()
