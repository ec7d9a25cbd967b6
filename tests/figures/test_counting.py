"""What the figures count, from plain numbers and from the record."""

from datetime import UTC, date, datetime

import pytest

from directory import publishing
from directory.figures.counting import growth, month_ends, rows
from directory.models import Listing
from directory.vocabularies import SERVICES
from tests import people


def shown(name: str, counts: dict[str, int], total: int, language: str = "en") -> list[tuple[str, int]]:
    return [(row.label, row.teams) for row in rows(name, counts, total, language)]


def test_the_fullest_comes_first_and_equals_follow_their_names():
    assert shown("countries", {"PL": 2, "SE": 1, "AX": 1, "NO": 2}, 6) == [
        ("Norway", 2),
        ("Poland", 2),
        ("Åland Islands", 1),
        ("Sweden", 1),
    ]


def test_names_are_those_of_the_language():
    assert shown("countries", {"NO": 1}, 1, "fr") == [("Norvège", 1)]


def test_those_that_say_nothing_are_counted_where_each_team_has_one():
    assert shown("types", {"csirt": 2}, 5) == [("CSIRT", 2), ("Not said", 3)]
    assert shown("scopes", {"national": 2}, 5) == [("National", 2)]


def test_what_is_below_another_in_a_tree_follows_it():
    counts = {"health": 4, "transport": 3, "transport.water": 1, "transport.air": 2, "banking": 1}
    found = rows("sectors", counts, 9, "en")
    assert [(row.label, row.depth) for row in found] == [
        ("Health", 0),
        ("Transport", 0),
        ("Air", 1),
        ("Water", 1),
        ("Banking", 0),
    ]
    assert found[2].path == "Transport: Air"


def test_the_framework_is_shown_whole_and_its_functions_where_somebody_offers_them():
    found = rows("services", {"6": 2, "6.2": 1, "6.2.1": 1}, 2, "en")
    assert [row.code for row in found if row.depth == 2] == ["6.2.1"]
    assert [row.code for row in found if row.depth < 2] == [
        entry.code for entry in SERVICES.entries if entry.kind != "function"
    ]
    assert {row.code: row.teams for row in found if row.teams} == {"6": 2, "6.2": 1, "6.2.1": 1}


def test_a_word_of_another_version_names_itself():
    assert shown("types", {"of-tomorrow": 1}, 1) == [("of-tomorrow", 1)]
    assert shown("sectors", {"of-tomorrow": 1}, 1) == [("of-tomorrow", 1)]


def test_states_keep_their_order_and_are_all_there():
    assert shown("keys", {"none": 4, "soon": 1}, 5) == [
        ("Valid", 0),
        ("Ends within 60 days", 1),
        ("Expired", 0),
        ("Revoked", 0),
        ("No end is known", 0),
        ("No key", 4),
    ]


# Over time -------------------------------------------------------------------------------------------


def test_no_team_no_months():
    assert month_ends({}, date(2026, 11, 25)) == []


def test_every_month_has_its_end_and_the_last_is_today():
    changes = {date(2025, 12, 1): 2, date(2026, 2, 1): -1}
    assert month_ends(changes, date(2026, 3, 14)) == [
        (date(2025, 11, 30), 0),
        (date(2025, 12, 31), 2),
        (date(2026, 1, 31), 2),
        (date(2026, 2, 28), 1),
        (date(2026, 3, 14), 1),
    ]


def on(month: int, day: int = 10) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_a_team_counts_from_its_first_revision_and_not_while_it_is_withdrawn():
    first, second = people.example_cert(), people.example_cert("OTHER-CERT", "other-cert")
    people.example_cert("DRAFT-CERT", "draft-cert")
    people.published(first, at=on(1))
    people.published(second, at=on(2))
    people.write(first, "3.1", "Again.")
    people.published(first, at=on(3))
    publishing.withdraw(first, reason="It has closed.", at=on(4, 30))
    publishing.withdraw(second, reason="It has closed.", at=on(5))
    people.published(first, at=on(6))
    assert growth(date(2026, 7, 2)) == [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 31), 1),
        (date(2026, 2, 28), 2),
        (date(2026, 3, 31), 2),
        (date(2026, 4, 30), 1),
        (date(2026, 5, 31), 0),
        (date(2026, 6, 30), 1),
        (date(2026, 7, 2), 1),
    ]
    assert Listing.objects.listed().count() == 1


@pytest.mark.django_db
def test_withdrawn_and_back_in_a_month_is_there_at_its_end(example_cert):
    people.published(example_cert, at=on(1))
    for day in (3, 13):
        publishing.withdraw(example_cert, reason="It has closed.", at=on(2, day))
        people.published(example_cert, at=on(2, day + 1))
    assert growth(date(2026, 2, 28))[-1] == (date(2026, 2, 28), 1)


@pytest.mark.django_db
def test_growth_costs_two_queries(published, django_assert_num_queries):
    with django_assert_num_queries(2):
        growth(date(2026, 11, 25))
