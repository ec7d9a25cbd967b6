"""One contract on SQLite and PostgreSQL."""

import pytest

from directory import search
from directory.models import Listing, SearchWord
from directory.search import finding
from directory.search.query import words
from directory.search.shelf import shelf
from tests import people

pytestmark = pytest.mark.django_db


def ordered(text: str) -> list[str]:
    """The names of the teams with all these words, in order."""
    asked, now = words(text), shelf()
    if not asked:
        return []
    keys = now.keys_of(finding.in_order(now, finding.hits(now, asked), asked, now.listed))
    names = dict(Listing.objects.values_list("pk", "name"))
    return [names[key] for key in keys]


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
    assert ordered(text) == [name]


def test_names_come_before_services_and_services_before_prose(db):
    prose = people.example_cert("Alpha", "alpha")
    people.write(prose, "3.1", "Alpha does honeypots, honeypots and honeypots.")
    service = people.example_cert("Beta", "beta")
    service.services.create(title="Honeypots", canonical="5")
    name = people.example_cert("Zeta Honeypots", "zeta")
    for team in (prose, service, name):
        people.published(team)
    assert ordered("honeypots") == ["Zeta Honeypots", "Beta", "Alpha"]


def test_a_name_that_begins_with_the_words_comes_before_one_that_holds_them(db):
    for name, slug in (
        ("Aalborg Nordic Team", "aalborg"),
        ("Nordic Team", "nordic"),
        ("Zeta Nordic Team", "zeta"),
    ):
        people.published(people.example_cert(name, slug))
    assert ordered("nordic team") == ["Nordic Team", "Aalborg Nordic Team", "Zeta Nordic Team"]


def test_many_hits_in_prose_stand_by_name(teams, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 1)
    assert ordered("triage") == ["Forensics Lab", "Ελληνικό CERT", "日本シーサート"]


def test_every_word_must_be_there(teams):
    assert ordered("forensics lab") == ["Forensics Lab"]
    assert ordered("forensics nowhere") == []


def test_the_beginning_of_a_word_finds_it(teams):
    assert "Forensics Lab" in ordered("foren")


def test_a_word_of_an_address_in_the_document_finds_the_team(teams):
    assert len(ordered("Przykładowa")) == 3
    assert len(ordered("przykladowa lodz")) == 3


def test_what_was_removed_is_not_found_and_its_words_are_forgotten(teams):
    listing = Listing.objects.get(slug="hellenic")
    assert SearchWord.objects.filter(word="eule").exists()
    search.remove(listing.pk)
    assert search.holding("eule") == []
    assert not SearchWord.objects.filter(word="eule").exists()
    assert SearchWord.objects.get(word="forensics").teams == 2


def test_a_word_counts_once_a_team_however_often_the_team_is_published(example_cert):
    people.published(example_cert)
    people.write(example_cert, "3.1", "Forensics, again.")
    people.published(example_cert)
    assert SearchWord.objects.get(word="forensics").teams == 1
    assert not SearchWord.objects.filter(word="helps").exists()


@pytest.mark.parametrize(
    "text",
    ['"', "*", "NEAR(a b)", "a OR b", "col:x", "-x", "a'b", ":*", "&", "|", "!", "<->", "names : cert"],
)
def test_security_94_no_text_reaches_the_index_s_own_language(teams, text):
    assert isinstance(ordered(text), list)
