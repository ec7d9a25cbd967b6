"""A key's validity as a bar in time: from the day it was made to its end, with a mark for today.

Drawn as the charts are (widths in per cent, heights in em), so that it fits a telephone and reads as the page does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

YEAR = timedelta(days=365)
BESIDE = 62  # per cent: where a date that ends here has room beside the first one
EDGES = 18, 82  # per cent: nearer to an edge, a word no longer stands centred


@dataclass(frozen=True, slots=True)
class Life:
    """From `begin` to `end`, the last day; None where there is none. `tone` is the class that colours it."""

    begin: date
    end: date | None
    today: date
    tone: str

    @property
    def last(self) -> date:
        """The last day that is drawn: some time to come where a key never ends."""
        if self.end:
            return max(self.end, self.today, self.begin + timedelta(days=1))
        return max(self.today, self.begin) + max(YEAR, (self.today - self.begin) / 3)

    def place(self, day: date) -> float:
        """Where a day stands, in per cent."""
        return min(100.0, max(0.0, 100 * ((day - self.begin) / (self.last - self.begin))))


@dataclass(frozen=True, slots=True)
class Words:
    """What stands at the bar: `title` and `said` are for those who do not see it."""

    title: str
    said: str
    begin: str
    end: str
    today: str


def drawn(life: Life, words: Words) -> str:
    """The bar as an `<svg>` element, every word of it escaped."""
    inside = "".join(_inside(life, words))
    return (
        '<svg class="validity" width="100%" height="4.9em" role="img" '
        'aria-labelledby="validity-title" aria-describedby="validity-said">'
        f'<title id="validity-title">{escape(words.title)}</title>'
        f'<desc id="validity-said">{escape(words.said)}</desc>{inside}</svg>'
    )


def _inside(life: Life, words: Words) -> Iterator[str]:
    end = life.place(life.end) if life.end else 100.0
    now = life.place(life.today)
    yield '<rect class="track" y="1.6em" width="100%" height=".7em"/>'
    if life.end is None:  # what is to come is not promised
        yield f'<rect class="{escape(life.tone)}" y="1.6em" width="{now:.4g}%" height=".7em"/>'
    else:
        yield f'<rect class="{escape(life.tone)}" y="1.6em" width="{end:.4g}%" height=".7em"/>'
    yield f'<line class="today" x1="{now:.4g}%" x2="{now:.4g}%" y1="1.25em" y2="2.65em"/>'
    yield _text(now, "1em", words.today, "start" if now < EDGES[0] else "end" if now > EDGES[1] else "middle")
    yield _text(0, "3.6em", words.begin, "start")
    if end >= BESIDE:
        yield _text(end, "3.6em", words.end, "end")
    else:
        yield _text(end, "4.75em", words.end, "start" if end < 100 - BESIDE else "middle")


def _text(left: float, top: str, words: str, anchor: str) -> str:
    place = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{left:.4g}%" y="{top}"{place}>{escape(words)}</text>'
