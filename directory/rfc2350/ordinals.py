"""Numbers that an HTML list gave to headings and to values alike.

Where a page writes its sections as one ordered list, "1. Name of the Team" is a heading and
"2. CERT-Example" the value below it. Such a value's number is no part of the document.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from .numbering import parse_number, read_number
from .source import Line
from .titles import matches

# Fewer pairs of a heading and the next number are an accident.
_ENOUGH_PAIRS = 5
_SURE = 0.9


def without_value_numbers(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that a list numbered as values without their numbers."""
    texts = [index for index, line in enumerate(lines) if line.text.strip()]
    found: list[int] = []
    before: int | None = None
    for index in texts:
        number, title = _item(lines[index].text)
        is_heading = number is not None and _is_title(title)
        if before is not None and number == before + 1 and not is_heading:
            found.append(index)
        before = number if is_heading else None
    if len(found) < _ENOUGH_PAIRS:
        return list(lines)
    values = set(found)
    return [_without_number(line) if index in values else line for index, line in enumerate(lines)]


def _item(text: str) -> tuple[int | None, str]:
    bare = text.strip()
    number, start = read_number(bare)
    parts = parse_number(number)
    return (parts[0], bare[start:].strip(" :")) if parts and len(parts) == 1 else (None, "")


def _is_title(title: str) -> bool:
    likely = matches(title)
    return bool(likely) and likely[0].likeness >= _SURE


def _without_number(line: Line) -> Line:
    start = len(line.text) - len(line.text.lstrip())
    _, rest = read_number(line.text, start)
    return dataclasses.replace(line, text=" " * (start + 2) + line.text[rest:])
