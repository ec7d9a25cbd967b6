"""Headings found, meanings given, nothing lost and nothing leaked: one test for each hazard of real documents."""

from __future__ import annotations

import pytest

from directory.rfc2350 import parse
from tests.rfc2350 import meadow
from tests.rfc2350.meadow import expected, outline


def texts(document: str) -> dict[str, str]:
    return {section.canonical: section.text for section in parse(document).sections}


@pytest.mark.parametrize(
    "shape",
    [
        meadow.in_paragraphs,
        meadow.without_blank_lines,
        meadow.on_one_line,
        meadow.after_colons,
        meadow.in_markdown,
        meadow.paginated,
        lambda: meadow.shifted(2),
        lambda: meadow.in_paragraphs().replace("\n", "\r\n"),
        lambda: meadow.in_paragraphs().upper(),
    ],
    ids=["paragraphs", "dense", "one-line", "colons", "markdown", "paginated", "shifted", "crlf", "capitals"],
)
def test_every_shape_gives_the_same_sections(shape) -> None:
    found = [(canonical, text.lower()) for canonical, text in outline(parse(shape()))]
    assert found == [(canonical, text.lower()) for canonical, text in expected()]


def test_titles_alone_are_enough_without_numbers() -> None:
    assert outline(parse(meadow.without_numbers())) == [e for e in expected() if "Signals" not in e[1]]


def test_numbers_lie_and_titles_decide() -> None:
    text = (
        meadow.in_paragraphs()
        .replace("2.5 Facsimile", "2.6 Facsimile")
        .replace("2.7 Electronic", "2.9 Electronic")
    )
    assert texts(text)["2.7"] == "cert@meadow.example"


def test_an_empty_section_never_takes_the_next_heading() -> None:
    text = meadow.in_paragraphs().replace("+33 1 99 00 00 00", "").replace("\n\nNot available.", "")
    found = texts(text)
    assert found["2.4"] == found["2.5"] == found["2.6"] == ""
    assert found["2.7"] == "cert@meadow.example"


def test_a_street_number_begins_no_section() -> None:
    assert texts(meadow.without_blank_lines())["2.2"].split("\n")[1] == "3 rue des Champs"


def test_a_list_in_the_mission_begins_no_sections() -> None:
    assert texts(meadow.without_blank_lines())["3.1"].endswith("3. weed")


def test_a_reference_to_a_section_begins_none() -> None:
    text = meadow.on_one_line().replace(
        "Use the key.", "See 2.8 Public Keys and Encryption Information, and 2.4."
    )
    assert texts(text)["4.3"] == "See 2.8 Public Keys and Encryption Information, and 2.4."


def test_a_version_in_a_line_begins_no_section() -> None:
    text = meadow.on_one_line().replace("TLP 2.0 is honoured.", "TLP 2.0 (Version 1.2 Address) is honoured.")
    assert "Version 1.2 Address" in texts(text)["4.2"]


def test_inner_spaces_do_not_hide_a_number() -> None:
    text = meadow.in_paragraphs().replace("2.7 Elec", "2 .7. Elec").replace("2.8 Public", "2. 8. Public")
    assert texts(text)["2.7"] == "cert@meadow.example"
    assert texts(text)["2.8"] == "Ask for the key by mail."


@pytest.mark.parametrize("mark", [": ", " - ", "\t", "    ", ") "])
def test_any_separator_may_follow_the_number(mark: str) -> None:
    lines = [f"{number}{mark}{title}\n{text}" for _, number, title, text in meadow.SECTIONS]
    assert outline(parse("\n".join(lines))) == expected()


def test_a_value_glued_to_its_heading_is_cut_off() -> None:
    text = meadow.without_blank_lines()
    text = text.replace("2.5 Facsimile Number\nNot available.", "2.5 - Facsimile NumberN/A")
    text = text.replace("2.7 Electronic Mail Address\ncert@", "2.7 - Electronic Mail Addresscert@")
    assert texts(text)["2.5"] == "N/A"
    assert texts(text)["2.7"] == "cert@meadow.example"


def test_sections_glued_to_each_other_are_cut_apart() -> None:
    text = meadow.without_blank_lines().replace(
        "cert@meadow.example\n2.8 Public", "cert@meadow.example2.8 - Public"
    )
    assert texts(text)["2.7"] == "cert@meadow.example"
    assert texts(text)["2.8"] == "Ask for the key by mail."


def test_a_number_alone_on_its_line_belongs_to_the_title_below() -> None:
    lines = [
        f"{meadow.dotted(number)}\n{title}\n{text}"
        for _, number, title, text in meadow.SECTIONS
        if title != "Weed Watch"
    ]
    assert ("2.7", "cert@meadow.example") in outline(parse("\n".join(lines)))


def test_a_title_broken_over_two_lines_is_one() -> None:
    text = meadow.in_paragraphs().replace(
        "Interaction and Disclosure of", "Interaction and\n    Disclosure of"
    )
    section = next(s for s in parse(text).sections if s.canonical == "4.2")
    assert (section.title, section.text) == (
        "Co-operation, Interaction and Disclosure of Information",
        "TLP 2.0 is honoured.",
    )


def test_a_second_language_below_the_title_is_part_of_it() -> None:
    text = meadow.in_paragraphs().replace("2.2 Address", "2.2 Adresse\n    Address")
    section = next(s for s in parse(text).sections if s.canonical == "2.2")
    assert (section.title, section.text.split("\n")[0]) == ("Adresse / Address", "CERT Meadow")


def test_sub_headings_stay_in_the_body_that_holds_them() -> None:
    text = meadow.in_paragraphs().replace("CERT Meadow\n3 rue", "2.2.1 Mail address\n\nCERT Meadow\n3 rue")
    assert texts(text)["2.2"].startswith("2.2.1 Mail address")


def test_labels_in_a_numbered_document_are_no_sections() -> None:
    text = meadow.without_blank_lines().replace("2.5 Facsimile Number\nNot available.\n", "")
    text = text.replace(
        "+33 1 99 00 00 00", "Phone: +33 1 99 00 00 00\nFax: +33 1 99 00 00 01\nEmail: desk@meadow.example"
    )
    assert texts(text)["2.4"].split("\n")[1:] == ["Fax: +33 1 99 00 00 01", "Email: desk@meadow.example"]


def test_hours_of_their_own_are_points_of_contact_too() -> None:
    text = meadow.in_paragraphs().replace(
        "2.11 Points", "2.11 Operating Hours\n\nMon-Fri 9-17\n\n2.12 Points"
    )
    contact = [s.text for s in parse(text).sections if s.canonical == "2.11"]
    assert [t[:7] for t in contact] == ["Mon-Fri", "Write t"]


def test_vision_and_mission_are_both_the_mission() -> None:
    text = meadow.in_paragraphs().replace("3.1 Mission Statement", "3.1 Visi\n\nSafe fields.\n\n3.2 Misi")
    assert [s.number for s in parse(text).sections if s.canonical == "3.1"] == ["3.1", "3.2"]


def test_a_service_of_the_teams_own_is_a_service() -> None:
    section = next(s for s in parse(meadow.in_paragraphs()).sections if s.title == "Weed Watch")
    assert (section.canonical, section.number) == ("5", "5.2")


def test_misspelt_titles_are_known() -> None:
    text = (
        meadow.in_paragraphs()
        .replace("Telephone Number", "Telephne Number")
        .replace("Facsimile", "Fascimilie")
    )
    assert {"2.4", "2.5"} <= set(texts(text))


def test_numbers_that_a_list_gave_to_the_values_are_dropped() -> None:
    lines = []
    for count, (_, number, title, text) in enumerate(s for s in meadow.SECTIONS if s[2] != "Weed Watch"):
        lines.append(f"{1 + count % 20 * 2}. {title}" if "." in number else f"{number}. {title}")
        if text:
            lines.append(f"{2 + count % 20 * 2}. {text}" if "." in number else text)
    assert texts("\n".join(lines))["2.7"] == "cert@meadow.example"


def test_title_lines_are_kept_before_section_1() -> None:
    first = parse("CERT Meadow\nRFC 2350\n\n" + meadow.in_paragraphs()).sections[0]
    assert (first.canonical, first.number, first.title, first.text) == (
        "0",
        None,
        "",
        "CERT Meadow\nRFC 2350",
    )


def test_headings_in_fourteen_languages_mean_the_same() -> None:
    wanted = {"1.1", "2.2", "2.4", "2.8", "3.4", "4.3", "7"}
    for titles in (
        ("Tanggal Update Terakhir", "Alamat", "Nomor Telepon", "Kunci Publik", "Otoritas", "Komunikasi dan Autentikasi", "Penafian"),
        ("Date de mise à jour", "Adresse", "Téléphone", "Clé publique", "Autorité", "Communication et authentification", "Avertissement"),
        ("Stand", "Anschrift", "Telefon", "Öffentliche Schlüssel", "Befugnisse", "Kommunikation und Authentifizierung", "Haftungsausschluss"),
        ("Última actualización", "Dirección", "Teléfono", "Llave pública", "Autoridad", "Comunicación y autenticación", "Aviso legal"),
        ("Última atualização", "Endereço", "Telefone", "Chaves públicas", "Autoridade", "Comunicação e autenticação", "Isenção de responsabilidade"),
        ("Ultimo aggiornamento", "Indirizzo", "Telefono", "Chiave pubblica", "Autorità", "Comunicazione e autenticazione", "Note legali"),
        ("Laatste wijziging", "Adres", "Telefoonnummer", "Publieke sleutel", "Bevoegdheden", "Communicatie en authenticatie", "Vrijwaring"),
        ("Data ostatniej aktualizacji", "Adres", "Numer telefonu", "Klucz publiczny", "Uprawnienia", "Komunikacja i uwierzytelnianie", "Zastrzeżenia"),
        ("Datum poslední aktualizace", "Adresa", "Telefonní číslo", "Veřejné klíče", "Pravomoci", "Komunikace a autentizace", "Zřeknutí se odpovědnosti"),
        ("Dátum poslednej aktualizácie", "Adresa", "Telefónne číslo", "Verejné kľúče", "Právomoci", "Komunikácia a autentizácia", "Obmedzenie zodpovednosti"),
        ("Datum posljednje izmjene", "Adresa", "Broj telefona", "Javni ključ", "Ovlaštenja", "Komunikacija i autentifikacija", "Odricanje od odgovornosti"),
        ("Датум последње измене", "Адреса", "Број телефона", "Јавни кључ", "Овлашћења", "Комуникација и аутентификација", "Одрицање од одговорности"),
        ("Датум на последна промена", "Адреса", "Телефонски број", "Јавни клучеви", "Овластување", "Комуникација и автентикација", "Одрекување од одговорност"),
    ):  # fmt: skip
        numbers = ("1.1", "2.2", "2.4", "2.8", "3.4", "4.3", "7.")
        document = "\n\n".join(
            f"{number} {title}\n\nCERT Meadow {number}" for number, title in zip(numbers, titles, strict=True)
        )
        assert {s.canonical for s in parse(document).sections} == wanted, titles


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Roses are red.\n\nViolets are blue.\n", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n"]
)
def test_another_kind_of_text_is_no_document(text: str) -> None:
    assert "not-rfc2350" in [problem.code for problem in parse(text).problems]


def test_a_text_that_lost_its_headings_is_reported() -> None:
    lost = (
        "CERT Meadow, a CERT after RFC 2350.\nThe CERT helps other CERT teams. A CSIRT. The CERT advises.\n"
    )
    assert [problem.code for problem in parse(lost).problems if problem.code == "headings-missing"]


def test_time_grows_with_the_text_alone() -> None:
    """Counted in candidates: a text a hundred times as long is weighed in bounded pieces."""
    from directory.rfc2350.headings import MOST_CANDIDATES, candidates
    from directory.rfc2350.source import from_text

    lines = from_text(meadow.in_paragraphs() * 100).lines
    assert len(candidates(lines)) <= MOST_CANDIDATES


def test_an_unknown_wording_among_the_rfcs_own_numbers_is_told_by_its_number() -> None:
    text = (
        meadow.in_paragraphs()
        .replace("2.4 Telephone Number", "2.4 Puhelin")
        .replace("2.9 Team Members", "2.9 Väki")
    )
    assert texts(text)["2.4"] == "+33 1 99 00 00 00"
    assert texts(text)["2.9"] == "Names are not published."


def test_an_unknown_wording_among_shifted_numbers_is_another_section() -> None:
    text = meadow.in_paragraphs().replace(
        "2.4 Telephone Number\n\n+33", "2.4 Puhelin\n\nx\n\n2.5 Telephone Number\n\n+33"
    )
    section = next(s for s in parse(text).sections if s.title == "Puhelin")
    assert section.canonical == "9"
