"""SECURITY 102: whatever somebody does is one entry in the audit trail, with who, when, from where, before and after."""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from directory import auditing, samples
from directory.models import AuditEntry, Team, User
from tests import people
from tests.accounts.test_invitations import code_of
from tests.admin.test_team import form_of

pytestmark = pytest.mark.django_db

HERE = "203.0.113.9"


@pytest.fixture(autouse=True)
def from_here(client):
    """Whoever sends a request is here."""
    client.defaults["REMOTE_ADDR"] = HERE


def change_page(team: Team) -> str:
    return reverse("admin:directory_team_change", args=[team.pk])


def save(client, team: Team, **typed: object) -> None:
    """Sends the team's form as it is, with what was typed."""
    response = client.post(change_page(team), {**form_of(client, change_page(team)), **typed})
    assert response.status_code == 302, response.context["errors"] if response.context else response


def create(client, team, alice, bob) -> None:
    people.sign_in(client, bob)
    add = reverse("admin:directory_team_add")
    response = client.post(add, {**form_of(client, add), "name": "NEW-CERT", "slug": "new-cert"})
    assert response.status_code == 302


def edit(client, team, alice, bob) -> None:
    people.sign_in(client, alice)
    save(client, team, host_organisation="Example Holding")


def edit_row(client, team, alice, bob) -> None:
    people.sign_in(client, alice)
    save(client, team, **{"contacts-0-note": "By day."})


def edit_several(client, team, alice, bob) -> None:
    """A field, a row, and a list of what the team serves: the rows that other programs would have as many-to-many."""
    people.sign_in(client, alice)
    save(
        client,
        team,
        host_organisation="Holding",
        **{"contacts-0-note": "By day.", "networks": "198.51.100.0/24"},
    )


def publish(client, team, alice, bob) -> None:
    people.sign_in(client, bob)
    sent = {"action": "publish", "comment": "First.", "override": "It is a test.", "reason": "It is a test."}
    client.post(reverse("admin:publish_team", args=[team.pk]), sent)


def revert(client, team, alice, bob) -> None:
    people.sign_in(client, alice)
    first = AuditEntry.objects.of(team.pk).filter(act="edited").last()
    assert client.post(reverse("admin:team_version", args=[team.pk, first.cursor])).status_code == 302


def bring_in(client, team, alice, bob) -> None:
    call_command("import_rfc2350", str(samples.FOLDER / "csirt-vallee-du-lys.txt"), stdout=io.StringIO())


def set_purpose(client, team, alice, bob) -> None:
    people.sign_in(client, alice)
    key = team.keys.get()
    sent = {"action": f"purpose:{key.pk}", "purpose": "signing"}
    assert client.post(reverse("admin:team_keys", args=[team.pk]), sent).status_code == 302


def make_reviewer(client, team, alice, bob) -> None:
    people.sign_in(client, bob)
    page = reverse("admin:directory_user_change", args=[alice.pk])
    assert client.post(page, {"is_active": "on", "is_reviewer": "on"}).status_code == 302


def log_in(client, team, alice, bob) -> None:
    client.post(reverse("account_login"), {"login": alice.email, "password": people.PASSWORD})


def fail_to_log_in(client, team, alice, bob) -> None:
    client.post(reverse("account_login"), {"login": alice.email, "password": "wrong horse battery"})


def add_factor(client, team, alice, bob) -> None:
    log_in(client, team, alice, bob)
    page = reverse("mfa_activate_totp")
    secret = client.get(page).context["form"].secret
    client.post(page, {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=alice, type="totp").exists()


def delete(client, team, alice, bob) -> None:
    people.sign_in(client, bob)
    draft = people.example_cert("DRAFT-CERT", "draft-cert")
    client.post(reverse("admin:directory_team_delete", args=[draft.pk]), {"post": "yes"})
    assert not Team.objects.filter(pk=draft.pk).exists()


def change_settings(client, team, alice, bob) -> None:
    people.sign_in(client, bob)
    page = reverse("admin:directory_appearance_add")
    assert client.post(page, {**form_of(client, page), "name": "Our directory"}).status_code == 302


@pytest.fixture
def team(alice, example_cert):
    """EXAMPLE-CERT, edited twice."""
    team = people.maintained_by(alice, example_cert)
    with auditing.change(team, auditing.Act.EDITED, "To begin with."):
        team.established = "2011-05-02"
        team.save()
    with auditing.change(team, auditing.Act.EDITED, "And again."):
        team.short_name = "EX-CERT"
        team.save()
    return team


#: (what somebody does, the act, who, what its changes name, a sentence of it)
TABLE = [
    (create, "created", "bob", "name", ""),
    (edit, "edited", "alice", "host_organisation", ""),
    (edit_row, "edited", "alice", "contacts", ""),
    (edit_several, "edited", "alice", "prefixes", ""),
    (publish, "published", "bob", None, "Published as revision 1."),
    (revert, "reverted", "alice", "short_name", "The draft is again as it was"),
    (bring_in, "imported", "this machine", "name", "From "),
    (set_purpose, "keys", "alice", "keys", ""),
    (make_reviewer, "role", "bob", "is_reviewer", "alice"),
    (log_in, "login", "alice", None, "Logged in"),
    (fail_to_log_in, "login-failed", "somebody who is not logged in", None, "Wrong password for alice."),
    (add_factor, "account", "alice", None, "Added an authenticator app."),
    (delete, "deleted", "bob", "name", "DRAFT-CERT deleted."),
    (change_settings, "settings", "bob", "name", "made."),
]


@pytest.mark.parametrize(("do", "act", "who", "what", "told"), TABLE, ids=[row[0].__name__ for row in TABLE])
def test_security_102_each_act_leaves_one_entry(
    client, team, alice, bob, do, act, who, what, told, django_capture_on_commit_callbacks
):
    before, began = set(AuditEntry.objects.values_list("cursor", flat=True)), timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        do(client, team, alice, bob)
    new = AuditEntry.objects.exclude(cursor__in=before).with_content().order_by("cursor")
    new = [entry for entry in new if (do, entry.act) != (add_factor, "login")]
    assert [entry.act for entry in new] == [act]
    (entry,) = new
    assert entry.content.by == who
    assert entry.content.address == ("" if do is bring_in else HERE)
    assert began <= entry.at <= timezone.now()
    assert told in entry.content.told
    if what is not None:
        change = next(change for change in entry.content.changes if change["what"] == what)
        assert change["before"] != change["after"]
    assert list(auditing.verify()) == []


def test_security_102_before_and_after_are_what_the_field_said(client, team, alice, bob):
    edit(client, team, alice, bob)
    entry = AuditEntry.objects.of(team.pk).with_content().first()
    (change,) = entry.content.changes
    assert change == {"what": "host_organisation", "before": "", "after": "Example Holding"}
    make_reviewer(client, team, alice, bob)
    entry = AuditEntry.objects.of_act("role").with_content().first()
    assert entry.content.changes == [{"what": "is_reviewer", "before": False, "after": True}]


def test_security_102_there_is_nothing_that_is_done_to_many_at_once(client, bob, alice):
    """The lists of the desk offer no actions, so that none passes by the trail."""
    people.sign_in(client, bob)
    for model in ("team", "user", "revision", "notice"):
        page = client.get(reverse(f"admin:directory_{model}_changelist"))
        assert 'name="action"' not in page.content.decode()
    sent = {"action": "delete_selected", "_selected_action": [alice.pk], "post": "yes"}
    client.post(reverse("admin:directory_user_changelist"), sent)
    assert User.objects.filter(pk=alice.pk).exists()


def test_security_102_what_changes_nothing_leaves_no_entry(client, team, alice):
    people.sign_in(client, alice)
    save(client, team)
    count = AuditEntry.objects.count()
    save(client, team)
    assert AuditEntry.objects.count() == count
