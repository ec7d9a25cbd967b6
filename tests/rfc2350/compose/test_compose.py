"""Generated sections: what they say, and where they say nothing."""

from dataclasses import replace

import pytest

from directory.rfc2350.compose import COMPOSED, compose
from directory.rfc2350.document import (
    Change,
    Channel,
    ConstituencyFacts,
    Document,
    Information,
    Key,
    LabelScheme,
    Opening,
    Phone,
    TeamFacts,
)
from directory.rfc2350.wording import LANGUAGES

WORKDAYS = ("mo", "tu", "we", "th", "fr")
EVERY_DAY = (*WORKDAYS, "sa", "su")
FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567"


def team(**facts):
    return Document(team=TeamFacts(**facts))


def information(**facts):
    return Document(document=Information(**facts))


@pytest.mark.parametrize("canonical", COMPOSED)
@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_no_facts_make_no_text(canonical, language):
    assert compose(Document(), canonical, language) == ""


@pytest.mark.parametrize("canonical", ["0", "2.9", "3.1", "5", "9"])
def test_prose_is_not_composed(canonical):
    assert compose(team(name="Example CSIRT"), canonical) == ""


def test_every_language_has_every_phrase():
    keys = {frozenset(phrases) for phrases in LANGUAGES.values()}
    assert len(keys) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_months_are_complete(language):
    assert len(LANGUAGES[language]["days"].split("|")) == 7
    assert len(LANGUAGES[language]["months"].split("|")) == 12


def test_date_and_version_make_a_sentence():
    assert (
        compose(information(date="2026-05-17", version="1.4"), "1.1")
        == "This is version 1.4, published 17 May 2026."
    )


def test_a_month_alone_stays_one():
    assert compose(information(date="2026-05"), "1.1") == "Published May 2026."


def test_the_change_table_stands_in_columns():
    rows = (Change("2026-05-10", "0.9", None, "Draft"), Change("2026-05-17", "1.0", None, "First edition"))
    assert compose(information(date="2026-05-17", version="1.0", revisions=rows), "1.1").split("\n")[2:] == [
        "Date        Version  Comment",
        "2026-05-10  0.9      Draft",
        "2026-05-17  1.0      First edition",
    ]


def test_a_french_document_speaks_french():
    assert (
        compose(information(date="2026-02-01", version="2"), "1.1", "fr")
        == "Ceci est la version 2, publiée le 1 février 2026."
    )


def test_a_language_without_words_speaks_english():
    assert compose(information(version="2"), "1.1", "cs") == "This is version 2."


def test_a_name_alone_needs_no_label():
    assert compose(team(name="Example CSIRT"), "2.1") == "Example CSIRT"


def test_several_names_are_told_apart():
    text = compose(team(name="Example Response Team", short_name="EX-CSIRT", aliases=("Old Team",)), "2.1")
    assert text == "Full name: Example Response Team\nShort name: EX-CSIRT\nAlso known as: Old Team"


def test_faxes_stand_apart_from_telephones():
    phones = (
        Phone("+33199000123", "voice", "+33 1 99 00 01 23", "office hours"),
        Phone("+33199000125", "fax", "+33 1 99 00 01 25"),
        Phone("+33199000124", "emergency", "+33 1 99 00 01 24"),
    )
    assert (
        compose(team(phones=phones), "2.4") == "+33 1 99 00 01 23 (office hours)\nEmergency +33 1 99 00 01 24"
    )
    assert compose(team(phones=phones), "2.5") == "+33 1 99 00 01 25"


def test_a_fingerprint_is_in_groups_of_four():
    text = compose(
        team(keys=(Key(FINGERPRINT, FINGERPRINT[-16:]),), key_urls=("https://team.example/key.asc",)), "2.8"
    )
    assert text.split("\n") == [
        "Key ID: 0x89ABCDEF01234567",
        "Fingerprint: 0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567",
        "",
        "The public key can be obtained from:",
        "",
        "https://team.example/key.asc",
    ]


def test_days_in_a_row_are_a_range():
    assert compose(team(hours=(Opening(WORKDAYS, "09:00", "17:00"),)), "2.11").endswith(
        "Monday to Friday: 09:00 to 17:00"
    )


def test_single_days_are_listed():
    assert "Monday, Wednesday: 09:00" in compose(
        team(hours=(Opening(("mo", "we"), "09:00", "17:00"),)), "2.11"
    )


def test_the_whole_week_is_around_the_clock():
    text = compose(team(hours=(Opening(EVERY_DAY, "00:00", "24:00", "emergency"),)), "2.11")
    assert text == "Emergency hours:\n24 hours a day, 7 days a week"


def test_the_constituency_is_in_labelled_lists():
    served = ConstituencyFacts(
        prefixes=("192.0.2.0/24", "2001:db8::/32"),
        asns=(64496, 64497),
        domains=("team.example",),
        countries=("FR", "BE"),
        sectors=("energy",),
    )
    assert compose(Document(constituency=served), "3.2") == (
        "Networks: 192.0.2.0/24, 2001:db8::/32\n\nAS numbers: AS64496, AS64497\n\nDomains: team.example\n\n"
        "Countries: France, Belgium\n\nSectors: Energy"
    )


def test_a_label_scheme_names_its_version():
    assert compose(team(tlp=(LabelScheme("TLP", "2.0"),)), "4.2") == (
        "The team honours the Traffic Light Protocol (TLP), version 2.0."
    )


def test_an_unknown_label_scheme_is_named_as_it_is():
    assert compose(team(tlp=(LabelScheme("PAP", "1"),)), "4.2") == "PAP 1"


def test_no_line_is_wider_than_a_document_allows():
    served = ConstituencyFacts(prefixes=tuple(f"192.0.2.{n}/32" for n in range(200)))
    assert max(map(len, compose(Document(constituency=served), "3.2").split("\n"))) <= 72


def test_channels_are_called_as_people_call_them():
    channels = (Channel("x", "@example"), Channel("matrix", "@team:team.example"))
    assert compose(team(channels=channels), "2.6") == "X: @example\nMatrix: @team:team.example"


def test_composing_twice_gives_the_same_text():
    facts = replace(team(name="Example CSIRT", emails=("a@team.example", "b@team.example")), language="en")
    assert [compose(facts, canonical) for canonical in COMPOSED] == [
        compose(facts, canonical) for canonical in COMPOSED
    ]


def test_lines_that_would_be_read_as_one_stand_apart():
    address = ("The Office for the Protection of Networks and Information Systems", "Wilhelmstrasse-Nord 17")
    assert compose(team(address=address), "2.2") == f"{address[0]}\n\n{address[1]}"


def test_a_sector_without_a_short_name_goes_by_its_code():
    served = ConstituencyFacts(sectors=("manufacturing.machinery", "chemical", "invented"))
    assert (
        compose(Document(constituency=served), "3.2")
        == "Sectors: Machinery and equipment, Chemicals, invented"
    )


def test_a_country_whose_name_holds_commas_goes_by_its_code():
    served = ConstituencyFacts(countries=("CI", "SH"))
    assert compose(Document(constituency=served), "3.2", "fr") == "Pays : Côte d’Ivoire, SH"
