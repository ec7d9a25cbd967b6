"""How fast documents are read: ``python -m bench.parser [--write docs/performance.md]``.

Two measurements of `rfc2350.parse`: against markdown-it-py on the same text, and its growth with the size of texts
in many shapes. Seconds depend on the machine; ratios of one run are what may be compared.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from bench.pages import deliver, table
from bench.shapes import DOCUMENT, KILOBYTE, SHAPES
from directory.rfc2350 import parse, to_markdown, to_text

#: The bars: as fast as the Markdown parser, 2.5 times the time for twice the text, 2 seconds for a megabyte.
PEER, GROWTH, SECONDS = 1.0, 2.5, 2.0
SIZES = (125, 250, 500, 1000)
ROUNDS = 9
#: Each size is read so often, and the fastest counts: what else runs on a machine only ever adds.
REPEATS = 1
#: Below this many seconds the clock and the machine's other work say more than the text.
TOO_SHORT = 0.05

TITLE = "Performance"
_HEAD = """## Reading a document

Measured by `.venv/bin/python -m bench.parser --write docs/performance.md`, in processor time. Seconds are those of
one machine on one day; ratios are what may be compared.
"""
_PEER = """### Against a Markdown parser

An invented document is parsed by `rfc2350.parse`, facts and all, and by markdown-it-py (CommonMark, tokens only), in
turns; times are medians of {rounds} turns. The ratio is the time of markdown-it-py by ours: 1 is as fast, 0.1 is a tenth of
its speed. The bar is {bar}.
"""
_GROWTH = """### Growth

Texts of {sizes} KB, in shapes that could make a reader slow; the fastest of so many readings: {repeats}. The bars
are {growth} times the time for twice the size, and {seconds:g} seconds for {largest} KB. A doubling that stays below
{short:g} seconds is not judged.
"""


@dataclass(frozen=True, slots=True)
class Duel:
    """Median seconds of both parsers for one text."""

    name: str
    size: int
    ours: float
    peer: float

    @property
    def ratio(self) -> float:
        return self.peer / self.ours


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds by size, in the order of the sizes, each twice the one before."""

    name: str
    seconds: tuple[float, ...]

    @property
    def doublings(self) -> tuple[float, ...]:
        pairs = zip(self.seconds, self.seconds[1:], strict=False)
        return tuple(after / before if before else 0.0 for before, after in pairs)

    @property
    def steep(self) -> bool:
        """Whether a doubling took more than the bar allows."""
        doublings = zip(self.seconds[1:], self.doublings, strict=True)
        return any(seconds > TOO_SHORT and factor > GROWTH for seconds, factor in doublings)

    @property
    def slow(self) -> bool:
        return self.seconds[-1] > SECONDS


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    sizes = options.sizes
    growths = [grown(name, sizes, options.repeats) for name in SHAPES]
    made = chapter(duels(options.rounds), growths, options)
    deliver(options.write, TITLE, made)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.parser", description="Measure how fast documents are read."
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often both parsers take their turn")
    parser.add_argument(
        "--repeats", type=int, default=REPEATS, help="how often each size is read; the fastest counts"
    )
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, metavar="KB", help="each twice the one before"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the chapter into this page")
    return parser


def duels(rounds: int) -> list[Duel]:
    """Both parsers on the same text: as a team wrote it, as we write it, and as Markdown."""
    document = parse(DOCUMENT)
    texts = {
        "as a team wrote it": DOCUMENT,
        "as this project writes it": to_text(document),
        "as Markdown": to_markdown(document),
    }
    return [duel(name, text, rounds) for name, text in texts.items()]


def duel(name: str, text: str, rounds: int) -> Duel:
    """In turns, so that what else the machine does falls on both."""
    markdown = MarkdownIt("commonmark")
    turns = [(_timed(parse, text), _timed(markdown.parse, text)) for _ in range(rounds + 1)][1:]
    ours, peer = (statistics.median(times) for times in zip(*turns, strict=True))
    return Duel(name, len(text.encode()), ours, peer)


def grown(name: str, sizes: Sequence[int], repeats: int) -> Growth:
    texts = [SHAPES[name](size * KILOBYTE) for size in sizes]
    return Growth(name, tuple(min(_timed(parse, text) for _ in range(repeats)) for text in texts))


def _timed(function: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    function(text)
    return time.process_time() - start


# The page ----------------------------------------------------------------------------------------


def chapter(duels: Sequence[Duel], growths: Sequence[Growth], options: argparse.Namespace) -> str:
    sizes = options.sizes
    shown = ", ".join(str(size) for size in sizes)
    growth = _GROWTH.format(
        sizes=shown,
        repeats=options.repeats,
        growth=GROWTH,
        seconds=SECONDS,
        largest=sizes[-1],
        short=TOO_SHORT,
    )
    parts = [
        _HEAD,
        _PEER.format(bar=f"{PEER:g}", rounds=options.rounds),
        table(
            ["the document", "bytes", "ours, ms", "markdown-it-py, ms", "ratio"],
            (
                [d.name, str(d.size), f"{d.ours * 1000:.1f}", f"{d.peer * 1000:.1f}", f"{d.ratio:.3f}"]
                for d in duels
            ),
        ),
        _peer_verdict(duels),
        growth,
        table(
            ["shape", *(f"{size} KB, s" for size in sizes), "steepest doubling"],
            (
                [g.name, *(f"{s:.2f}" for s in g.seconds), f"{max(g.doublings, default=0.0):.2f}"]
                for g in growths
            ),
        ),
        _growth_verdict(growths, sizes[-1]),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _peer_verdict(duels: Sequence[Duel]) -> str:
    worst = min(duels, key=lambda duel: duel.ratio)
    if worst.ratio >= PEER:
        return "The bar holds."
    return f"**The bar is missed**: the lowest ratio is {worst.ratio:.3f} ({worst.name}), where {PEER:g} is asked."


def _growth_verdict(growths: Sequence[Growth], largest: int) -> str:
    steep = [f"{g.name} ({max(g.doublings):.2f})" for g in growths if g.steep]
    slow = [f"{g.name} ({g.seconds[-1]:.2f} s)" for g in growths if g.slow]
    return "\n".join(
        [
            f"- **The bar of growth is missed** by: {', '.join(steep)}."
            if steep
            else "- The bar of growth holds.",
            f"- **The bar of {SECONDS:g} seconds for {largest} KB is missed** by: {', '.join(slow)}."
            if slow
            else f"- The bar of {SECONDS:g} seconds for {largest} KB holds.",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
