"""The audit trail as operators read it: sifted, and changed by nobody."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from directory import auditing
from directory.acting import Actor
from directory.auditing import Act
from directory.models import AuditEntry
from tests import people
from tests.reading import words_of

pytestmark = pytest.mark.django_db

LIST = "admin:directory_auditentry_changelist"


@pytest.fixture
def entries(example_cert, alice, bob):
    def write(act, told, who, day, team=None):
        at = datetime(2026, 10, day, 23, 30, tzinfo=UTC)
        auditing.write(act, told, who=Actor(who.username, who.pk, "192.0.2.9"), at=at, team=team)

    write(Act.EDITED, "First told.", alice, 1, example_cert)
    write(Act.LOGIN, "Second told.", bob, 2)
    write(Act.SETTINGS, "Third told.", bob, 3)
    return AuditEntry.objects.order_by("cursor")


@pytest.fixture
def operator(client, bob):
    people.sign_in(client, bob)
    return client


def shown(client, **query: str) -> list[str]:
    page = words_of(client.get(reverse(LIST), query).content, "#content")
    return [word for word in ("First", "Second", "Third") if f"{word} told." in page]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["First", "Second", "Third"]),
        ({"act": "login"}, ["Second"]),
        ({"person": "ALI"}, ["First"]),
        ({"person": "nobody"}, []),
        ({"team": "example"}, ["First"]),
        ({"since": "2026-10-02"}, ["Second", "Third"]),
        ({"until": "2026-10-02"}, ["First", "Second"]),
        ({"since": "2026-10-02", "until": "2026-10-02", "person": "bob"}, ["Second"]),
        ({"until": "9999-12-31"}, ["First", "Second", "Third"]),
        ({"act": "nonsense"}, []),
        ({"since": "yesterday"}, []),
        ({"team": "²"}, []),
        ({"team": "9" * 40}, []),
    ],
)
def test_entries_are_sifted_by_act_person_team_and_day(operator, entries, query, found):
    assert shown(operator, **query) == found


def test_what_cannot_be_asked_is_told_beside_its_field(operator, entries):
    page = operator.get(reverse(LIST), {"since": "yesterday"}).content.decode()
    assert "Enter a valid date." in page
    assert "Correct what is asked above." in page


def test_a_filter_stays_from_page_to_page(operator, entries):
    for number in range(60):
        auditing.write(Act.SETTINGS, f"Again {number}.")
    page = operator.get(reverse(LIST), {"act": "settings"}).content.decode()
    assert 'href="?act=settings&amp;page=2"' in page
    assert "Third told." in operator.get(reverse(LIST), {"act": "settings", "page": "2"}).content.decode()


def test_an_entry_tells_who_from_where_what_and_its_hash(operator, entries, example_cert):
    entry = entries[0]
    page = words_of(
        operator.get(reverse("admin:directory_auditentry_change", args=[entry.pk])).content, "#content"
    )
    for words in ("First told.", "1 October 2026, 23:30", "alice", "192.0.2.9", "EXAMPLE-CERT", entry.chain):
        assert words in page


def test_an_entry_that_was_erased_says_so(operator, entries):
    auditing.erase([1], "Asked for.")
    page = operator.get(reverse("admin:directory_auditentry_change", args=[entries[0].pk])).content.decode()
    assert "was erased" in page
    assert "First told." not in page


def test_an_entry_of_a_draft_that_is_gone_leads_to_its_history(operator, entries, example_cert):
    example_cert.delete()
    page = operator.get(reverse(LIST)).content.decode()
    assert f"Team {entries[0].team_id}, deleted" in page


@pytest.mark.parametrize("who", ["alice", "dora", "charlie"])
def test_the_trail_is_for_operators_alone(client, entries, example_cert, alice, dora, charlie, who, request):
    people.maintained_by(alice, example_cert)
    people.elsewhere(charlie)
    people.sign_in(client, request.getfixturevalue(who))
    pk = entries[0].pk
    addresses = [reverse(LIST), reverse("admin:directory_auditentry_history", args=[pk])]
    addresses += [reverse(f"admin:directory_auditentry_{act}", args=[pk]) for act in ("change", "delete")]
    for address in [*addresses, reverse("admin:directory_auditentry_add")]:
        assert client.get(address).status_code == 403
        assert client.post(address, {"post": "yes"}).status_code == 403


def test_nobody_changes_or_deletes_an_entry(operator, entries):
    pk = entries[0].pk
    for act in ("delete", "change"):
        operator.post(reverse(f"admin:directory_auditentry_{act}", args=[pk]), {"post": "yes", "told": "x"})
    operator.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [pk], "post": "yes"})
    assert AuditEntry.objects.count() == 3
    assert list(auditing.verify()) == []
    assert operator.get(reverse("admin:directory_auditentry_add")).status_code == 403


def test_an_entry_that_is_none_is_not_found(operator, db):
    assert operator.get(reverse("admin:directory_auditentry_change", args=[99])).status_code == 404


@pytest.mark.parametrize("model", ["user", "appearance"])
def test_the_history_of_what_operators_settle_is_the_trail(operator, bob, model):
    page = reverse(f"admin:directory_{model}_history", args=[bob.pk])
    assert operator.get(page)["Location"] == reverse(LIST)
