"""Hours on the team form: a grid of the week, and a sentence that fills it."""

import pytest
from django.urls import reverse

from tests.admin.test_team import form_of, sent_by

from .filling import saved

pytestmark = pytest.mark.django_db


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
