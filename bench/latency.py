"""How fast pages come: ``python -m bench.latency [--teams 20000] [--write docs/performance.md]``.

Makes a site with so many invented teams, ten networks each, serves it as bin/serve does, and asks every kind of page
from one client, one after another. Milliseconds depend on the machine: the bars are for one with two cores.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench.invented import OF_ALL
from bench.pages import deliver, table
from bench.serving import served, synthetic_site
from directory.lookup import keys

TEAMS, NETWORKS_OF_A_TEAM = 20_000, 10
TIMES = 200
WARMING = 5
PATIENCE = 60  # seconds for one page
TITLE = "Performance"
_HEAD = """## Pages

Measured by `.venv/bin/python -m bench.latency --write docs/performance.md`: {teams:,} invented teams with {networks:,}
networks, an AS number and a domain each, on SQLite, served as `bin/serve` does; one client that asks one question
after another, {times} of each kind, all different where they can be, and no page kept in memory. Milliseconds from the
question to the last byte.
"""
COUNTRIES = ("AT", "BE", "BR", "CA", "CH", "DE", "ES", "FI", "FR", "GB", "IN", "JP", "NO", "PL", "SE", "US")


class Questions:
    """What to ask, by chance: half of the addresses are claimed, half are any."""

    def __init__(self, teams: int, networks: Sequence[bytes]) -> None:
        self.chance, self.teams = random.Random(1), teams
        claimed = [keys.network_at(key) for key in networks]
        self.claimed = {v4: [n for n in claimed if keys.is_v4(n[0]) == v4] for v4 in (True, False)}

    def address(self, *, v4: bool = True) -> str:
        if self.chance.random() < 0.5:
            first, length = self.chance.choice(self.claimed[v4])
            return quote(str(keys.address(first | self.chance.randrange(1 << (keys.TOP - length)))))
        any_v4 = keys.MAPPED | self.chance.randrange(1 << 24, 224 << 24)
        return quote(str(keys.address(any_v4 if v4 else 0x2 << 124 | self.chance.getrandbits(124))))

    def team(self) -> int:
        return self.chance.randint(1, self.teams)

    def page(self) -> int:
        return self.chance.randint(1, max(1, self.teams // 25))

    def country(self) -> str:
        return self.chance.choice(COUNTRIES)

    def word(self) -> str:
        return self.chance.choice(OF_ALL)


def questions(folder: Path, teams: int) -> Questions:
    """Questions for the site in this folder."""
    store = sqlite3.connect(folder / "directory.sqlite3")
    some = "SELECT key FROM directory_claim WHERE key >= ? AND key < ? ORDER BY id LIMIT 5000"
    networks = [bytes(key) for (key,) in store.execute(some, (b"n", b"o"))]
    store.close()
    return Questions(teams, networks)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page, and how many milliseconds 95 of 100 may take at most."""

    name: str
    bar: float
    path: Callable[[Questions], str]


KINDS = (
    Kind("home", 150, lambda q: "/"),
    Kind("list", 300, lambda q: f"/teams/?page={q.page()}"),
    Kind("list, one facet chosen", 300, lambda q: f"/teams/?country={q.country()}"),
    Kind("list, two facets chosen", 300, lambda q: f"/teams/?country={q.country()}&type=csirt"),
    Kind("search, a word of one team", 300, lambda q: f"/teams/?q={q.team()}&as=words"),
    Kind("search, a word of all teams", 300, lambda q: f"/teams/?q={q.word()}"),
    Kind("search, an IPv4 address", 300, lambda q: f"/teams/?q={q.address()}"),
    Kind("look-up page, IPv4", 300, lambda q: f"/lookup/?q={q.address()}"),
    Kind("API, IPv4", 300, lambda q: f"/api/v1/lookup?q={q.address()}"),
    Kind("API, IPv6", 300, lambda q: f"/api/v1/lookup?q={q.address(v4=False)}"),
    Kind("API, domain", 300, lambda q: f"/api/v1/lookup?q=www.team-{q.team()}.example"),
    Kind("team page", 300, lambda q: f"/teams/team-{q.team()}/"),
)


@dataclass(frozen=True, slots=True)
class Timed:
    """What a kind of page took, each time, in milliseconds."""

    kind: Kind
    took: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.took)

    @property
    def p95(self) -> float:
        """The least that 95 of 100 took at most."""
        ordered = sorted(self.took)
        return ordered[-(-len(ordered) * 95 // 100) - 1]

    @property
    def missed(self) -> bool:
        return self.p95 >= self.kind.bar


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        environment = synthetic_site(Path(folder), options.teams, options.teams * NETWORKS_OF_A_TEAM)
        with served({**environment, "FINISHED_PAGES_BYTES": "0"}) as port:
            asked = questions(Path(folder), options.teams)
            made = chapter(list(timings(port, asked, options.times)), options)
    deliver(options.write, TITLE, made)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.latency", description="Measure how fast pages come."
    )
    parser.add_argument("--teams", type=int, default=TEAMS, help="how many the site lists")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each kind of page is asked for")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the chapter into this page")
    return parser


def timings(port: int, asked: Questions, times: int) -> Iterator[Timed]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    for kind in KINDS:
        took = [_milliseconds(connection, kind.path(asked)) for _ in range(WARMING + times)]
        yield Timed(kind, tuple(took[WARMING:]))
    connection.close()


def _milliseconds(connection: http.client.HTTPConnection, path: str) -> float:
    start = time.perf_counter()
    connection.request("GET", path, headers={"Host": "localhost"})
    response = connection.getresponse()
    response.read()
    took = (time.perf_counter() - start) * 1000
    if response.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{path} was answered {response.status}.")
    return took


# The page ----------------------------------------------------------------------------------------


def chapter(all_timed: Sequence[Timed], options: argparse.Namespace) -> str:
    networks = options.teams * NETWORKS_OF_A_TEAM
    parts = [
        _HEAD.format(teams=options.teams, networks=networks, times=options.times),
        table(
            ["page", "median, ms", "95 of 100, ms", "bar, ms"],
            (
                [timed.kind.name, f"{timed.median:.1f}", f"{timed.p95:.1f}", f"{timed.kind.bar:g}"]
                for timed in all_timed
            ),
        ),
        verdict(all_timed),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def verdict(all_timed: Sequence[Timed]) -> str:
    missed = [f"{timed.kind.name} ({timed.p95:.0f} ms)" for timed in all_timed if timed.missed]
    return f"**The bar is missed** by: {', '.join(missed)}." if missed else "The bars hold."


if __name__ == "__main__":
    sys.exit(main())
