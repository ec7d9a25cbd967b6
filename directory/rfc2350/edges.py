"""What a web page or an office puts before and behind a document: navigation, notices, signatures.

Title lines are no such thing: what names RFC 2350 or a team stays.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from functools import cache

from .body import Piece
from .folding import fold
from .language import chrome_words

_TEAM = re.compile(r"(?:cert|ttis|irt\b|\bsoc\b|response team|rfc[ _-]?2350)", re.IGNORECASE)
_FILE = re.compile(
    r"\s*[\w .-]{1,80}\.(?:txt|pdf|html?|md|docx?|asc)\s*$|\s*\d[\d.,]* ?(?:[kKmM]i?[bB]|bytes)\b.{0,30}$"
)
_PIECES = re.compile(r"\s*(?:[|·•»>:()]|\s{2,}|\s/\s)\s*")
_BULLET = re.compile(r"\s*[•·●▪◦*»›-] ")
_NUMBERED = re.compile(r"\s*(?:[-*+•●○▪◦·–—]|\(?(?:[0-9]{1,2}|[a-z]{1,2})[.)]) ")
_STEP = re.compile(r"\s+[›»→>/]\s+")
_LEGAL = re.compile(r"^\s*(?:©|\(c\) ?\d{4}|copyright\b)", re.IGNORECASE)
_NOTICE = re.compile(r"©|\(c\) ?\d{4}|\bcopyright\b", re.IGNORECASE)
_STOPS = (". ", "! ", "? ")

_FRAGMENT = 9
_LONGEST_FOOT = 160
# Lines: no page puts more before its document.
_LONGEST_FRONT = 1000
_LONGEST_TRAIL = 160


def front_matter(pieces: Sequence[Piece]) -> list[Piece]:
    """The text before the first heading without the page around it.

    Short lines that stand alone above the title are a page's navigation where the page shows itself above
    them, and else a title page.
    """
    pieces, rest = pieces[:_LONGEST_FRONT], pieces[_LONGEST_FRONT:]
    dropped = _bullet_navigation(pieces)
    dropped.update(index for index, piece in enumerate(pieces) if _is_page_line(piece.text))
    title = next((i for i, piece in enumerate(pieces) if i not in dropped and _is_title(piece.text)), 0)
    page = next((i for i in range(title) if _shows_page(pieces[i].text, i in dropped)), title)
    top = page if page in dropped else 0
    for run in _blocks(pieces, top, title):
        mostly = 2 * sum(1 for index in run if index in dropped) > len(run)
        for index in run if mostly else run[-1:]:
            if page < title and _is_fragment(pieces[index].text):
                dropped.add(index)
    return [*(piece for index, piece in enumerate(pieces) if index not in dropped), *rest]


def last_body(pieces: Sequence[Piece], is_disclaimer: bool) -> list[Piece]:
    """The last section's text without the page's foot; a signature block goes after a disclaimer only."""
    kept = list(pieces)
    while kept and (not kept[-1].text.strip() or _is_chrome(kept[-1].text)):
        kept.pop()
    if kept and kept[-1].beside:
        kept[-1] = dataclasses.replace(kept[-1], text=_without_foot(kept[-1].text))
    if not is_disclaimer:
        return kept
    paragraphs = _paragraphs(kept)
    prose = [index for index, paragraph in enumerate(paragraphs) if not _is_block(paragraph)]
    if prose and prose[-1] + 1 < len(paragraphs):
        return [piece for paragraph in paragraphs[: prose[-1] + 1] for piece in paragraph]
    return kept


def _without_foot(text: str) -> str:
    """A run-on line without the page's foot: a notice of copyright among a page's own words."""
    notice = _NOTICE.search(text, max(len(text) - _LONGEST_FOOT, 0))
    if notice is None:
        return text
    end = max(text.rfind(stop, 0, notice.start()) + 1 for stop in _STOPS)
    foot = f" {fold(text[end:])} "
    own = any(f" {word} " in foot for word in chrome_words())
    return text[:end].rstrip() if end and own and len(text) - end <= _LONGEST_FOOT else text


def _paragraphs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces between blank lines; each keeps the blank lines behind it."""
    paragraphs: list[list[Piece]] = []
    blank = True
    for piece in pieces:
        empty = not piece.text.strip()
        if not empty and blank:
            paragraphs.append([])
        if paragraphs:
            paragraphs[-1].append(piece)
        blank = empty
    return paragraphs


def _is_block(paragraph: Sequence[Piece]) -> bool:
    """Whether a paragraph is a block of names, ranks and marks, and not text."""
    lines = [piece.text for piece in paragraph if piece.text.strip()]
    if any(_NUMBERED.match(line) for line in lines):
        return False
    if any(_LEGAL.match(line) for line in lines):
        return True
    return all(len(line.split()) < _FRAGMENT for line in lines) and not lines[-1].rstrip().endswith(
        (".", "!", "?")
    )


def _bullet_navigation(pieces: Sequence[Piece]) -> set[int]:
    """Runs of bullets one of which is a page's own: "Print", "Share"."""
    found: set[int] = set()
    run: list[int] = []
    for index, piece in enumerate([*pieces, Piece("end", 0)]):
        bullet = _BULLET.match(piece.text)
        if bullet or (run and piece.text.startswith(" ")):
            run.append(index)
            continue
        if any(_is_chrome(_BULLET.sub("", pieces[i].text)) for i in run):
            found.update(run)
        run = []
    return found


def _is_title(text: str) -> bool:
    return bool(_TEAM.search(text))


def _is_page_line(text: str) -> bool:
    return _is_chrome(text) or bool(_FILE.match(text)) or _is_trail(text)


def _shows_page(text: str, is_page_line: bool) -> bool:
    """Whether a line can only come from a web page: its words, or the blank of its empty paragraphs."""
    if not is_page_line:
        return bool(text) and not text.strip()
    return any(c.isalpha() for c in text) and not _LEGAL.match(text)


def _blocks(pieces: Sequence[Piece], start: int, end: int) -> Iterator[list[int]]:
    """Indexes of the lines between blank lines, save those that run on at `end`."""
    run: list[int] = []
    for index in range(start, end):
        if pieces[index].text.strip():
            run.append(index)
        elif run:
            yield run
            run = []


def _is_trail(text: str) -> bool:
    """Whether a line is the way to a page: "Home › About us › RFC 2350"."""
    bare = text.strip()
    parts = [fold(part) for part in _STEP.split(bare)] if len(bare) <= _LONGEST_TRAIL else []
    if len(parts) < 2 or not all(0 < len(part.split()) < _FRAGMENT for part in parts):
        return False
    return parts[0] in chrome_words() or (len(parts) > 2 and "/" not in bare)


def _is_fragment(text: str) -> bool:
    bare = text.strip()
    return bool(bare) and len(bare.split()) < _FRAGMENT and ":" not in bare and not bare.endswith(".")


def _is_chrome(text: str) -> bool:
    """Whether a line is made of a page's own words: "Sitemap | Privacy", "© 2020 Example"."""
    bare = text.strip()
    if not bare or len(bare) > 120:
        return False
    if _LEGAL.match(bare) or not any(c.isalnum() for c in bare):
        return True
    words = chrome_words()
    folded = fold(bare)
    if folded in words or any(phrase in folded for phrase in _phrases()):
        return True
    return all(fold(piece) in words for piece in _PIECES.split(bare) if fold(piece))


@cache
def _phrases() -> tuple[str, ...]:
    """A page's own words that tell it wherever they stand in a line: three and more."""
    return tuple(word for word in chrome_words() if word.count(" ") >= 2)
