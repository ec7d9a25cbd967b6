"""Every format that a document comes out in: one row a format, one way to ask for it.

A writer is a module of this package, loaded when its format is first asked for: setting a PDF needs libraries
that reading a text does not.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from .document import Document, Section
from .sections import FRONT, OTHER, TITLES
from .to_text import Layout, in_rfc_order


@dataclass(frozen=True, slots=True)
class Format:
    """`suffix` ends the address, `name` is what people call it, `function` is the writer: a module here, with the function's name
    behind a colon where that is another.

    `costly` formats take a good part of a second; `dated` ones carry the day on which they were made.
    `layouts` is False for the format that is the document itself and not a reading of it.
    """

    suffix: str
    name: str
    media_type: str
    function: str
    costly: bool = False
    dated: bool = False
    layouts: bool = True


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        row.suffix: row
        for row in (
            Format("txt", "Text", "text/plain; charset=utf-8", "to_text"),
            Format("md", "Markdown", "text/markdown; charset=utf-8; variant=CommonMark", "to_markdown"),
            Format("html", "HTML", "text/html; charset=utf-8", "to_html:to_page"),
            Format("pdf", "PDF", "application/pdf", "to_pdf", costly=True, dated=True),
            Format(
                "docx",
                "Word",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "to_docx",
                costly=True,
            ),
            Format("json", "JSON", "application/json", "to_json", layouts=False),
        )
    }
)
LAYOUTS: tuple[Layout, ...] = ("team", "rfc")


def write(document: Document, suffix: str, layout: Layout = "team", *, made_on: date) -> bytes:
    """The document's bytes in a format of `FORMATS`; the same for the same document, layout and day.

    Raises KeyError for a suffix that is none.
    """
    chosen = FORMATS[suffix]
    module, _, name = chosen.function.partition(":")
    function = getattr(importlib.import_module(f"{__package__}.{module}"), name or module)
    if chosen.layouts:
        document = arranged(document, layout)
    made: str | bytes = function(document, made_on=made_on) if chosen.dated else function(document)
    return made.encode() if isinstance(made, str) else made


def arranged(document: Document, layout: Layout) -> Document:
    """The document in a layout: as its team laid it out, or with its texts in the outline of RFC 2350,
    appendix D, under the RFC's numbers and titles. The second is for reading and comparing."""
    if layout == "team":
        return document
    sections = tuple(
        Section(_canonical(number), number, title, "\n".join(body))
        for number, title, body in in_rfc_order(document)
    )
    return dataclasses.replace(document, sections=sections)


def _canonical(number: str | None) -> str:
    if number is None:
        return FRONT
    return number if number in TITLES else OTHER
