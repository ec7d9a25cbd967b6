"""The check of a draft beside its form: of what is typed, and nothing is saved by it."""

import re

import pytest
from django.urls import reverse

from directory import desk
from directory.admin import claims_paste
from directory.models import AuditEntry, Team
from tests import people
from tests.admin.test_team import form_of, sent_by

from .filling import empty_row

pytestmark = pytest.mark.django_db


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
    assert "Still missing: an e-mail address" in check(desk_client, here, team)["blocks"]["2.7"]
    typed = check(desk_client, here, team, **{f"{row}-value": "cert@example-cert.example"})
    assert "Still missing" not in typed["blocks"].get("2.7", "")


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
