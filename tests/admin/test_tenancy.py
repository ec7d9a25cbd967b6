"""SECURITY 7-13: a maintainer keeps their own team true, and nobody else's. Alice maintains EXAMPLE-CERT; Charlie
maintains another team, and tries everything."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, reverse

from directory import auditing, desk
from directory.models import Contact, Maintainer, Revision, Team
from tests import people
from tests.admin.test_team import form_of

pytestmark = pytest.mark.django_db

WORDS = (people.SECRET, "secret@example-cert.example")
NOTHING = {302, 400, 403, 404, 405}


@pytest.fixture
def team(alice, published):
    """EXAMPLE-CERT, with words in its draft that nobody else may read."""
    team = people.maintained_by(alice, published.team)
    with auditing.change(team, auditing.Act.EDITED):
        people.write(team, "3.1", f"We are the {people.SECRET}.")
        team.contacts.create(kind="email", value="secret@example-cert.example", public=False, position=9)
    return team


@pytest.fixture
def other(charlie):
    """The team of whoever tries."""
    team = people.maintained_by(charlie, people.example_cert("OTHER-CERT", "other-cert"))
    with auditing.change(team, auditing.Act.EDITED):
        people.write(team, "3.1", "We are others.")
    return team


@pytest.fixture
def stranger(client, other, charlie):
    people.sign_in(client, charlie)
    return client


def pages_about_a_team() -> list[URLPattern]:
    """Every address of the desk about one team, Django's own and ours."""
    patterns = admin.site._registry[Team].get_urls()
    return [pattern for pattern in patterns if pattern.name and "<" in str(pattern.pattern)]


PAGES = sorted(pattern.name for pattern in pages_about_a_team())


def address(name: str, pk: int) -> str:
    pattern = next(pattern for pattern in pages_about_a_team() if pattern.name == name)
    first, *others = pattern.pattern.converters
    return reverse(f"admin:{name}", kwargs={first: pk, **dict.fromkeys(others, 1)})


def everything(team: Team) -> tuple:
    """All that is kept of a team and could have been changed."""
    return (
        desk.snapshot(team),
        sorted(Maintainer.objects.filter(team=team).values_list("user_id", flat=True)),
        Revision.objects.of(team.pk).count(),
        team.proposals.count(),
        team.invitations.count(),
        team.sources.count(),
    )


def assert_nothing_was_had(response, team: Team, before: tuple) -> None:
    assert response.status_code in NOTHING
    if response.status_code == 302:
        assert response["Location"].startswith(("/admin/", "/accounts/"))
    text = response.content.decode()
    assert not [word for word in WORDS if word in text]
    assert everything(team) == before


@pytest.mark.parametrize("name", PAGES)
def test_security_7_no_page_about_another_s_team_opens(stranger, team, name):
    before = everything(team)
    assert_nothing_was_had(stranger.get(address(name, team.pk)), team, before)


ACTIONS = (
    "publish",
    "ask",
    "add",
    "remove:1",
    "confirm",
    "revert",
    "withdraw",
    "merge",
    "rename",
    "relate",
    "use-text:names",
)


@pytest.mark.parametrize("name", PAGES)
def test_security_7_nothing_that_is_sent_to_another_s_team_changes_it(stranger, team, name):
    before = everything(team)
    for action in ("", *ACTIONS):
        sent = {
            "action": action,
            "name": "Mine",
            "text": "Mine",
            "email": "charlie@example.com",
            "post": "yes",
        }
        assert_nothing_was_had(stranger.post(address(name, team.pk), sent), team, before)


def test_security_7_the_own_team_opens_on_the_same_pages(client, team, alice):
    """Or else the tests above would show nothing."""
    people.sign_in(client, alice)
    opened = {name for name in PAGES if client.get(address(name, team.pk)).status_code == 200}
    assert {"directory_team_change", "publish_team", "team_keys", "directory_team_history"} <= opened


def test_security_8_the_own_history_shows_no_entry_of_another_team(stranger, team, other):
    foreign = auditing.AuditEntry.objects.of(team.pk).first()
    own = auditing.AuditEntry.objects.of(other.pk).first()
    shown = reverse("admin:team_version", args=[other.pk, own.cursor])
    assert stranger.get(shown).status_code == 200
    stolen = reverse("admin:team_version", args=[other.pk, foreign.cursor])
    before = everything(team), everything(other)
    for response in (stranger.get(stolen), stranger.post(stolen, {"action": "revert"})):
        assert response.status_code == 404
        assert people.SECRET not in response.content.decode()
    assert (everything(team), everything(other)) == before


def test_security_10_rows_of_another_team_are_not_changed_through_the_own_form(stranger, team, other):
    here = reverse("admin:directory_team_change", args=[other.pk])
    foreign = team.contacts.get(value="secret@example-cert.example")
    data = form_of(stranger, here)
    before = everything(team)
    for stolen in (
        {"contacts-0-id": foreign.pk, "contacts-0-value": "mine@other-cert.example"},
        {"contacts-0-team": team.pk},
    ):
        response = stranger.post(here, {**data, **stolen})
        assert everything(team) == before
        assert people.SECRET not in response.content.decode()
    assert Contact.objects.filter(team=other).count() == 2


@pytest.mark.parametrize(
    "query",
    [
        "q=EXAMPLE",
        "q=secret@example-cert.example",
        "name__startswith=EX",
        "contacts__value__startswith=secret",
        "maintainers__user__username=alice",
        "_to_field=slug",
        "_popup=1",
        "o=1.2",
        "country=PL",
        "all=",
    ],
)
def test_security_11_no_list_shows_another_s_team(stranger, team, query):
    response = stranger.get(f"{reverse('admin:directory_team_changelist')}?{query}")
    assert response.status_code in {200, 302, 400}
    assert "EXAMPLE-CERT" not in response.content.decode()


@pytest.mark.parametrize("name", ["type", "country", "sector"])
def test_a_list_that_is_narrowed_to_what_there_is_not_is_empty(stranger, other, name):
    response = stranger.get(reverse("admin:directory_team_changelist"), {name: "no-such-word"})
    assert response.status_code == 200
    assert "OTHER-CERT" not in response.content.decode()


def test_security_11_looking_through_a_list_by_another_table_is_refused(stranger, team, other):
    listed = reverse("admin:directory_team_changelist")
    for lookup in ("maintainers__user__password__startswith=md5", "sources__content__startswith=a"):
        assert stranger.get(f"{listed}?{lookup}").status_code in {302, 400}


def test_security_11_autocomplete_offers_no_team_and_no_person(stranger, team):
    for model, field in (("team", "parent"), ("maintainer", "user"), ("maintainer", "team")):
        asked = {"app_label": "directory", "model_name": model, "field_name": field, "term": "a"}
        response = stranger.get(reverse("admin:autocomplete"), asked)
        assert response.status_code in {403, 404}
        assert "alice" not in response.content.decode()


def test_security_1_11_no_number_leads_to_the_address_of_a_draft(stranger, team):
    """Django's `view on site` asks nobody's right."""
    content_type = ContentType.objects.get_for_model(Team)
    response = stranger.get(f"/admin/r/{content_type.pk}/{team.pk}/", follow=True)
    assert response.status_code == 404
    assert "example-cert" not in response.content.decode()


def test_security_11_actions_reach_no_team_of_another(stranger, team):
    before = everything(team)
    for action in ("delete_selected", "publish", "withdraw"):
        stranger.post(
            reverse("admin:directory_team_changelist"), {"action": action, "_selected_action": [team.pk]}
        )
        assert everything(team) == before


def test_security_12_what_is_not_on_the_form_stays(client, team, alice):
    people.sign_in(client, alice)
    here = reverse("admin:directory_team_change", args=[team.pk])
    slug = team.slug
    stolen = {
        "is_superuser": "on",
        "is_reviewer": "on",
        "groups": "1",
        "maintainers-TOTAL_FORMS": "1",
        "maintainers-INITIAL_FORMS": "0",
        "maintainers-0-user": alice.pk,
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-level": "first.full",
        "marks": "cert",
        "slug": "stolen",
        "created_at": "2001-01-01",
        "verified": "on",
        "published": "on",
    }
    response = client.post(here, {**form_of(client, here), **stolen})
    assert response.status_code in {200, 302}
    team.refresh_from_db()
    alice.refresh_from_db()
    assert (alice.is_superuser, alice.is_reviewer) == (False, False)
    assert (team.slug, team.marks, team.memberships.count(), team.maintainers.count()) == (slug, [], 0, 1)
    assert Revision.objects.of(team.pk).count() == 1


@pytest.mark.parametrize("how", ["removed", "deactivated"])
def test_security_13_a_right_that_is_taken_away_is_gone_with_the_next_request(client, team, alice, how):
    people.sign_in(client, alice)
    here = reverse("admin:directory_team_change", args=[team.pk])
    assert client.get(here).status_code == 200
    if how == "removed":
        people.elsewhere(alice)
        Maintainer.objects.filter(user=alice, team=team).delete()
    else:
        alice.is_active = False
        alice.save()
    before = everything(team)
    assert client.get(here).status_code in {302, 403}
    for name in PAGES:
        assert_nothing_was_had(client.post(address(name, team.pk), {"action": "publish"}), team, before)


def test_a_reviewer_reads_every_team_and_changes_none(client, team, dora):
    people.sign_in(client, dora)
    before = everything(team)
    assert client.get(address("directory_team_change", team.pk)).status_code == 200
    for name in PAGES:
        client.post(address(name, team.pk), {"action": "publish", "name": "Mine"})
        assert everything(team) == before
