"""Lines that must stay lines.

A reader takes a line that ends near the margin and a next one whose first word had no room any more for one
sentence that was wrapped. Where the two are separate things (rows, addresses, numbers), a blank line between
them says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from directory.rfc2350.body import WIDTH

ROW = WIDTH - 12
"""Columns of a table's row, so that a date below it cannot be taken for its continuation."""


def looks_wrapped(line: str, following: str) -> bool:
    """Whether the second line reads as the first one's continuation."""
    words = following.split(maxsplit=1)
    return bool(line.strip() and words) and len(line) + 1 + len(words[0]) > WIDTH


def stacked(lines: Iterable[str]) -> str:
    """The lines one under the other, apart where they would be read as one."""
    text: list[str] = []
    for line in lines:
        if text and looks_wrapped(text[-1], line):
            text.append("")
        text.append(line)
    return "\n".join(text)
