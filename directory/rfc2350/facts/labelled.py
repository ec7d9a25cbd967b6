"""Values that stand behind a label: "Version: 1.0", "Judul : X", a label with its value on the next line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .passages import Passage

_SEPARATOR = re.compile(r"[ \t]{0,4}(?:[:=：]|[-–—](?=\s)|\t|\|)\s{0,3}")
_BULLET = re.compile(r"(?:[-*•●+·–]|[a-z0-9]{1,2}[.)]) {1,3}")


@dataclass(frozen=True)
class Labelled:
    """A label's value, up to the end of its line, with its place in the passage's text."""

    label: str
    value: str
    offset: int


def labelled(passage: Passage, pattern: re.Pattern[str], *, loose: bool = False) -> Iterator[Labelled]:
    """Each value behind one of the pattern's labels at the start of a line.

    The value may follow on the next line. `loose` takes a value without a separator too ("Judul X").
    """
    lines = list(passage.lines())
    for index, (offset, line) in enumerate(lines):
        bullet = _BULLET.match(line)
        start = bullet.end() if bullet else 0
        label = pattern.match(passage.folded, offset + start, offset + len(line))
        if label is None:
            continue
        rest = passage.text[label.end() : offset + len(line)]
        separator = _SEPARATOR.match(rest)
        if separator and rest[separator.end() :].strip():
            yield Labelled(label.group(), rest[separator.end() :].strip(), label.end() + separator.end())
        elif not rest.strip(" :="):
            if index + 1 < len(lines):
                yield Labelled(label.group(), lines[index + 1][1], lines[index + 1][0])
        elif loose and rest[:1].isspace():
            yield Labelled(label.group(), rest.strip(), label.end() + 1)
