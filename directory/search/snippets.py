"""Where in a text the words stand that somebody searched: a line of it, in parts. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .query import fold, is_cjk

_TOKEN = re.compile(r"[^\W_]+")
ABOUT = 160  # characters of a line


@dataclass(frozen=True)
class Part:
    """Some of a line; `hit` where it is a word that was searched."""

    text: str
    hit: bool


def parts(text: str, words: Sequence[str]) -> list[Part]:
    """The whole text, taken apart at the words that begin like one of these folded words."""
    found, at = [], 0
    for start, end in _hits(text, words):
        if start > at:
            found.append(Part(text[at:start], False))
        if end > at:
            found.append(Part(text[max(at, start) : end], True))
        at = max(at, end)
    if at < len(text):
        found.append(Part(text[at:], False))
    return found


def snippet(paragraphs: Iterable[str], words: Sequence[str]) -> list[Part]:
    """A line from the paragraph that has most of the words, cut at blanks around the first of them; [] where none
    has any."""
    best, most = "", 0
    for paragraph in paragraphs:
        said = sum(1 for word in words if word in _folded(paragraph))
        if said > most and any(_hits(paragraph, words)):
            best, most = paragraph, said
        if most == len(words):
            break
    if not most:
        return []
    line = " ".join(best.split())
    return parts(_cut(line, next(iter(_hits(line, words)))[0]), words)


def _cut(line: str, at: int) -> str:
    """The line around a place, not longer than it is read at a glance."""
    if len(line) <= ABOUT:
        return line
    start = 0 if at < ABOUT // 3 else line.find(" ", at - ABOUT // 3) + 1
    end = line.rfind(" ", start, start + ABOUT)
    end = end if end > at else start + ABOUT
    return f"{'… ' if start else ''}{line[start:end]}{' …' if end < len(line) else ''}"


def _hits(text: str, words: Sequence[str]) -> Iterable[tuple[int, int]]:
    for token in _TOKEN.finditer(text):
        if not token[0].isascii() and is_cjk(token[0]):
            yield from _pairs(token, words)
        elif _folded(token[0]).startswith(tuple(words)):
            yield token.span()


def _pairs(token: re.Match[str], words: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Scripts without spaces: the searched pairs of letters, wherever they stand."""
    places = [
        (found.start(), found.end()) for word in words for found in re.finditer(re.escape(word), token[0])
    ]
    yield from ((token.start() + start, token.start() + end) for start, end in sorted(places))


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else fold(text)
