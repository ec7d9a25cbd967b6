"""Names that can be taken for one another: the same when folded, or alike to the eye (UTS 39)."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from django.urls import reverse

from directory import lookalikes, publishing
from directory.lookalikes import skeletons
from directory.models import Identifier
from tests import people


def alike(one: str, other: str) -> bool:
    return bool(skeletons(one) & skeletons(other))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("СERT-EU", "CERT-EU"),  # С is Cyrillic
        ("сеrt-eu", "CERT-EU"),  # с and е are
        ("ΝΑΤΟ CIRC", "NATO CIRC"),  # Greek capitals
        ("CERT-lT", "CERT-IT"),  # a small l for a capital I
        ("CERT-FI", "CERT-Fl"),
        ("CSlRT.CZ", "CSIRT.CZ"),
        ("C0RE-CERT", "CORE-CERT"),  # a zero
        ("modern CERT", "modem CERT"),  # r and n for m
        ("ＣＥＲＴ－ＥＵ", "CERT-EU"),  # wide letters
        ("CERT\u200d-EU", "CERT-EU"),  # a joiner that nobody sees
        ("CERT EU", "CERT-EU"),
        ("ꓚꓰꓣꓔ", "CERT"),  # Lisu
    ],
)
def test_security_40_names_that_the_eye_takes_for_one_another_share_a_skeleton(name, other):
    assert alike(name, other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ελληνικό CERT", "CERT"),
        ("Ελληνικό CERT", "CERT-EL"),
        ("JPCERT コ", "JPCERT"),
        ("CERT-LT", "CERT-IT"),  # Lithuania and Italy
        ("cert-lt", "CERT-IT"),
        ("CERT-NL", "CERT-NI"),
        ("РОСЦЕРТ", "ROSCERT"),
        ("CERT-EU", "CERT-EE"),
        ("日本", "中国"),
    ],
)
def test_security_40_honest_names_share_none(name, other):
    assert not alike(name, other)


def test_a_name_without_a_letter_has_a_skeleton_all_the_same():
    assert skeletons("!!!") == {"!!!"}
    assert skeletons(" ") == set()


def test_the_table_of_letters_names_its_source_and_leads_to_no_letter_that_leads_on():
    path = Path(lookalikes.__file__).parent / "confusables.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    assert {"version", "source", "licence"} <= set(table)
    letters = set("".join(table["entries"].values()))
    prototypes = {letter for prototype in table["entries"] for letter in prototype}
    assert prototypes & letters == set()
    assert all(unicodedata.normalize("NFKC", letter) == letter for letter in letters)


@pytest.fixture
def cert_eu(db):
    team = people.example_cert(
        "CERT-EU", "cert-eu", short_name="CERT-EU", aliases=["EU emergency team"], former_names=["EU-CIRC"]
    )
    people.published(team)
    return team


def sentences(*names: str, but_for: int | None = None) -> list[str]:
    return [match.sentence for match in lookalikes.matches(names, but_for=but_for)]


def test_security_40_a_name_with_a_foreign_letter_is_told_with_the_letter(cert_eu):
    (sentence,) = sentences("СERT-EU")
    assert sentence == (
        "“СERT-EU” looks like “CERT-EU”, a name of CERT-EU. Look at С (cyrillic capital letter es)."
    )


@pytest.mark.parametrize("name", ["cert-eu", "ＣＥＲＴ-ＥＵ", "Cért-Eu", "CERT EU", "Ce\u0301rt-eu"])
def test_security_41_a_name_in_another_case_width_or_form_is_the_same_name(cert_eu, name):
    (match,) = lookalikes.matches([name], but_for=None)
    assert match.same
    assert match.theirs == "CERT-EU"


@pytest.mark.parametrize("name", ["EU Emergency Team", "EU-СIRС"])
def test_other_names_and_former_ones_are_names_too(cert_eu, name):
    assert len(sentences(name)) == 1


def test_a_team_is_not_told_of_itself_nor_of_what_is_withdrawn(cert_eu):
    assert sentences("CERT-EU", but_for=cert_eu.pk) == []
    assert len(sentences("CERT-EU")) == 1
    publishing.withdraw(cert_eu, reason="It ended.")
    assert sentences("CERT-EU") == []


def test_a_draft_that_nobody_sees_is_told_to_nobody(db):
    people.example_cert("CERT-EU", "cert-eu")
    assert sentences("CERT-EU") == []


def test_names_of_any_length_fit_and_are_found_again(db):
    people.published(people.example_cert("æ" * 200, "long"))
    assert len(sentences("Æ" * 200)) == 1
    assert max(map(len, Identifier.objects.values_list("value", flat=True))) <= 254


def test_reindexing_brings_the_names_back(cert_eu):
    Identifier.objects.all().delete()
    publishing.reindex()
    assert len(sentences("СERT-EU")) == 1


def test_asking_costs_the_same_however_many_teams_there_are(cert_eu, django_assert_num_queries):
    for number in range(3):
        people.published(people.example_cert(f"TEAM-{number}", f"team-{number}"))
    with django_assert_num_queries(1):
        lookalikes.matches(["СERT-EU"], but_for=None)


@pytest.mark.parametrize("typed", ["cert-eu", "ＣＥＲＴ-ＥＵ", "CERT-EU", "Cért-Eu"])
def test_security_41_a_search_finds_the_one_team_in_every_spelling(client, cert_eu, typed):
    people.published(people.example_cert("OTHER-CERT", "other-cert"))
    page = client.get(reverse("team_list"), {"q": typed}).content.decode()
    found = re.findall(r'<h2[^>]*>\s*<a href="/teams/([a-z-]+)/', page)
    assert found[:1] == ["cert-eu"]
