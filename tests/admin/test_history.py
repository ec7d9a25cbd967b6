"""What was done to a team stands in its history, for those who may read it; and an earlier state comes back by the same
way as any change."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import auditing, desk, publishing
from directory.acting import Actor, acting
from directory.models import AuditEntry, Revision, Team
from tests import keyring, people
from tests.reading import words_of

pytestmark = pytest.mark.django_db

ALICE_S, BOB_S = "192.0.2.11", "198.51.100.7"


@pytest.fixture
def team(alice, published):
    """EXAMPLE-CERT, changed by Alice since it was published."""
    team = people.maintained_by(alice, published.team)
    with (
        acting(Actor("alice", alice.pk, ALICE_S)),
        auditing.change(team, auditing.Act.EDITED),
    ):
        people.write(team, "3.1", f"We are the {people.SECRET}.")
    return team


@pytest.fixture
def changed_by_bob(team, bob):
    with acting(Actor("bob", bob.pk, BOB_S)), auditing.change(team, auditing.Act.EDITED):
        team.contacts.filter(kind="voice").delete()
        team.host_organisation = "Example Holding"
        team.save()
    return team


def history(team) -> str:
    return reverse("admin:directory_team_history", args=[team.pk])


def version(team, cursor: int) -> str:
    return reverse("admin:team_version", args=[team.pk, cursor])


def newest(team) -> AuditEntry:
    return AuditEntry.objects.of(team.pk).with_content().first()


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return words_of(response.content, "#content")


# The page


def test_the_history_tells_who_when_what_before_and_after(client, changed_by_bob, alice):
    people.sign_in(client, alice)
    page = read(client, history(changed_by_bob))
    assert "Edited" in page
    assert "by bob" in page
    assert "by alice" in page
    assert "Host organisation Example Holding" in page
    assert "<ins>Example Holding</ins>" in client.get(history(changed_by_bob)).content.decode()
    assert "Taken away telephone +48221234567" in page
    assert f"We are the {people.SECRET}." in page
    assert page.index("by bob") < page.index("by alice") < page.index("Published as revision 1")
    assert "{" not in page


def test_a_publication_leads_to_its_revision(client, team, alice):
    people.sign_in(client, alice)
    assert 'href="/teams/example-cert/revisions/1/"' in client.get(history(team)).content.decode()


def test_where_somebody_was_is_for_operators_and_for_themselves(client, changed_by_bob, alice, bob, dora):
    people.sign_in(client, alice)
    page = read(client, history(changed_by_bob))
    assert (ALICE_S in page, BOB_S in page) == (True, False)
    people.sign_in(client, dora)
    page = read(client, history(changed_by_bob))
    assert (ALICE_S in page, BOB_S in page) == (False, False)
    people.sign_in(client, bob)
    page = read(client, history(changed_by_bob))
    assert (ALICE_S in page, BOB_S in page) == (True, True)


def test_the_history_has_pages_of_fifty_and_costs_the_same(client, team, alice):
    people.sign_in(client, alice)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(history(team))
        return len(queries)

    cost()
    few = cost()
    for number in range(60):
        with auditing.change(team, auditing.Act.EDITED):
            team.host_organisation = f"Host {number}"
            team.save()
    assert cost() <= few
    assert read(client, history(team)).count("Host organisation") == 50
    assert "Host 0" in read(client, f"{history(team)}?page=2")
    assert read(client, f"{history(team)}?page=nonsense").count("Host organisation") == 50


def test_what_was_erased_says_so(client, team, alice):
    auditing.erase([newest(team).cursor], "Asked for.")
    people.sign_in(client, alice)
    page = read(client, history(team))
    assert "was erased" in page
    assert people.SECRET not in page


# Who may read it


def test_security_7_the_history_of_another_s_team_stays_shut(client, team, charlie):
    people.sign_in(client, people.elsewhere(charlie))
    for address in (history(team), version(team, newest(team).cursor)):
        for response in (client.get(address), client.post(address, {"action": "revert"})):
            assert response.status_code == 403
            assert people.SECRET not in response.content.decode()


def test_security_8_an_entry_of_another_team_is_not_found_under_the_own(client, team, charlie):
    people.sign_in(client, people.elsewhere(charlie))
    own = Team.objects.get(slug="elsewhere-cert")
    for method in (client.get, client.post):
        response = method(version(own, newest(team).cursor))
        assert response.status_code == 404
        assert people.SECRET not in response.content.decode()


def test_an_entry_without_a_state_has_no_page(client, team, bob):
    people.sign_in(client, bob)
    published = AuditEntry.objects.of(team.pk).filter(act="published").get()
    assert client.get(version(team, published.cursor)).status_code == 404
    assert client.get(version(team, 10_000)).status_code == 404


@pytest.fixture
def deleted(client, bob):
    """A draft that Bob has deleted, by its number and its last entry."""
    team = people.example_cert("GONE-CERT", "gone-cert")
    with auditing.change(team, auditing.Act.EDITED):
        people.write(team, "3.1", f"We were the {people.SECRET}.")
    people.sign_in(client, bob)
    client.post(reverse("admin:directory_team_delete", args=[team.pk]), {"post": "yes"})
    assert not Team.objects.filter(slug="gone-cert").exists()
    return team.pk


@pytest.mark.parametrize("number", ["9" * 25, "9" * 5000])
def test_a_number_that_no_row_can_have_is_not_found(client, bob, team, number):
    people.sign_in(client, bob)
    at = f"/admin/directory/team/{number}"
    for page in (f"{at}/history/", f"{at}/history/1/", f"{at}/change/", f"{history(team)}{number}/"):
        answer = client.get(page, follow=True)
        assert (
            answer.status_code == 404 or answer.redirect_chain
        )  # Django leads from what is no page to the list
    for page, action in (
        ("team_keys", "remove"),
        ("team_maintainers", "remove"),
        ("invite_reviewer", "revoke"),
    ):
        address = reverse(f"admin:{page}", args=[] if page == "invite_reviewer" else [team.pk])
        assert client.post(address, {"action": f"{action}:{number}"}).status_code == 404


def test_security_9_the_history_of_a_deleted_team_is_for_operators_alone(client, deleted, bob, charlie, dora):
    addresses = [
        reverse("admin:directory_team_history", args=[deleted]),
        reverse("admin:team_version", args=[deleted, AuditEntry.objects.of(deleted).first().cursor]),
    ]
    for person in (people.elsewhere(charlie), dora):
        people.sign_in(client, person)
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 403
            assert people.SECRET not in response.content.decode()
    people.sign_in(client, bob)
    for address in addresses:
        assert people.SECRET in client.get(address).content.decode()
    assert client.post(addresses[1], {"action": "revert"}).status_code == 403


def test_a_draft_that_is_deleted_leaves_one_entry_and_nothing_in_django_s_own_log(client, deleted):
    entry = AuditEntry.objects.of(deleted).with_content().first()
    assert (entry.act, entry.content.by, entry.content.told) == ("deleted", "bob", "GONE-CERT deleted.")
    assert AuditEntry.objects.of(deleted).filter(act="deleted").count() == 1
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize("number", ["999999", "abc", "1/../2"])
def test_a_team_that_never_was_has_no_history(client, bob, number):
    people.sign_in(client, bob)
    assert client.get(f"/admin/directory/team/{number}/history/").status_code == 404


# Bringing a state back


def test_a_version_shows_the_draft_as_it_was_and_what_would_change(client, changed_by_bob, alice):
    people.sign_in(client, alice)
    before = AuditEntry.objects.of(changed_by_bob.pk).filter(act="edited").last()
    page = read(client, version(changed_by_bob, before.cursor))
    assert "Bring this state back" in page
    assert "Host organisation Example Holding" in page
    assert "<del>Example Holding</del>" in client.get(version(changed_by_bob, before.cursor)).content.decode()
    assert "Added telephone +48221234567" in page
    assert f"We are the {people.SECRET}." in page


def test_security_105_a_state_is_brought_back_as_one_change_by_whoever_may_edit(
    client, changed_by_bob, alice
):
    people.sign_in(client, alice)
    team = changed_by_bob
    then = AuditEntry.objects.of(team.pk).with_content().filter(act="edited").last()
    count = AuditEntry.objects.count()
    response = client.post(version(team, then.cursor), follow=True)
    assert "The draft is again as it was then." in response.content.decode()
    assert desk.snapshot(team) == then.content.snapshot
    entry = newest(team)
    assert (entry.act, entry.content.by, AuditEntry.objects.count()) == ("reverted", "alice", count + 1)
    assert {change["what"] for change in entry.content.changes} == {"host_organisation", "contacts"}
    assert Revision.objects.of(team.pk).count() == 1
    assert list(auditing.verify()) == []


def test_security_105_a_state_that_is_there_already_leaves_no_entry(client, team, alice):
    people.sign_in(client, alice)
    count = AuditEntry.objects.count()
    response = client.post(version(team, newest(team).cursor), follow=True)
    assert "nothing has changed" in response.content.decode()
    assert AuditEntry.objects.count() == count


def test_security_105_a_reviewer_and_a_former_maintainer_bring_nothing_back(
    client, changed_by_bob, alice, dora
):
    team = changed_by_bob
    then = AuditEntry.objects.of(team.pk).filter(act="edited").last()
    before = desk.snapshot(team)
    people.sign_in(client, dora)
    assert client.get(version(team, then.cursor)).status_code == 200
    assert client.post(version(team, then.cursor)).status_code == 403
    people.elsewhere(alice)
    team.maintainers.filter(user=alice).delete()
    people.sign_in(client, alice)
    assert client.post(version(team, then.cursor)).status_code == 403
    assert desk.snapshot(team) == before


def tampered(team, **parts) -> AuditEntry:
    """An entry with a picture of the team that no form would have taken, or that the team would not have today."""
    picture = desk.snapshot(team)
    for name, value in parts.items():
        if name in desk.ROWS:
            picture[name] = value
        else:
            picture["team"][name] = value
    return auditing.write(auditing.Act.EDITED, team=team, snapshot=picture)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"name": ""}, "The team, name: This field cannot be blank."),
        ({"country": "XX"}, "is not an ISO 3166-1 country code"),
        ({"asns": [{"number": 0}]}, "AS number 1, AS number: AS0 is reserved"),
        ({"prefixes": [{"network": "192.0.2.0/24"}, {"network": "nonsense"}]}, "Network 2, network:"),
        ({"contacts": [{"kind": "email", "value": "nobody"}]}, "is not an e-mail address"),
    ],
)
def test_security_105_what_the_form_would_refuse_is_refused_and_nothing_changes(
    client, team, alice, parts, sentence
):
    entry = tampered(team, **parts)
    before, count = desk.snapshot(team), AuditEntry.objects.count()
    people.sign_in(client, alice)
    assert client.get(version(team, entry.cursor)).status_code == 200
    page = words_of(client.post(version(team, entry.cursor), follow=True).content, "body")
    assert "Nothing was brought back" in page
    assert sentence in page
    assert desk.snapshot(team) == before
    assert AuditEntry.objects.count() == count


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_security_105_what_operators_settle_elsewhere_stays(client, team, request, who):
    then = newest(team)
    team.memberships.create(level="first.full")
    team.marks = ["cert"]
    team.slug = "example-cert-2"
    team.host_organisation = "Other"
    team.save()
    people.sign_in(client, request.getfixturevalue(who))
    client.post(version(team, then.cursor))
    team.refresh_from_db()
    assert team.host_organisation == ""
    assert (team.memberships.count(), team.marks, team.slug) == (1, ["cert"], "example-cert-2")


def test_a_key_that_is_at_the_desk_keeps_its_certificate_and_one_that_is_gone_comes_back_without(
    client, team, alice
):
    keyring.give(team)
    with auditing.change(team, auditing.Act.KEYS):
        team.keys.create(fingerprint="F" * 40, note="second")
    then = newest(team)
    kept = team.keys.exclude(facts=None).get()
    with auditing.change(team, auditing.Act.KEYS):
        team.keys.filter(fingerprint="F" * 40).delete()
    people.sign_in(client, alice)
    client.post(version(team, then.cursor))
    assert set(team.keys.values_list("fingerprint", flat=True)) == {kept.fingerprint, "F" * 40}
    again = team.keys.get(fingerprint=kept.fingerprint)
    assert (bytes(again.certificate), again.facts) == (bytes(kept.certificate), kept.facts)
    assert team.keys.get(fingerprint="F" * 40).facts is None


def test_an_unpublished_address_that_another_team_has_now_is_refused_with_a_sentence(client, alice, bob):
    team = people.maintained_by(alice, people.example_cert())
    entry = tampered(team)
    team.slug = "moved"
    team.save()
    Team.objects.create(name="Second", slug="example-cert")
    people.sign_in(client, alice)
    page = client.post(version(team, entry.cursor), follow=True).content.decode()
    assert "Team with this Address already exists." in page
    team.refresh_from_db()
    assert team.slug == "moved"


def test_a_published_document_is_another_s_affair(client, changed_by_bob, alice):
    """What is public stays as it is until somebody publishes."""
    people.sign_in(client, alice)
    then = AuditEntry.objects.of(changed_by_bob.pk).filter(act="edited").last()
    client.post(version(changed_by_bob, then.cursor))
    assert list(publishing.verify()) == []
    assert people.SECRET not in client.get("/teams/example-cert/rfc2350.txt").content.decode()
