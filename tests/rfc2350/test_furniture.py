"""Pages' own lines: heads and feet, counters, contents, navigation; and what only looks like them."""

from __future__ import annotations

from directory.rfc2350 import parse
from directory.rfc2350.furniture import without_furniture
from directory.rfc2350.source import Line, from_text
from tests.rfc2350 import meadow


def kept(text: str) -> list[str]:
    return [line.text for line in without_furniture(from_text(text).lines) if line.text]


def everything(text: str) -> str:
    return "\n".join(f"{s.title}\n{s.text}" for s in parse(text).sections)


def test_feet_and_page_counters_are_dropped() -> None:
    found = everything(meadow.paginated())
    assert "Page " not in found
    assert found.count("75999 Example") == 1


def test_the_table_of_contents_is_dropped() -> None:
    found = everything(meadow.paginated())
    assert "Table of Contents" not in found
    assert found.count("Facsimile Number") == 1


def test_contents_without_page_numbers_are_told_by_coming_again() -> None:
    contents = "\n".join(title for _, _, title, _ in meadow.SECTIONS)
    assert everything(f"Contents\n{contents}\n\n{meadow.in_paragraphs()}").count("Facsimile Number") == 1


def test_contents_run_together_on_one_line_are_dropped() -> None:
    contents = " ".join(
        f"{number} {title} 2" for _, number, title, _ in meadow.SECTIONS if title != "Weed Watch"
    )
    assert everything(f"{contents} {meadow.on_one_line()}").count("Facsimile Number") == 1


def test_an_answer_that_repeats_is_no_furniture() -> None:
    text = "\n\n\n".join(
        f"2.{n} {title}\n\nNot available." for n, title in enumerate(("Fax", "Email", "Telephone"), 1)
    )
    assert kept(text).count("Not available.") == 3


def test_an_empty_run_of_headings_is_no_table_of_contents() -> None:
    text = "\n".join(
        f"2.{n} {t}" for n, t in enumerate(("Time Zone", "Telephone Number", "Fax", "Email", "Address"), 1)
    )
    assert len(kept(text)) == 5


def test_a_number_on_its_own_line_in_a_body_stays() -> None:
    assert kept("2.4 Telephone Number\n1490\n2.5 Fax\nnone") == [
        "2.4 Telephone Number",
        "1490",
        "2.5 Fax",
        "none",
    ]


def test_a_head_is_told_by_its_place_on_the_pages() -> None:
    lines = [
        Line("Meadow profile, edition 4", 1, page=1, top=0.05),
        Line("A sentence of the first page.", 2, page=1, top=0.5),
    ]
    lines += [
        Line("Meadow profile, edition 4", 3, page=2, top=0.05),
        Line("A sentence of the second page.", 4, page=2, top=0.5),
    ]
    assert [line.number for line in without_furniture(lines)] == [2, 4]


def letterhead(on_page: list[tuple[str, float]]) -> list[str]:
    """What is kept of three pages with the same lines on each, and of a text that names the office."""
    lines = [Line(text, 0, page=page, top=top) for page in (1, 2, 3) for text, top in on_page]
    lines.append(Line("Meadow County Council.", 0, page=3, top=0.6))
    return [line.text for line in without_furniture(lines)]


def test_a_letterhead_is_told_from_the_text_that_names_the_office() -> None:
    body = [(f"Line {n} of the text", 0.3 + n / 50) for n in range(6)]
    found = letterhead([("MEADOW COUNTY COUNCIL", 0.05), *body])
    assert "MEADOW COUNTY COUNCIL" not in found
    assert found[-1] == "Meadow County Council."
    assert len(found) == 3 * 6 + 1


def test_a_letterhead_that_is_painted_in_the_midst_of_its_page_is_told_by_its_height() -> None:
    body = [(f"Line {n} of the text", 0.3 + n / 50) for n in range(12)]
    assert "MEADOW COUNTY COUNCIL" not in letterhead([*body[:6], ("MEADOW COUNTY COUNCIL", 0.05), *body[6:]])


def test_a_line_that_recurs_in_the_midst_of_pages_is_text() -> None:
    assert letterhead([("MEADOW COUNTY COUNCIL", 0.5)]).count("MEADOW COUNTY COUNCIL") == 3


def test_navigation_before_and_behind_is_dropped() -> None:
    text = f"Skip to content\n\nHome\n\nCERT Meadow RFC 2350\n\n{meadow.in_paragraphs()}\n\nSitemap | Privacy\n© Meadow\n"
    document = parse(text)
    assert document.sections[0].text == "CERT Meadow RFC 2350"
    assert document.sections[-1].text == "The team takes care, and no liability."


def test_a_signature_block_behind_the_disclaimer_is_dropped() -> None:
    text = meadow.in_paragraphs() + "\n\nThe Head of the Meadow\n\nJ. Doe\nNo. 12 345\n"
    assert parse(text).sections[-1].text == "The team takes care, and no liability."
