"""The pages of accounts: on the directory's paper, in one language, closed to strangers."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from directory.accounts.sealing import Unreadable, seal, unseal
from directory.models import AuditEntry, Mail
from tests import people

pytestmark = pytest.mark.django_db

OPEN = ["login/", "signup/", "password/reset/", "password/reset/done/", "password/reset/key/done/",
        "inactive/", "password/reset/key/1-none/"]  # fmt: skip
OWN = ["email/", "password/change/", "logout/", "2fa/", "2fa/totp/deactivate/", "2fa/webauthn/", "2fa/webauthn/add/",
       "2fa/recovery-codes/generate/", "reauthenticate/", "2fa/reauthenticate/"]  # fmt: skip


@pytest.fixture
def own(client, bob):
    people.sign_in(client, bob)
    return client


def whole(html: str) -> bool:
    """Whether it is a page of this site: its language, one heading of the first order, no script within."""
    scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))", html)
    return '<html lang="en">' in html and html.count("<h1") == 1 and "css/accounts" in html and not scripts


@pytest.mark.parametrize("address", OPEN)
def test_an_open_page_is_one_of_this_site(client, address):
    answer = client.get(f"/accounts/{address}")
    assert answer.status_code == 200
    assert whole(answer.content.decode())
    assert 'name="robots" content="noindex"' in answer.content.decode()


@pytest.mark.parametrize("address", OWN)
def test_a_page_of_one_s_own_account_is_one_of_this_site(own, address):
    answer = own.get(f"/accounts/{address}")
    assert answer.status_code == 200
    assert whole(answer.content.decode())


@pytest.mark.parametrize("address", OWN)
def test_a_page_of_an_account_is_nothing_for_strangers(client, address):
    assert client.get(f"/accounts/{address}").status_code in {302, 404}


@pytest.mark.parametrize("address", [*OPEN, *OWN, "2fa/recovery-codes/", "invitation/"])
def test_security_46_no_page_of_an_account_is_kept_anywhere(own, address):
    said = own.get(f"/accounts/{address}").headers["Cache-Control"]
    assert {"no-store", "private"} <= {word.strip() for word in said.split(",")}


def test_search_engines_are_asked_to_leave_accounts_alone(client):
    assert "Disallow: /accounts/" in client.get("/robots.txt").content.decode()


def test_the_desk_leads_to_one_s_own_account(own):
    page = own.get("/admin/").content.decode()
    for address in ("/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"):
        assert f'"{address}"' in page


def test_too_many_requests_are_told_on_a_page(client):
    answers = [client.post("/accounts/password/reset/", {"email": f"x{n}@example.com"}) for n in range(21)]
    assert answers[-1].status_code == 429
    assert whole(answers[-1].content.decode())


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/logout/", "/accounts/password/change/",
                                     "/accounts/2fa/totp/deactivate/", "/accounts/invitation/"])  # fmt: skip
def test_security_49_nothing_is_changed_without_the_form_of_this_site(bob, address):
    visitor = Client(enforce_csrf_checks=True)
    people.sign_in(visitor, bob)
    assert visitor.post(address, {}).status_code == 403
    assert "_auth_user_id" in visitor.session


def test_security_45_links_in_mail_name_this_site_whatever_the_request_says(client, alice, settings):
    settings.SITE_URL = "https://csirts.example"
    client.post("/accounts/password/reset/", {"email": alice.email}, headers={"Host": "127.0.0.1"})
    link = re.search(r"https?://\S+/reset/\S+", Mail.objects.get().body)
    assert link
    assert link[0].startswith("https://csirts.example/accounts/")


def test_security_44_no_line_break_gets_into_the_head_of_a_mail(client, alice):
    client.post("/accounts/password/reset/", {"email": f"{alice.email}\r\nBcc: mallory@evil.example"})
    assert not Mail.objects.exists()


def test_a_new_password_by_mail(client, alice, link_to):
    client.post("/accounts/password/reset/", {"email": "ALICE@example.com"})
    form = client.get(link_to(alice.email), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "vetrlidsalmenningen", "password2": "vetrlidsalmenningen"})
    alice.refresh_from_db()
    assert alice.check_password("vetrlidsalmenningen")
    assert "_auth_user_id" not in client.session
    told = AuditEntry.objects.with_content()[0]
    assert (told.act, told.content.by) == ("account", "alice")
    assert "was set anew" in Mail.objects.order_by("-pk")[0].body  # the owner is told


def test_an_account_has_another_address_once_it_is_confirmed(own, bob, code_to):
    assert own.post("/accounts/email/", {"action_add": "", "email": "bob@elsewhere.example"}, follow=True)
    assert not EmailAddress.objects.filter(email="bob@elsewhere.example").exists()
    page = own.get("/accounts/confirm-email/").content.decode()
    assert "bob@elsewhere.example" in page
    assert whole(page)
    own.post("/accounts/confirm-email/", {"code": code_to("bob@elsewhere.example")})
    assert EmailAddress.objects.get(email="bob@elsewhere.example").verified
    own.post("/accounts/email/", {"action_primary": "", "email": "bob@elsewhere.example"})
    bob.refresh_from_db()
    assert bob.email == "bob@elsewhere.example"
    assert (
        "The main e-mail address was changed"
        in Mail.objects.filter(to="bob@example.com").order_by("-pk")[0].body
    )
    own.post("/accounts/email/", {"action_remove": "", "email": "bob@example.com"})
    assert [row.email for row in EmailAddress.objects.filter(user=bob)] == ["bob@elsewhere.example"]
    told = [entry.content.told for entry in AuditEntry.objects.filter(act="account").with_content()]
    assert told == [
        "Removed the address bob@example.com.",
        "Made bob@elsewhere.example the main address.",
        "Confirmed the address bob@elsewhere.example.",
    ]


def test_what_was_sealed_is_read_with_the_former_key_too(settings):
    sealed = seal("a seed")
    assert "seed" not in sealed
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert unseal(sealed) == "a seed"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unreadable):
        unseal(sealed)
