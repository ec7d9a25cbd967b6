"""PDF: pages to lines, with the place, size and weight of each. Runs in the child process of `sandbox`."""

from __future__ import annotations

import logging
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from statistics import quantiles

from pypdf import PageObject, PdfReader, overwrite_configuration
from pypdf.errors import DependencyError, LimitReachedError

from directory.rfc2350.document import Problem
from directory.rfc2350.source import Line, Source

from .limits import CHILD_MAX_LINES, MAX_CHARACTERS, MAX_PAGE_OPERATIONS, MAX_PAGES, Unreadable
from .pdf_breaks import mend
from .pdf_danger import refuse_actions
from .pdf_fonts import FAULTS
from .pdf_glyphs import Glyph, Painter, extent
from .pdf_headings import unwrapped
from .pdf_layout import Piece, Row, is_mark, read_page
from .pdf_links import inner_links, web_addresses, without_contents
from .plain import clean
from .rows import joined, run_on

#: Errors that a damaged file raises out of the reader.
DAMAGE = (*FAULTS, zlib.error, EOFError, UnicodeError, AssertionError, NotImplementedError)

#: A step between lines that is so much wider than the usual one leaves an empty line.
PARAGRAPH_STEP = 1.35
ROW_STEP = 2.5
#: How many rows apart two rows of one table may be.
TABLE_REACH = 2
BULLETS = frozenset("•●○◦▪■□◆◇►▶➢➤✓✔–—-*·o")
#: What a page marks as furniture is left out while it is the lesser part of the page.
MOST_FURNITURE = 0.5
#: An unknown glyph in ten makes a text that nobody can read.
MOST_UNKNOWN = 0.1


@dataclass(slots=True)
class Page:
    """What one page gave: its blocks of rows from top to bottom, and its size in points."""

    number: int
    blocks: list[list[Row]]
    width: float
    height: float
    links: tuple[str, ...]
    turned: bool


def extract(data: bytes) -> Source:
    """The lines of a PDF. Raises Unreadable for one that is locked, endless, damaged or carries actions."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    overwrite_configuration(stream_parsing_work_maximum_count=MAX_PAGE_OPERATIONS)
    try:
        reader = open_reader(data)
        problems = refuse_actions(reader)
        pages = read_pages(reader, problems)
    except (LimitReachedError, MemoryError) as error:
        raise Unreadable("This PDF unpacks to more than a document of this kind can be.") from error
    except DAMAGE as error:
        raise Unreadable("This PDF is damaged: its pages cannot be read.") from error
    lines = compose(pages)
    if not lines:
        problems.append(Problem("pdf-no-text", "error", None, NO_TEXT))
    elif unknown(lines) > MOST_UNKNOWN:
        problems.append(Problem("pdf-unreadable-font", "warning", None, UNKNOWN_LETTERS))
    return Source(tuple(lines), "pdf", None, tuple(problems))


NO_TEXT = (
    "The PDF holds no text, only pictures of pages. Export it from the word processor again, "
    "or run text recognition over it first."
)
UNKNOWN_LETTERS = (
    "A font of the PDF does not say which letters its signs stand for, so parts of the text are lost."
)


def open_reader(data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except (DependencyError, NotImplementedError) as error:
            raise Unreadable("This PDF is encrypted. Save it without protection and try again.") from error
        if not opened:
            raise Unreadable("This PDF is locked with a password. Save it without one and try again.")
    if len(reader.pages) > MAX_PAGES:
        raise Unreadable(f"This PDF has more than {MAX_PAGES} pages.")
    return reader


def read_pages(reader: PdfReader, problems: list[Problem]) -> list[Page]:
    """Every page that can be read; what cannot is added to `problems`."""
    pages: list[Page] = []
    characters = 0
    for number, page in enumerate(reader.pages, 1):
        try:
            read = read_one(page, number)
        except LimitReachedError:
            raise
        except DAMAGE:
            message = f"Page {number} of the PDF is damaged and could not be read."
            problems.append(Problem("pdf-page-damaged", "error", None, message))
            continue
        characters += sum(len(piece.text) for rows in read.blocks for row in rows for piece in row.pieces)
        if characters > MAX_CHARACTERS:
            raise Unreadable("This PDF holds more text than a document of this kind can have.")
        if read.turned:
            message = (
                f"Text across the writing direction of page {number} was left out (a stamp, a watermark)."
            )
            problems.append(Problem("pdf-turned-text", "note", None, message))
        pages.append(read)
    return pages


def read_one(page: PageObject, number: int) -> Page:
    painter = Painter(page)
    painter.paint()
    glyphs = painter.glyphs
    if inked(painter.furniture) > MOST_FURNITURE * (inked(glyphs) + inked(painter.furniture)):
        glyphs = painter.furniture + glyphs
    turns = Counter(glyph.turn for glyph in glyphs if glyph.text.strip())
    turn = turns.most_common(1)[0][0] if turns else 0
    width, height = extent(page)
    upright = [glyph for glyph in glyphs if glyph.turn == turn]
    if turn:
        upright, width, height = turned(upright, turn, width, height)
    blocks = read_page(upright)
    if not turn and not page.rotation % 360:
        blocks = without_contents(blocks, inner_links(page))
    rows = [block.rows for block in blocks]
    return Page(number, rows, width, height, web_addresses(page), len(turns) > 1)


def inked(glyphs: Iterable[Glyph]) -> int:
    return sum(bool(glyph.text.strip()) for glyph in glyphs)


def turned(glyphs: list[Glyph], turn: int, width: float, height: float) -> tuple[list[Glyph], float, float]:
    """A page whose writing runs up, down or upside down, turned so that it can be read."""
    places = {
        90: lambda g: (g.y, width - g.x0),
        180: lambda g: (width - g.x0, height - g.y),
        270: lambda g: (height - g.y, g.x0),
    }
    place = places.get(turn)
    if place is None:
        return glyphs, width, height
    for glyph in glyphs:
        reach = glyph.x1 - glyph.x0
        glyph.x0, glyph.y = place(glyph)
        glyph.x1 = glyph.x0 + reach
    return (glyphs, width, height) if turn == 180 else (glyphs, height, width)


# lines


def compose(pages: Sequence[Page]) -> list[Line]:
    """The document's lines, numbered, with empty lines where the page leaves room."""
    size = body_size(pages)
    step = usual_step(pages)
    lines: list[Line] = []
    for page in pages:
        fresh: list[Line] = []
        edge = max((row.x1 for rows in page.blocks for row in rows), default=0.0)
        for rows in (unwrapped(rows, edge, size) for rows in page.blocks):
            if fresh:
                fresh.append(Line("", 0, page.number))
            tables = [in_table(rows, index) for index in range(len(rows))]
            for index, row in enumerate(rows):
                widest = step * (
                    ROW_STEP if index and tables[index - 1] and tables[index] else PARAGRAPH_STEP
                )
                if index and gap(rows[index - 1], row) > widest:
                    fresh.append(Line("", 0, page.number))
                fresh += row_lines(row, page, size, tables[index])
        lines += fresh
        if len(lines) > CHILD_MAX_LINES:
            raise Unreadable("This PDF holds more lines than a document of this kind can have.")
    lines = mend(lines, {page.number: page.links for page in pages})
    return [replace(line, number=number) for number, line in enumerate(lines, 1)]


def body_size(pages: Sequence[Page]) -> float:
    """The size of most letters of the document."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for rows in page.blocks:
            for row in rows:
                for piece in row.pieces:
                    sizes[round(piece.size, 1)] += piece.letters
    return sizes.most_common(1)[0][0] or 1.0 if sizes else 1.0


def gap(above: Row, row: Row) -> float:
    """The step from a row to the next, in sizes of the larger one."""
    return (above.bottom - row.top) / (max(above.size, row.size) or 1.0)


def usual_step(pages: Sequence[Page]) -> float:
    """The step within a paragraph: a low one of all, since a list or a form has hardly two lines of one."""
    steps = [
        step
        for page in pages
        for rows in page.blocks
        for above, row in pairwise(rows)
        if 0 < (step := gap(above, row)) < 4
    ]
    return quantiles(steps, n=4)[0] if len(steps) > 1 else 1.2


def in_table(rows: Sequence[Row], index: int) -> bool:
    """Whether a cell of this row stands under or over a cell of a near row, which chance gaps do not."""
    row = rows[index]
    if any(not cell[0].text.strip(". …_") for cell in row.cells):
        return False  # leaders of a table of contents
    if len(row.cells) < 2 or (len(row.cells) == 2 and is_mark(row.cells[0][0].text)):
        return False
    starts = [cell[0].x0 for cell in row.cells[1:]]
    near = [*rows[max(index - TABLE_REACH, 0) : index], *rows[index + 1 : index + 1 + TABLE_REACH]]
    return any(
        abs(cell[0].x0 - start) < 0.5 * row.size
        for other in near
        for cell in other.cells[1:]
        for start in starts
    )


def row_lines(row: Row, page: Page, size: float, table: bool) -> list[Line]:
    """A row as lines: its cells side by side, and the further lines of its last cell each on its own."""
    *before, last = row.cells
    whole = any(len(cell) > 1 for cell in before)
    tails = [] if whole else last[1:]
    cells = [run_on(piece.text for piece in cell) for cell in before]
    cells.append(run_on(piece.text for piece in last) if whole else last[0].text)
    head = [piece for cell in row.cells for piece in cell if whole or piece not in tails]
    lines = [line_of(head, cells, page, size, table)]
    return lines + [line_of([piece], [piece.text], page, size, False) for piece in tails]


def line_of(pieces: Sequence[Piece], cells: Sequence[str], page: Page, size: float, table: bool) -> Line:
    texts = [clean(cell) for cell in cells]
    first = pieces[0]
    letters = sum(piece.letters for piece in pieces) or 1
    values = tuple(text.lstrip(": ") for text in texts if text.strip(": "))
    return Line(
        text=joined(texts) if table else " ".join(texts),
        number=0,
        page=page.number,
        bold=sum(piece.bold for piece in pieces) >= 0.9 * letters,
        size=round(max(pieces, key=lambda piece: piece.letters).size / size, 2),
        cells=values if table and len(values) > 1 else (),
        top=round(min(max(1 - first.y / page.height, 0.0), 1.0), 3),
        left=round(min(max(first.x0 / page.width, 0.0), 1.0), 3),
        item=begins_item(" ".join(texts)),
    )


def begins_item(text: str) -> bool:
    """Whether the line begins with a bullet or a letter in the manner of a list."""
    mark, _, rest = text.partition(" ")
    if not rest or mark in BULLETS:
        return bool(rest)
    letter = mark.strip("().")
    return mark[-1] in ".)" and letter.islower() and (len(letter) == 1 or set(letter) <= set("ivx"))


def unknown(lines: Sequence[Line]) -> float:
    letters = sum(len(line.text) for line in lines) or 1
    return sum(line.text.count("\ufffd") for line in lines) / letters
