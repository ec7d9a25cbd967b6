"""Headings that a page breaks over two lines, where their size leaves no doubt of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .pdf_layout import Row, is_mark

#: A heading is so much larger than the text; its lines stand no further apart than this, in its own size.
LARGER = 1.08
TIGHT = 1.6


def unwrapped(rows: Sequence[Row], edge: float, size: float) -> list[Row]:
    """The rows with the lines of each broken heading as one.

    `edge` is how far to the right the page's text reaches, `size` that of the document's letters.
    """
    whole: list[Row] = []
    for row in rows:
        if whole and goes_on(whole[-1], row, edge, size):
            first, rest = whole[-1].cells[-1][-1], row.cells[0][0]
            joined = replace(
                first,
                text=f"{first.text} {rest.text}",
                x1=max(first.x1, rest.x1),
                y=rest.y,
                bold=first.bold + rest.bold,
                letters=first.letters + rest.letters,
            )
            whole[-1] = Row([*whole[-1].cells[:-1], [joined]])
        else:
            whole.append(row)
    return whole


def goes_on(above: Row, row: Row, edge: float, size: float) -> bool:
    """Whether a row ends a heading that the one above begins: alike, close, and out of room there."""
    first, rest = above.cells[-1][-1], row.cells[0][0]
    labelled = len(above.cells) == 2 and is_mark(above.cells[0][0].text)
    if len(row.cells) > 1 or not (len(above.cells) == 1 or labelled) or len(above.cells[-1]) > 1:
        return False
    alike = abs(first.size - rest.size) < 0.05 * size and first.size >= LARGER * size
    both_bold = (first.bold >= 0.9 * first.letters) == (rest.bold >= 0.9 * rest.letters)
    if not alike or not both_bold or first.y - rest.y > TIGHT * first.size:
        return False
    word = rest.text.partition(" ")[0]
    width = len(word) * (rest.x1 - rest.x0) / max(len(rest.text), 1)
    return not is_mark(word) and first.x1 + 0.3 * first.size + width > edge
