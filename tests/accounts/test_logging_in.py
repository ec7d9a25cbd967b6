"""Logging in: both factors, wrong ones, and where it leads."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from directory.models import AuditEntry, Mail
from tests import people

from .test_invitations import code_of

pytestmark = pytest.mark.django_db

LOGIN, FACTOR = "/accounts/login/", "/accounts/2fa/authenticate/"
WRONG = "The e-mail address or the password is wrong."
TOO_MANY = "Too many wrong attempts."


def enter(visitor: Client, login: str, password: str = people.PASSWORD, **extra):
    return visitor.post(LOGIN, {"login": login, "password": password}, **extra)


@pytest.fixture
def secret(alice, example_cert):
    """Alice maintains EXAMPLE-CERT, and her app has this secret."""
    people.maintained_by(alice, example_cert)
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    return secret


def told(act: str) -> list[str]:
    return [entry.content.told for entry in AuditEntry.objects.filter(act=act).with_content()]


def test_both_factors_open_the_desk(client, alice, secret):
    assert enter(client, alice.email).url == FACTOR
    assert client.post(FACTOR, {"code": code_of(secret)}).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert told("login") == ["Logged in with a password and a code."]


def test_security_18_without_a_second_factor_every_address_of_the_desk_leads_to_its_set_up(
    client, bob, example_cert
):
    enter(client, bob.email)
    for address in ("/admin/", "/admin/directory/team/", f"/admin/directory/team/{example_cert.pk}/change/"):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain[-1][0] == "/accounts/2fa/"
        assert "EXAMPLE-CERT" not in answer.content.decode()


def test_security_19_the_password_alone_opens_nothing(client, alice, secret):
    enter(client, alice.email)
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert "_auth_user_id" not in client.session


def test_security_20_a_code_that_was_used_is_refused_in_another_session(client, alice, secret):
    code = code_of(secret)
    enter(client, alice.email)
    assert client.post(FACTOR, {"code": code}).status_code == 302
    other = Client()
    enter(other, alice.email)
    answer = other.post(FACTOR, {"code": code})
    assert "This code is wrong, or was used already." in answer.content.decode()
    assert "_auth_user_id" not in other.session


def test_security_21_a_recovery_code_is_good_once_and_shown_once(client, alice, secret):
    codes = RecoveryCodes.activate(alice).generate_codes()
    enter(client, alice.email)
    assert client.post(FACTOR, {"code": codes[0]}).url == "/admin/"
    page = "/accounts/2fa/recovery-codes/"
    assert codes[1] in client.get(page).content.decode()
    again = client.get(page).content.decode()
    assert not any(code in again for code in codes)
    assert client.get(f"{page}download/").status_code == 403
    other = Client()
    enter(other, alice.email)
    assert other.post(FACTOR, {"code": codes[0]}).status_code == 200
    assert other.post(FACTOR, {"code": codes[1]}).status_code == 302


def test_seeds_are_sealed_in_the_database(alice, secret):
    stored = Authenticator.objects.get(user=alice).data["secret"]
    assert secret not in stored


def test_where_the_key_of_the_seals_is_lost_codes_are_wrong_and_the_log_says_why(
    client, alice, secret, settings, caplog
):
    settings.SECRET_KEY = "another" * 10
    enter(client, alice.email)
    assert "This code is wrong" in client.post(FACTOR, {"code": code_of(secret)}).content.decode()
    assert "sealed with another SECRET_KEY" in caplog.text
    assert secret not in caplog.text


def test_security_23_the_admin_has_no_log_in_of_its_own(client, bob):
    people.with_second_factor(bob)
    answer = client.post("/admin/login/", {"username": "bob", "password": people.PASSWORD, "next": "/admin/"})
    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)
    assert "_auth_user_id" not in client.session


def test_security_24_after_five_wrong_passwords_the_right_one_is_refused_too(client, alice):
    for _ in range(5):
        assert WRONG in enter(client, alice.email, "wrong").content.decode()
    assert TOO_MANY in enter(client, alice.email).content.decode()
    assert len(told("login-failed")) == 5


def test_security_24_another_forwarded_address_for_each_try_does_not_help(client, alice):
    for n in range(5):
        enter(client, alice.email, "wrong", headers={"X-Forwarded-For": f"198.51.100.{n}"})
    answer = enter(client, alice.email, headers={"X-Forwarded-For": "203.0.113.9"})
    assert TOO_MANY in answer.content.decode()


def test_security_24_wrong_passwords_for_many_accounts_from_one_address_are_counted_too(client, alice):
    for n in range(10):
        enter(client, f"somebody{n}@example.com", "wrong")
    assert TOO_MANY in enter(client, alice.email).content.decode()
    assert enter(client, alice.email, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_security_24_behind_a_proxy_the_address_is_what_the_proxy_has_written(client, alice, settings):
    settings.TRUSTED_PROXIES = 1
    for n in range(10):
        forged = {"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.9"}
        enter(client, f"somebody{n}@example.com", "wrong", headers=forged)
    same = {"X-Forwarded-For": "192.0.2.1, 203.0.113.9"}
    assert TOO_MANY in enter(client, alice.email, headers=same).content.decode()
    assert AuditEntry.objects.with_content()[0].content.address == "203.0.113.9"
    assert enter(client, alice.email, headers={"X-Forwarded-For": "203.0.113.10"}).status_code == 302


def test_security_24_what_is_counted_is_counted_for_all_processes(settings, client, alice, db):
    """The default of CACHE_URL is a table, which the migrations have made."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    }
    for _ in range(5):
        enter(client, alice.email, "wrong")
    assert TOO_MANY in enter(client, alice.email).content.decode()
    cache.clear()
    assert enter(client, alice.email).status_code == 302


def test_security_24_wrong_codes_are_counted(client, alice, secret):
    enter(client, alice.email)
    for _ in range(5):
        client.post(FACTOR, {"code": "000000"})
    assert TOO_MANY in client.post(FACTOR, {"code": code_of(secret)}).content.decode()
    assert "_auth_user_id" not in client.session


def test_security_25_wrong_passwords_for_somebody_do_not_close_the_way_by_passkey(client, alice):
    for _ in range(6):
        enter(client, alice.email, "wrong")
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    options = elsewhere.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["userVerification"] == "required"
    answer = elsewhere.post("/accounts/2fa/webauthn/login/", {"credential": "{}"})
    assert answer.status_code != 429


def test_security_26_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, alice):
    answers = [enter(Client(), login, "wrong") for login in (alice.email, "nobody@example.com")]
    bodies = [
        a.content.decode().replace(login, "…")
        for a, login in zip(answers, (alice.email, "nobody@example.com"), strict=True)
    ]
    assert without_tokens(bodies[0]) == without_tokens(bodies[1])
    assert [a.status_code for a in answers] == [200, 200]
    assert told("login-failed") == ["Wrong password for an unknown account.", "Wrong password for alice."]


def without_tokens(html: str) -> str:
    return "".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


def test_security_26_a_reset_tells_nobody_who_has_an_account(alice):
    asked = [
        Client().post("/accounts/password/reset/", {"email": email})
        for email in (alice.email, "no@example.com")
    ]
    known, unknown = ((a.status_code, a.url, sorted(a.headers), a.content) for a in asked)
    assert known == unknown
    assert [mail.to for mail in Mail.objects.all()] == [alice.email]


def test_security_26_a_letter_is_written_for_nobody_too_and_thrown_away(alice, django_assert_max_num_queries):
    """So that how long it takes says nothing: what costs time is the letter, and putting it into the outbox."""
    for email, writes in ((alice.email, ["INSERT"]), ("no@example.com", ["INSERT", "DELETE"])):
        with django_assert_max_num_queries(12) as asked:
            Client().post("/accounts/password/reset/", {"email": email})
        verbs = [q["sql"].split()[0] for q in asked.captured_queries if '"directory_mail"' in q["sql"]]
        assert [verb for verb in verbs if verb != "SELECT"] == writes


def test_security_26_signing_up_tells_nobody_who_has_an_account(alice):
    open_to_requests()
    answers = []
    for email in (alice.email, "new@example.com"):
        fields = {"email": email, "username": email[:3] + "x", "password1": "vetrlidsalmenningen"}
        visitor = Client()
        answers.append(
            visitor.post("/accounts/signup/", {**fields, "password2": fields["password1"]}, follow=True)
        )
    assert answers[0].redirect_chain == answers[1].redirect_chain
    bodies = [a.content.decode().replace(alice.email, "…").replace("new@example.com", "…") for a in answers]
    assert without_tokens(bodies[0]) == without_tokens(bodies[1])
    assert Mail.objects.count() == 2


def open_to_requests():
    from directory.models import Rules

    Rules(open_to_requests=True).save()


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://127.0.0.1/",
        "/x\r\nSet-Cookie: a=b",
    ],
)
def test_security_28_no_next_leads_off_this_site(alice, secret, evil):
    visitor = Client()
    visitor.post(f"{LOGIN}?next=/", {"login": alice.email, "password": people.PASSWORD, "next": evil})
    answer = visitor.post(FACTOR, {"code": code_of(secret)})
    assert answer.status_code == 302
    assert answer.url.startswith("/")
    assert not answer.url.startswith(("//", "/\\"))
    assert "evil" not in answer.url
    out = visitor.post("/accounts/logout/", {"next": evil})
    assert out.url == "/" or out.url.startswith("/x%0D%0A")  # a strange address of this site, on one line
    assert not out.cookies.get("a")


def test_security_28_whatever_next_says_the_gate_answers(client, bob):
    people.sign_in(client, bob)
    for strange in ("nowhere", "x y", "%00"):
        assert client.get(f"/admin/login/?next={strange}").status_code == 302


def test_security_27_the_session_has_another_key_after_logging_in(client, alice):
    client.get(
        "/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"}
    )  # has a session before
    before = client.session.session_key
    enter(client, alice.email)
    assert before
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_an_account_that_was_closed_is_told_so(client, alice):
    alice.is_active = False
    alice.save()
    assert (
        "This account is closed" in enter(client, alice.email).content.decode()
        or client.get("/accounts/inactive/").status_code == 200
    )
    assert "_auth_user_id" not in client.session


def test_nothing_that_was_typed_stands_in_the_trail(client, alice):
    enter(client, "typo-of-a-secret@example.com", "a-secret-word")
    enter(client, alice.email, "a-secret-word")
    written = str(
        [(e.content.told, e.content.by, e.content.changes) for e in AuditEntry.objects.with_content()]
    )
    assert "a-secret-word" not in written
    assert "typo-of-a-secret" not in written
    assert AuditEntry.objects.with_content()[0].content.address == "127.0.0.1"


def test_who_has_no_place_is_told_so(client, charlie):
    people.sign_in(client, charlie)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "Nothing here for you yet" in answer.content.decode()


def test_a_session_without_the_factor_is_asked_for_it(client, alice, secret):
    client.force_login(alice)
    session = client.session
    session["account_authentication_methods_user"] = str(alice.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session.save()
    asked = client.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/accounts/2fa/reauthenticate/")
    client.post(asked.redirect_chain[-1][0], {"code": code_of(secret), "next": "/admin/"})
    assert client.get("/admin/").status_code == 200
