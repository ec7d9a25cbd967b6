"""Charts as SVG for a page: data in, an `<svg>` element out.

Widths are per cent and heights are em, so that a chart is as wide as its place and its words are as large as those
of the page: on a phone the bars grow shorter and not the letters. Every chart has role="img", a title and a
description in words; the numbers themselves stand in a table beside it. Colours are classes of
`static/css/figures.css`. Knows neither Django nor a database.
"""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

LINE = 1.45  # em from one line of text to the next
BAR = 0.55  # em
GAP = 0.75  # em between one bar and the next label
INDENT = 4  # per cent
COLUMNS = 30  # letters in a line of a label: it fits a telephone
PLOT = 11.0  # em, the height of a line's plot

Spelling = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Bar:
    """`depth` 1 stands indented under the bar of depth 0 before it."""

    label: str
    value: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole; `tone` is the class that colours it: "ok", "soon", "bad", "soft" …"""

    label: str
    value: int
    tone: str


def bars(name: str, title: str, description: str, rows: Sequence[Bar], spell: Spelling = str) -> str:
    """Bars that lie one under the other, each under its label and its number. `name` is unique on the page;
    `spell` writes a number as the page's language does."""
    most = max((row.value for row in rows), default=0) or 1
    top, drawn = 0.0, []
    for row in rows:
        lines = textwrap.wrap(row.label, COLUMNS - 3 * row.depth, break_on_hyphens=False) or [""]
        left = row.depth * INDENT
        drawn += [_text(left, top + LINE * (n + 0.75), line) for n, line in enumerate(lines)]
        drawn.append(_text(100, top + LINE * 0.75, spell(row.value), "end"))
        top += LINE * len(lines)
        drawn.append(_rect("track", left, top, 100 - left))
        drawn.append(_rect(f"amount d{row.depth}", left, top, (100 - left) * row.value / most))
        top += BAR + GAP
    return _chart(name, title, description, top, "".join(drawn))


def whole(name: str, title: str, description: str, parts: Sequence[Part], spell: Spelling = str) -> str:
    """One bar of all parts, in their order, and under it what each of them is."""
    total = sum(part.value for part in parts)
    left, top, drawn = 0.0, 1.6, []
    for part in parts:
        width = 100 * part.value / total if total else 0
        drawn.append(_rect(part.tone, left, 0, width, 1.1))
        left += width
    for part in parts:
        drawn.append(f'<rect class="{escape(part.tone)}" y="{_em(top + 0.3)}" width=".8em" height=".8em"/>')
        drawn.append(_text(100, top + LINE * 0.75, spell(part.value) + share(part.value, total), "end"))
        for words in textwrap.wrap(part.label, COLUMNS - 8) or [""]:
            drawn.append(f'<text x="1.4em" y="{_em(top + LINE * 0.75)}">{escape(words)}</text>')
            top += LINE
    return _chart(name, title, description, top + 0.3, "".join(drawn))


def share(value: int, total: int) -> str:
    """The share of the total in words of a table: " · 81 %"; nothing where there is no total."""
    percent = round(100 * value / total) if total else 0
    said = "< 1" if value and not percent else percent
    return f" · {said} %" if total else ""


def line(
    name: str, title: str, description: str, points: Sequence[tuple[str, int]], spell: Spelling = str
) -> str:
    """A line over time, evenly spaced, over its area: (label, value) of each point, the oldest first.

    The first and the last label stand under it, the last value at its end, and the lines of the grid say theirs.
    """
    floor = LINE + PLOT
    drawn = [f'<line class="floor" x1="0" x2="100%" y1="{_em(floor)}" y2="{_em(floor)}"/>']
    if points:
        (first, _), (last, value) = points[0], points[-1]
        ceiling = max(1, *(value for _, value in points))
        drawn = [_plot([value / ceiling for _, value in points]), *_grid(ceiling, spell), *drawn]
        drawn.append(_text(100, floor - PLOT * value / ceiling - 0.4, spell(value), "end"))
        drawn += [_text(0, floor + LINE, first), _text(100, floor + LINE, last, "end")]
    return _chart(name, title, description, floor + LINE * 1.5, "".join(drawn))


def _plot(heights: Sequence[float]) -> str:
    """The line and its area, from shares of the full height; in a box of their own, for paths know no per cent."""
    across = max(len(heights) - 1, 1)
    path = "L".join(f"{100 * n / across:.4g} {100 - 100 * height:.4g}" for n, height in enumerate(heights))
    return (
        f'<svg y="{_em(LINE)}" width="100%" height="{_em(PLOT)}" viewBox="0 0 100 100" preserveAspectRatio="none">'
        f'<path class="area" d="M0 100L{path}L100 100z"/><path class="line" d="M{path}"/></svg>'
    )


def _grid(ceiling: int, spell: Spelling) -> Iterator[str]:
    step = _step(ceiling)
    for value in range(step, ceiling + 1, step):
        y = LINE + PLOT * (1 - value / ceiling)
        yield f'<line class="grid" x1="0" x2="100%" y1="{_em(y)}" y2="{_em(y)}"/>'
        yield _text(0, y - 0.35, spell(value))


def _step(most: int) -> int:
    """From one line of the grid to the next: 1, 2 or 5 and noughts, so that there are five at most."""
    steps = ((1, 2, 5)[n % 3] * 10 ** (n // 3) for n in count())
    return next(step for step in steps if most <= 5 * step)


def _chart(name: str, title: str, description: str, height: float, inside: str) -> str:
    name = escape(name)
    return (
        f'<svg class="chart" width="100%" height="{_em(height)}" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-said">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-said">{escape(description)}</desc>'
        f"{inside}</svg>"
    )


def _text(left: float, top: float, words: str, anchor: str = "start") -> str:
    end = ' text-anchor="end"' if anchor == "end" else ""
    return f'<text x="{left:g}%" y="{_em(top)}"{end}>{escape(words)}</text>'


def _rect(tone: str, left: float, top: float, width: float, height: float = BAR) -> str:
    return f'<rect class="{escape(tone)}" x="{left:.4g}%" y="{_em(top)}" width="{width:.4g}%" height="{_em(height)}"/>'


def _em(length: float) -> str:
    return f"{round(length, 2):g}em"
