"""A document as a PDF that a team can publish: title, contents with page numbers, numbered sections.

Tagged for screen readers (PDF/UA-1), in the document's language, the same bytes for the same document and
day. Nothing is fetched while it is made: no picture, no style, no font comes from an address.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import NoReturn

import weasyprint
from weasyprint.urls import URLFetcher

from .blocks import heading, level
from .document import Document, Section
from .paragraphs import (
    Block,
    Item,
    Paragraph,
    Rows,
    Verbatim,
    paragraphs,
    printable,
    title_and_sections,
)

STYLE = Path(__file__).with_name("to_pdf.css")
SCHEMES = ("https://", "http://")


class NothingFetched(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Refuses every address, so that no text of a document can make the server read or send anything."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> NoReturn:
        raise ValueError(f"Nothing is fetched for a document: {url[:80]}")


def to_pdf(document: Document, *, made_on: date) -> bytes:
    """The PDF of a document, as the team laid it out; `made_on` is the day that the file bears."""
    page = printable(to_page(document, made_on))
    style = weasyprint.CSS(string=STYLE.read_text(encoding="utf-8"), url_fetcher=NothingFetched())
    return bytes(
        weasyprint.HTML(string=page, base_url=None, url_fetcher=NothingFetched()).write_pdf(
            stylesheets=[style],
            pdf_variant="pdf/ua-1",
            pdf_identifier=identifier(document, made_on),
        )
    )


def identifier(document: Document, made_on: date) -> bytes:
    """A name for the file that depends on what it says alone (ISO 32000-2, 14.4)."""
    said = json.dumps([document.as_dict(), made_on.isoformat()], sort_keys=True)
    return hashlib.sha256(said.encode()).digest()[:16]


def to_page(document: Document, made_on: date) -> str:
    """The page that is set: HTML with all of the document's words escaped."""
    title, sections = title_and_sections(document)
    made = f"{made_on.isoformat()}T00:00:00Z"
    language = escape(document.language or "en", quote=True)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="dcterms.created" content="{made}"><meta name="dcterms.modified" content="{made}">'
        f'<meta name="author" content="{escape(document.team.name or "", quote=True)}"></head><body>'
        f"<header><h1>{escape(title)}</h1></header>{''.join(contents(sections))}<main>"
        f"{''.join(''.join(section_html(s, i)) for i, s in enumerate(sections))}</main></body></html>"
    )


# parts of the page


def contents(sections: list[Section]) -> Iterator[str]:
    """The table of contents: every heading with a link; the page number is set by the style."""
    headed = [(i, section) for i, section in enumerate(sections) if section.title]
    if len(headed) < 2:
        return
    yield '<nav class="contents"><ul>'
    for i, section in headed:
        depth = level(section)
        title = escape(heading(section))
        yield f'<li class="level{depth}"><a href="#section-{i}">{title}</a></li>'
    yield "</ul></nav>"


def section_html(section: Section, place: int) -> Iterator[str]:
    if section.title:
        depth = level(section)
        title = escape(heading(section))
        yield f'<h{depth} id="section-{place}">{title}</h{depth}>'
    in_list = False
    for block in paragraphs(section.text) if section.text else ():
        if isinstance(block, Item) is not in_list:
            in_list = not in_list
            yield "<ul>" if in_list else "</ul>"
        yield block_html(block)
    if in_list:
        yield "</ul>"


def block_html(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f'<p class="in{block.depth}">{lines_html(block.lines)}</p>'
    if isinstance(block, Item):
        mark = f'<span class="mark">{escape(block.mark)}</span>'
        return f'<li class="in{block.depth}">{mark} {lines_html(block.lines)}</li>'
    if isinstance(block, Rows):
        rows = "".join("<tr>" + "".join(f"<td>{linked(c)}</td>" for c in row) + "</tr>" for row in block.rows)
        return f"<table>{rows}</table>"
    return f"<pre>{escape(chr(10).join(block.lines))}</pre>" if isinstance(block, Verbatim) else ""


def lines_html(lines: tuple[str, ...]) -> str:
    return "<br>".join(linked(line) for line in lines)


def linked(text: str) -> str:
    """A line with its web addresses as links; everything else is escaped."""
    parts: list[str] = []
    for gap, word in pieces(text):
        bare = word.strip("<>()[],;\"'").rstrip(".:")
        if bare.startswith(SCHEMES) and len(bare) > len("https://"):
            before, _, after = word.partition(bare)
            link = f'<a href="{escape(bare, quote=True)}">{escape(bare)}</a>'
            parts.append(f"{gap}{escape(before)}{link}{escape(after)}")
        else:
            parts.append(gap + escape(word))
    return "".join(parts)


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """The words of a line, each with the spaces before it."""
    gap = ""
    for part in text.split(" "):
        if part:
            yield gap, part
            gap = " "
        else:
            gap += " "
