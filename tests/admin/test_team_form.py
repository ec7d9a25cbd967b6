"""The team form: claims pasted as texts, hours as grids and as a sentence, words of vocabularies, rows, the check."""

import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import reverse

from directory import desk, publishing
from directory.admin import claims_paste, layout, team_form
from directory.models import AuditEntry, Contact, Prefix, Team
from directory.vocabularies import SERVICES
from tests import people
from tests.admin.test_team import form_of, sent_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(alice, example_cert):
    return people.maintained_by(alice, example_cert)


@pytest.fixture
def here(team):
    return reverse("admin:directory_team_change", args=[team.pk])


@pytest.fixture
def desk_client(client, alice):
    people.sign_in(client, alice)
    return client


def saved(client, address, **changes):
    """Sends the form with these changes; it must be taken."""
    response = client.post(address, form_of(client, address) | changes)
    assert response.status_code == 302, response.context["mistakes"]
    return response


def refused(client, here, **changes):
    """Sends the form with these changes; it must come back."""
    response = client.post(here, form_of(client, here) | changes)
    assert response.status_code == 200
    return response


def told(response):
    return [mistake.message for mistake in response.context["mistakes"]]


def empty_row(form, kind):
    """The name of the empty row of contacts that stands ready for a kind."""
    names = [
        name.removesuffix("-kind") for name, value in form.items() if value == kind and name.endswith("-kind")
    ]
    return next(name for name in names if name.startswith("contacts-") and not form.get(f"{name}-id"))


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


# Claims ------------------------------------------------------------------------------------------


def test_a_paste_is_kept_by_difference(desk_client, here, team):
    stays = team.prefixes.get().pk
    saved(
        desk_client,
        here,
        networks="# ours\n192.0.2.0/24, 198.51.100.0 - 198.51.100.255\n",
        asns="",
        domains="",
    )
    assert [(prefix.network, prefix.pk == stays) for prefix in team.prefixes.all()] == [
        ("192.0.2.0/24", True),
        ("198.51.100.0/24", False),
    ]
    assert not team.asns.exists()
    assert not team.domains.exists()


def test_what_is_odd_with_a_new_claim_is_said_when_it_is_saved(desk_client, here, team):
    people.published(people.with_key(people.example_cert("NEIGHBOUR-CERT", "neighbour"), "AB" * 20))
    response = saved(desk_client, here, networks="192.0.2.0/24\n192.0.2.64/26\n10.0.0.0/8")
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert "192.0.2.64/26: It lies in 192.0.2.0/24 of NEIGHBOUR-CERT." in said
    assert any("10.0.0.0/8 is kept for private networks" in sentence for sentence in said)
    assert not [sentence for sentence in said if sentence.startswith("192.0.2.0/24:")]  # it was there


def test_a_refused_line_keeps_the_text_and_is_told_under_it(desk_client, here, team):
    text = "192.0.2.0/24 # the campus\n192.0.2.1/24\n2001:DB8::/32"
    response = refused(desk_client, here, networks=text)
    page = response.content.decode()
    assert sent_by(page)["networks"].replace("\r\n", "\n") == text
    assert "Taken as 2001:db8::/32." in page
    assert "Line 2: “192.0.2.1/24” lies inside a network" in told(response)[0]
    assert [prefix.network for prefix in team.prefixes.all()] == ["192.0.2.0/24"]


def test_many_refused_lines_are_told_in_short(desk_client, here):
    response = refused(desk_client, here, networks="\n".join(["bad"] * 500))
    assert len(told(response)) == claims_paste.MOST_ERRORS + 1
    assert f"And {500 - claims_paste.MOST_ERRORS} more" in told(response)[-1]


def test_check_claims_gives_the_verdicts_and_keeps_nothing(desk_client, here, team):
    address = reverse("admin:check_claims", args=[team.pk])
    asked = {"kind": "networks", "text": "198.51.100.0/24\nbad <b>"}
    page = desk_client.post(address, asked).content.decode()
    assert "1 new, 2 refused; 1 to be removed." in page
    assert "<code>&lt;b&gt;</code>" in page
    assert "<b>" not in page
    assert [prefix.network for prefix in team.prefixes.all()] == ["192.0.2.0/24"]
    assert desk_client.post(address, {"kind": "contacts"}).status_code == 404
    assert desk_client.get(address).status_code == 405


def test_a_team_with_500_networks_costs_what_one_with_one_costs(
    desk_client, here, team, django_assert_max_num_queries
):
    def cost(networks):
        form = form_of(desk_client, here) | {"networks": networks}
        with django_assert_max_num_queries(10_000) as shown:
            desk_client.get(here)
        with django_assert_max_num_queries(10_000) as kept:
            assert desk_client.post(here, form).status_code == 302
        return len(shown), len(kept)

    few = "\n".join(f"198.18.{n}.0/24" for n in range(30))
    many = "\n".join(f"198.18.{n // 100}.{n % 100}/32" for n in range(500))
    cost(few)
    of_few = cost(few.replace("198.18", "198.19"))
    cost(many)
    of_many = cost(many.replace("198.18", "198.19"))
    assert Prefix.objects.filter(team=team).count() == 500
    # The database takes some hundred values at a time: a few statements more, and none for each.
    assert of_many[0] == of_few[0]
    assert of_many[1] - of_few[1] < 10


# Hours -------------------------------------------------------------------------------------------


def openings(team):
    return [(o.days, o.opens, o.closes, o.kind, o.timezone, o.note) for o in team.openings.all()]


def test_a_grid_becomes_rows(desk_client, here, team):
    saved(
        desk_client, here,
        **{
            "hours-0-mo-0-closes": "12:00", "hours-0-mo-1-opens": "13:00", "hours-0-mo-1-closes": "00:00",
            "hours-1-always": "on",
        },
    )  # fmt: skip
    assert set(openings(team)) == {
        ("mo,tu,we,th,fr,sa,su", "00:00", "24:00", "emergency", "", ""),
        ("tu,we,th,fr", "08:00", "16:00", "office", "", ""),
        ("mo", "08:00", "12:00", "office", "", ""),
        ("mo", "13:00", "24:00", "office", "", ""),
    }


def test_hours_of_another_place_have_a_grid_of_their_own(desk_client, here, team):
    spare = {
        "hours-2-kind": "office",
        "hours-2-timezone": "tokyo",
        "hours-2-note": "By e-mail",
        "hours-2-mo-0-opens": "09:00",
        "hours-2-mo-0-closes": "18:00",
    }
    saved(desk_client, here, **spare)
    assert ("mo", "09:00", "18:00", "office", "Asia/Tokyo", "By e-mail") in openings(team)
    assert form_of(desk_client, here)["hours-1-timezone"] == "Asia/Tokyo"


def test_a_sentence_fills_the_grid_without_script_and_saves_nothing(desk_client, here, team):
    before = openings(team)
    form = form_of(desk_client, here) | {
        "short_name": "Typed",
        "hours_said": "Mon-Thu 9-17, 24x7 for emergencies",
        "_read_hours": "1",
    }
    response = desk_client.post(here, form)
    page = response.content.decode()
    assert (
        "Understood: Office hours: Monday to Thursday 09:00–17:00. Emergency line: around the clock." in page
    )
    sent = sent_by(page)
    assert (sent["hours-0-mo-0-opens"], sent["hours-0-mo-0-closes"], sent["hours-0-fr-0-opens"]) == (
        "09:00",
        "17:00",
        "",
    )
    assert sent["hours-1-always"] == "on"
    assert (sent["short_name"], sent["hours_said"]) == ("Typed", "")
    assert openings(team) == before
    assert desk_client.post(here, sent).status_code == 302
    assert set(openings(team)) == {
        ("mo,tu,we,th", "09:00", "17:00", "office", "", ""),
        ("mo,tu,we,th,fr,sa,su", "00:00", "24:00", "emergency", "", ""),
    }


def test_a_sentence_that_is_not_understood_stays_and_is_told(desk_client, here):
    form = form_of(desk_client, here) | {"hours_said": "when the sun shines", "_read_hours": "1"}
    page = desk_client.post(here, form).content.decode()
    assert "No hours follow from “when the sun shines”." in page
    assert sent_by(page)["hours_said"] == "when the sun shines"
    assert sent_by(page)["hours-0-mo-0-opens"] == "08:00"


def test_read_hours_gives_the_grids_to_the_script(desk_client, team):
    address = reverse("admin:read_hours", args=[team.pk])
    answer = desk_client.post(address, {"hours_said": "Mon 9-12, 13-17; perhaps"}).json()
    assert answer["weeks"][0]["days"]["mo"] == [["09:00", "12:00"], ["13:00", "17:00"]]
    assert answer["whole"] is False
    assert "Not understood: “perhaps”." in answer["told"]


# The check ---------------------------------------------------------------------------------------


def check(client, here, team, **changes):
    address = reverse("admin:lint_team", args=[team.pk])
    return client.post(address, form_of(client, here) | changes).json()


def test_the_check_looks_at_what_is_typed_and_keeps_nothing(desk_client, here, team):
    before, entries = desk.snapshot(team), AuditEntry.objects.count()
    kept = check(desk_client, here, team)
    typed = check(desk_client, here, team, timezones="", **{"contacts-0-DELETE": "on"})
    score = re.compile(r"(\d+) of 100")
    assert int(score.search(typed["score"])[1]) < int(score.search(kept["score"])[1])
    assert "time zone" in typed["blocks"]["2.3"]
    assert "an e-mail address" in typed["blocks"]["2.7"]
    assert "an e-mail address" not in kept["blocks"].get("2.7", "")
    assert (desk.snapshot(team), AuditEntry.objects.count()) == (before, entries)


def test_the_check_sees_rows_that_are_new(desk_client, here, team):
    team.contacts.all().delete()
    row = empty_row(form_of(desk_client, here), "email")
    assert "To be complete: an e-mail address" in check(desk_client, here, team)["blocks"]["2.7"]
    typed = check(desk_client, here, team, **{f"{row}-value": "cert@example-cert.example"})
    assert "To be complete" not in typed["blocks"].get("2.7", "")


def test_two_truths_are_told_beside_their_section(desk_client, here, team):
    people.write(team, "2.7", "Write to old@example-cert.example.")
    problems = check(desk_client, here, team)["blocks"]["2.7"]
    assert "The text gives the e-mail address old@example-cert.example" in problems


def test_a_field_with_a_mistake_is_checked_as_it_is_kept(desk_client, here, team):
    answer = check(desk_client, here, team, networks="bad", timezones="Europe/Atlantis")
    assert "2 fields could not be read" in answer["score"]
    assert "no time zone" not in answer["blocks"].get("2.3", "")


def test_a_remedy_stands_with_each_problem(desk_client, here, team):
    people.write(team, "3.1", "We are [NAME OF THE TEAM].")
    problems = check(desk_client, here, team)["blocks"]["3.1"]
    assert "still holds the placeholder “[NAME OF THE TEAM]”" in problems
    assert "Put the real value in its place" in problems


def test_check_without_saving_works_without_script(desk_client, here, team):
    form = form_of(desk_client, here) | {"timezones": "", "networks": "10.0.0.0/8", "_check": "1"}
    response = desk_client.post(here, form)
    page = response.content.decode()
    assert "of 100" in page
    assert "names no time zone" in page
    assert "is kept for private networks" in page
    assert sent_by(page)["networks"] == "10.0.0.0/8"
    assert Team.objects.get().timezones == ["Europe/Warsaw"]


def test_the_check_of_500_networks_costs_what_that_of_one_costs(
    desk_client, here, team, django_assert_max_num_queries
):
    def cost():
        form = form_of(desk_client, here)
        with django_assert_max_num_queries(1000) as queries:
            desk_client.post(reverse("admin:lint_team", args=[team.pk]), form)
        return len(queries)

    few = cost()
    claims_paste.keep(team, "networks", [f"198.18.{n // 256}.{n % 256}/32" for n in range(500)])
    assert cost() == few


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
