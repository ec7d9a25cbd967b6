"""Dates and versions of the document (RFC 2350, 1.1), in every form and language."""

import pytest

from directory.rfc2350.document import Section
from directory.rfc2350.facts import derive

FRANCE = Section("2.2", "2.2", "Address", "1 rue de l'Exemple\n75002 Paris\nFrance")
AMERICA = Section("2.2", "2.2", "Address", "1 Example Street\nSpringfield\nUnited States")


def about(text, language="en", *others):
    return derive((Section("1.1", "1.1", "Date of Last Update", text), *others), language)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-06-06", "2024-06-06"),
        ("2020/10/20", "2020-10-20"),
        ("2026/01/19", "2026-01-19"),
        ("2021.05.06", "2021-05-06"),
        ("2024/19/11", "2024-11-19"),
        ("2023/20/04", "2023-04-20"),
        ("24/10/2022", "2022-10-24"),
        ("27.05.2019", "2019-05-27"),
        ("17. 8. 2020", "2020-08-17"),
        ("6.3.2023", "2023-03-06"),
        ("29-10-2019", "2019-10-29"),
        ("Wed, 1 February 2022 10:00:00 +0100", "2022-02-01"),
        ("Wed, 4 Sept 2019 16:00:00 +0100", "2019-09-04"),
        ("Thu, 13 Sept 2018 08h18 UTC/GMT +0100", "2018-09-13"),
        ("March, 15 2023 17:30:00 +0000", "2023-03-15"),
        ("July 16th, 2021", "2021-07-16"),
        ("1st March 2012", "2012-03-01"),
        ("7th of March 2016", "2016-03-07"),
        ("Oct 22 2012", "2012-10-22"),
        ("January 09, 2025", "2025-01-09"),
        ("06 July 2026", "2026-07-06"),
        ("06-Jul-2026", "2026-07-06"),
        ("2021 March 14", "2021-03-14"),
        ("The 3rd day of April 2020", "2020-04-03"),
        ("September 2013", "2013-09"),
        ("Nov. 2022", "2022-11"),
        ("2024-02", "2024-02"),
        ("2023/03", "2023-03"),
        ("03/2023", "2023-03"),
        ("Last changed 21st November 2019, at night", "2019-11-21"),
        ("no date at all", None),
        ("31.02.2020", None),
        ("01 Desember", None),
        ("…… 2023", None),
    ],
)
def test_a_date_is_read_in_every_english_or_numeric_form(text, date):
    assert about(text).document.date == date


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("fr", "Dernière mise à jour le 1er mars 2023", "2023-03-01"),
        ("fr", "15 août 2022", "2022-08-15"),
        ("fr", "3 déc. 2021", "2021-12-03"),
        ("de", "Stand: 14. März 2023", "2023-03-14"),
        ("de", "5. Jänner 2024", "2024-01-05"),
        ("de", "Oktober 2020", "2020-10"),
        ("es", "21 de Marzo del 2019", "2019-03-21"),
        ("es", "29 de agosto de 2024.", "2024-08-29"),
        ("es", "febrero de 2024", "2024-02"),
        ("pt", "segunda-feira, 4 de maio de 2020", "2020-05-04"),
        ("pt", "1º de março de 2021", "2021-03-01"),
        ("it", "9 gennaio 2022", "2022-01-09"),
        ("it", "1º luglio 2023", "2023-07-01"),
        ("nl", "4 mei 2021", "2021-05-04"),
        ("nl", "1 mrt 2021", "2021-03-01"),
        ("pl", "3 lipca 2023 r.", "2023-07-03"),
        ("pl", "12 listopada 2020", "2020-11-12"),
        ("cs", "6. března 2023", "2023-03-06"),
        ("cs", "1. listopadu 2022", "2022-11-01"),
        ("sk", "2. júna 2021", "2021-06-02"),
        ("id", "25 Febuari 2026", "2026-02-25"),
        ("id", "3 Pebruari 2020", "2020-02-03"),
        ("id", "17 Agustus 2025", "2025-08-17"),
        ("hr", "5. listopada 2021.", "2021-10-05"),
        ("hr", "12. siječnja 2022.", "2022-01-12"),
        ("bs", "14. augusta 2023. godine", "2023-08-14"),
        ("sr", "3. jula 2022.", "2022-07-03"),
        ("sr", "3. јула 2022. године", "2022-07-03"),
        ("mk", "18 мај 2024 година", "2024-05-18"),
    ],
)
def test_months_are_known_in_every_language(language, text, date):
    assert about(text, language).document.date == date


def test_a_month_of_another_language_than_the_document_is_known_too():
    assert about("Data ostatniej aktualizacji: 3 lipca 2023", "en").document.date == "2023-07-03"


def problems(facts, code):
    return [problem for problem in facts.problems if problem.code == code]


def test_an_ambiguous_date_is_day_first_in_a_country_that_writes_so_and_is_noted():
    facts = about("02/03/2020", "en", FRANCE)
    assert facts.document.date == "2020-03-02"
    assert [problem.severity for problem in problems(facts, "date-ambiguous")] == ["note"]


def test_an_ambiguous_date_is_month_first_in_the_united_states():
    assert about("02/03/2020", "en", AMERICA).document.date == "2020-02-03"


def test_the_same_date_in_another_form_decides_an_ambiguous_one():
    other = Section("1.5", "1.5", "Document Identification", "Document Date: 2023-05-08")
    assert about("08/05/2023", "en", AMERICA, other).document.date == "2023-05-08"


def test_a_stated_order_decides_an_ambiguous_date():
    assert about("01/04/2014. Dates are written DD/MM/YYYY.", "en", AMERICA).document.date == "2014-04-01"


def test_another_date_of_the_document_shows_the_order():
    other = Section("1.2", "1.2", "Distribution List", "None existed on 27/03/2020.")
    assert about("02/03/2020", "en", AMERICA, other).document.date == "2020-03-02"


def test_a_date_that_nothing_decides_is_left_out_and_reported():
    facts = about("02/03/2020")
    assert facts.document.date is None
    assert [problem.severity for problem in problems(facts, "date-ambiguous")] == ["warning"]


def test_dots_are_never_ambiguous():
    assert not problems(about("02.03.2020"), "date-ambiguous")


def test_the_date_of_the_first_edition_gives_way_to_that_of_the_last():
    assert about("First published 2019-01-01, last updated 2023-05-06").document.date == "2023-05-06"


def test_the_date_of_1_1_outranks_a_preface_and_1_5_which_are_reported():
    preface = Section("0", None, "", "Version: 1.0\nDate: 2021-01-01")
    identification = Section("1.5", "1.5", "Document Identification", "Document Date: 2022-01-01")
    facts = derive(
        (preface, Section("1.1", "1.1", "Date of Last Update", "2023-01-01"), identification), "en"
    )
    assert facts.document.date == "2023-01-01"
    assert len(problems(facts, "date-contradicts")) == 2


def test_a_month_does_not_contradict_a_day_in_it():
    identification = Section("1.5", "1.5", "Document Identification", "Document Date: 2023-01-17")
    assert not problems(about("January 2023", "en", identification), "date-contradicts")


@pytest.mark.parametrize(
    "text",
    [
        "Version: 2.2\nDate: Tue, 14 Mar 2023",
        "Version: 2.2 Date: Tue, 14 Mar 2023 Author: Documentation Desk",
        "Version\n2.2\nDate\n14 March 2023",
        "Version  2.2\nDate  14 March 2023",
    ],
)
def test_a_preface_gives_date_and_version_where_there_is_no_section_1_1(text):
    facts = derive((Section("0", None, "", text),), "en")
    assert (facts.document.date, facts.document.version) == ("2023-03-14", "2.2")


def test_the_heading_itself_may_hold_the_date():
    facts = derive((Section("1.1", "1.1", "Last updated 4 May 2021", ""),), "en")
    assert facts.document.date == "2021-05-04"


def test_a_date_elsewhere_is_never_the_documents():
    key = Section("2.8", "2.8", "Public Keys", "The key was made on 2019-05-04 and expires on 2025-05-04.")
    assert derive((key,), "en").document.date is None


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("This is version 1.5.4, published 2024-01-02.", "1.5.4"),
        ("Version 3: September 2019", "3"),
        ("02/03/2020 - version 1.4", "1.4"),
        ("v0.91 (2020-01-01)", "0.91"),
        ("Version: 4.00", "4.00"),
        ("Version number 7 of 6.3.2023", "7"),
        ("Release 2.3 of 16-05-2022", "2.3"),
        ("Edition 2.7, approved on 23/02/2025", "2.7"),
        ("1.2 - 2023-04-04", "1.2"),
        ("Rev. 2.1, 2020-02-02", "2.1"),
        ("2020-02-02, supersedes version 1.0", None),
        ("Version of June 20th 2018", None),
        ("2023-04-04", None),
        ("27.05.2019", None),
        ("This text honours TLP version 2.0. Last update: 2023-04-04", None),
        ("Version 2.4 of 2022-02-02 replaces version 2.3", "2.4"),
    ],
)
def test_the_version_is_the_documents_own(text, version):
    assert about(text).document.version == version


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Version n° 1.2 du 3 mai 2021"),
        ("de", "Fassung 1.2 vom 3. Mai 2021"),
        ("es", "Versión 1.2, publicada el 3 de mayo de 2021"),
        ("pt", "Versão 1.2 publicada em 2021/05/03"),
        ("it", "Versione 1.2 del 3 maggio 2021"),
        ("nl", "Versie 1.2 van 3 mei 2021"),
        ("pl", "Wersja 1.2 z 3 maja 2021"),
        ("cs", "Platí verze číslo 1.2 ze dne 3. 5. 2021"),
        ("sk", "Verzia 1.2 zo dňa 3. mája 2021"),
        ("id", "Dokumen merupakan dokumen versi 1.2 yang diterbitkan pada tanggal 3 Mei 2021"),
        ("hr", "Inačica 1.2 od 3. svibnja 2021."),
        ("bs", "Verzija 1.2, objavljena 3. maja 2021."),
        ("sr", "Верзија 1.2, објављена 3. маја 2021."),
        ("mk", "Верзија 1.2, издадена на 03.05.2021."),
    ],
)
def test_version_and_date_are_found_in_every_language(language, text):
    facts = about(text, language)
    assert (facts.document.version, facts.document.date) == ("1.2", "2021-05-03")


def test_versions_that_differ_are_reported():
    identification = Section("1.5", "1.5", "Document Identification", "Version: 2.0")
    facts = about("Version 1.0, 2023-01-17", "en", identification)
    assert facts.document.version == "1.0"
    assert problems(facts, "version-contradicts")


def test_version_3_and_3_0_are_one_version():
    identification = Section("1.5", "1.5", "Document Identification", "Version: 3.0")
    assert not problems(about("Version 3, 2023-01-17", "en", identification), "version-contradicts")


def test_lines_name_the_source_line_of_the_date():
    section = Section("1.1", "1.1", "Date of Last Update", "The text was\nlast changed\n\non 2023-04-04", 7)
    facts = derive((section,), "en", [[8, 9, 10, 11]])
    assert facts.lines["document.date"] == 11
