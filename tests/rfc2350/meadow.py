"""CERT Meadow, an invented team: its document's sections, and the shapes that such documents come in."""

from __future__ import annotations

from directory.rfc2350 import Document

SECTIONS = (
    ("1", "1", "Document Information", "CERT Meadow describes itself here after RFC 2350."),
    ("1.1", "1.1", "Date of Last Update", "Version 1.4, 2024-03-05."),
    ("1.2", "1.2", "Distribution List for Notifications", "There is none."),
    ("1.3", "1.3", "Locations where this Document May Be Found", "https://meadow.example/rfc2350.txt"),
    ("2", "2", "Contact Information", ""),
    ("2.1", "2.1", "Name of the Team", "CERT Meadow"),
    ("2.2", "2.2", "Address", "CERT Meadow\n3 rue des Champs\n75999 Example\nFrance"),
    ("2.3", "2.3", "Time Zone", "Europe/Paris"),
    ("2.4", "2.4", "Telephone Number", "+33 1 99 00 00 00"),
    ("2.5", "2.5", "Facsimile Number", "Not available."),
    ("2.6", "2.6", "Other Telecommunication", "Not available."),
    ("2.7", "2.7", "Electronic Mail Address", "cert@meadow.example"),
    ("2.8", "2.8", "Public Keys and Encryption Information", "Ask for the key by mail."),
    ("2.9", "2.9", "Team Members", "Names are not published."),
    ("2.10", "2.10", "Other Information", "See https://meadow.example for more."),
    ("2.11", "2.11", "Points of Customer Contact", "Write to us first, see section 2.7 for the address."),
    ("3", "3", "Charter", ""),
    (
        "3.1",
        "3.1",
        "Mission Statement",
        "To keep the meadow's networks in flower:\n1. watch\n2. warn\n3. weed",
    ),
    ("3.2", "3.2", "Constituency", "Everyone on 192.0.2.0/24."),
    ("3.3", "3.3", "Sponsorship and/or Affiliation", "The farmers pay for it."),
    ("3.4", "3.4", "Authority", "The team advises."),
    ("4", "4", "Policies", ""),
    ("4.1", "4.1", "Types of Incidents and Level of Support", "All types are handled."),
    ("4.2", "4.2", "Co-operation, Interaction and Disclosure of Information", "TLP 2.0 is honoured."),
    ("4.3", "4.3", "Communication and Authentication", "Use the key."),
    ("5", "5", "Services", ""),
    ("5.1", "5.1", "Incident Response", "The team helps on site."),
    ("5", "5.2", "Weed Watch", "Signals are read each morning."),
    ("5.2", "5.3", "Proactive Activities", "Two courses a year."),
    ("6", "6", "Incident Reporting Forms", "There is no form."),
    ("7", "7", "Disclaimers", "The team takes care, and no liability."),
)
"""Canonical number, the document's own number, title, text."""


def dotted(number: str) -> str:
    return number if "." in number else f"{number}."


def outline(document: Document) -> list[tuple[str, str]]:
    """Canonical number and the words of each section that has text, front matter aside."""
    return [
        (s.canonical, " ".join(s.text.split())) for s in document.sections if s.text and s.canonical != "0"
    ]


def expected() -> list[tuple[str, str]]:
    return [(canonical, " ".join(text.split())) for canonical, _, _, text in SECTIONS if text]


def in_paragraphs() -> str:
    return "\n\n".join(f"{dotted(number)} {title}\n\n{text}".strip() for _, number, title, text in SECTIONS)


def without_blank_lines() -> str:
    return "\n".join(f"{dotted(number)} {title}\n{text}".strip() for _, number, title, text in SECTIONS)


def on_one_line() -> str:
    return " ".join(f"{dotted(number)} {title} {text}" for _, number, title, text in SECTIONS).replace(
        "\n", " "
    )


def after_colons() -> str:
    """Each value on its heading's line; chapters stand alone."""
    lines = [
        f"{dotted(number)} {title}: {' '.join(text.split())}" if text else f"{dotted(number)} {title}"
        for _, number, title, text in SECTIONS
    ]
    return "\n".join(lines)


def without_numbers() -> str:
    """Titles alone on their lines. A title that only this team has cannot be told without a number."""
    return "\n\n".join(
        f"{title}\n\n{text}".strip() for _, _, title, text in SECTIONS if title != "Weed Watch"
    )


def shifted(by: int) -> str:
    parts = []
    for _, number, title, text in SECTIONS:
        chapter, dot, rest = number.partition(".")
        parts.append(f"{dotted(str(int(chapter) + by) + dot + rest)} {title}\n\n{text}".strip())
    return "\n\n".join(parts)


def in_markdown() -> str:
    return "\n\n".join(
        f"{'#' * (2 + number.count('.'))} {dotted(number)} {title}\n\n{text}".strip()
        for _, number, title, text in SECTIONS
    )


def paginated() -> str:
    """Pages of four sections, each with a foot, behind a table of contents."""
    contents = "\n".join(
        f"{dotted(number)} {title} ........ {2 + index // 4}"
        for index, (_, number, title, _) in enumerate(SECTIONS)
    )
    pages = [
        "\n\n".join(
            f"{dotted(number)} {title}\n\n{text}".strip()
            for _, number, title, text in SECTIONS[start : start + 4]
        )
        for start in range(0, len(SECTIONS), 4)
    ]
    feet = [
        f"\n\nCERT Meadow, 3 rue des Champs, 75999 Example\nPage {page} of {len(pages) + 1}\n\f"
        for page in range(1, 99)
    ]
    whole = ["CERT Meadow - RFC 2350\n\nTable of Contents\n\n" + contents, *pages]
    return "\n".join(page + foot for page, foot in zip(whole, feet, strict=False))
