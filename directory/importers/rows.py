"""The row of a table as lines, the same from every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from directory.rfc2350.source import Line


def side_by_side(cells: Sequence[Sequence[Line]]) -> list[Line]:
    """A row as lines: its cells beside each other, the further lines of its last cell each on its own.

    `cells` are the lines of each cell. Where another cell has several lines too, all are joined: only so
    can the row be read across.
    """
    filled = [[line for line in cell if line.text] for cell in cells]
    filled = [cell for cell in filled if cell]
    if len(filled) < 2:
        return filled[0] if filled else []
    *before, last = filled
    tails = [] if any(len(cell) > 1 for cell in before) else last[1:]
    texts = [run_on(line.text.strip() for line in cell) for cell in filled]
    if tails:
        texts[-1] = last[0].text.strip()
    bold = all(line.bold for cell in filled for line in cell)
    head = Line(
        joined(texts), filled[0][0].number, bold=bold, cells=tuple(text.lstrip(": ") for text in texts)
    )
    return [head, *(replace(line, level=None) for line in tails)]


def run_on(texts: Iterable[str]) -> str:
    """The lines of a cell as one; what broke at a hyphen within a word or a date is not parted."""
    whole = ""
    for text in texts:
        broken = len(whole) > 1 and whole[-1] == "-" and whole[-2].isalnum() and text[:1].isalnum()
        whole += text if broken or not whole else f" {text}"
    return whole


def joined(texts: Sequence[str]) -> str:
    """The text of a row: two spaces between cells, one before a cell that begins with its own colon."""
    labelled = any(text.startswith(":") for text in texts[1:])
    return (" " if labelled else "  ").join(texts)
