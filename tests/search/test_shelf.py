"""The shelf says what the tables say, made anew or gone on with."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import publishing
from directory.models import Listing
from directory.search import shelf as module
from directory.search.shelf import bitmap, freshness, key_health, places, shelf
from tests import people

pytestmark = pytest.mark.django_db
MONDAY_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = MONDAY_NOON.date()


@given(st.sets(st.integers(0, 400)))
def test_a_bitmap_gives_back_its_places(some):
    bits = bitmap(some, 401)
    assert list(places(bits)) == sorted(some)
    assert bits.bit_count() == len(some)


def slugs(bits: int) -> set[str]:
    now = shelf()
    return set(Listing.objects.filter(pk__in=now.keys_of(places(bits))).values_list("slug", flat=True))


def afresh():
    module._Kept.shelf = None
    return shelf()


def same(one, other) -> bool:
    """Whether two shelves say the same, wherever they have put the teams."""

    def said(made):
        return {
            word: {made.rows.keys[place] for place in places(bits)}
            for word, bits in {**made.lasting, **made.passing, "": made.listed}.items()
            if bits
        }

    return said(one) == said(other)


def test_a_publication_changes_only_what_it_says(published):
    before = shelf()
    assert before.counts("type") == {"csirt": 1}
    people.published(people.example_cert("Other", "other", type="soc"))
    after = shelf()
    assert after.counts("type") == {"csirt": 1, "soc": 1}
    assert before.counts("type") == {"csirt": 1}, "a shelf never changes"
    published.team.type = "isac"
    published.team.save()
    people.published(published.team)
    assert shelf().counts("type") == {"isac": 1, "soc": 1}
    assert same(shelf(), afresh())


def test_a_withdrawn_team_is_gone_and_a_team_that_comes_back_is_there(published):
    people.published(people.example_cert("Other", "other"))
    shelf()
    publishing.withdraw(published.team, reason="It has ended.")
    assert slugs(shelf().listed) == {"other"}
    assert same(shelf(), afresh())
    people.published(published.team)
    assert slugs(shelf().listed) == {"other", "example-cert"}
    assert same(shelf(), afresh())


def test_another_database_of_the_same_length_is_read_as_a_whole(published, monkeypatch):
    kept = shelf()
    stranger = module.Shelf((kept.version[0] - 1 or 1, "another chain", kept.version[2]), kept.moment, module.Rows(),
                            {}, 0, {}, {})  # fmt: skip
    module._Kept.shelf = stranger
    people.published(people.example_cert("Other", "other"))
    assert shelf().total == 2


def test_a_place_in_a_tree_counts_for_all_that_is_above_it(example_cert):
    example_cert.served_sectors.create(sector="energy.oil")
    example_cert.services.create(title="Triage", framework="6.1.2", canonical="5.1")
    people.published(example_cert)
    assert shelf().counts("sector") == {"health": 1, "energy": 1, "energy.oil": 1}
    assert shelf().counts("service") == {"6": 1, "6.1": 1, "6.1.2": 1}
    assert shelf().counts("region") == {"150": 1, "151": 1}


def test_who_is_reachable_follows_the_clock_by_the_quarter(published):
    assert shelf(MONDAY_NOON).counts("now") == {"yes": 1}
    assert shelf(MONDAY_NOON + timedelta(hours=8)).counts("now") == {}
    assert shelf(MONDAY_NOON + timedelta(days=5)).counts("now") == {}
    assert shelf(MONDAY_NOON).moment == shelf(MONDAY_NOON + timedelta(minutes=14)).moment


@pytest.mark.parametrize(
    ("days", "health"), [(-1, "expired"), (0, "soon"), (60, "soon"), (61, "valid"), (4000, "valid")]
)
def test_the_health_of_a_key_follows_from_its_last_day(days, health):
    assert key_health((DAY + timedelta(days=days)).isoformat(), DAY) == health


@pytest.mark.parametrize(
    ("days", "age"), [(0, "4-months"), (122, "4-months"), (123, "year"), (365, "year"), (366, "older")]
)
def test_how_fresh_a_profile_is_follows_from_the_day(days, age):
    assert freshness((DAY - timedelta(days=days)).isoformat(), DAY) == age


def test_confirming_makes_a_profile_fresh_without_a_revision(example_cert):
    long_ago = MONDAY_NOON - timedelta(days=500)
    people.published(example_cert, at=long_ago)
    assert shelf(MONDAY_NOON).counts("fresh") == {"older": 1}
    publishing.confirm(example_cert, means="by telephone", at=MONDAY_NOON)
    assert shelf(MONDAY_NOON).counts("fresh") == {"4-months": 1}
    assert Listing.objects.get().confirmed_at == MONDAY_NOON
