"""Charts as SVG for a page: data in, an `<svg>` element out.

Widths are per cent and heights are em, so that a chart is as wide as its place and its words are as large as those
of the page: on a phone the bars grow shorter and not the letters. Every chart has role="img", a title and a
description in words; the numbers themselves stand in a table beside it. Colours are classes of
`static/css/figures.css`. Knows neither Django nor a database.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

LINE = 1.45  # em from one line of text to the next
BAR = 0.55  # em
GAP = 0.75  # em between one bar and the next label
INDENT = 4  # per cent
COLUMNS = 30  # letters in a line of a label: it fits a telephone
PLOT = 11.0  # em, the height of a line's plot


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


def bars(name: str, title: str, description: str, rows: Sequence[Bar]) -> str:
    """Bars that lie one under the other, each under its label and its number. `name` is unique on the page."""
    most = max((row.value for row in rows), default=0) or 1
    top, drawn = 0.0, []
    for row in rows:
        lines = textwrap.wrap(row.label, COLUMNS - 3 * row.depth, break_on_hyphens=False) or [""]
        left = row.depth * INDENT
        drawn += [_text(left, top + LINE * (n + 0.75), line) for n, line in enumerate(lines)]
        drawn.append(_text(100, top + LINE * 0.75, str(row.value), "end"))
        top += LINE * len(lines)
        drawn.append(_rect("track", left, top, 100 - left))
        drawn.append(_rect(f"bar d{row.depth}", left, top, (100 - left) * row.value / most))
        top += BAR + GAP
    return _chart(name, title, description, top, "".join(drawn))


def whole(name: str, title: str, description: str, parts: Sequence[Part]) -> str:
    """One bar of all parts, in their order, and under it what each of them is."""
    total = sum(part.value for part in parts)
    left, top, drawn = 0.0, 1.6, []
    for part in parts:
        width = 100 * part.value / total if total else 0
        drawn.append(_rect(part.tone, left, 0, width, 1.1))
        left += width
    for part in parts:
        drawn.append(f'<rect class="{escape(part.tone)}" y="{_em(top + 0.3)}" width=".8em" height=".8em"/>')
        drawn.append(f'<text x="1.4em" y="{_em(top + LINE * 0.75)}">{escape(part.label)}</text>')
        drawn.append(_text(100, top + LINE * 0.75, f"{part.value}{share(part.value, total)}", "end"))
        top += LINE
    return _chart(name, title, description, top + 0.3, "".join(drawn))


def share(value: int, total: int) -> str:
    """The share of the total in words of a table: " · 81 %"; nothing where there is no total."""
    percent = round(100 * value / total) if total else 0
    said = "< 1" if value and not percent else percent
    return f" · {said} %" if total else ""


def line(name: str, title: str, description: str, points: Sequence[tuple[str, int]]) -> str:
    """A line over time, evenly spaced, over its area: (label, value) of each point, the oldest first.

    The first and the last label stand under it, and the lines of the grid say their numbers.
    """
    most = max((value for _, value in points), default=0)
    step = _step(most)
    ceiling = max(most * 1.08, step)
    across = max(len(points) - 1, 1)
    corners = [(100 * n / across, 100 - 100 * value / ceiling) for n, (_, value) in enumerate(points)]
    path = "L".join(f"{x:.4g} {y:.4g}" for x, y in corners)
    grid = [
        f'<line class="grid" x1="0" x2="100%" y1="{_em(y)}" y2="{_em(y)}"/>{_text(0, y - 0.35, str(value))}'
        for value in range(step, int(ceiling) + 1, step)
        for y in [PLOT * (1 - value / ceiling)]
    ]
    plot = (
        f'<svg width="100%" height="{_em(PLOT)}" viewBox="0 0 100 100" preserveAspectRatio="none">'
        f'<path class="area" d="M0 100L{path}L100 100z"/><path class="line" d="M{path}"/></svg>'
        if points
        else ""
    )
    floor = f'<line class="floor" x1="0" x2="100%" y1="{_em(PLOT)}" y2="{_em(PLOT)}"/>'
    ends = (
        [_text(0, PLOT + LINE, points[0][0]), _text(100, PLOT + LINE, points[-1][0], "end")] if points else []
    )
    last = [_text(100, PLOT * corners[-1][1] / 100 - 0.4, str(points[-1][1]), "end")] if points else []
    return _chart(name, title, description, PLOT + LINE * 1.5, "".join([*grid, plot, floor, *ends, *last]))


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
