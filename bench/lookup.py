"""Look-ups beside what else could answer them: ``python -m bench.lookup [--sizes 1000,100000,1000000] [--write FILE]``.

Single and in bulk, time and memory, in one run on one machine: by SQL as the site does it, in memory as bulk does
it, by a naive scan with the ORM, by C radix trees in the process (py-radix, pytricia), and by PostgreSQL's GiST. The
last three need what is not among the project's requirements: `pip install py-radix pytricia`, and DATABASE_URL of a
PostgreSQL in POSTGRESQL_URL; what is missing is said.
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import ipaddress
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from socket import AF_INET, AF_INET6, inet_pton
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")
django.setup()

import psycopg  # noqa: E402  what follows needs Django set up
from django.core.management import call_command  # noqa: E402

from bench import synthetic  # noqa: E402
from bench.pages import put_chapter, table  # noqa: E402
from directory.lookup import asking, bulk, keys  # noqa: E402
from directory.lookup.answers import answers  # noqa: E402
from directory.lookup.sql import Sql  # noqa: E402
from directory.lookup.told import about, told  # noqa: E402
from directory.models import Claim, Listing  # noqa: E402

SIZES = (1_000, 100_000, 1_000_000)
SINGLES = 2_000
LINES = 1_000_000
SCANS = 2
ANSWERED = 200_000
BAR_BULK, BAR_MEGABYTES, BAR_GROWTH = 1.0, 512, 1.5
TITLE = "Performance"
HEAD = """## Looking up

Measured by `.venv/bin/python -m bench.lookup --write docs/performance.md` in one run on one machine, each size in a
process of its own. Times depend on the machine; ratios of one run are what may be compared.
"""


@dataclass
class Figures:
    """What one size gave: microseconds by name for one look-up (median, 99th of 100), seconds and megabytes."""

    size: int
    single: dict[str, tuple[float, float]]
    bulk: dict[str, float]
    memory: dict[str, float]
    missing: list[str]


# One size, in a process of its own -----------------------------------------------------------------


def measure(size: int) -> Figures:

    call_command("migrate", verbosity=0)
    synthetic.fill(max(100, size // 10), size, texts=False)
    figures = Figures(size, {}, {}, {}, [])
    networks = list(synthetic.networks(size))
    chance = random.Random(7)
    singles = addresses(networks, SINGLES, chance)
    figures.single["SQL, as the site does it"] = timed(by_sql(), singles)
    figures.single["naive scan with the ORM"] = timed(naive, singles[:SCANS])
    in_bulk(figures, networks, chance)
    radix_trees(figures, networks, singles)
    gist(figures, networks, singles)
    return figures


def addresses(networks: Sequence[bytes], count: int, chance: random.Random) -> list[str]:
    """Addresses as text, half of them in claimed networks, half anywhere."""

    found = []
    for _ in range(count):
        if chance.random() < 0.5:
            first, length = keys.network_at(chance.choice(networks))
            found.append(str(keys.address(first | chance.randrange(1 << (keys.TOP - length)))))
        else:
            found.append(str(ipaddress.IPv4Address(chance.randrange(1 << 24, 224 << 24))))
    return found


def timed(ask: Callable[[str], object], texts: Sequence[str]) -> tuple[float, float]:
    """Median and 99th of 100 of one look-up, in microseconds."""
    took = []
    for text in texts:
        start = time.perf_counter()
        ask(text)
        took.append((time.perf_counter() - start) * 1e6)
    took.sort()
    return statistics.median(took), took[min(len(took) - 1, int(len(took) * 0.99))]


def by_sql() -> Callable[[str], object]:
    """Text to networks by SQL: the engine made anew each time, as for each request."""

    def ask(text: str) -> object:
        target = asking.read(text)
        return Sql(asking.ask, {}).networks(target.first, target.last)

    return ask


def naive(text: str) -> object:
    """As one writes it first: every claim through the ORM, compared in Python."""

    address = ipaddress.ip_address(text)
    rows = Claim.objects.filter(key__gte=b"n", key__lt=b"o").iterator(chunk_size=5000)
    return [row for row in rows if address in ipaddress.ip_network(keys.spelled(bytes(row.key)))]


def in_bulk(figures: Figures, networks: Sequence[bytes], chance: random.Random) -> None:

    gc.collect()
    before = resident()
    start = time.perf_counter()
    memory = asking.memory()
    figures.bulk["laying out the claims in memory"] = time.perf_counter() - start
    figures.memory["claims in memory"] = resident() - before
    singles = addresses(networks, SINGLES, chance)
    figures.single["in memory"] = timed(lambda text: memory.networks(*[asking.read(text).first] * 2), singles)
    different = addresses(networks, LINES, chance)
    repeated = chance.choices(addresses(networks, 20_000, chance), k=LINES)
    at = datetime.now(UTC)
    for name, lines in (("all different", different), ("of 20,000 addresses", repeated)):
        many = bulk.Bulk(memory, asking.read, asking.details, at)
        start = time.perf_counter()
        for result in many.results(lines):
            bulk.as_json(result)
        figures.bulk[f"1M lines {name}, answered to the last byte"] = time.perf_counter() - start
    figures.memory["the process at its highest"] = highest()
    v4, claimed = memory.claimed.v4.longest_v4(), memory.claimed
    loops(figures, "ours", lambda text: find(v4, claimed, text), memory, different)


def find(v4: Callable[[int], int], claimed: Any, text: str) -> object:
    """What is the same for all addresses of a network, as bulk finds it."""
    try:
        return v4(int.from_bytes(inet_pton(AF_INET, text), "big"))
    except OSError:
        return -2 - claimed.v6.longest(int.from_bytes(inet_pton(AF_INET6, text), "big"))


def loops(
    figures: Figures, name: str, search: Callable[[str], object], memory: Any, lines: Sequence[str]
) -> None:
    """The same two loops for every way of finding: finding alone, and finding and answering to the last byte."""
    start = time.perf_counter()
    for text in lines:
        search(text)
    figures.bulk[f"1M lines, finding alone: {name}"] = time.perf_counter() - start
    teams, kept = all_teams(), {}
    start = time.perf_counter()
    for text in lines[:ANSWERED]:
        place = search(text)
        if place not in kept:
            kept[place] = answered(text, memory, teams)
        bulk.as_json(bulk.Result(text, "address", kept[place]))
    figures.bulk[f"{ANSWERED:,} lines, found and answered: {name}"] = time.perf_counter() - start


@functools.cache
def all_teams() -> dict[int, dict[str, Any]]:
    at = datetime.now(UTC)
    return {
        pk: about(team, at)
        for pk, team in asking.details(Listing.objects.values_list("pk", flat=True)).items()
    }


def answered(text: str, memory: Any, teams: dict[int, dict[str, Any]]) -> bulk.Shown:
    shown = bulk.Shown(answers(asking.read(text), memory))
    shown.teams = [told(answer, teams[answer.team]) for answer in shown.found]
    return shown


def radix_trees(figures: Figures, networks: Sequence[bytes], singles: Sequence[str]) -> None:

    spelled = [keys.spelled(key) for key in networks]
    different = addresses(networks, LINES, random.Random(8))
    for name, make in (("py-radix (C)", _py_radix), ("pytricia (C)", _pytricia)):
        before = resident()
        start = time.perf_counter()
        try:
            search = make(spelled)
        except ImportError:
            figures.missing.append(name)
            continue
        figures.bulk[f"filling {name}"] = time.perf_counter() - start
        figures.memory[name] = resident() - before
        figures.single[name] = timed(search, singles)
        loops(figures, name, search, asking.memory(), different)


def _py_radix(networks: Sequence[str]) -> Callable[[str], object]:
    tree = importlib.import_module("radix").Radix()
    for network in networks:
        tree.add(network)
    best = tree.search_best

    def search(text: str) -> object:
        node = best(text)
        return node.prefix if node else None

    return search


def _pytricia(networks: Sequence[str]) -> Callable[[str], object]:
    trie = importlib.import_module("pytricia").PyTricia(32)
    six = importlib.import_module("pytricia").PyTricia(128, importlib.import_module("socket").AF_INET6)
    for network in networks:
        (six if ":" in network else trie)[network] = network

    def search(text: str) -> object:
        return (six if ":" in text else trie).get(text)

    return search


def gist(figures: Figures, networks: Sequence[bytes], singles: Sequence[str]) -> None:
    """PostgreSQL's own way: inet, a GiST index, `>>=`."""

    url = os.environ.get("POSTGRESQL_URL")
    if not url:
        figures.missing.append("PostgreSQL's GiST (POSTGRESQL_URL is not set)")
        return
    with psycopg.connect(url, autocommit=True) as store:
        store.execute("CREATE TEMPORARY TABLE network (prefix inet)")
        with store.cursor().copy("COPY network FROM STDIN") as copy:
            for key in networks:
                copy.write_row([keys.spelled(key)])
        store.execute("CREATE INDEX ON network USING gist (prefix inet_ops)")
        store.execute("ANALYZE network")
        statement = "SELECT prefix FROM network WHERE prefix >>= %s::inet"
        figures.single["PostgreSQL's GiST"] = timed(
            lambda text: store.execute(statement, [text]).fetchall(), singles
        )


def resident() -> float:
    return _status("VmRSS")


def highest() -> float:
    return _status("VmHWM")


def _status(name: str) -> float:
    """Megabytes, by the kernel's account of this process."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


# All sizes, and the page -----------------------------------------------------------------------------


def apart(size: int) -> Figures:
    """Measures one size in a process of its own, on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "DATA_DIR": folder}
        done = subprocess.run(
            [sys.executable, "-m", "bench.lookup", "--one", str(size)],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
    return Figures(**json.loads(done.stdout))


def chapter(all_figures: Sequence[Figures]) -> str:
    sizes = [f"{figures.size:,}" for figures in all_figures]
    parts = [HEAD, "### One at a time, microseconds: median (99th of 100)\n"]
    parts.append(
        _rows(
            "networks",
            sizes,
            [{k: f"{m:,.0f} ({p:,.0f})" for k, (m, p) in f.single.items()} for f in all_figures],
        )
    )
    parts.append("\n### Many at a time, seconds\n")
    parts.append(_rows("networks", sizes, [{k: f"{v:,.2f}" for k, v in f.bulk.items()} for f in all_figures]))
    parts.append("\n### Memory, megabytes\n")
    parts.append(
        _rows("networks", sizes, [{k: f"{v:,.0f}" for k, v in f.memory.items()} for f in all_figures])
    )
    parts.append("\n" + "\n".join(f"- {line}" for line in verdicts(all_figures)))
    return "\n".join(parts)


def _rows(corner: str, sizes: Sequence[str], columns: Sequence[dict[str, str]]) -> str:
    names = list(dict.fromkeys(name for column in columns for name in column))
    return table([corner, *sizes], [[name, *(column.get(name, "–") for column in columns)] for name in names])


def verdicts(all_figures: Sequence[Figures]) -> list[str]:
    """The bars, and whether they hold."""
    first, last = all_figures[0], all_figures[-1]
    said = []
    for loop in ("1M lines, finding alone: ", f"{ANSWERED:,} lines, found and answered: "):
        ours = last.bulk[f"{loop}ours"]
        for name, seconds in last.bulk.items():
            if name.startswith(loop) and name != f"{loop}ours":
                ratio = seconds / ours
                said.append(
                    f"{name} takes {ratio:.2f} times as long as ours; the bar is {BAR_BULK:g}: it {held(ratio >= BAR_BULK)}."
                )
    top = last.memory["the process at its highest"]
    said.append(
        f"Memory at its highest is {top:,.0f} MB; the bar is {BAR_MEGABYTES}: it {held(top <= BAR_MEGABYTES)}."
    )
    growth = last.single["SQL, as the site does it"][0] / first.single["SQL, as the site does it"][0]
    said.append(
        f"One look-up by SQL takes {growth:.2f} times as long at {last.size:,} networks as at {first.size:,};"
        f" the bar over HTTP is {BAR_GROWTH}."
    )
    said += [
        f"Not measured: {name}." for name in dict.fromkeys(name for f in all_figures for name in f.missing)
    ]
    return said


def held(holds: bool) -> str:
    return "holds" if holds else "is missed"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--write", type=Path, help="a Markdown page to put the chapter into")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(measure(options.one).__dict__))
        return
    page = chapter([apart(int(size)) for size in options.sizes.split(",")])
    print(page)
    if options.write:
        put_chapter(options.write, TITLE, page)


if __name__ == "__main__":
    main()
