"""How many look-ups a second: ``python -m bench.load [--sizes 1000 1000000] [--write docs/performance.md]``.

Serves sites with so many networks as bin/serve does, on one core, and asks them with wrk from the other; and in
the same way a Django project that says hello. Only the ratios of one run are what may be compared.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.pages import put_chapter, table
from bench.serving import HELLO, SITE, served, synthetic_site
from bench.site import questions

SIZES = (1_000, 1_000_000)
NETWORKS_OF_A_TEAM, MOST_TEAMS = 10, 20_000
QUESTIONS = 2_000
ROUNDS, SECONDS, CONNECTIONS = 3, 5, 8
SERVER, CLIENT = 0, 1  # cores
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
_ASK = """local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local n = 0
request = function() n = n + 1; return wrk.format("GET", paths[n %% #paths + 1], { Host = "localhost" }) end
"""


_WHY = """
  A look-up runs three statements through Django and the whole middleware of the site; hello does neither. The next
  steps are to answer single look-ups from the claims in memory where they are current, and before the middleware that
  they do not need."""


@dataclass(frozen=True, slots=True)
class Load:
    """Answers a second, in each round."""

    name: str
    rounds: tuple[float, ...]

    @property
    def rate(self) -> float:
        return statistics.median(self.rounds)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where it was measured, 2 where what it takes is not there."""
    options = _parser().parse_args(arguments)
    if absent := _absent():
        print(f"Nothing is measured: {absent}", file=sys.stderr)
        return MISSING
    with tempfile.TemporaryDirectory() as folder:
        made = chapter(loads(Path(folder), options), options)
    if options.write:
        put_chapter(options.write, TITLE, made)
    else:
        sys.stdout.write(made)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="Measure look-ups a second.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="NETWORKS", help="rising")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each takes its turn")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long a turn is")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the chapter into this page")
    return parser


def _absent() -> str | None:
    """What is not there, as a sentence."""
    for program, package in (("wrk", "wrk"), ("taskset", "util-linux")):
        if shutil.which(program) is None:
            return f"{program} is not installed (apt-get install {package})."
    return None if len(os.sched_getaffinity(0)) > 1 else "it takes two cores."


def loads(folder: Path, options: argparse.Namespace) -> list[Load]:
    """Hello, and the site of each size, in turns, so that what else the machine does falls on all."""
    contenders: dict[str, tuple[Mapping[str, str], str, Path]] = {}
    for size in options.sizes:
        place = folder / str(size)
        place.mkdir()
        teams = min(max(1, size // NETWORKS_OF_A_TEAM), MOST_TEAMS)
        environment = synthetic_site(place, teams, size)
        asked = questions(place, teams)
        paths = [f"/api/v1/lookup?q={asked.address()}" for _ in range(QUESTIONS)]
        contenders[f"look-up, {size:,} networks"] = (environment, SITE, _script(place, paths))
    contenders["hello"] = ({**os.environ}, HELLO, _script(folder, ["/"]))
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(options.rounds):
        for name, (environment, application, script) in contenders.items():
            with served(environment, application, core=SERVER) as port:
                _asked(port, script, 1)
                rates[name].append(_asked(port, script, options.seconds))
    return [Load(name, tuple(rounds)) for name, rounds in rates.items()]


def _script(folder: Path, paths: Sequence[str]) -> Path:
    """What wrk reads: each path in its turn."""
    (folder / "paths").write_text("\n".join(paths), encoding="utf-8")
    script = folder / "ask.lua"
    script.write_text(_ASK % (folder / "paths"), encoding="utf-8")
    return script


def _asked(port: int, script: Path, seconds: int) -> float:
    """Answers a second."""
    wrk = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "-s", str(script), f"http://127.0.0.1:{port}/"]
    done = subprocess.run(
        ["taskset", "--cpu-list", str(CLIENT), *wrk], check=True, capture_output=True, text=True
    )
    return rate(done.stdout)


def rate(told: str) -> float:
    """What wrk tells, unless some answers were not what was asked for."""
    if wrong := re.search(r"Non-2xx.*|Socket errors.*", told):
        raise RuntimeError(wrong[0])
    found = re.search(r"^Requests/sec:\s+([\d.]+)", told, re.MULTILINE)
    if found is None:
        raise RuntimeError(told)
    return float(found[1])


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
