"""The vocabularies are whole, closed, and say where they come from."""

import dataclasses
import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from directory import vocabularies
from directory.vocabularies import (
    COUNTRIES,
    REGIONS,
    SECTORS,
    SERVICES,
    TEAM_SCOPES,
    TEAM_TYPES,
    TLP,
    Vocabulary,
)

FILES = sorted(Path(vocabularies.__file__).parent.glob("*.json"))
ALL = {name: value for name, value in vars(vocabularies).items() if isinstance(value, Vocabulary)}
every_vocabulary = pytest.mark.parametrize("vocabulary", ALL.values(), ids=ALL.keys())


def test_every_file_is_a_vocabulary_and_the_other_way_round():
    assert {path.stem.upper() for path in FILES} == set(ALL)


@every_vocabulary
def test_a_vocabulary_names_its_version_source_and_licence(vocabulary):
    assert all([vocabulary.name, vocabulary.version, vocabulary.source, vocabulary.licence])
    assert vocabulary.url.startswith("https://")


@every_vocabulary
def test_no_code_and_no_label_of_siblings_stands_twice(vocabulary):
    assert len(vocabulary.codes) == len(vocabulary.entries)
    labels = Counter((entry.parent, entry.name) for entry in vocabulary.entries)
    assert [label for label, count in labels.items() if count > 1] == []


@every_vocabulary
def test_every_parent_is_an_entry_that_stands_before_its_children(vocabulary):
    seen: set[str | None] = {None}
    for entry in vocabulary.entries:
        assert entry.parent in seen, entry
        seen.add(entry.code)


@every_vocabulary
def test_names_are_clean_text(vocabulary):
    for entry in vocabulary.entries:
        for text in (entry.name, *entry.names.values(), entry.meaning or "-"):
            assert text, entry
            assert text == unicodedata.normalize("NFC", " ".join(text.split())), entry


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_one_entry_a_line(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    entries = json.loads(path.read_text(encoding="utf-8"))["entries"]
    assert sum(line.startswith('    {"code"') for line in lines) == len(entries)


# Countries and regions


def test_there_are_249_countries_with_two_letters_each():
    assert len(COUNTRIES) == 249
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in COUNTRIES)
    assert list(COUNTRIES) == sorted(COUNTRIES)


def test_every_country_lies_in_a_region_that_holds_its_subregion():
    for country in COUNTRIES.entries:
        code = country.facts["subregion"]
        while code != country.facts["region"]:
            code = REGIONS[code].parent
        assert REGIONS[code].parent == "001"


def test_every_country_has_its_own_m49_number():
    numbers = {country.facts["m49"] for country in COUNTRIES.entries}
    assert len(numbers) == 249
    assert all(len(number) == 3 and number.isdigit() for number in numbers)


def test_countries_and_regions_have_french_names():
    assert COUNTRIES.name_of("DE", "fr") == "Allemagne"
    assert REGIONS.name_of("155", "fr") == "Europe de l’Ouest"
    assert all("fr" in entry.names for entry in (*COUNTRIES.entries, *REGIONS.entries))


def test_countries_are_named_as_people_say_them():
    assert [COUNTRIES.name_of(code) for code in ("GB", "KR", "VN", "LA")] == [
        "United Kingdom",
        "South Korea",
        "Vietnam",
        "Laos",
    ]


# Services


def test_the_services_framework_has_5_areas_21_services_and_76_functions():
    assert Counter(entry.kind for entry in SERVICES.entries) == {"area": 5, "service": 21, "function": 76}


def test_the_code_of_a_service_is_its_parents_code_and_one_number_more():
    for entry in SERVICES.entries:
        assert entry.code.rpartition(".")[0] == (entry.parent or "")
    assert SERVICES["6.2"].name == "Information security incident analysis"
    assert SERVICES["6.2.5"].name == "Cross-incident correlation"
    assert [area.code for area in SERVICES.children_of(None)] == ["5", "6", "7", "8", "9"]


# Sectors, teams, labels


def test_nis2_has_eleven_sectors_in_annex_i_and_seven_in_annex_ii():
    annexes = Counter(entry.facts["annex"] for entry in SECTORS.entries if entry.kind == "sector")
    assert annexes == {"I": 11, "II": 7}


def test_a_subsector_stands_in_the_annex_of_its_sector():
    for entry in SECTORS.entries:
        if entry.parent:
            assert entry.facts["annex"] == SECTORS[entry.parent].facts["annex"]


@pytest.mark.parametrize("vocabulary", [TEAM_TYPES, TEAM_SCOPES], ids=["types", "scopes"])
def test_every_type_and_scope_says_in_one_line_what_it_means(vocabulary):
    assert all(entry.meaning and entry.meaning.endswith(".") for entry in vocabulary.entries)


def test_labels_belong_to_a_scheme_with_a_version():
    schemes = {(e.facts["scheme"], e.facts["version"]) for e in TLP.entries if e.kind == "scheme"}
    assert schemes == {("TLP", "1.0"), ("TLP", "2.0"), ("ISTLP", "1.1")}
    assert {e.name for e in TLP.children_of("tlp-2.0")} == {
        "TLP:RED",
        "TLP:AMBER+STRICT",
        "TLP:AMBER",
        "TLP:GREEN",
        "TLP:CLEAR",
    }


def test_a_superseded_scheme_names_the_one_that_holds_now():
    superseded = {e.code: e.facts["superseded_by"] for e in TLP.entries if "superseded_by" in e.facts}
    assert superseded == {"tlp-1.0": "tlp-2.0", "istlp-1.1": "tlp-2.0"}
    assert all(code in TLP for code in superseded.values())


# The class


def test_choices_are_pairs_of_code_and_label_in_the_order_of_the_file():
    assert TEAM_TYPES.choices()[0] == ("csirt", "CSIRT")
    assert len(SERVICES.choices(kind="service")) == 21
    assert ("energy", "Énergie") in SECTORS.choices("fr", kind="sector")


def test_membership_is_by_code():
    assert "FR" in COUNTRIES
    assert "fr" not in COUNTRIES
    assert None not in COUNTRIES


def test_a_code_of_another_version_names_itself():
    assert SERVICES.name_of("12.1") == "12.1"


def test_a_vocabulary_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        COUNTRIES.name = "Lands"
    with pytest.raises(TypeError):
        COUNTRIES["FR"].facts["region"] = "000"
