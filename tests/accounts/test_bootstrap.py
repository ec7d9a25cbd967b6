"""The first operator, and accounts of before."""

from importlib import import_module
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client

from directory.models import User
from tests import people

pytestmark = pytest.mark.django_db

migration = import_module("directory.migrations.0010_verified_addresses")


def run(**options: str) -> str:
    said = StringIO()
    call_command("bootstrap_admin", stdout=said, **options)
    return said.getvalue()


def test_security_32_the_first_operator_can_log_in_without_any_mail():
    run(email="Ops@cert.example")
    address = EmailAddress.objects.get()
    assert (address.user.email.lower(), address.email, address.verified, address.primary) == (
        "ops@cert.example", "ops@cert.example", True, True,
    )  # fmt: skip


def test_security_32_an_operator_of_before_gets_a_confirmed_address(client):
    User.objects.create_superuser("root", "root@cert.example", people.PASSWORD)
    assert "root@cert.example; the password is set" in run(email="other@cert.example")
    assert User.objects.count() == 1
    answer = client.post("/accounts/login/", {"login": "root@cert.example", "password": people.PASSWORD})
    assert answer.url == "/admin/"


def test_security_32_run_twice_with_other_names_there_is_still_one_operator():
    run(email="one@cert.example", username="one")
    run(email="two@cert.example", username="two")
    assert [user.username for user in User.objects.all()] == ["one"]


def test_security_32_nobody_is_raised_to_operator(alice):
    for options in ({"email": "ALICE@example.com"}, {"username": "Alice", "email": "new@example.com"}):
        with pytest.raises(CommandError, match="taken by somebody"):
            run(**options)
    alice.refresh_from_db()
    assert not alice.is_superuser
    assert User.objects.count() == 1


def test_the_link_is_good_once():
    link = run().rpartition("http://localhost:8000")[2].strip()
    first, second = Client(), Client()
    form = first.get(link, follow=True).redirect_chain[-1][0]
    first.post(form, {"password1": "vetrlidsalmenningen", "password2": "vetrlidsalmenningen"})
    assert second.get(link, follow=True).context["token_fail"]


def test_addresses_of_accounts_of_before_count_as_confirmed():
    old = User.objects.create_user("old", "Old@cert.example")
    User.objects.create_user("closed", "closed@cert.example", is_active=False)
    User.objects.create_user("nameless", "")
    new = people.person("new")
    migration.verify_addresses(apps, None)
    migration.verify_addresses(apps, None)
    found = EmailAddress.objects.order_by("email").values_list("email", "user", "verified", "primary")
    assert list(found) == [("new@example.com", new.pk, True, True), ("old@cert.example", old.pk, True, True)]
