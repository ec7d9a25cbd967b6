"""The address and the country (RFC 2350, 2.2)."""

import pytest

from directory.rfc2350.document import Section
from directory.rfc2350.facts import derive


def country(text, *others, language="en"):
    return derive((Section("2.2", "2.2", "Address", text), *others), language).team.country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 rue de l'Exemple\n75002 PARIS\n**FRANCE**", "FR"),
        ("1 Example Street, Springfield, USA", "US"),
        ("Baker Street 9\nLondon\nUnited Kingdom ZZ9 9ZZ", "GB"),
        ("Colombo 09\nSri Lanka.", "LK"),
        ("28001 Madrid. (Spain)", "ES"),
        ("96999-000 - São Paulo, SP - Brazil", "BR"),
        ("39990-001 Brazil", "BR"),
        ("L-9999 Rebenach\nGrand Duchy of Luxembourg", "LU"),
        ("1099 XM Amsterdam\nThe Netherlands", "NL"),
        ("Az 1000\nAzerbaijan, Baku, Example Street 31", "AZ"),
        ("Example Street 9, 999 00 Praha, Czech Republic", "CZ"),
        ("99 Example Road, Taipei, Taiwan", "TW"),
        ("P.O. Box 1\nAbidjan\nCôte d'Ivoire", "CI"),
        ("P.O. Box 1\nBissau\nGuinea-Bissau", "GW"),
        ("1 Example Street\nTbilisi\nGeorgia", "GE"),
        ("1 Example Street\nAlbuquerque, New Mexico\nUSA", "US"),
        ("Am Beispiel 1\nD-29999 Beispielstadt", "DE"),
        ("Eksempelvej 1\nDK-0987 Eksempel", "DK"),
        ("Beispielgasse 1\nA-1010 Wien", "AT"),
        ("Rue de Suisse 1\n75002 Paris\nFrance", "FR"),
    ],
)
def test_the_country_is_read_from_the_address(text, code):
    assert country(text) == code


@pytest.mark.parametrize(
    ("language", "name", "code"),
    [
        ("fr", "Belgique", "BE"),
        ("fr", "Côte d’Ivoire", "CI"),
        ("de", "Österreich", "AT"),
        ("de", "Schweiz", "CH"),
        ("es", "España", "ES"),
        ("es", "México", "MX"),
        ("pt", "Brasil", "BR"),
        ("pt", "Moçambique", "MZ"),
        ("it", "Italia", "IT"),
        ("nl", "België", "BE"),
        ("nl", "Nederland", "NL"),
        ("pl", "Polska", "PL"),
        ("cs", "Česká republika", "CZ"),
        ("sk", "Slovenská republika", "SK"),
        ("id", "Indonesia", "ID"),
        ("hr", "Republika Hrvatska", "HR"),
        ("bs", "Bosna i Hercegovina", "BA"),
        ("sr", "Србија", "RS"),
        ("sr", "Republika Srbija", "RS"),
        ("mk", "Северна Македонија", "MK"),
    ],
)
def test_countries_are_known_by_their_names_in_every_language(language, name, code):
    assert country(f"1 Example\n1000 Exampletown\n{name}", language=language) == code


def inferred(*sections, language="en"):
    facts = derive(tuple(Section(canonical, canonical, "", text) for canonical, text in sections), language)
    return facts.team.country, "country-inferred" in {problem.code for problem in facts.problems}


@pytest.mark.parametrize(
    "sections",
    [
        (("2.4", "+49 30 12345678"),),
        (("2.3", "Europe/Berlin"),),
        (("2.7", "cert@team.example.de"),),
        (("2.2", "Beispielstraße 1\n10115 Berlin"), ("2.4", "+49 30 12345678")),
        (("2.3", "Berlin, Germany, keeps CET"),),
    ],
)
def test_a_country_that_only_other_facts_show_is_reported_as_inferred(sections):
    assert inferred(*sections) == ("DE", True)


def test_a_country_that_the_address_states_is_not_reported():
    assert inferred(("2.2", "Berlin\nGermany"), ("2.4", "+49 30 12345678")) == ("DE", False)


def test_the_address_outranks_the_telephone():
    assert inferred(("2.2", "Wien\nAustria"), ("2.4", "+49 30 12345678"))[0] == "AT"


@pytest.mark.parametrize(
    "sections",
    [
        (("2.3", "UTC+5"),),
        (("2.7", "cert@example.org"),),
        (("2.7", "cert@team.example.io"),),
        (("2.4", "+49 30 12345678"), ("2.3", "Europe/Paris")),
        (("3.2", "Organisations in Kazakhstan and Uzbekistan."),),
        (("2.4", "+1 800 555 0123 is one of many"), ("2.3", "UTC-5")),
    ],
)
def test_a_country_is_not_guessed(sections):
    assert inferred(*sections) == (None, False)


def test_the_address_keeps_its_lines_and_leaves_telephone_and_mail_out():
    text = "CERT-Example\nExample Street 1\nCalle Ejemplo E4-19\n\nPhone: +44 1632 960123\nE-mail: cert@example.org\nLondon"
    facts = derive((Section("2.2", "2.2", "Address", text),), "en")
    assert facts.team.address == ("CERT-Example", "Example Street 1", "Calle Ejemplo E4-19", "London")


def test_an_absent_address_is_empty():
    assert derive((Section("2.2", "2.2", "Address", "None available."),), "en").team.address == ()
