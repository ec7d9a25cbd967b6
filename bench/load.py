"""How many look-ups a second: ``python -m bench.load [--sizes 1000 1000000] [--write docs/performance.md]``.

Serves sites with so many networks as bin/serve does, on one core, and asks them with wrk from the other; and in
the same way a Django project that says hello. Only the ratios of one run are what may be compared.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.latency import questions
from bench.pages import deliver, table
from bench.serving import HELLO, SITE, served, synthetic_site
from bench.wrk import CONNECTIONS, SERVER, Load, absent, asked, script

SIZES = (1_000, 1_000_000)
NETWORKS_OF_A_TEAM, MOST_TEAMS = 10, 20_000
QUESTIONS = 2_000
ROUNDS, SECONDS = 3, 5
PEER, GROWTH = 0.6, 1.5
MISSING = 2
TITLE = "Performance"
_HEAD = """## Look-ups over HTTP

Measured by `.venv/bin/python -m bench.load --write docs/performance.md`: wrk with {connections} connections on one
core, the server as `bin/serve` starts it on another, medians of {rounds} rounds of {seconds} seconds, all in turns.
Look-ups ask `/api/v1/lookup?q=` for {questions:,} addresses, half of them claimed. "Hello" is a Django project as
`startproject` makes it with one view. The bars are {peer} of hello with the most networks, and {growth} times the
time with the most as with the fewest.
"""
_WHY = """
  A look-up runs three statements through Django and the whole middleware of the site; hello does neither. The next
  steps are to answer single look-ups from the claims in memory where they are current, and before the middleware that
  they do not need."""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where it was measured, 2 where what it takes is not there."""
    options = _parser().parse_args(arguments)
    if missing := absent():
        print(f"Nothing is measured: {missing}", file=sys.stderr)
        return MISSING
    with tempfile.TemporaryDirectory() as folder:
        made = chapter(loads(Path(folder), options), options)
    deliver(options.write, TITLE, made)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="Measure look-ups a second.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="NETWORKS", help="rising")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each takes its turn")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long a turn is")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the chapter into this page")
    return parser


def loads(folder: Path, options: argparse.Namespace) -> list[Load]:
    """Hello, and the site of each size, in turns, so that what else the machine does falls on all."""
    contenders: dict[str, tuple[Mapping[str, str], str, Path]] = {}
    for size in options.sizes:
        place = folder / str(size)
        place.mkdir()
        teams = min(max(1, size // NETWORKS_OF_A_TEAM), MOST_TEAMS)
        environment = synthetic_site(place, teams, size)
        about = questions(place, teams)
        paths = [f"/api/v1/lookup?q={about.address()}" for _ in range(QUESTIONS)]
        contenders[f"look-up, {size:,} networks"] = (environment, SITE, script(place, paths))
    contenders["hello"] = ({**os.environ}, HELLO, script(folder, ["/"]))
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(options.rounds):
        for name, (environment, application, asks) in contenders.items():
            with served(environment, application, core=SERVER) as port:
                asked(port, asks, 1)
                rates[name].append(asked(port, asks, options.seconds))
    return [Load(name, tuple(rounds)) for name, rounds in rates.items()]


# The page ----------------------------------------------------------------------------------------


def chapter(measured: Sequence[Load], options: argparse.Namespace) -> str:
    *sites, hello = measured
    head = _HEAD.format(
        connections=CONNECTIONS, rounds=options.rounds, seconds=options.seconds, questions=QUESTIONS, peer=PEER,
        growth=GROWTH,
    )  # fmt: skip
    rows = table(
        ["what", "answers a second", "of hello"],
        ([load.name, f"{load.rate:,.0f}", f"{load.rate / hello.rate:.2f}"] for load in measured),
    )
    return "\n\n".join(part.strip() for part in (head, rows, verdict(sites, hello))) + "\n"


def verdict(sites: Sequence[Load], hello: Load) -> str:
    first, last = sites[0], sites[-1]
    ratio, growth = last.rate / hello.rate, first.rate / last.rate
    why = "" if ratio >= PEER else _WHY
    return "\n".join(
        [
            _told(ratio >= PEER, "hello", f"{ratio:.2f}, where {PEER} is asked") + why,
            _told(growth <= GROWTH, "growth", f"{growth:.2f}, where {GROWTH} is allowed"),
        ]
    )


def _told(holds: bool, bar: str, figures: str) -> str:
    return (
        f"- The bar of {bar} holds: {figures}." if holds else f"- **The bar of {bar} is missed**: {figures}."
    )


if __name__ == "__main__":
    sys.exit(main())
