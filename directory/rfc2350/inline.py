"""Candidates for headings in the midst of a line: whole documents stand on one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .candidate import (
    LABEL_END,
    NEVER_IN_TITLE,
    Candidate,
    manner,
    may_follow_number,
    past_separator,
    trimmed,
)
from .folding import fold
from .language import before_reference
from .numbering import read_number
from .source import Line
from .titles import LONGEST_TITLE, Match, known, matches, prefix

# Numbers in the midst of one line behind which a title with errors is looked for.
_MOST_GUESSES = 300
_LONG_LINE = 60
_MOST_WORDS = 14
_SURE = 0.9

_INSIDE = re.compile(
    r"(?:(?<![\w.,/:+@#(\[–-])|(?<=[^\W\d_])|(?<=[!?:;)>])|(?<=[^\d\s][.]))"
    r"(?=\d{1,2}(?!\d)(?:[ \t]?\.[ \t]?\d{1,2}(?!\d)){0,4}[.:)]?[ \t]*(?:[-–—|][ \t]+)?[^\W\d_“\"(])"
)
CONNECTORS = frozenset(
    [
        "of",
        "and",
        "the",
        "for",
        "und",
        "et",
        "des",
        "de",
        "la",
        "du",
        "der",
        "y",
        "e",
        "i",
        "a",
        "dan",
        "&",
        "-",
        "–",
    ]
)
# Before a full stop these end no sentence: "see sect. 2.8".
_ABBREVIATIONS = frozenset(
    ["sec", "sect", "p", "pp", "no", "nr", "art", "cf", "vgl", "abs", "par", "kap", "pt", "hal", "cap", "v"]
)

_Found = tuple[int, int, str | None, str, tuple[Match, ...], float]


def inside_line(lines: Sequence[Line], index: int, at_start: Sequence[Candidate]) -> Iterator[Candidate]:
    """Candidates in the midst of a line: whole documents stand on one."""
    text = lines[index].text
    taken = at_start[0].end if at_start and at_start[0].end_line == index else 0
    if len(text) - taken < 3 or (at_start and at_start[0].whole):
        return
    found = [*_numbers_inside(text, taken), *_labels_inside(text, taken)]
    yield from (
        Candidate(index, start, index, end, number, title, options, evidence, False)
        for start, end, number, title, options, evidence in sorted(found, key=lambda f: f[:2])
    )


def _numbers_inside(text: str, taken: int) -> Iterator[_Found]:
    for count, place in enumerate(_INSIDE.finditer(text, max(taken, 1))):
        start = place.start()
        number, rest = read_number(text, start)
        if number is None or rest >= len(text) or not may_follow_number(text, rest):
            continue
        glued = text[start - 1].isalpha()
        found = prefix(text, rest)
        separated = not text[rest - 1].isdigit() and text[start:rest].strip()[-1] in ".:)"
        if found and (found.length > 5 or "." in number or (separated and found.length > 3)):
            evidence = 0.2 + _before(text, start) - (0.5 if glued else 0) - (0 if found.clean else 0.7)
            title = text[rest : found.end].strip()
            yield start, past_separator(text, found.end), number, title, found.matches, evidence
        elif not glued and count < _MOST_GUESSES and (titled := _inside_title(text, rest)):
            title, end, options = titled
            yield start, end, number, title, options, _before(text, start) + (0.5 if "." in number else 0)


def _inside_title(text: str, rest: int) -> tuple[str, int, tuple[Match, ...]] | None:
    """A title with errors or an unknown one in the midst of a line, told by its capitals or its colon."""
    words = list(re.finditer(r"\S+", text[rest : rest + LONGEST_TITLE]))
    best: tuple[float, int, tuple[Match, ...]] = (0.0, 0, ())
    for count in range(2, min(len(words), 11) + 1):
        options = matches(trimmed(text[rest : rest + words[count - 1].end()]))
        if options and options[0].likeness > best[0]:
            best = (options[0].likeness, words[count - 1].end(), options)
    if best[0] >= _SURE:
        return trimmed(text[rest : rest + best[1]]), past_separator(text, rest + best[1]), best[2]
    colon = LABEL_END.search(text, rest, rest + 60)
    if colon and text[rest].isupper() and colon.start() - rest > 3:
        title = text[rest : colon.start()].strip()
        if len(title.split()) <= 6 and not NEVER_IN_TITLE.search(title) and "." not in title:
            return title, colon.end(), matches(title)
    if end := _capitals_end([(word.start(), word[0]) for word in words]):
        return text[rest : rest + end].strip(), rest + end, ()
    return None


def _capitals_end(words: Sequence[tuple[int, str]]) -> int:
    """Where a title in capitals ends if a sentence follows it: before the sentence's own capital.

    >>> _capitals_end([(0, "Sensor"), (7, "Network"), (15, "Flow"), (20, "data")])
    15
    """
    if not words or not words[0][1][:1].isupper():
        return 0
    last: list[int] = []
    for start, word in words:
        if word[:1].isupper():
            last.append(start)
        elif word not in CONNECTORS:
            break
        if word[-1] in ".,;:":
            return 0
    return last[-1] if len(last) > 1 else 0


def _labels_inside(text: str, taken: int) -> Iterator[_Found]:
    """Known titles before a colon in the midst of a line: ``… Timezone: GMT Telephone Number: +44 …``."""
    if len(text) < _LONG_LINE:
        return
    for colon in LABEL_END.finditer(text, taken):
        words = list(re.finditer(r"\S+", text[max(taken, colon.start() - 70) : colon.start()]))
        offset = max(taken, colon.start() - 70)
        for word in words[-_MOST_WORDS:]:
            start = offset + word.start()
            title = text[start : colon.start()]
            if start > 0 and title[0].isupper() and (options := known(title)):
                evidence = -1.3 + _before(text, start) + manner(title, options)
                yield start, colon.end(), None, title.strip(), options, evidence
                break


def _before(text: str, start: int) -> float:
    """What the words before a place in a line say: a sentence's end speaks for a heading, "see" against."""
    before = text[max(0, start - 40) : start].rstrip()
    if not before:
        return 0.5
    if before[-1] in "(,[/+=":
        return -4.0
    if before[-1] in ".!?:;)>”":
        last = re.search(r"([^\W\d_]+)\.$", before)
        return -2.5 if last and fold(last[1]) in _ABBREVIATIONS else 0.5
    word = re.search(r"[^\W_]+$", before)
    if word and fold(word[0]) in before_reference():
        return -5.0
    return 0.0
