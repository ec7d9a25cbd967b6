"""PDF: pages to lines in reading order."""

from __future__ import annotations

import zlib

import pytest

from directory.importers import Unreadable, read
from directory.importers import pdf as reader
from directory.importers.limits import MAX_PAGES
from directory.rfc2350.source import Line

from .pdfs import lines, pdf, text

WORDS = lines("1. Document Information", "This document describes CERT-Example.")


def extracted(*pages: str, **options: str) -> list[Line]:
    return [line for line in reader.extract(pdf(*pages, **options)).lines if line.text]


def shown(*pages: str, **options: str) -> list[str]:
    return [line.text for line in extracted(*pages, **options)]


# words and lines


def test_lines_come_with_page_place_size_and_weight():
    first, second = extracted(
        text(72, 760, "Charter", 22, "F2") + lines("We help our constituents.", top=700)
    )
    assert (first.page, first.bold, first.size, first.left) == (1, True, 2.0, 0.121)
    assert first.top is not None
    assert second.top is not None
    assert first.top < second.top
    assert (second.bold, second.size) == (False, 1.0)


def test_pieces_of_a_word_are_joined_and_gaps_are_spaces():
    painted = "BT /F1 11 Tf 72 700 Td [(CER) 30 (T-Exa) -20 (mple) -300 (team)] TJ ET\n"
    assert shown(painted) == ["CERT-Example team"]


def test_words_that_are_placed_one_by_one_are_parted_once():
    assert shown(text(72, 700, "Time ") + text(101, 700, "Zone")) == ["Time Zone"]


def test_a_word_painted_twice_to_look_bold_is_read_once_and_is_bold():
    (line,) = extracted(text(72, 700, "Charter") + text(72.3, 700, "Charter"))[:1]
    assert line.text == "Charter"


def test_letters_that_are_set_apart_are_still_words():
    painted = (
        "BT /F1 11 Tf 72 700 Td ["
        + " ".join(f"({c}) -400" if c != " " else "-900" for c in "TEAM CHARTER")
        + "] TJ ET\n"
    )
    assert shown(painted) == ["TEAM CHARTER"]


def test_a_raised_sign_stays_on_its_line():
    painted = "BT /F1 11 Tf 72 700 Td (the 1) Tj 4 Ts /F1 7 Tf (st) Tj 0 Ts /F1 11 Tf ( of May) Tj ET\n"
    assert shown(painted) == ["the 1st of May"]


def test_room_between_paragraphs_is_an_empty_line():
    page = lines("one", "two", "three") + lines("four", "five", top=690)
    assert [line.text for line in reader.extract(pdf(page)).lines] == [
        "one",
        "two",
        "three",
        "",
        "four",
        "five",
    ]


def test_a_turned_page_is_read_upright():
    painted = "".join(
        f"BT /F1 11 Tf 0 1 -1 0 {100 + 14 * i} 72 Tm ({word}) Tj ET\n"
        for i, word in enumerate(["one", "two"])
    )
    assert shown(painted) == ["one", "two"]
    assert shown(painted, page="/Rotate 90") == ["one", "two"]


def test_a_watermark_across_the_page_is_left_out_and_said():
    source = reader.extract(pdf(WORDS + "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (DRAFT) Tj ET\n"))
    assert next(line.text for line in source.lines) == "1. Document Information"
    assert not any("DRAFT" in line.text for line in source.lines)
    assert [problem.code for problem in source.problems] == ["pdf-turned-text"]


def test_text_in_a_form_is_text_of_the_page():
    stream = "BT /F1 11 Tf 0 0 Td (within) Tj ET"
    form = (
        "<</Type/XObject/Subtype/Form/BBox[0 0 500 500]/Matrix[1 0 0 1 72 700]"
        f"/Resources<</Font<</F1 5 0 R>>>>/Length {len(stream)}>>stream\n{stream}\nendstream"
    )
    found = extracted("/X1 Do " + lines("after"), page="", more=[form])
    assert [line.text for line in found] == ["after"]
    data = pdf("/X1 Do\n" + lines("after", top=600), more=[form]).replace(
        b"/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>",
        b"/Resources<</Font<</F1 5 0 R/F2 6 0 R>>/XObject<</X1 20 0 R>>>>",
    )
    assert [line.text for line in reader.extract(data).lines if line.text] == ["within", "after"]


# order


def test_cells_beside_each_other_are_a_row():
    page = "".join(
        text(72, 700 - i * 16, label) + text(220, 700 - i * 16, value)
        for i, (label, value) in enumerate([("Title", "RFC 2350"), ("Version", "1.0"), ("Expires", "never")])
    )
    assert [line.cells for line in extracted(page)] == [
        ("Title", "RFC 2350"),
        ("Version", "1.0"),
        ("Expires", "never"),
    ]


def test_a_label_with_a_colon_reads_on_in_its_line():
    page = (
        text(72, 700, "Title")
        + text(180, 700, ": RFC 2350")
        + text(72, 684, "Version")
        + text(180, 684, ": 1.0")
    )
    assert shown(page) == ["Title : RFC 2350", "Version : 1.0"]


def test_cells_of_several_lines_are_read_cell_by_cell():
    def row(y: float, *cells: list[str]) -> str:
        return "".join(
            text(72 + 150 * c, y - 14 * i, line)
            for c, cell in enumerate(cells)
            for i, line in enumerate(cell)
        )

    page = row(700, ["Phishing", "by mail"], ["we take", "it down"]) + row(
        660, ["Malware"], ["we analyse", "it"]
    )
    found = extracted(page)
    assert [line.text for line in found] == ["Phishing by mail  we take it down", "Malware  we analyse", "it"]


def test_columns_are_read_one_after_the_other():
    left = lines(*[f"left line number {i} of the first column" for i in range(12)])
    right = lines(*[f"right line number {i} of the second" for i in range(12)], x=320)
    assert [line.split()[0] for line in shown(left + right)] == ["left"] * 12 + ["right"] * 12


def test_a_head_that_is_painted_last_is_read_first():
    assert shown(lines("body one", "body two", top=600) + text(72, 800, "Title of it all")) == [
        "Title of it all",
        "body one",
        "body two",
    ]


def test_a_page_painted_in_no_order_is_read_by_place():
    rows = [f"line {i}" for i in range(20)]
    scattered = [7, 2, 15, 0, 19, 4, 11, 9, 1, 17, 3, 13, 5, 18, 6, 16, 8, 14, 10, 12]
    assert shown("".join(text(72, 780 - 14 * i, rows[i]) for i in scattered)) == rows


def test_bullets_and_numbers_stay_with_their_words():
    page = text(72, 700, "\x95") + text(100, 700, "first") + text(72, 680, "2.1") + text(110, 680, "Name")
    found = extracted(page)
    assert [(line.text, line.item, line.cells) for line in found] == [
        ("• first", True, ()),
        ("2.1 Name", False, ()),
    ]


# furniture


def test_what_the_page_marks_as_its_head_or_foot_is_left_out():
    head = (
        "/Artifact <</Type/Pagination/Subtype/Header>> BDC\n"
        + text(72, 820, "CERT-Example, page 1")
        + "EMC\n"
    )
    assert shown(head + WORDS) == ["1. Document Information", "This document describes CERT-Example."]


def test_a_page_that_is_marked_as_furniture_throughout_is_read():
    assert shown("/Artifact <</Type/Pagination>> BDC\n" + WORDS + "EMC\n")[0] == "1. Document Information"


def test_text_that_stands_for_signs_is_taken_at_its_word():
    assert shown("/Span <</ActualText(office)>> BDC\n" + text(72, 700, "oXce") + "EMC\n") == ["office"]


# broken words and addresses


def test_a_word_that_the_document_has_whole_is_mended_at_the_lines_end():
    assert shown(
        lines("The organisation helps. Every organi-", "sation does, even a co-", "operative one.")
    ) == [
        "The organisation helps. Every organisation",
        "does, even a co-",
        "operative one.",
    ]


def test_a_compound_keeps_its_hyphen():
    assert shown(lines("Work is on-site. We come on-", "site too; onsite is a typing error."))[0].endswith(
        "on-"
    )


def test_an_address_goes_on_where_the_link_says_so():
    note = (
        "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org/rfc2350.pdf)>>>>]"
    )
    assert shown(lines("See https://example.org/rfc2", "350.pdf for this."), page=note) == [
        "See https://example.org/rfc2350.pdf",
        "for this.",
    ]


# what is refused, and what is only said


def test_80_a_script_is_named_and_never_run():
    source = read(pdf(WORDS, catalog="/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"))
    assert [(p.code, p.severity) for p in source.problems] == [("pdf-script", "warning")]
    assert source.lines[0].text == "1. Document Information"


@pytest.mark.parametrize("place", ["catalog", "page"])
def test_80_a_launch_action_is_refused(place):
    action = {"catalog": "/OpenAction<</S/Launch/F(x)>>", "page": "/AA<</O<</S/Launch/F(x)>>>>"}[place]
    with pytest.raises(Unreadable, match="start a program"):
        read(pdf(WORDS, **{place: action}))


def test_80_a_gigabyte_packed_into_a_megabyte_is_refused():
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()
    with pytest.raises(Unreadable, match="unpacks"):
        read(pdf(bomb))
    with pytest.raises(Unreadable, match="unpacks"):
        read(pdf(zlib.compress(bomb), filters="[/FlateDecode/FlateDecode]"))


def test_80_three_million_operators_are_refused():
    with pytest.raises(Unreadable):
        read(pdf("BT /F1 9 Tf " + "(a) Tj " * 3_000_000 + "ET"))


def test_80_a_circle_of_pages_is_refused():
    with pytest.raises(Unreadable):
        read(pdf(WORDS, kids="[2 0 R]"))


def test_80_ten_thousand_pages_are_refused():
    with pytest.raises(Unreadable, match=f"{MAX_PAGES} pages"):
        read(pdf(WORDS, kids="[" + "100 0 R " * 10_000 + "]"))


def test_80_a_form_that_paints_itself_ends():
    form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X1 20 0 R>>>>/Length 6>>stream\n/X1 Do\nendstream"
    data = pdf("/X1 Do\n" + WORDS, more=[form]).replace(
        b"/Resources<</Font", b"/Resources<</XObject<</X1 20 0 R>>/Font", 1
    )
    assert reader.extract(data).lines[0].text == "1. Document Information"


def test_a_locked_file_is_refused_with_a_sentence():
    writer = pytest.importorskip("pypdf").PdfWriter(clone_from=__import__("io").BytesIO(pdf(WORDS)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = __import__("io").BytesIO()
    writer.write(out)
    with pytest.raises(Unreadable, match="password"):
        read(out.getvalue())


def test_bytes_after_a_pdfs_first_line_that_make_no_sense_are_refused():
    with pytest.raises(Unreadable, match="damaged"):
        read(b"%PDF-1.4\n" + bytes(range(256)) * 50)


def test_a_page_that_cannot_be_read_is_a_problem_and_the_others_come():
    data = pdf(WORDS, WORDS).replace(b"/Contents 103 0 R", b"/Contents (broken)")
    source = reader.extract(data)
    assert [problem.code for problem in source.problems] == ["pdf-page-damaged"]
    assert {line.page for line in source.lines} == {1}


def test_pictures_of_pages_are_a_problem():
    source = reader.extract(pdf("0 0 10 10 re f"))
    assert source.lines == ()
    assert [problem.code for problem in source.problems] == ["pdf-no-text"]


def test_contents_whose_rows_are_links_into_the_document_are_furniture():
    titles = ["Document Information", "Contact Information", "Charter", "Policies"]
    rows = "".join(text(72, 700 - 20 * i, f"{i + 1}. {title} .... {i + 1}") for i, title in enumerate(titles))
    links = "".join(
        f"<</Type/Annot/Subtype/Link/Rect[70 {696 - 20 * i} 400 {712 - 20 * i}]/Dest[100 0 R/Fit]>>"
        for i in range(4)
    )
    assert shown(rows + text(72, 600, "1. Document Information"), page=f"/Annots[{links}]") == [
        "1. Document Information"
    ]
    assert len(shown(rows)) == 4


def test_cross_references_in_a_sentence_are_no_contents():
    rows = "".join(
        text(72, 700 - 20 * i, f"as section {i} says in its many words, see section {i}") for i in range(5)
    )
    links = "".join(
        f"<</Type/Annot/Subtype/Link/Rect[70 {696 - 20 * i} 120 {712 - 20 * i}]/Dest[100 0 R/Fit]>>"
        for i in range(5)
    )
    assert len(shown(rows, page=f"/Annots[{links}]")) == 5


def test_a_large_heading_over_two_lines_is_one_line():
    body = lines("A line of the text that reaches as far to the right as any line of it.", "More.", top=640)
    heading = text(72, 700, "4.2 Co-operation, Interaction and", 16, "F2") + text(
        72, 680, "Disclosure of it", 16, "F2"
    )
    assert shown(heading + body)[0] == "4.2 Co-operation, Interaction and Disclosure of it"


def test_the_lines_of_a_title_that_had_room_stay_apart():
    body = lines("A line of the text that reaches as far to the right as any line of it.", "More.", top=640)
    assert shown(text(72, 700, "RFC 2350", 16) + text(72, 680, "CERT-Example", 16) + body)[:2] == [
        "RFC 2350",
        "CERT-Example",
    ]


# marks of lists


def test_marks_that_are_painted_after_the_page_stand_before_their_text():
    words = ("CERT-Example does this:", "answers the telephone", "reads reports", "Meadow County Council")
    marks = text(60, 746, "1.") + text(60, 732, "2.")
    assert shown(lines(*words) + marks) == [
        words[0],
        "1. answers the telephone",
        "2. reads reports",
        words[3],
    ]


def test_a_number_at_the_right_of_a_text_is_no_mark_of_it():
    found = shown(lines("Telephone", "Facsimile") + text(300, 760, "12") + text(300, 746, "34"))
    assert found[0].startswith("Telephone")
    assert not any(line.startswith(("12", "34")) and len(line) > 2 for line in found)
