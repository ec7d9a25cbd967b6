"""The tables of the languages: titles that documents use, and names of sectors."""

import pytest

from directory.rfc2350.tables import language_tables
from directory.rfc2350.titles import matches


@pytest.mark.parametrize(
    ("title", "canonical"),
    [
        ("Who we serve", "3.2"),
        ("What we do", "5"),
        ("Confidentiality", "4.2"),
        ("Contact info", "2"),
        ("Contact hours", "2.11"),
        ("Sonstiges", "2.10"),
        ("Verschiedenes", "2.10"),
        ("Echtheit", "1.4"),
        ("Aufbewahrungsort", "1.3"),
        ("Trägerorganisation", "3.3"),
        ("Wirkungsbereich", "3.2"),
        ("Regelwerke", "4"),
        ("Correo", "2.7"),
        ("Číslo telefonu", "2.4"),
        ("Telefon kontaktowy", "2.4"),
        ("Leden", "2.9"),
        ("Autenticazione", "1.4"),
        ("E-mail di contatto", "2.7"),
        ("Surel", "2.7"),
        ("Pelaporan", "6"),
        ("Coordonnées", "2"),
        ("Divers", "2.10"),
        ("Diversos", "2.10"),
        ("Razno", "2.10"),
        ("Разно", "2.10"),
    ],
)
def test_short_titles_of_every_language_are_known_to_the_letter(title, canonical):
    found = {match.canonical for match in matches(title) if match.likeness == 1}
    assert canonical in found


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "code",
    ["medical-devices", "electronics", "electrical-equipment", "machinery", "motor-vehicles", "other-transport-equipment"],
)  # fmt: skip
def test_every_branch_of_manufacturing_has_a_name_without_commas(language, code):
    assert "," not in language_tables()[language]["sectors"][f"manufacturing.{code}"][0]
