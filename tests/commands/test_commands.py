import io

import pytest
from django.core.management import CommandError, call_command

from directory.models import Listing, Revision, User
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


def test_samples_are_half_a_dozen_public_teams_and_load_once(client):
    assert "published: 6." in run("load_samples")
    assert "here already" in run("load_samples")
    assert Revision.objects.count() == 6
    assert {listing.type for listing in Listing.objects.all()} == {"csirt", "psirt", "isac", "soc"}
    for listing in Listing.objects.all():
        assert client.get(listing.get_absolute_url()).status_code == 200


def test_samples_use_documentation_networks_numbers_and_domains_only():
    run("load_samples")
    for revision in Revision.objects.with_content():
        served = revision.content.profile["constituency"]
        assert all(
            p.startswith(("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:")) for p in served["prefixes"]
        )
        assert all(64496 <= n <= 64511 for n in served["asns"])
        assert all(d.endswith(".example") for d in served["domains"])
        contacts = revision.content.profile["contacts"]
        assert all(c["value"].endswith(".example") for c in contacts if c["kind"] == "email")


def test_bootstrap_prints_a_link_that_sets_the_password(client):
    said = run("bootstrap_admin")
    link = said.rpartition("http://localhost:8000")[2].strip()
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0]
    done = client.post(
        address, {"new_password1": "vetrlidsalmenningen", "new_password2": "vetrlidsalmenningen"}
    )
    assert done.status_code == 302
    assert client.login(username="admin", password="vetrlidsalmenningen")
    assert client.get("/admin/").status_code == 200


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
