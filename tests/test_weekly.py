"""Hours as a grid, as rows and as a sentence, each made from the others."""

import pytest

from directory import weekly
from directory.fields import DAYS
from directory.weekly import Row, Week

WORKDAYS = "mo,tu,we,th,fr"
ALL_DAYS = ",".join(DAYS)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Mon-Fri 9-17, 24x7 for emergencies",
         "Office hours: Monday to Friday 09:00–17:00. Emergency line: around the clock."),
        ("24/7 for emergencies and Mon-Fri 9-17",
         "Office hours: Monday to Friday 09:00–17:00. Emergency line: around the clock."),
        ("24x7", "Office hours: around the clock."),
        ("Mon-Fri 9-12, 13-17",
         "Office hours: Monday to Friday 09:00–12:00, Monday to Friday 13:00–17:00."),
        ("Mon, Wed 9-12", "Office hours: Monday, Wednesday 09:00–12:00."),
        ("Mon-Thu 8:30-17, Fri 8-14",
         "Office hours: Monday to Thursday 08:30–17:00, Friday 08:00–14:00."),
        ("weekdays 9 to 5; emergencies 24/7",
         "Office hours: Monday to Friday 09:00–17:00. Emergency line: around the clock."),
        ("Mon-Fri 9am-5pm, on call Sat and Sun 10-14",
         "Office hours: Monday to Friday 09:00–17:00. Emergency line: Saturday, Sunday 10:00–14:00."),
        ("daily 9-17", "Office hours: every day 09:00–17:00."),
        ("Mon-Fri 9-17. Sat 10-14", "Office hours: Monday to Friday 09:00–17:00, Saturday 10:00–14:00."),
    ],
)  # fmt: skip
def test_a_sentence_becomes_hours(sentence, told):
    understood = weekly.read(sentence)
    assert weekly.said(understood.rows) == told
    assert understood.left == ()


def test_a_sentence_is_read_in_the_language_of_the_document():
    understood = weekly.read("lun-ven 9h-17h, astreinte 24/7", "fr")
    assert weekly.said(understood.rows) == (
        "Office hours: Monday to Friday 09:00–17:00. Emergency line: around the clock."
    )


@pytest.mark.parametrize(
    "sentence", ["Mon-Fri 18-8", "on Sundays maybe", "closed on weekends", "Mon-Fri", "9-17"]
)
def test_what_is_not_understood_is_told_and_not_guessed(sentence):
    assert weekly.read(sentence) == weekly.Understood((), (sentence,))


def test_what_is_understood_in_part_names_the_rest():
    understood = weekly.read("Mon-Fri 9-17; sometimes on Sunday")
    assert understood.rows == (Row(WORKDAYS, "09:00", "17:00"),)
    assert understood.left == ("sometimes on Sunday",)


def test_a_long_text_is_read_up_to_a_limit():
    assert weekly.read("Mon-Fri 9-17; " + "x" * 100_000).rows == (Row(WORKDAYS, "09:00", "17:00"),)


def test_nothing_is_nothing():
    assert weekly.read("") == weekly.Understood((), ())
    assert weekly.said([]) == ""


def test_there_is_a_grid_for_the_office_and_one_for_emergencies():
    office, emergency = weekly.weeks([])
    assert (office.kind, emergency.kind) == ("office", "emergency")
    assert office.is_empty
    assert emergency.is_empty


def test_a_zone_or_a_note_of_its_own_has_a_grid_of_its_own():
    grids = weekly.weeks([Row("mo", "09:00", "17:00"), Row("mo", "09:00", "17:00", "office", "Asia/Tokyo")])
    assert [(grid.kind, grid.timezone) for grid in grids] == [
        ("office", ""),
        ("office", "Asia/Tokyo"),
        ("emergency", ""),
    ]


def test_days_with_the_same_hours_are_one_row():
    days = {day: [("09:00", "12:00")] for day in DAYS[:5]} | {"sa": [], "su": []}
    days["mo"] = [("09:00", "12:00"), ("13:00", "17:00")]
    assert weekly.rows([Week(days=days)]) == [Row(WORKDAYS, "09:00", "12:00"), Row("mo", "13:00", "17:00")]


@pytest.mark.parametrize(
    "rows",
    [
        [Row(WORKDAYS, "08:00", "16:00"), Row(ALL_DAYS, "00:00", "24:00", "emergency")],
        [Row("mo", "22:00", "06:00"), Row("tu,we", "08:00", "12:00"), Row("tu,we", "13:00", "17:00")],
        [Row("su", "10:00", "24:00", "office", "Asia/Tokyo", "By telephone alone")],
    ],
)
def test_rows_become_grids_and_the_same_hours_again(rows):
    assert weekly.moments(weekly.rows(weekly.weeks(rows))) == weekly.moments(rows)


def test_around_the_clock_is_every_day_all_day():
    always = weekly.weeks([Row(ALL_DAYS, "00:00", "24:00")])[0]
    assert always.always
    assert not weekly.weeks([Row(WORKDAYS, "00:00", "24:00")])[0].always
