"""Section numbers: how documents write them, and how this project does.

Documents write ``2.1``, ``2.1.``, ``2 .1.``, ``2. 1.``, ``3.1:``, ``1.1 - ``; a `Section` keeps ``2.1``.
"""

from __future__ import annotations

import re
from functools import lru_cache

Number = tuple[int, ...]

_SEPARATOR = r"(?:[.:)](?![\d.])|[ \t]{0,4}[-–—|](?=[ \t]))?"
_WRITTEN = re.compile(
    r"(?P<first>0(?!\d)|[1-9]\d?)(?!\d)(?P<rest>(?:[ \t]?\.[ \t]?\d{1,2}(?!\d)){0,5})"
    + _SEPARATOR
    + r"[ \t]*"
)
_OWN = re.compile(r"(?:(\d{1,2})\.|(\d{1,2}(?:\.\d{1,2}){1,5})|([IVX]{1,4})\.)  (?=\S)")
_ROMAN = re.compile(r"(?P<roman>[IVX]{1,4})[.)][ \t]+(?=\S)")
_ROMAN_VALUES = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


@lru_cache(maxsize=4096)
def parse_number(number: str | None) -> Number | None:
    """The parts of a section's number: ``(2, 10)`` for "2.10"; None where it has none."""
    if not number:
        return None
    if number in _ROMAN_VALUES:
        return (_ROMAN_VALUES[number],)
    return tuple(int(part) for part in number.split("."))


def read_number(text: str, start: int = 0) -> tuple[str | None, int]:
    """The number that stands at `start`, as a `Section` keeps it, and where the rest begins.

    >>> read_number("2. 10. Informasi lain")
    ('2.10', 7)
    """
    found = _WRITTEN.match(text, start)
    if found:
        parts = [found["first"], *re.findall(r"\d+", found["rest"])]
        return ".".join(str(int(part)) for part in parts), found.end()
    found = _ROMAN.match(text, start)
    if found and found["roman"] in _ROMAN_VALUES:
        return found["roman"], found.end()
    return None, start


def heading_line(number: str | None, title: str) -> str:
    """A heading as the project writes it: ``1.  Charter``, ``1.1  Mission``, or the title alone.

    Two spaces follow the number, as in the RFC's own example and hardly anywhere else.
    """
    if number is None:
        return title
    return f"{number}  {title}" if "." in number else f"{number}.  {title}"


def split_heading(line: str) -> tuple[str | None, str]:
    """The inverse of `heading_line`: the number, if the line begins with one, and the title."""
    own = _OWN.match(line)
    if not own or (own[3] and own[3] not in _ROMAN_VALUES):
        return None, line
    return own[1] or own[2] or own[3], line[own.end() :]


def spoken_heading(number: str | None, title: str) -> str:
    """A heading as a page shows it, with one space: ``1. Charter``, ``1.1 Mission``, or the title alone."""
    return heading_line(number, title).replace("  ", " ", 1) if number else title


def split_spoken(line: str) -> tuple[str | None, str]:
    """The inverse of `spoken_heading`."""
    number, space, title = line.partition(" ")
    own_number, own_title = split_heading(f"{number}  {title}")
    return (own_number, own_title) if space and own_number else (None, line)


def is_successor(before: Number, after: Number) -> bool:
    """Whether `after` is the next number of an outline: first child, next sibling, or next of a parent.

    >>> is_successor((2, 11), (3,)), is_successor((2, 1), (2, 1, 1)), is_successor((2, 1), (2, 3))
    (True, True, False)
    """
    if after == (*before, 1):
        return True
    depth = len(after)
    return (
        0 < depth <= len(before) and after[:-1] == before[: depth - 1] and after[-1] == before[depth - 1] + 1
    )
