"""Words and addresses that a page breaks over two lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from directory.rfc2350.source import Line

HYPHENS = ("-", "\u2010")
SOFT_HYPHEN = "\u00ad"
#: An address goes on over the line's end after one of these.
OPEN_ENDS = tuple("/-_=?&%.")
_TAIL = re.compile(r"[A-Za-z0-9][\w%~+-]*[./=?&][^\s]*$")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: So many lines that end in a hyphen, and such a share of all: a text set with hyphenation.
HYPHENATED = 5
HYPHENATED_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Habits:
    """What a document shows of its words: all of them, and whether its lines are hyphenated."""

    words: frozenset[str]
    hyphenates: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Habits:
        words = frozenset(_WORD.findall(" ".join(line.text for line in lines).lower()))
        parted = (parts(first.text, second.text) for first, second in pairwise(lines))
        broken = sum(found is not None and "-".join(found) not in words for found in parted)
        return cls(words, broken >= HYPHENATED and broken >= HYPHENATED_SHARE * len(lines))


def mend(lines: Sequence[Line], links: Mapping[int, Sequence[str]]) -> list[Line]:
    """The lines with every broken word or address whole at the end of the line that it begins on.

    `links` are the addresses that the links of each page lead to.
    """
    habits = Habits.of(lines)
    mended: list[Line] = []
    for line in lines:
        rest: Line | None = line
        while rest is not None and rest.text and mended and mended[-1].text:
            whole = joined(mended[-1], rest, habits, links.get(rest.page or 0, ()))
            if whole is None:
                break
            mended[-1] = replace(mended[-1], text=whole)
            after = rest.text.partition(" ")[2].lstrip()
            rest = replace(rest, text=after) if after else None
        if rest is not None:
            mended.append(rest)
    return [replace(line, text=line.text.replace(SOFT_HYPHEN, "")) for line in mended]


def joined(first: Line, second: Line, habits: Habits, links: Iterable[str]) -> str | None:
    """The first line with the second's first word taken up, or None where that is a word of its own."""
    if first.cells or second.cells:
        return None
    head, tail = first.text.rpartition(" ")[2], second.text.partition(" ")[0]
    if head.endswith(SOFT_HYPHEN):
        return first.text[:-1] + tail
    found = parts(first.text, second.text)
    if found is not None and is_one_word(*found, habits):
        return first.text[:-1] + tail
    return first.text + tail if broken_address(head, tail, links) else None


def parts(first: str, second: str) -> tuple[str, str] | None:
    """Both halves of a word with a hyphen at the line's end, in lower case; None where there is none."""
    if not first.endswith(HYPHENS):
        return None
    head = first.rpartition(" ")[2][:-1]
    tail = _LETTERS.match(second)
    if tail is None or not tail[0].islower() or len(head) < 2 or not head.isalpha() or not head[-1].islower():
        return None
    return head.lower(), tail[0]


def is_one_word(head: str, tail: str, habits: Habits) -> bool:
    """Whether two halves are one word without a hyphen, by what the rest of the text says."""
    if f"{head}-{tail}" in habits.words or head == tail:
        return False
    return head + tail in habits.words or habits.hyphenates


def broken_address(head: str, tail: str, links: Iterable[str]) -> bool:
    """Whether a web or mail address goes on: a link of the page says so, or its open end does."""
    head = head.lstrip("(<[\"'")
    if "://" not in head and "www." not in head and "@" not in head:
        return False
    whole = (head + tail.rstrip(".,;)>]\"'")).lower()
    for link in links:
        target = link.removeprefix("mailto:").lower().rstrip("/")
        if target != head.lower().rstrip("/") and whole.rstrip("/") in target:
            return True
    return (
        "://" in head and head.endswith(OPEN_ENDS) and _TAIL.match(tail) is not None and not tail[0].isdigit()
    )
