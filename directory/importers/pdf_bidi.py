"""Text of right-to-left scripts, back from the order in which it stands on the page to that of reading."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from .pdf_glyphs import Glyph

RIGHT_TO_LEFT = frozenset({"R", "AL"})
LEFT_TO_RIGHT = frozenset({"L", "EN", "AN"})
#: Everything before Hebrew is written from the left; most texts have nothing else.
FIRST_RIGHT_TO_LEFT = "\u0590"


def is_right_to_left(text: str) -> bool:
    return text >= FIRST_RIGHT_TO_LEFT and unicodedata.bidirectional(text[0]) in RIGHT_TO_LEFT


def in_reading_order(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs from left to right as a reader of a right-to-left script takes them.

    A simple form of Unicode's algorithm (UAX 9): the line runs to the left where most of its letters do, and
    words of the other direction keep their own order within it.
    """
    if not any(is_right_to_left(glyph.text) for glyph in glyphs if glyph.text):
        return list(glyphs)
    placed = sorted(glyphs, key=lambda glyph: glyph.x0)
    leftward = sum(direction(glyph) == "R" for glyph in placed) * 2 > sum(
        bool(g.text.strip()) for g in placed
    )
    runs = [
        (way, list(run))
        for way, run in groupby(zip(directions(placed, leftward), placed, strict=True), lambda p: p[0])
    ]
    ordered = reversed(runs) if leftward else runs
    result: list[Glyph] = []
    for way, run in ordered:
        found = [glyph for _, glyph in run]
        result += reversed(found) if way == "R" else found
    return result


def direction(glyph: Glyph) -> str:
    """R, L, or "" for a sign that has the direction of its neighbours."""
    kind = unicodedata.bidirectional(glyph.text[0]) if glyph.text else ""
    return "R" if kind in RIGHT_TO_LEFT else "L" if kind in LEFT_TO_RIGHT else ""


def directions(glyphs: Sequence[Glyph], leftward: bool) -> list[str]:
    """The direction of each glyph; signs between two of one direction share it, others have the line's."""
    found = [direction(glyph) for glyph in glyphs]
    usual = "R" if leftward else "L"
    last = usual
    for place, way in enumerate(found):
        if way:
            last = way
            continue
        following = next((later for later in found[place + 1 : place + 40] if later), usual)
        found[place] = last if following == last else usual
    return found
