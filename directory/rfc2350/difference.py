"""What is different between two texts, word by word, for a person to read. How lines are broken is no difference.

The work is bounded: what would cost too much is told by whole lines, and then by whole paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from .blocks import Block, blocks

STEPS = 10_000_000
"""Steps that the comparison of two documents may cost, all in all."""
STEPS_AT_ONCE = 2_000_000
"""Steps that one passage may cost of them, so that a single huge one does not eat what is for all."""
OPENING = 3
"""Words by which a paragraph is known again that was changed further on."""

Fate = Literal["same", "removed", "added"]
Match = tuple[int, int, int]
"""A place before, a place after, and how many units are the same from there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words or lines with one fate. `end` stands between this piece and the next: a space, a line's end, a
    blank line; nothing behind the last."""

    what: Fate
    text: str
    end: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or several that were rewritten together; in `verbatim` ones the spacing matters."""

    pieces: tuple[Piece, ...]
    verbatim: bool = False

    @property
    def what(self) -> str:
        """same, removed, added; changed where some of it is the one and some the other."""
        fates = {piece.what for piece in self.pieces}
        return fates.pop() if len(fates) == 1 else "changed"


class Work:
    """What a comparison may still cost."""

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps

    def affords(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """True, and paid, where matching the two stays within what is left."""
        cost = steps(before, after)
        if cost > min(self.left, STEPS_AT_ONCE):
            return False
        self.left -= cost
        return True


def steps(before: Sequence[str], after: Sequence[str]) -> int:
    """The most steps that `SequenceMatcher` can take. Each of its searches goes over `before` and over every
    pair of equal units; every match makes two more searches of one."""
    times = Counter(after)
    pairs = sum(times[unit] for unit in before)
    return (pairs + len(before)) * (2 * min(len(before), len(after)) + 1)


def difference(before: str, after: str, work: Work) -> tuple[Passage, ...]:
    """The passages of two texts in reading order, what went before what came in its place."""
    if before.split() == after.split():
        return tuple(_whole("same", block) for block in blocks(after))
    old, new = list(blocks(before)), list(blocks(after))
    matches = _matches([_words_of(block) for block in old], [_words_of(block) for block in new], work) or []
    passages: list[Passage] = []
    i = j = 0
    for a, b, size in [*matches, (len(old), len(new), 0)]:
        passages += _rewritten(old[i:a], new[j:b], work)
        passages += (_whole("same", block) for block in new[b : b + size])
        i, j = a + size, b + size
    return tuple(passages)


def _matches(before: Sequence[str], after: Sequence[str], work: Work) -> list[Match] | None:
    """What the two have in common, in order; None where it would cost too much to tell."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    a, b = before[head : len(before) - tail], after[head : len(after) - tail]
    if not work.affords(a, b):
        return None
    found = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    middle = [(head + match.a, head + match.b, match.size) for match in found]
    ends = [(0, 0, head), *middle, (len(before) - tail, len(after) - tail, tail)]
    return [match for match in ends if match[2]]


# Paragraphs that were rewritten ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word or a line, and what stands behind it."""

    text: str
    end: str


def _rewritten(old: Sequence[Block], new: Sequence[Block], work: Work) -> list[Passage]:
    """Blocks that stand in the place of others. One that still begins with the same words is still the same."""
    matches = _matches([_opening(block) for block in old], [_opening(block) for block in new], work) or []
    passages: list[Passage] = []
    i = j = 0
    for a, b, size in [*matches, (len(old), len(new), 0)]:
        passages += _reworded(old[i:a], new[j:b], work)
        for place in range(size):
            passages += _reworded(old[a + place : a + place + 1], new[b + place : b + place + 1], work)
        i, j = a + size, b + size
    return passages


def _reworded(old: Sequence[Block], new: Sequence[Block], work: Work) -> list[Passage]:
    """The blocks as one passage with marks, or one by one where hardly anything was kept and marks would make
    confetti of two texts."""
    if old and new:
        verbatim = all(block.verbatim for block in (*old, *new))
        for units in (_lines,) if verbatim else (_words, _lines):
            a, b = list(units(old)), list(units(new))
            matches = _matches([_key(unit) for unit in a], [_key(unit) for unit in b], work)
            if matches is None:
                continue
            kept = matches if units is _lines else _without_islands(matches)
            if sum(size for _, _, size in kept) * 3 >= min(len(a), len(b)):
                return [Passage(tuple(_marked(a, b, kept, units is _lines)), verbatim)]
            break
    return [_whole("removed", block) for block in old] + [_whole("added", block) for block in new]


def _whole(what: Fate, block: Block) -> Passage:
    units = list((_lines if block.verbatim else _words)([block]))
    return Passage((_piece(what, units, ""),), block.verbatim)


def _words_of(block: Block) -> str:
    return " ".join(" ".join(block.lines).split())


def _opening(block: Block) -> str:
    return " ".join(_words_of(block).split(" ", OPENING)[:OPENING])


def _key(unit: _Unit) -> str:
    return " ".join(unit.text.split())


def _words(parts: Sequence[Block]) -> Iterator[_Unit]:
    for block in parts:
        for index, line in enumerate(block.lines):
            words = line.split()
            soft = not block.verbatim and block.soft(index)
            end = "\n\n" if index == len(block.lines) - 1 else " " if soft else "\n"
            for place, word in enumerate(words, 1):
                yield _Unit(word, " " if place < len(words) else end)


def _lines(parts: Sequence[Block]) -> Iterator[_Unit]:
    for block in parts:
        for place, line in enumerate(block.lines, 1):
            yield _Unit(line, "\n" if place < len(block.lines) else "\n\n")


def _without_islands(matches: Sequence[Match]) -> list[Match]:
    """The matches without a word or two that two longer changes happen to share between them."""
    kept: list[Match] = []
    for place, (a, b, size) in enumerate(matches):
        before_a, before_b, before_size = kept[-1] if kept else (0, 0, 0)
        left = max(a - before_a - before_size, b - before_b - before_size)
        after = matches[place + 1] if place + 1 < len(matches) else None
        right = max(after[0] - a - size, after[1] - b - size) if after else 0
        if not (size < left and size < right):
            kept.append((a, b, size))
    return kept


def _marked(
    old: Sequence[_Unit], new: Sequence[_Unit], kept: Sequence[Match], whole: bool
) -> Iterator[Piece]:
    """The pieces of a passage: what went, what came in its place, what stayed."""
    i = j = 0
    for a, b, size in [*kept, (len(old), len(new), 0)]:
        if a > i and b > j:
            broken = whole or any("\n" in unit.end for unit in (*old[i : a - 1], *new[j : b - 1]))
            yield _piece("removed", old[i:a], "\n" if broken else " ")
        elif a > i:
            yield _piece("removed", old[i:a], "" if a == len(old) and b == len(new) else old[a - 1].end)
        i, j, came = a + size, b + size, new[j:b]
        if came:
            yield _piece("added", came, "" if a == len(old) and b == len(new) else came[-1].end)
        if size:
            last = i == len(old) and j == len(new)
            yield _piece("same", new[b:j], "" if last else min(old[i - 1].end, new[j - 1].end, key=len))


def _piece(what: Fate, units: Sequence[_Unit], end: str) -> Piece:
    text = "".join(unit.text + unit.end for unit in units[:-1])
    return Piece(what, text + "".join(unit.text for unit in units[-1:]), end)
