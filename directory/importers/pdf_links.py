"""The links of a PDF page: where they lead, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PageObject

from .pdf_layout import Block, Row

MAX_ANNOTATIONS = 2_000
#: A table of contents: so many rows that are links into the document, nearly the whole row, mostly with a page.
CONTENTS_ROWS = 4
COVERED = 0.8

Box = tuple[float, float, float, float]


def notes(page: PageObject) -> Iterator[Mapping[str, Any]]:
    """The page's annotations: links, buttons, remarks."""
    listed = page.get("/Annots")
    listed = listed.get_object() if listed is not None else None
    for annotation in listed[:MAX_ANNOTATIONS] if isinstance(listed, list) else ():
        yield resolved(annotation)


def web_addresses(page: PageObject) -> tuple[str, ...]:
    """The addresses that the page's links lead to."""
    found = (resolved(annotation.get("/A")).get("/URI") for annotation in notes(page))
    return tuple(dict.fromkeys(str(address) for address in found if isinstance(address, str | bytes)))


def resolved(value: Any) -> Mapping[str, Any]:
    """The dictionary that a value is or refers to; an empty one for everything else."""
    target = value.get_object() if hasattr(value, "get_object") else value
    return target if isinstance(target, Mapping) else {}


def inner_links(page: PageObject) -> list[Box]:
    """The places of the links that lead to another place of the document: left, bottom, right, top."""
    left, bottom = float(page.cropbox.left), float(page.cropbox.bottom)
    boxes: list[Box] = []
    for note in notes(page):
        inner = "/Dest" in note or resolved(note.get("/A")).get("/S") == "/GoTo"
        rect = note.get("/Rect")
        if inner and isinstance(rect, list) and len(rect) == 4:
            x0, y0, x1, y1 = (float(value) for value in rect)
            boxes.append((min(x0, x1) - left, min(y0, y1) - bottom, max(x0, x1) - left, max(y0, y1) - bottom))
    return boxes


def without_contents(blocks: list[Block], places: list[Box]) -> list[Block]:
    """The blocks without a table of contents, which is known by its links.

    A row of it is a link into the document, all of it but what parts the words, and most rows end with a page.
    """
    if len(places) < CONTENTS_ROWS:
        return blocks
    entries = [row for block in blocks for row in block.rows if covered(row, places) >= COVERED]
    paged = sum(row.pieces[-1].text[-1:].isdigit() for row in entries)
    if len(entries) < CONTENTS_ROWS or paged * 2 < len(entries):
        return blocks
    for block in blocks:
        block.rows = [row for row in block.rows if row not in entries]
    return [block for block in blocks if block.rows]


def covered(row: Row, places: list[Box]) -> float:
    """The share of a row's width, its gaps aside, that stands in one of the places."""
    width = inside = 0.0
    for piece in row.pieces:
        width += piece.x1 - piece.x0
        inside += max(
            (
                min(piece.x1, x1) - max(piece.x0, x0)
                for x0, y0, x1, y1 in places
                if y0 <= piece.y + 0.3 * piece.size <= y1 and x0 < piece.x1 and piece.x0 < x1
            ),
            default=0.0,
        )
    return inside / width if width else 0.0
