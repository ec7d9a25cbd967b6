import io

import pytest
from django.core.management import CommandError, call_command

from directory import samples
from directory.models import Listing, User
from tests import people

pytestmark = pytest.mark.django_db


def run(*arguments) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_export_gives_the_exact_published_text(published):
    assert run("export_rfc2350", "example-cert") == bytes(published.content.text).decode()


def test_export_gives_json_of_any_revision(published):
    people.write(published.team, "3.1", "A second mission.")
    people.published(published.team)
    assert "A second mission." in run("export_rfc2350", "example-cert", "--format", "json")
    assert "A second mission." not in run(
        "export_rfc2350", "example-cert", "--format", "json", "--revision", "1"
    )


def test_export_in_the_rfc_s_outline_has_every_mandatory_section(published):
    text = run("export_rfc2350", "example-cert", "--layout", "rfc")
    assert "Date of Last Update" in text
    assert "None available." in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["nobody"], "No team is published"), (["example-cert", "--revision", "9"], "no revision 9")],
)
def test_export_of_what_is_not_there_says_so(published, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("export_rfc2350", *arguments)


def test_export_never_gives_a_draft(example_cert):
    with pytest.raises(CommandError, match="No team is published"):
        run("export_rfc2350", "example-cert")


def test_reindex_says_how_many_teams_are_listed(published):
    Listing.objects.all().delete()
    assert run("reindex") == "Teams listed: 1.\n"
    assert Listing.objects.get().slug == "example-cert"


def test_load_samples_says_how_many_teams_it_published(monkeypatch):
    monkeypatch.setattr(samples, "load", lambda: 3)
    assert run("load_samples") == "Sample teams published: 3.\n"
    monkeypatch.setattr(samples, "load", lambda: 0)
    assert run("load_samples") == "The sample teams are here already.\n"


def test_bootstrap_prints_a_link_that_sets_the_password(client):
    said = run("bootstrap_admin")
    link = said.rpartition("http://localhost:8000")[2].strip()
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0]
    done = client.post(address, {"password1": "vetrlidsalmenningen", "password2": "vetrlidsalmenningen"})
    assert done.status_code == 302
    entered = {"login": "admin@localhost.localdomain", "password": "vetrlidsalmenningen"}
    assert client.post("/accounts/login/", entered).status_code == 302
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/2fa/"
    assert client.get(link, follow=True).context["token_fail"]  # it was good once


def test_security_32_bootstrap_twice_makes_one_administrator():
    run("bootstrap_admin")
    assert "Set the password at" in run("bootstrap_admin")
    assert User.objects.filter(is_superuser=True).count() == 1


def test_bootstrap_leaves_an_administrator_with_a_password_alone(bob):
    assert "the password is set" in run("bootstrap_admin")
    assert User.objects.count() == 1


def test_bootstrap_never_raises_somebody_to_administrator():
    User.objects.create_user("admin", "somebody@example.com")
    with pytest.raises(CommandError, match="taken"):
        run("bootstrap_admin")
    assert not User.objects.get().is_superuser
