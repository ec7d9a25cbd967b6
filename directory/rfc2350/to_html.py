"""A document's body as HTML, for a page to put its own head and foot around it.

Nothing of a document is ever markup: every character of its text is escaped, and only web addresses
become links.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from .blocks import Block, blocks, heading, level
from .document import Document, Section

_ADDRESS = re.compile(r"https?://[^\s<>\"'“”()]+", re.ASCII)
_TRAILING = ".,;:!?"

# A style sheet may hide soft line ends, so that text which was wrapped for a terminal flows again.
_SOFT, _HARD = '<br class="soft">\n', "<br>\n"


def to_html(document: Document) -> str:
    """Sections with headings h2 to h6, paragraphs and verbatim blocks; deterministic, no attributes of style.

    A section's `id` is the one that `anchors` gives it, so that a page can link to it.
    """
    return body(
        document, language_of(document), lambda section, anchor: html.escape(heading(section)), _linked
    )


def body(
    document: Document,
    attributes: str,
    headline: Callable[[Section, str], str],
    linked: Callable[[str], str],
) -> str:
    """The article with these attributes. `headline` gives the inside of a section's heading from the section and its
    anchor, `linked` a line of text; both as HTML, and both escape what the document says."""
    places = zip(document.sections, anchors(document), strict=True)
    sections = [_section(section, anchor, headline, linked) for section, anchor in places]
    return "\n".join([f'<article class="rfc2350"{attributes}>', *sections, "</article>", ""])


def language_of(document: Document) -> str:
    """The attribute that says which language the document is in, a space before it."""
    return f' lang="{html.escape(document.language)}"' if document.language else ""


def to_page(document: Document) -> str:
    """`to_html` as a file that stands alone."""
    title = html.escape(document.document.title or document.team.name or "RFC 2350")
    language = html.escape(document.language or "en")
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n<body>\n{to_html(document)}</body>\n</html>\n"
    )


def anchors(document: Document) -> tuple[str, ...]:
    """A name for each section within its page: by its number, or by its words; each once."""
    names: dict[str, int] = {}
    found = []
    for section in document.sections:
        words = re.sub(r"[^\w.]+", "-", (section.number or section.title).lower()).strip("-.")
        name = f"s-{words or 'opening'}"
        names[name] = names.get(name, 0) + 1
        found.append(name if names[name] == 1 else f"{name}--{names[name]}")
    return tuple(found)


def _section(
    section: Section, anchor: str, headline: Callable[[Section, str], str], linked: Callable[[str], str]
) -> str:
    parts = [f'<section id="{html.escape(anchor)}" data-canonical="{html.escape(section.canonical)}">']
    if section.title:
        tag = f"h{level(section)}"
        parts.append(f"<{tag}>{headline(section, anchor)}</{tag}>")
    parts += [_block(block, linked) for block in blocks(section.text)] if section.text else []
    return "\n".join([*parts, "</section>"])


def _block(block: Block, linked: Callable[[str], str]) -> str:
    if block.verbatim:
        return "<pre>" + "\n".join(linked(line) for line in block.lines) + "</pre>"
    parts = []
    for index, line in enumerate(block.lines):
        parts.append(linked(line))
        if index < len(block.lines) - 1:
            parts.append(_SOFT if block.soft(index) else _HARD)
    return "<p>" + "".join(parts) + "</p>"


def _linked(line: str) -> str:
    """A line with its web addresses as links. The full stop behind an address is none of it."""
    parts: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(line):
        address = found[0].rstrip(_TRAILING)
        shown = html.escape(address)
        parts.append(html.escape(line[end : found.start()]))
        parts.append(f'<a href="{shown}" rel="nofollow noopener">{shown}</a>')
        end = found.start() + len(address)
    return "".join(parts) + html.escape(line[end:])
