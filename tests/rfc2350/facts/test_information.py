"""Change tables, titles, expiry, distribution and locations of the document (RFC 2350, section 1)."""

import pytest

from directory.rfc2350.document import Change, Section
from directory.rfc2350.facts import derive


def information(*sections, language="en"):
    return derive(
        tuple(Section(canonical, canonical, "", text) for canonical, text in sections), language
    ).document


@pytest.mark.parametrize(
    "table",
    [
        "Date\tVersion\tAuthor\tComment\n2022/05/10\t0.1\tABC\tDraft\n2022/05/17\t1.0\tABC/DEF\tFirst edition",
        "Date | Version | Author | Comment\n2022/05/10 | 0.1 | ABC | Draft\n2022/05/17 | 1.0 | ABC/DEF | First edition",
        "Date        Version  Author   Comment\n2022/05/10  0.1      ABC      Draft\n2022/05/17  1.0      ABC/DEF  First edition",
        "Version  Date  Author  Comment\n0.1  10 May 2022  ABC  Draft\n1.0  17 May 2022  ABC/DEF  First edition",
        "Date\tVersion\tAuthor\tComment\n2022/05/10\t0.1\tABC\tDraft\n2022/05/17\t1.0\tABC/DEF\tFirst\n\t\t\tedition",
    ],
)
def test_a_change_table_is_read_from_tabs_bars_and_runs_of_spaces(table):
    found = information(("1.1", table))
    assert found.revisions == (
        Change("2022-05-10", "0.1", "ABC", "Draft"),
        Change("2022-05-17", "1.0", "ABC/DEF", "First edition"),
    )
    assert (found.date, found.version) == ("2022-05-17", "1.0")


@pytest.mark.parametrize(
    ("language", "table"),
    [
        (
            "fr",
            "Version   Date              Objet\n1.0       12 septembre 2022 Première parution\n1.1       15 mai 2023       Numéro ajouté",
        ),
        (
            "de",
            "Version  Datum  Änderung\n1.0  12.09.2022  Première parution\n1.1  15.05.2023  Numéro ajouté",
        ),
        (
            "es",
            "Versión  Fecha  Cambios\n1.0  12 de septiembre de 2022  Première parution\n1.1  15 de mayo de 2023  Numéro ajouté",
        ),
        (
            "id",
            "Versi  Tanggal  Keterangan\n1.0  12 September 2022  Première parution\n1.1  15 Mei 2023  Numéro ajouté",
        ),
        ("cs", "Verze  Datum  Popis\n1.0  12. 9. 2022  Première parution\n1.1  15. 5. 2023  Numéro ajouté"),
        ("mk", "Верзија  Датум  Опис\n1.0  12.09.2022  Première parution\n1.1  15.05.2023  Numéro ajouté"),
    ],
)
def test_a_change_table_is_read_in_every_language(language, table):
    found = information(("1.1", table), language=language)
    assert found.revisions == (
        Change("2022-09-12", "1.0", None, "Première parution"),
        Change("2023-05-15", "1.1", None, "Numéro ajouté"),
    )


def test_a_history_without_dates_is_a_change_table_that_does_not_date_the_document():
    found = information(("1.1", "Version 0.4, 2019-03-21.\n\nHistory:\n- 0.3 New key\n- 0.2 New office"))
    assert (found.date, found.version) == ("2019-03-21", "0.4")
    assert [change.version for change in found.revisions] == ["0.3", "0.2"]


def test_one_line_with_a_version_and_a_date_is_no_change_table():
    assert information(("1.1", "Version 1.0, 2022-05-17")).revisions == ()


def test_the_table_of_a_preface_dates_a_document_without_section_1_1():
    found = information(("0", "RFC 2350 CERT-Example\n\nVersion  Date\n1.0  2020-01-01\n2.0  2021-01-01"))
    assert (found.date, found.version) == ("2021-01-01", "2.0")


@pytest.mark.parametrize(
    "label",
    ["Title", "Titre", "Titel", "Título", "Titolo", "Tytuł", "Název", "Názov", "Judul", "Naslov", "Наслов"],
)
def test_the_title_stands_behind_its_label_in_every_language(label):
    assert information(("1.5", f"{label} : Profile of CERT-Example")).title == "Profile of CERT-Example"


def test_a_quoted_title_ends_with_its_quotation_marks():
    text = 'Title "CERT-Example_RFC2350" Version: 5.0 Document Date: 2025-03-07'
    assert information(("1.5", text)).title == "CERT-Example_RFC2350"


def test_a_title_line_that_names_the_profile_is_the_title():
    assert (
        information(("0", "CSIRT Description for CERT-Example\n======")).title
        == "CSIRT Description for CERT-Example"
    )


@pytest.mark.parametrize(
    ("text", "expires"),
    [
        ("Expiration: 2026-12-31", "2026-12-31"),
        ("Valid until: 31 December 2026", "2026-12-31"),
        ("Gültig bis: 31.12.2026", "2026-12-31"),
        ("Kedaluwarsa : 31 Desember 2026", "2026-12-31"),
        ("Expiration: this document is valid until superseded by a later version.", None),
        ("Berlaku Hingga\nSampai versi terbaru diterbitkan", None),
    ],
)
def test_a_document_expires_on_a_day_or_not_at_all(text, expires):
    assert information(("1.5", text)).expires == expires


@pytest.mark.parametrize(
    ("text", "distribution"),
    [
        (
            "Changes are posted to the list news@example.org.",
            "Changes are posted to the list news@example.org.",
        ),
        ("None available.", None),
        ("There is no distribution list for notifications.", None),
        ("Tidak ada daftar distribusi.", None),
        ("Es gibt keine Verteilerliste.", None),
        ("Не постои листа.", None),
        ("", None),
    ],
)
def test_distribution_is_what_the_section_says_unless_it_says_that_there_is_none(text, distribution):
    assert information(("1.2", text)).distribution == distribution


@pytest.mark.parametrize(
    ("text", "locations"),
    [
        ("It is at <https://example.org/rfc2350.pdf>.", ("https://example.org/rfc2350.pdf",)),
        (
            "English: https://example.org/en/ . French: https://example.org/fr/",
            ("https://example.org/en/", "https://example.org/fr/"),
        ),
        ("See www.example.org/rfc2350.html", ("www.example.org/rfc2350.html",)),
        ("See example.org/rfc2350", ("example.org/rfc2350",)),
        (
            "https://example.org/a.txt and its signature https://example.org/a.txt.asc",
            ("https://example.org/a.txt",),
        ),
        (
            "https://example.org/a.txt, the key is at https://example.org/pgp_key.txt",
            ("https://example.org/a.txt",),
        ),
        ("On the portal of the team.", ()),
        ("It can be read on: http//", ()),
        ("Write to cert@example.org.", ()),
        ("(https://example.org/profile_(en))", ("https://example.org/profile_(en)",)),
    ],
)
def test_every_address_that_holds_the_document_is_a_location(text, locations):
    assert information(("1.3", text)).locations == locations


def test_a_location_that_only_a_preface_labels_is_found_where_1_3_is_missing():
    text = "Nama Tim\nCERT-Example\nURL Dokumen\nhttps://example.org/rfc2350.pdf"
    assert information(("0", text)).locations == ("https://example.org/rfc2350.pdf",)


def test_the_rfc_itself_is_no_location():
    assert information(("0", "After https://www.ietf.org/rfc/rfc2350.txt")).locations == ()


@pytest.mark.parametrize("ending", ["sig", "asc", "p7s", "sign"])
def test_a_detached_signature_is_known_by_its_ending(ending):
    found = information(
        ("1.3", "https://example.org/a.pdf"), ("1.4", f"See https://example.org/a.pdf.{ending}")
    )
    assert found.signatures == (f"https://example.org/a.pdf.{ending}",)


def test_a_signature_without_an_ending_is_known_by_what_is_said_of_it():
    text = "The signature of this document is available at https://example.org/cert/"
    assert information(("1.4", text)).signatures == ("https://example.org/cert/",)


def test_the_address_of_the_key_is_no_signature():
    assert information(("1.4", "The public key is at https://example.org/key.asc")).signatures == ()


@pytest.mark.parametrize("ending", ["asc", "gpg"])
def test_a_signed_file_alone_in_1_3_is_the_documents_location(ending):
    address = f"https://example.org/rfc2350.txt.{ending}"
    found = information(("1.3", f"The document is at {address}"), ("1.4", "It is signed."))
    assert (found.locations, found.signatures) == ((address,), ())


def test_a_detached_signature_alone_in_1_3_is_no_location():
    found = information(("1.3", "On request. Signature: https://example.org/rfc2350.pdf.sig"))
    assert (found.locations, found.signatures) == ((), ("https://example.org/rfc2350.pdf.sig",))
