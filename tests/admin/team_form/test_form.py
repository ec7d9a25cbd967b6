"""The team form: claims pasted as texts, hours as grids and as a sentence, words of vocabularies, rows, the check."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from directory import desk, publishing, samples
from directory.admin import layout, team_form
from directory.models import AuditEntry, Contact, Team
from directory.vocabularies import SERVICES
from tests import people
from tests.admin.test_team import form_of, sent_by

from .filling import empty_row, refused, saved, told

pytestmark = pytest.mark.django_db


# The page ----------------------------------------------------------------------------------------


def test_the_form_reads_in_the_order_of_rfc_2350(desk_client, here):
    page = desk_client.get(here).content.decode()
    numbers = re.findall(r'<span class="number">([\d.]+)</span>', page)
    assert numbers[0] == "2.1"  # the team's name comes first
    assert numbers[1:] == sorted(numbers[1:], key=lambda number: [int(part) for part in number.split(".")])


def test_each_field_of_the_form_stands_on_the_page_once(desk_client, here):
    names = [name for name in form_of(desk_client, here) if not name.startswith(("csrf", "hours-"))]
    assert set(layout.ALL_FIELDS) - set(names) <= {
        "hours", "slug", "served_countries", "scopes", "constituency_types", "incident_types", "framework"
    }  # fmt: skip  # grids have many inputs, and boxes that are not ticked send nothing


def test_a_code_is_nowhere_shown_for_a_name(desk_client, here, team):
    team.languages, team.scopes = ["fr"], ["isp"]
    team.save()
    page = desk_client.get(here).content.decode()
    assert 'value="French"' in page
    assert "Network customers" in page
    assert ">PL<" not in page


def test_saving_unchanged_changes_no_row_and_leaves_no_entry(desk_client, here, team):
    team.incident_types, team.languages, team.established = ["fraud.phishing"], ["pl", "en"], "2004-03-01"
    team.support_level = "remote"
    team.save()
    team.served_countries.create(country="PL")
    team.openings.create(days="mo,tu,we,th,fr,sa,su", opens="00:00", closes="24:00", kind="emergency")
    team.openings.create(days="sa", opens="22:00", closes="06:00", timezone="Asia/Tokyo", note="By telephone")
    team.services.create(title="Triage", canonical="5.1.1", depth=2, framework="6.1")
    team.members.create(name="Jan Kowalski", role="Head")
    team.registry_ids.create(registry="first", value="example-cert")
    before = desk.snapshot(team)
    keys = {name: list(getattr(team, name).values_list("pk", flat=True)) for name in desk.ROWS}
    saved(desk_client, here)
    assert desk.snapshot(team) == before
    assert {name: list(getattr(team, name).values_list("pk", flat=True)) for name in desk.ROWS} == keys
    assert not AuditEntry.objects.filter(act=AuditEntry.Act.EDITED).exists()


def test_sample_teams_saved_unchanged_stay_as_they_are(client, bob):
    """Whatever order, indentation and zones they have."""
    samples.load()
    people.sign_in(client, bob)
    for team in Team.objects.order_by("slug")[::5]:
        before = desk.snapshot(team)
        saved(client, reverse("admin:directory_team_change", args=[team.pk]))
        assert desk.snapshot(team) == before


def test_words_keep_their_order_and_new_ones_come_last(desk_client, here, team):
    team.incident_types = ["fraud.phishing", "availability"]
    team.save()
    saved(desk_client, here, incident_types=["abusive-content", "availability", "fraud.phishing"])
    assert Team.objects.get().incident_types == ["fraud.phishing", "availability", "abusive-content"]


def test_the_indentation_of_a_text_is_kept(desk_client, here, team):
    people.write(team, "3.1", "    An indented line.\n\nAnother.")
    before = desk.snapshot(team)
    saved(desk_client, here)
    assert desk.snapshot(team) == before


def test_security_102_fields_rows_and_texts_are_one_entry(desk_client, here, team):
    saved(
        desk_client,
        here,
        short_name="EX",
        networks="192.0.2.0/24\n198.51.100.0/24",
        served_countries=["PL", "DE"],
        **{"contacts-0-value": "other@example-cert.example", "hours-1-always": "on"},
    )
    entry = AuditEntry.objects.get(act=AuditEntry.Act.EDITED)
    assert entry.content.by == "alice"
    assert {change["what"] for change in entry.content.changes} == {
        "short_name", "contacts", "openings", "prefixes", "served_countries"
    }  # fmt: skip


def test_save_and_preview_leads_to_the_preview(desk_client, here, team):
    response = saved(desk_client, here, _preview="1")
    assert response["Location"] == reverse("admin:publish_team", args=[team.pk])
    assert saved(desk_client, here, _save="1")["Location"] == here


def test_a_mistake_brings_the_form_back_as_typed_with_links_to_the_fields(desk_client, here, team):
    before = desk.snapshot(team)
    response = refused(
        desk_client, here, name="", timezones=["Europe/Atlantis", "oslo"], address="One street\nOne town",
        **{"contacts-0-value": "nobody"},
    )  # fmt: skip
    page = response.content.decode()
    targets = {mistake.target for mistake in response.context["mistakes"]}
    assert targets == {"id_name", "id_timezones", "id_contacts-0-value"}
    assert all(f'id="{target}"' in page for target in targets)
    sent = sent_by(page)
    assert sent["timezones"][:2] == ["Europe/Atlantis", "oslo"]
    assert sent["address"].splitlines() == ["One street", "One town"]
    assert sent["contacts-0-value"] == "nobody"
    assert desk.snapshot(team) == before


def test_a_garbled_form_is_answered_and_changes_nothing(desk_client, here, team):
    before = desk.snapshot(team)
    form = form_of(desk_client, here)
    for garbled in (
        {"contacts-TOTAL_FORMS": "many"},
        {"contacts-INITIAL_FORMS": "-1"},
        {"sections-TOTAL_FORMS": "999999"},
        {"hours-0-kind": "midnight", "hours-0-mo-0-opens": "09:00"},
        {"contacts-0-id": "x"},
        {"framework": ["99"]},
        {"name": "\x00"},
    ):
        assert desk_client.post(here, form | garbled).status_code == 200
        assert desk.snapshot(team) == before
    assert desk_client.post(here, {}).status_code == 200
    assert desk.snapshot(team) == before


def test_who_edits_at_the_same_time_is_told_and_loses_nothing(desk_client, here, team):
    form = form_of(desk_client, here)
    team.contacts.create(kind="website", value="https://example-cert.example/")
    response = desk_client.post(here, form | {"short_name": "EX"})
    assert "Somebody has changed this team" in told(response)[0]
    again = sent_by(response.content.decode())
    assert again["short_name"] == "EX"
    assert not Team.objects.get().short_name
    assert desk_client.post(here, again).status_code == 302
    assert Team.objects.get().short_name == "EX"


# Names and addresses -----------------------------------------------------------------------------


def test_a_new_team_needs_a_name_and_gets_an_address_from_it(client, bob):
    people.sign_in(client, bob)
    address = reverse("admin:directory_team_add")
    saved(client, address, name="Nordlys CERT")
    team = Team.objects.get()
    assert team.slug == "nordlys-cert"
    assert AuditEntry.objects.get(act=AuditEntry.Act.CREATED).team_id == team.pk


def test_security_12_a_maintainer_cannot_move_a_published_team(desk_client, here, team):
    publishing.publish(team)
    page = desk_client.get(here).content.decode()
    assert "/teams/example-cert/" in page
    saved(desk_client, here, slug="stolen", marks=["cert"], support_level="remote")
    team.refresh_from_db()
    assert (team.slug, team.marks, team.support_level) == ("example-cert", [], "remote")


def test_a_maintainer_chooses_the_address_of_a_draft(desk_client, here, team):
    saved(desk_client, here, slug="other-address")
    team.refresh_from_db()
    assert team.slug == "other-address"


def test_memberships_and_marks_are_shown_and_not_edited(desk_client, here, team):
    team.memberships.create(level="first.full")
    page = desk_client.get(here).content.decode()
    assert "The directory’s operators set these" in page
    assert "memberships-TOTAL_FORMS" not in page
    assert "maintainers-TOTAL_FORMS" not in page


def test_security_38_hidden_characters_are_dropped(desk_client, here):
    saved(desk_client, here, name="EX\u202eAMPLE\u200b-CERT\u0007")
    assert Team.objects.get().name == "EXAMPLE-CERT"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://good@evil.example/", "https://a b/"])
def test_security_37_a_website_that_is_none_is_a_mistake_of_its_field(desk_client, here, address):
    form = form_of(desk_client, here)
    row = empty_row(form, "website")
    response = desk_client.post(here, form | {f"{row}-value": address})
    assert [mistake.target for mistake in response.context["mistakes"]] == [f"id_{row}-value"]
    assert not Contact.objects.filter(kind="website").exists()


# Rows --------------------------------------------------------------------------------------------


def test_a_new_way_to_reach_the_team_comes_last(desk_client, here, team):
    form = form_of(desk_client, here)
    row = empty_row(form, "email")
    saved(desk_client, here, **{f"{row}-value": "soc@example-cert.example"})
    assert [contact.value for contact in team.contacts.all()] == [
        "cert@example-cert.example", "+48221234567", "soc@example-cert.example"
    ]  # fmt: skip


def test_the_same_way_twice_is_a_mistake_and_no_error(desk_client, here):
    form = form_of(desk_client, here)
    row = empty_row(form, "email")
    response = desk_client.post(here, form | {f"{row}-value": "cert@EXAMPLE-CERT.example"})
    assert told(response) == ["cert@example-cert.example stands here twice; once is enough."]


def test_a_row_is_removed_only_where_that_is_said(desk_client, here, team):
    response = refused(desk_client, here, **{"contacts-0-value": ""})
    assert "Give the contact's value." in told(response)
    saved(desk_client, here, **{"contacts-0-DELETE": "on"})
    assert [contact.kind for contact in team.contacts.all()] == ["voice"]


@pytest.mark.parametrize(
    ("rows", "field", "value"),
    [
        ("contacts", "value", "mine@other.example"),
        ("sections", "text", "Mine."),
        ("services", "title", "Mine"),
        ("members", "name", "Mine"),
        ("registry_ids", "value", "mine"),
        ("keys", "note", "Mine"),
    ],
)
def test_security_10_a_row_of_another_team_is_refused_and_not_changed(
    desk_client, here, team, rows, field, value
):
    other = people.with_key(people.example_cert("OTHER-CERT", "other-cert"), "AB" * 20)
    for one in (team, other):
        one.services.create(title="Triage")
        one.members.create(name="Jan Kowalski")
        one.registry_ids.create(registry="first", value=one.slug)
    before = desk.snapshot(other), desk.snapshot(team)
    foreign = getattr(other, rows).first()
    response = refused(desk_client, here, **{f"{rows}-0-id": str(foreign.pk), f"{rows}-0-{field}": value})
    assert response.context["mistakes"]
    assert (desk.snapshot(other), desk.snapshot(team)) == before


def test_persons_stay_at_the_desk_unless_they_are_shown(desk_client, here, team):
    saved(desk_client, here, **{"members-0-name": "Jan Kowalski", "members-0-phone": "+48 22 123 45 67"})
    member = team.members.get()
    assert (member.public, member.phone) == (False, "+48221234567")


def test_a_key_is_changed_on_its_own_page_alone(desk_client, here, team):
    saved(
        desk_client,
        here,
        **{"keys-0-fingerprint": "AB" * 20, "keys-0-note": "Since 2020", "keys-0-DELETE": "on"},
    )
    key = team.keys.get()
    assert (key.fingerprint, key.note) == (people.FINGERPRINT, "Since 2020")


def test_services_of_the_first_framework_are_added_by_name(desk_client, here, team):
    team.services.create(title="Our triage", framework="6.1")
    saved(desk_client, here, framework=["6.1", "6.2", "5.1.1"])
    assert [(service.title, service.framework) for service in team.services.all()] == [
        ("Our triage", "6.1"),
        (SERVICES.name_of("5.1.1"), "5.1.1"),
        (SERVICES.name_of("6.2"), "6.2"),
    ]


def test_a_service_without_a_name_takes_that_of_the_framework(desk_client, here, team):
    saved(desk_client, here, **{"services-0-framework": "7.1"})
    assert team.services.get().title == SERVICES.name_of("7.1")


def test_a_new_section_stands_where_rfc_2350_has_it(desk_client, here, team):
    count = form_of(desk_client, here)["sections-INITIAL_FORMS"]
    new = f"sections-{count}"
    saved(
        desk_client, here,
        **{f"{new}-canonical": "1.5", f"{new}-number": "1.5", f"{new}-title": "Identification", f"{new}-text": "EX-1"},
    )  # fmt: skip
    outline = list(team.sections.values_list("canonical", flat=True))
    assert outline[outline.index("1.5") - 1] in {"1.3", "1.4"}
    assert outline[outline.index("1.5") + 1] == "2"


def test_a_word_of_another_version_is_not_dropped_unseen(desk_client, here, team):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE directory_team SET incident_types = %s", ['["fraud", "of-another-version"]'])
    assert form_of(desk_client, here)["incident_types"] == ["fraud", "of-another-version"]
    assert "“of-another-version” is not one of" in told(refused(desk_client, here))[0]
    saved(desk_client, here, incident_types="fraud")
    assert Team.objects.get().incident_types == ["fraud"]


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("timezones", ["oslo", "America/new_york", ""], ["Europe/Oslo", "America/New_York"]),
        ("languages", ["French", "polski", "de"], ["fr", "pl", "de"]),
    ],
)
def test_lines_are_picked_by_name(desk_client, here, field, typed, kept):
    saved(desk_client, here, **{field: typed})
    assert getattr(Team.objects.get(), field) == kept


# Who may -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lint_team", "check_claims", "read_hours"])
def test_nobody_else_looks_through_the_form_of_a_team(client, team, charlie, dora, name):
    address = reverse(f"admin:{name}", args=[team.pk])
    assert client.post(address).status_code == 302
    for user in (people.elsewhere(charlie), dora):
        people.sign_in(client, user)
        assert client.post(address, {"kind": "networks", "text": ""}).status_code == 403


def test_a_reviewer_reads_the_draft_and_has_no_form(client, here, dora, team):
    people.sign_in(client, dora)
    page = client.get(here).content.decode()
    assert "The draft as a document" in page
    assert "cert@example-cert.example" in page
    assert 'id="team_form"' not in page
    assert client.post(here, {"name": "Mine"}).status_code == 403


def test_security_11_a_list_filter_does_not_tell_of_another_s_draft(desk_client, team):
    people.example_cert("SECRET-CERT", "secret", type="psirt", country="DE")
    page = desk_client.get(reverse("admin:directory_team_changelist")).content.decode()
    assert "?country=PL" in page or "EXAMPLE-CERT" in page
    assert "country=DE" not in page
    assert "psirt" not in page.lower()


@pytest.mark.parametrize(
    "query", ["name__startswith=EX", "slug=example-cert", "keys__fingerprint__startswith=0", "_to_field=id"]
)
def test_security_11_the_list_is_narrowed_by_its_filters_alone(desk_client, team, query):
    address = f"{reverse('admin:directory_team_changelist')}?{query}"
    assert desk_client.get(address).status_code in {302, 400}


def test_the_buttons_that_look_are_known_to_the_page(desk_client, here):
    page = desk_client.get(here).content.decode()
    for name in (team_form.CHECK, team_form.READ_HOURS, team_form.SAVE_AND_PREVIEW):
        assert f'name="{name}"' in page
