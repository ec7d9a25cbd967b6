"""What a parser reads: lines, with whatever the format knew of each.

An importer turns bytes into a `Source`; `from_text` does the same for plain text. A later stage never
needs to know which format a line came from.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import door, layout, marks
from .document import Problem


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source, as a person reads it.

    `text` has no line ending and no control characters; leading spaces are kept. `number` counts from 1
    in the source (in the extracted text where the source is binary). The rest is evidence that the format
    may give and a parser weighs, never obeys: `page` (from 1), `level` (1-6, a heading by the format's own
    markup: h2, ##, a Word style), `bold` (the whole line), `size` (relative to the document's body text,
    1.0), `cells` (the row of a table, left to right), `top` and `left` (share of the page's height and
    width, 0-1), `item` (the line begins an item of a list).
    """

    text: str
    number: int
    page: int | None = None
    level: int | None = None
    bold: bool = False
    size: float | None = None
    cells: tuple[str, ...] = ()
    top: float | None = None
    left: float | None = None
    item: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A document's lines in reading order.

    `format` is text, markdown, html, pdf or docx. `problems` are what the reader met on its way (an
    encoding guessed, a page that could not be read).
    """

    lines: tuple[Line, ...]
    format: str = "text"
    encoding: str | None = None
    problems: tuple[Problem, ...] = ()


def from_text(text: str) -> Source:
    """The lines of a plain text, with its pages and, where it is Markdown, its headings.

    A text in the project's own layout (`layout`) is taken as it stands. A clear signature's armour is
    taken off and its dash escapes are undone; a private key is replaced by a marker and reported.
    """
    cleaned = door.without_private_keys(door.split_lines(text))
    problems = tuple(cleaned.problems)
    texts = [raw.text for raw in cleaned.lines]
    if layout.recognise(texts):
        return Source(tuple(Line(raw.text, raw.number) for raw in cleaned.lines), problems=problems)
    raws = door.without_clear_signature(cleaned.lines)
    pages = len({raw.page for raw in raws}) > 1
    if not marks.is_markdown([raw.text for raw in raws]):
        plain = (Line(marks.without_tags(r.text), r.number, r.page if pages else None) for r in raws)
        return Source(tuple(plain), problems=problems)
    return Source(tuple(_marked(raw, pages) for raw in raws), "markdown", problems=problems)


def _marked(raw: door.Raw, pages: bool) -> Line:
    level, text = marks.heading_level(raw.text)
    bold = marks.is_strong(text)
    text = marks.without_tags(marks.without_marks(text))
    return Line(text, raw.number, raw.page if pages else None, level=level, bold=bold)
