import pytest

from directory.templatetags.hours import city, hours_data, hours_rows, weekdays


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("mo tu we th fr", "Monday to Friday"),
        ("su mo tu we th", "Sunday to Thursday"),
        ("we th fr sa su mo", "Wednesday to Monday"),
        ("sa su", "Saturday and Sunday"),
        ("su mo", "Sunday and Monday"),
        ("mo we fr", "Monday, Wednesday and Friday"),
        ("mo tu we sa", "Monday, Tuesday, Wednesday and Saturday"),
        ("fr", "Friday"),
        ("mo tu we th fr sa su", "Every day"),
    ],
)
def test_days_are_said_as_people_say_them(codes, words):
    assert weekdays(codes.split()) == words


@pytest.mark.parametrize(
    ("zone", "place"),
    [
        ("Europe/Oslo", "Oslo"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
        ("Etc/GMT-3", "Etc/GMT-3"),
    ],
)
def test_a_zone_is_called_by_its_city(zone, place):
    assert city(zone) == place


def test_round_the_clock_needs_no_zone():
    always = {
        "days": ["mo", "tu", "we", "th", "fr", "sa", "su"],
        "opens": "00:00",
        "closes": "24:00",
        "kind": "office",
    }
    rows = hours_rows({"timezones": ["Europe/Oslo"], "hours": [always]}, "office")
    assert rows == [{"days": "Every day", "times": "around the clock", "place": "", "zone": "", "note": ""}]


def test_hours_of_a_line_without_a_number_are_not_given_to_the_script():
    line = {"days": ["mo"], "opens": "08:00", "closes": "09:00", "kind": "emergency"}
    card = {"hours": [line], "timezone": "Europe/Oslo"}
    assert hours_data(card) == ""
    assert hours_data({**card, "emergency": "+4755510011"}) == "emergency mo 08:00 09:00 Europe/Oslo"
    assert hours_data({"emergency": "+4755510011"}) == "emergency"
    assert hours_data({}) == ""
