"""Tables of titles and values without numbers: every row whose first cell is a title is a section."""

from __future__ import annotations

from directory.rfc2350 import parse
from directory.rfc2350.source import Line, Source

ROWS = (
    ("2.1", "Name of the team", "CERT Meadow"),
    ("2.2", "Address", "Meadow Institute, 3 Example Street, 75999 Example, France"),
    ("2.3", "Time zone", "Europe/Paris"),
    ("2.4", "Telephone number", "+33 1 99 00 00 00"),
    ("2.5", "Facsimile number", "none"),
    ("2.7", "Electronic mail address", "cert@meadow.example"),
    ("2.9", "Team members", "Not given"),
)
CHARTER = ["", "Charter", "", "Mission statement", "", "To keep weeds out."]


def found(source: str | Source) -> list[tuple[str, str]]:
    return [(s.canonical, s.text) for s in parse(source).sections if s.canonical.startswith("2.")]


def test_columns_of_text_are_sections() -> None:
    rows = [f"{title:34}{value}" for _, title, value in ROWS]
    text = "\n".join(["RFC 2350 CERT Meadow", "", "Contact information", "", *rows, *CHARTER])
    assert found(text) == [(canonical, value) for canonical, _, value in ROWS]


def test_rows_of_cells_are_sections_and_their_head_is_none() -> None:
    lines = [Line("RFC 2350 CERT Meadow", 1, level=1), Line("Contact information", 2, level=2)]
    for title, value in [("Field", "Value"), *((title, value) for _, title, value in ROWS)]:
        lines.append(Line(f"{title}  {value}", len(lines) + 1, cells=(title, value)))
    lines += [Line(text, len(lines) + 1) for text in CHARTER]
    sections = parse(Source(tuple(lines), "html")).sections
    assert [s.text for s in sections if s.canonical == "2"] == ["Field  Value"]
    assert [(s.canonical, s.text) for s in sections if s.canonical[:2] == "2."] == [
        (canonical, value) for canonical, _, value in ROWS
    ]


def test_a_table_in_a_numbered_section_stays_its_body() -> None:
    rows = [f"{title:34}{value}" for _, title, value in ROWS if title != "Address"]
    numbered = [f"{canonical} {title}\n\n{value}\n" for canonical, title, value in ROWS]
    text = "\n".join(["2 Contact information", "", *numbered, "2.11 Points of customer contact", "", *rows])
    assert found(text)[-1] == ("2.11", "\n".join(rows))


def test_a_table_that_identifies_the_document_stays_its_body() -> None:
    rows = [
        "Title             RFC 2350 of CERT Meadow",
        "Version           1.4",
        "Date              2024-03-05",
    ]
    text = "\n".join(["1.1 Date of Last Update", "5 March 2024", "1.5 Document Identification", *rows])
    assert parse(text).sections[-1].text == "\n".join(rows)
