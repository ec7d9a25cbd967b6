"""A document as plain text."""

from __future__ import annotations

from typing import Literal

from .document import Document
from .layout import rendered
from .sections import MANDATORY, OTHER, TITLES

Layout = Literal["team", "rfc"]

NONE_AVAILABLE = "None available."


def to_text(document: Document, layout: Layout = "team") -> str:
    """The text of a document: UTF-8 with LF, headings at column 0, bodies indented by three.

    `team` keeps the document's order, numbers and titles, and reads back as the same document. `rfc` has
    the outline of RFC 2350, appendix D, with its numbers and titles; several sections of one kind stand
    under one heading, an empty mandatory section says "None available.".
    """
    if layout == "team":
        headings = [(s.number, s.title, s.text.split("\n") if s.text else []) for s in document.sections]
    else:
        headings = [(number, title, body) for number, title, body in in_rfc_order(document)]
    lines = rendered(headings)
    return "\n".join(lines) + "\n" if lines else ""


def in_rfc_order(document: Document) -> list[tuple[str | None, str, list[str]]]:
    """The document's texts in the RFC's outline: number, title, body lines."""
    bodies: dict[str, list[str]] = {}
    for section in document.sections:
        if section.text:
            body = bodies.setdefault(section.canonical, [])
            heading = (
                [section.title + ":", ""] if section.canonical in ("0", "5", OTHER) and section.title else []
            )
            body += ([""] if body else []) + heading + section.text.split("\n")
    outline: list[tuple[str | None, str, list[str]]] = []
    if "0" in bodies:
        outline.append((None, "", bodies["0"]))
    for canonical, title in TITLES.items():
        if canonical in bodies or canonical in MANDATORY or _is_chapter(canonical):
            empty = [NONE_AVAILABLE] if canonical in MANDATORY else []
            outline.append((canonical, title, bodies.get(canonical, empty)))
    if OTHER in bodies:
        outline.append(("8", "Further Information", bodies[OTHER]))
    return outline


def _is_chapter(canonical: str) -> bool:
    return "." not in canonical
