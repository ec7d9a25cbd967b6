"""One contract on SQLite and PostgreSQL."""

import pytest
from django.db import connection

from directory import search
from directory.models import Listing
from directory.search.query import words
from tests import people

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [listing.name for listing in search.matching(Listing.objects.all(), words(text))]


@pytest.fixture
def teams(db):
    people.published(people.example_cert("Forensics Lab", "forensics-lab"))
    people.published(people.example_cert("Ελληνικό CERT", "hellenic", former_names=["Alte Eule"]))
    people.published(people.example_cert("日本シーサート", "nippon"))


@pytest.mark.parametrize(
    ("text", "name"),
    [("ΕΛΛΗΝΙΚΟ", "Ελληνικό CERT"), ("ελληνικο", "Ελληνικό CERT"), ("日本", "日本シーサート"), ("サート", "日本シーサート"),
     ("alte eule", "Ελληνικό CERT"), ("nippon.example", "日本シーサート")],
)  # fmt: skip
def test_security_95_teams_are_found_in_every_script_and_by_former_names(teams, text, name):
    assert found(text) == [name]


def test_a_hit_in_a_name_comes_before_one_in_the_prose(teams):
    assert found("forensics")[0] == "Forensics Lab"
    assert len(found("forensics")) == 3


def test_every_word_must_be_there(teams):
    assert found("forensics lab") == ["Forensics Lab"]
    assert found("forensics nowhere") == []


def test_the_beginning_of_a_word_finds_it(teams):
    assert "Forensics Lab" in found("foren")


def test_a_word_of_an_address_in_the_document_finds_the_team(teams):
    assert len(found("Przykładowa")) == 3
    assert len(found("przykladowa lodz")) == 3


def test_what_was_removed_is_not_found(teams):
    listing = Listing.objects.get(slug="nippon")
    search.remove(listing.pk)
    assert found("日本") == []


@pytest.mark.parametrize(
    "text", ['"', "*", "NEAR(a b)", "a OR b", "col:x", "-x", "a'b", ":*", "&", "|", "!", "<->"]
)
def test_security_94_no_text_reaches_the_index_s_own_language(teams, text):
    assert isinstance(found(text), list)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL ranks by a listing's own row")
@pytest.mark.django_db
def test_security_112_all_hits_are_ranked_at_once():
    """One after another, each would rank all of them again: the time for a word of all teams would be squared."""
    assert "MATERIALIZE hits" in search.matching(Listing.objects.all(), ["cert"]).explain()
