"""Sections as the facts read them: lines that were only wrapped are whole again, key blocks are apart."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from directory.rfc2350.document import Section

from .armor import Armor, split_armor
from .folding import fold
from .report import Report
from .words import Words

# The width at which the parser wraps bodies (RFC 2350 itself keeps to 72 columns, after RFC 2223).
WIDTH = 72
LIMIT = 64_000
LINE_COST = 20  # a line costs work however short it is
_BULLETS = ("-", "*", "•", "●", "–", "+", "o ", "#")


@dataclass(frozen=True, eq=False)
class Passage:
    """One section: `text` with wrapped lines joined, armored keys blanked out and kept in `armors`.

    `starts` are the offsets in `text` at which source lines begin and `sources` their numbers.
    """

    canonical: str
    number: str | None
    title: str
    text: str
    armors: tuple[Armor, ...] = ()
    starts: tuple[int, ...] = ()
    sources: tuple[int | None, ...] = ()

    @functools.cached_property
    def folded(self) -> str:
        """`text` as it is compared; the same length as `text`."""
        return fold(self.text)

    def line_at(self, offset: int) -> int | None:
        """The source line of a place in `text`, None where the source's lines are not known."""
        if not self.starts:
            return None
        return self.sources[max(bisect_right(self.starts, offset) - 1, 0)]

    def lines(self) -> Iterator[tuple[int, str]]:
        """Each line that is not blank, stripped, with the offset of its first character."""
        offset = 0
        for line in self.text.split("\n"):
            stripped = line.strip()
            if stripped:
                yield offset + line.index(stripped[0]), stripped
            offset += len(line) + 1


@dataclass(frozen=True, eq=False)
class Reading:
    """The whole document, ready to be asked: its passages in order and the words to read them with."""

    passages: tuple[Passage, ...]
    words: Words

    def of(self, *canonicals: str) -> list[Passage]:
        """The passages of these sections, in the order in which the sections are named."""
        return [
            passage for canonical in canonicals for passage in self.passages if passage.canonical == canonical
        ]

    @functools.cached_property
    def is_unstructured(self) -> bool:
        """Whether the main headings are lost, so that facts must be sought in the text at large."""
        told = {passage.canonical for passage in self.passages if passage.text}
        return not told & {"1.1", "2.1", "2.2", "2.4", "2.7"}


def passages_of(
    sections: Sequence[Section], places: Sequence[Sequence[int]] | None, report: Report
) -> tuple[Passage, ...]:
    """The passages of a document's sections; `places` are the source lines of each section's lines.

    Facts are sought in the first `LIMIT` characters, `LINE_COST` more for each line, key blocks aside: a
    bound on the work, beyond what the longest real documents have.
    """
    passages = []
    left, is_cut = LIMIT, False
    for index, section in enumerate(sections):
        lines = places[index] if places is not None and index < len(places) else ()
        body, armors = split_armor(section.text)
        passages.append(_passage(section, _first(body, left), armors, lines))
        left -= _cost(body)
        if left < 0:
            is_cut, left = True, 0
    if is_cut:
        report.note(
            "facts-limit",
            None,
            f"Facts were sought in the first {LIMIT:,} characters alone; what stands behind them is kept as text.",
        )
    return tuple(passages)


def _cost(text: str) -> int:
    return len(text) + LINE_COST * (text.count("\n") + 1) if text else 0


def _first(text: str, limit: int) -> str:
    """The beginning of a text that costs no more than `limit`."""
    if _cost(text) <= limit:
        return text
    end = 0
    for line in text[:limit].split("\n"):
        limit -= len(line) + LINE_COST
        if limit < 0:
            break
        end += len(line) + 1
    return text[: max(end - 1, 0)] if end else text[: max(limit + LINE_COST, 0)][:LIMIT]


def _passage(section: Section, body: str, armors: tuple[Armor, ...], places: Sequence[int]) -> Passage:
    text, starts, sources = [], [], []
    offset, previous = 0, ""
    for index, line in enumerate(body.split("\n")):
        if index:
            joined = _continues(previous, line)
            text.append(" " if joined else "\n")
            offset += 1
        shown = line.strip() if index and joined else line.rstrip()
        starts.append(offset)
        sources.append(places[index] if index < len(places) else section.line)
        text.append(shown)
        offset += len(shown)
        previous = line
    return Passage(
        canonical=section.canonical,
        number=section.number,
        title=section.title,
        text="".join(text),
        armors=armors,
        starts=tuple(starts),
        sources=tuple(sources),
    )


def _continues(previous: str, line: str) -> bool:
    """Whether a line break is the wrapping's: the next line's first word had no room any more."""
    words = line.split(maxsplit=1)
    if not words or not previous.strip() or line.lstrip().startswith(_BULLETS):
        return False
    return len(previous) + 1 + len(words[0]) > WIDTH
