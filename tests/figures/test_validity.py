import re
from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from directory.figures.validity import Life, Words, drawn

WORDS = Words("The key’s time", "Made on … <script>", "3 March 2024", "3 March <b>", "today")
BEGIN = date(2024, 3, 3)


def bar(end: date | None, today: date):
    return LexborHTMLParser(drawn(Life(BEGIN, end, today, "ok"), WORDS)).css_first("svg")


def per_cent(value: str) -> float:
    return float(value.removesuffix("%"))


def test_the_bar_reaches_from_the_first_day_to_the_last_with_today_in_its_place():
    svg = bar(date(2028, 3, 3), date(2026, 3, 3))
    assert per_cent(svg.css_first("rect.ok").attributes["width"]) == 100
    assert per_cent(svg.css_first("line").attributes["x1"]) == pytest.approx(50, abs=0.1)


def test_what_has_ended_leaves_room_up_to_today():
    svg = bar(date(2025, 3, 3), date(2028, 3, 3))
    assert per_cent(svg.css_first("rect.ok").attributes["width"]) == pytest.approx(25, abs=0.1)
    assert svg.css_first("line").attributes["x1"] == "100%"


def test_what_never_ends_is_drawn_up_to_today_and_leaves_room_for_more():
    svg = bar(None, date(2027, 3, 3))
    width = per_cent(svg.css_first("rect.ok").attributes["width"])
    assert svg.css_first("line").attributes["x1"] == svg.css_first("rect.ok").attributes["width"]
    assert 60 < width < 90


@pytest.mark.parametrize(
    ("end", "today"),
    [
        (date(2020, 1, 1), date(2026, 1, 1)),
        (BEGIN, BEGIN),
        (date(2030, 1, 1), date(2020, 1, 1)),
        (None, date(2020, 1, 1)),
        (None, BEGIN),
    ],
)
def test_impossible_times_stay_within_the_bar(end, today):
    for place in re.findall(r'(?:x1|x2|width|x)="([-\d.e]+)%"', drawn(Life(BEGIN, end, today, "bad"), WORDS)):
        assert 0 <= float(place) <= 100


def test_every_word_is_escaped():
    svg = bar(date(2028, 3, 3), date(2026, 3, 3))
    assert svg.css("script, b") == []
    assert svg.css_first("desc").text() == WORDS.said
