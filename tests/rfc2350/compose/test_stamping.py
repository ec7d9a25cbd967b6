"""A new date and version, in the notation that the document has."""

import pytest

from directory.rfc2350.compose import next_version, stamp
from directory.rfc2350.document import Change, Document, Information, Section


def stamped(
    text, *, old="2022-05-17", version="1.0", language="en", revisions=(), identification=None, **how
):
    """The texts of 1.1 and, where given, 1.5, under 1 June 2026 and version 1.1."""
    sections = [Section("1.1", "1.1", "Date of Last Update", text)]
    if identification is not None:
        sections.append(Section("1.5", "1.5", "Document Identification", identification))
    facts = Information(date=old, version=version, revisions=revisions)
    document = stamp(Document(language, facts, sections=tuple(sections)), "2026-06-01", "1.1", **how)
    texts = [section.text for section in document.sections]
    return texts[0] if identification is None else texts


@pytest.mark.parametrize(
    ("version", "after"),
    [
        (None, "1.0"),
        ("1.4", "1.5"),
        ("1.0.9", "1.0.10"),
        ("3", "3.1"),
        ("0.91", "0.92"),
        ("2.09", "2.10"),
        ("draft", "draft.1"),
    ],
)
def test_the_next_version_counts_the_last_number(version, after):
    assert next_version(version) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Version 1.0, 2022-05-17.", "Version 1.1, 2026-06-01."),
        ("17/05/2022 - version 1.0", "01/06/2026 - version 1.1"),
        ("05/17/2022 - version 1.0", "06/01/2026 - version 1.1"),
        ("2022/17/05 v1.0", "2026/01/06 v1.1"),
        ("17.5.2022, 1.0", "1.6.2026, 1.1"),
        ("17. 5. 2022, 1.0", "1. 6. 2026, 1.1"),
        ("17 May 2022 (1.0)", "1 June 2026 (1.1)"),
        ("May 17th, 2022 (1.0)", "June 1st, 2026 (1.1)"),
        ("17 MAY 2022 (1.0)", "1 JUNE 2026 (1.1)"),
        ("Tue, 17 May 2022 10:00:00 +0100, version 1.0", "Mon, 1 June 2026 10:00:00 +0100, version 1.1"),
        ("Version: 1.0\nDate: 17 May 2022", "Version: 1.1\nDate: 1 June 2026"),
    ],
)
def test_the_date_keeps_its_notation(before, after):
    assert stamped(before) == after


def test_a_zero_before_the_day_stays():
    assert stamped("05 May 2022, 1.0", old="2022-05-05") == "01 June 2026, 1.1"


def test_a_month_alone_becomes_a_day():
    assert stamped("May 2022, 1.0", old="2022-05") == "1 June 2026, 1.1"


def test_another_date_of_the_text_stays():
    assert (
        stamped("17 May 2022, 1.0. First published 3 May 2019.")
        == "1 June 2026, 1.1. First published 3 May 2019."
    )


def test_another_number_of_the_text_stays():
    assert (
        stamped("1.0 of 17 May 2022; see 11.0, 1.0.3 and 21.0")
        == "1.1 of 1 June 2026; see 11.0, 1.0.3 and 21.0"
    )


def test_the_identification_is_stamped_too():
    _, text = stamped(
        "17 May 2022",
        identification="Title: RFC 2350\nVersion: 1.0\nDocument Date: 2022-05-17\nExpiration: none",
    )
    assert text == "Title: RFC 2350\nVersion: 1.1\nDocument Date: 2026-06-01\nExpiration: none"


def test_what_the_identification_says_need_not_be_said_twice():
    text, _ = stamped("See 1.5.", identification="Version: 1.0\nDocument Date: 2022-05-17")
    assert text == "See 1.5."


def test_a_text_without_a_date_gets_a_sentence():
    assert stamped("See the web site.", old=None, version=None) == (
        "This is version 1.1, published 1 June 2026.\n\nSee the web site."
    )


def test_a_text_without_a_version_gets_one():
    assert stamped("17 May 2022", version=None) == "This is version 1.1.\n\n1 June 2026"


def test_an_empty_section_gets_a_sentence_in_its_language():
    assert (
        stamped("", old=None, version=None, language="fr")
        == "Ceci est la version 1.1, publiée le 1 juin 2026."
    )


def test_a_document_without_the_section_gets_it_in_its_place():
    sections = (
        Section("0", None, "", "A preface."),
        Section("1", "1", "Document Information", "About."),
        Section("1.2", "1.2", "Distribution List", "None."),
    )
    after = stamp(Document(sections=sections), "2026-06-01", "1.1").sections
    assert [(section.canonical, section.number) for section in after] == [
        ("0", None),
        ("1", "1"),
        ("1.1", "1.1"),
        ("1.2", "1.2"),
    ]


TABLE = (Change("2022-05-10", "0.9", "AB", "Draft"), Change("2022-05-17", "1.0", "AB/CD", "First edition"))


def test_the_change_table_grows_by_a_row_in_its_columns():
    text = "Date        Version  Author  Comment\n2022/05/10  0.9      AB      Draft\n2022/05/17  1.0      AB/CD   First edition"
    assert stamped(text, revisions=TABLE, comment="New address", author="EF").split("\n")[1:] == [
        "2022/05/10  0.9      AB      Draft",
        "2022/05/17  1.0      AB/CD   First edition",
        "2026/06/01  1.1      EF      New address",
    ]


def test_the_newest_row_stays_on_top_where_it_stood_there():
    text = "1.0 | 17 May 2022 | First edition\n0.9 | 10 May 2022 | Draft"
    revisions = (
        Change("2022-05-17", "1.0", None, "First edition"),
        Change("2022-05-10", "0.9", None, "Draft"),
    )
    assert (
        stamped(text, revisions=revisions, comment="New address").split("\n")[0]
        == "1.1 | 1 June 2026 | New address"
    )


def test_a_row_is_added_under_a_row_of_two_lines():
    text = "2022-05-10  0.9  AB     Draft\n2022-05-17  1.0  AB/CD  First\n                        edition"
    lines = stamped(text, revisions=TABLE, comment="Next", author="EF").split("\n")
    assert lines[2].strip() == "edition"
    assert lines[3] == "2026-06-01  1.1  EF     Next"


def test_a_long_comment_is_wrapped_under_its_column():
    text = "2022-05-10  0.9  AB     Draft\n2022-05-17  1.0  AB/CD  First edition"
    comment = "The team moved to another street and all of its telephone numbers changed with it"
    lines = stamped(text, revisions=TABLE, comment=comment, author="EF").split("\n")
    assert max(map(len, lines)) <= 72
    assert lines[3].startswith(" " * 24)


def test_the_date_line_beside_a_table_is_stamped_and_the_old_rows_are_kept():
    text = "Last update: 17 May 2022\n\n2022-05-10  0.9  AB     Draft\n2022-05-17  1.0  AB/CD  First edition"
    lines = stamped(text, revisions=TABLE, comment="Next").split("\n")
    assert lines[0] == "Last update: 1 June 2026"
    assert lines[3] == "2022-05-17  1.0  AB/CD  First edition"


def test_the_facts_follow_the_text():
    document = stamp(
        Document(document=Information("T", "2022-05-17", "1.0", revisions=TABLE)),
        "2026-06-01",
        "1.1",
        "Next",
        "EF",
    )
    assert (document.document.date, document.document.version) == ("2026-06-01", "1.1")
    assert document.document.revisions[-1] == Change("2026-06-01", "1.1", "EF", "Next")


def test_a_date_that_is_none_is_refused():
    with pytest.raises(ValueError, match="day is out of range"):
        stamp(Document(), "2026-02-30", "1.1")
