"""From glyphs to rows: what stands on one baseline, what is a cell, and in which order it is read.

The order in which a page paints its text is nearly always the order in which it is read, and it alone tells
the lines of one cell from those of its neighbour. So rows are made in painting order, and places only decide
what is a line, a cell or a column, and mend an order that goes against the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .pdf_bidi import in_reading_order, is_right_to_left
from .pdf_glyphs import Glyph

#: In sizes of the letters: a gap that is a space, one that parts cells, one that parts them where the page
#: also marks them as two contents, and a step that is still the same baseline.
SPACE_GAP = 0.16
CELL_GAP = 1.6
MARKED_CELL_GAP = 0.5
SAME_BASELINE = 0.3
RAISED = 0.65
BACKWARDS = 0.6
#: So many letters in a row make a usual gap.
SPACED_LETTERS = 5
#: The mark of a list stands this near to its text; so many pieces of one baseline are looked at.
MARK_GAP = 3.0
MOST_BESIDE = 4
#: A cell of a table is short; what is longer is a column.
CELL_LINES = 8
CELL_CHARACTERS = 240
#: Share of the steps from line to line that may go up before painting order is given up.
MOST_JUMPS = 0.3


@dataclass(slots=True)
class Piece:
    """Text on one baseline without a wide gap in it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: int = 0
    letters: int = 0

    def on_line_of(self, other: Piece) -> bool:
        return abs(self.y - other.y) <= SAME_BASELINE * max(self.size, other.size)


@dataclass(slots=True)
class Row:
    """Cells from left to right; the lines of a cell are the pieces of one list."""

    cells: list[list[Piece]]

    @property
    def pieces(self) -> list[Piece]:
        return [piece for cell in self.cells for piece in cell]

    @property
    def top(self) -> float:
        return max(cell[0].y for cell in self.cells)

    @property
    def bottom(self) -> float:
        return min(cell[-1].y for cell in self.cells)

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    @property
    def x0(self) -> float:
        return min(piece.x0 for piece in self.pieces)

    @property
    def x1(self) -> float:
        return max(piece.x1 for piece in self.pieces)


@dataclass(slots=True)
class Block:
    """Rows that go down the page."""

    rows: list[Row] = field(default_factory=list)

    def above(self, other: Block) -> bool:
        """Whether all of this stands over `other`, so that a reader meets it first."""
        if self.rows[-1].bottom < other.rows[0].top:
            return False
        x0, x1 = min(row.x0 for row in self.rows), max(row.x1 for row in self.rows)
        return x0 < max(row.x1 for row in other.rows) and min(row.x0 for row in other.rows) < x1


def read_page(glyphs: Iterable[Glyph]) -> list[Block]:
    """The blocks of a page in reading order; `glyphs` are upright."""
    pieces = split(glyphs)
    if jumps(pieces) > MOST_JUMPS:
        pieces = sorted(by_place(pieces), key=lambda piece: (-piece.y, piece.x0))
        pieces = by_place(pieces)
    return in_order(blocks(marks_before_text(pieces)))


# pieces


def split(glyphs: Iterable[Glyph]) -> list[Piece]:
    """Glyphs to pieces: words are parted at spaces and at gaps, pieces at wide gaps and new baselines."""
    pieces: list[Piece] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.text or (not glyph.text.strip() and not run):
            continue
        if run and not follows(glyph, run):
            pieces.append(piece_of(run))
            run = []
            if not glyph.text.strip():
                continue
        run.append(glyph)
    if run:
        pieces.append(piece_of(run))
    return [piece for piece in pieces if piece.text]


def follows(glyph: Glyph, run: Sequence[Glyph]) -> bool:
    last = run[-1]
    size = max(glyph.size, last.size)
    if is_right_to_left(glyph.text) and glyph.x1 <= last.x0 + BACKWARDS * size:
        return abs(glyph.y - last.y) <= SAME_BASELINE * size and last.x0 - glyph.x1 <= CELL_GAP * size
    shift = abs(glyph.y - last.y)
    raised = glyph.size != last.size and shift <= RAISED * size
    if shift > SAME_BASELINE * size and not raised:
        return False
    widest = CELL_GAP if glyph.span == last.span else MARKED_CELL_GAP
    return -BACKWARDS * size <= glyph.x0 - last.x1 <= widest * size


def piece_of(run: list[Glyph]) -> Piece:
    """One piece; a glyph painted twice to look bold is read once."""
    kept: list[Glyph] = []
    twice = 0
    for glyph in run:
        if any(same_place(glyph, other) for other in kept[-3:]):
            twice += 1
            continue
        kept.append(glyph)
    inked = [glyph for glyph in kept if glyph.text.strip()] or kept
    size = Counter(glyph.size for glyph in inked).most_common(1)[0][0]
    baseline = next((glyph.y for glyph in inked if glyph.size == size), inked[0].y)
    bold = sum(glyph.bold for glyph in inked) if twice < len(inked) / 2 else len(inked)
    left, right = min(glyph.x0 for glyph in inked), max(glyph.x1 for glyph in inked)
    return Piece(spelled(in_reading_order(kept)).strip(), left, right, baseline, size, bold, len(inked))


def spelled(glyphs: Sequence[Glyph]) -> str:
    """The glyphs' text, with a space for every gap that is wider than those between the letters of a word."""
    gaps = [
        max(glyph.x0 - last.x1, last.x0 - glyph.x1, 0.0) / (glyph.size or 1.0)
        for last, glyph in pairwise(glyphs)
    ]
    letters = sorted(gap for gap, glyph in zip(gaps, glyphs, strict=False) if glyph.text.strip())
    # In letters set apart (L I K E T H I S) the usual gap is no space.
    usual = letters[len(letters) // 2] if len(letters) >= SPACED_LETTERS else 0.0
    widest = SPACE_GAP + (usual if usual > SPACE_GAP else 0.0)
    text = [glyphs[0].text] if glyphs else []
    for gap, glyph in zip(gaps, glyphs[1:], strict=True):
        if gap > widest and not text[-1].endswith(" ") and glyph.text != " ":
            text.append(" ")
        text.append(glyph.text)
    return "".join(text)


def same_place(glyph: Glyph, other: Glyph) -> bool:
    near = 0.25 * max(glyph.x1 - glyph.x0, 0.1)
    return glyph.text == other.text and abs(glyph.x0 - other.x0) < near and abs(glyph.y - other.y) < near


def jumps(pieces: Sequence[Piece]) -> float:
    """Share of the steps that go up the page or back along the line."""
    if len(pieces) < 12:
        return 0.0
    wrong = sum(
        after.y - before.y > SAME_BASELINE * after.size or (after.on_line_of(before) and after.x0 < before.x0)
        for before, after in pairwise(pieces)
    )
    return wrong / len(pieces)


def marks_before_text(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the marks of lists before their text: some programs paint all marks of a page last."""
    late: dict[int, list[Piece]] = {}
    moved: set[int] = set()
    by_height = sorted(range(len(pieces)), key=lambda index: (pieces[index].y, index))
    for place, index in enumerate(by_height):
        mark = pieces[index]
        follows_at_once = index + 1 < len(pieces) and pieces[index + 1].on_line_of(mark)
        if follows_at_once or not is_mark(mark.text):
            continue
        near = by_height[max(place - MOST_BESIDE, 0) : place + MOST_BESIDE + 1]
        text = marked_by(pieces, index, [other for other in near if other != index])
        if text is not None:
            late.setdefault(text, []).append(mark)
            moved.add(index)
    if not moved:
        return list(pieces)
    return [
        piece
        for index, text in enumerate(pieces)
        if index not in moved
        for piece in (*late.get(index, ()), text)
    ]


def marked_by(pieces: Sequence[Piece], index: int, near: Sequence[int]) -> int | None:
    """The text right of a mark that was painted well before it, where the mark begins that line."""
    mark = pieces[index]
    line = [other for other in near if pieces[other].on_line_of(mark)]
    if not line or any(pieces[other].x0 < mark.x0 for other in line):
        return None
    text = min(line, key=lambda other: pieces[other].x0)
    close = pieces[text].x0 - mark.x1 <= MARK_GAP * mark.size
    return text if text < index - 1 and close and not is_mark(pieces[text].text) else None


def by_place(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces from top to bottom; those on about one baseline from left to right, as one baseline."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if lines and piece.on_line_of(lines[-1][0]):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [piece for line in lines for piece in sorted(line, key=lambda piece: piece.x0)]


# rows and blocks


def blocks(pieces: Iterable[Piece]) -> list[Block]:
    """Pieces to rows and rows to blocks; a step up the page is another cell, or another block."""
    found: list[Block] = []
    for piece in pieces:
        if not found or not place(piece, found[-1].rows):
            if found and below(piece, found[-1].rows[-1]):
                found[-1].rows.append(Row([[piece]]))
            else:
                found.append(Block([Row([[piece]])]))
    return found


def below(piece: Piece, row: Row) -> bool:
    return piece.y < row.bottom + SAME_BASELINE * piece.size


def place(piece: Piece, rows: list[Row]) -> bool:
    """Put the piece into the last row, or into one made of the last rows, where it belongs to one."""
    row = rows[-1]
    last = row.cells[-1][-1]
    if piece.on_line_of(last) and piece.x0 >= last.x1 - BACKWARDS * piece.size:
        if len(row.cells[-1]) > 1 and len(row.cells) > 1:
            return False
        row.cells.append([piece])
        return True
    if piece.y < last.y:
        return continues(piece, row)
    return beside(piece, rows)


def continues(piece: Piece, row: Row) -> bool:
    """The next line of the last cell: under it, and clear of the first cell."""
    cell = row.cells[-1]
    if len(row.cells) < 2 or not hanging(row):
        return False
    step = cell[-1].y - piece.y
    clear = piece.x0 > row.cells[-2][-1].x1
    aligned = abs(piece.x0 - cell[0].x0) < piece.size
    if clear and aligned and step < 2.2 * piece.size:
        cell.append(piece)
        return True
    return False


def hanging(row: Row) -> bool:
    """Whether the row is more than an item's mark and its text."""
    return len(row.cells) > 2 or not is_mark(row.cells[0][0].text)


def beside(piece: Piece, rows: list[Row]) -> bool:
    """The first line of a cell at the right of what was painted last, a few lines up."""
    reach = piece.y + 1.2 * piece.size
    row = rows[-1]
    if len(row.cells) > 1:
        right = piece.x0 >= row.cells[-1][0].x0 + piece.size
        if right and row.bottom - SAME_BASELINE * piece.size <= piece.y <= row.top + 1.2 * piece.size:
            row.cells.append([piece])
            return True
        return False
    first = len(rows)
    while first and rows[first - 1].top <= reach and len(rows[first - 1].cells) == 1:
        first -= 1
    beaten = rows[first:]
    lines = [line for one in beaten for line in one.cells[0]]
    if not lines or len(lines) > CELL_LINES or sum(len(line.text) for line in lines) > CELL_CHARACTERS:
        return False
    if any(line.x1 > piece.x0 + 0.2 * piece.size for line in lines):
        return False
    rows[first:] = [Row([lines, [piece]])]
    return True


def in_order(found: list[Block]) -> list[Block]:
    """Painting order, save that what stands over an earlier block is read before it."""
    ordered: list[Block] = []
    for block in found:
        position = next((i for i, other in enumerate(ordered) if block.above(other)), len(ordered))
        ordered.insert(position, block)
    return ordered


def is_mark(text: str) -> bool:
    """A bullet, a number or a letter that an item or a heading begins with: "•", "2.1.", "(a)", "iv)"."""
    bare = text.strip("().:- ")
    if not bare or not bare.isalnum():
        return len(text) <= 2 or all(part.isdigit() or not part for part in bare.split("."))
    return bare.isdigit() or len(bare) <= 2 or set(bare.lower()) <= set("ivx")
