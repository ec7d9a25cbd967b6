"""The site beside a file from nginx, beside Django that says hello, and beside Datasette on the same teams:
``python -m bench.site [--sizes 1000 10000 100000] [--datasette PROGRAM] [--write docs/performance.md]``.

Makes sites with so many invented teams, serves all on one core, and asks them with wrk from the other. Datasette is
no part of this project: `python3 -m venv PLACE && PLACE/bin/pip install datasette==0.65.*` makes one to measure.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench import invented, peers
from bench.pages import deliver
from bench.serving import CONSTANT, HELLO, served, synthetic_site
from bench.site_page import chapter
from bench.wrk import SERVER, Load, absent, asked, script
from directory.vocabularies import COUNTRIES, TEAM_TYPES

SIZES = (1_000, 10_000, 100_000)
NETWORKS_OF_A_TEAM = 2
QUERIES = 400
ROUNDS, SECONDS = 3, 3
MISSING = 2
TITLE = "Performance"
#: What is measured at every size, and what of it Datasette answers too.
KINDS = ("search", "browse", "team", "text", "suggest")
#: The team whose page and text are served as files.
PAGE, TEXT = "/teams/team-7/", "/teams/team-7/rfc2350.txt"
HTMX = {"HX-Request": "true"}


@dataclass(frozen=True, slots=True)
class Search:
    """Words, and values of facets chosen beside them."""

    words: str
    chosen: Mapping[str, str]


def searches(count: int = QUERIES) -> list[Search]:
    """A fifth of the queries are words that a third of all teams use; the others are one word or two of the rarer ones, and
    half of all have a facet chosen."""
    chance, made = random.Random(7), []
    for number in range(count):
        if number % 5 == 0:
            said = invented.OF_A_THIRD[number // 5 % len(invented.OF_A_THIRD)]
        else:
            said = " ".join(chance.sample(invented.WORDS[20:5_000], chance.choice((1, 1, 2))))
        choices = (("country", COUNTRIES.codes), ("type", TEAM_TYPES.codes))
        facet, codes = choices[number % 2]
        made.append(Search(said, {facet: invented.often(chance, codes)} if chance.random() < 0.5 else {}))
    return made


def paths(kind: str, teams: int) -> list[str]:
    """What is asked of the site."""
    chance = random.Random(kind)
    numbers = [chance.randint(1, teams) for _ in range(QUERIES)]
    if kind == "search":
        return [f"/teams/?{urlencode({'q': s.words, 'as': 'words', **s.chosen})}" for s in searches()]
    if kind == "suggest":
        return [f"/suggest/?{urlencode({'q': s.words[:5]})}" for s in searches()]
    if kind == "browse":
        return [f"/teams/?page={number % (teams // 25) + 1}" for number in numbers]
    return [f"/teams/team-{number}/{'rfc2350.txt' if kind == 'text' else ''}" for number in numbers]


def datasette_paths(kind: str, teams: int) -> list[str]:
    if kind == "search":
        return [peers.datasette_path(s.words, s.chosen) for s in searches()]
    chance = random.Random(kind)
    return [peers.datasette_path(after=chance.randint(1, teams)) for _ in range(QUERIES)]


# Measuring ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contender:
    name: str
    port: int
    asks: Path
    paths: Sequence[str]
    sent: Mapping[str, str] | None

    def ask_all(self) -> None:
        """Once for each path: so what is kept from one question to the next is there, and an answer that is not
        what is meant is noticed; wrk counts a redirection as an answer too."""
        for path in self.paths:
            peers.answer(self.port, path, self.sent)


class Field:
    """Servers that run side by side, and what each is asked; `versions` are those of the peers that are there."""

    def __init__(self, folder: Path, options: argparse.Namespace, running: ExitStack) -> None:
        self._folder, self._running, self._options = folder, running, options
        self.contenders: list[Contender] = []
        self.versions = {
            "nginx": peers.nginx_version(),
            "Datasette": peers.datasette_version(options.datasette),
        }

    def enter(
        self, name: str, port: int, paths: Sequence[str], sent: Mapping[str, str] | None = None
    ) -> None:
        asks = script(self._folder / "asks" / name.replace(" ", "-"), paths, sent)
        self.contenders.append(Contender(name, port, asks, paths, sent))
        self.contenders[-1].ask_all()

    def enter_size(self, teams: int) -> None:
        place = self._folder / str(teams)
        place.mkdir()
        environment = synthetic_site(place, teams, teams * NETWORKS_OF_A_TEAM)
        made = self._served({**environment, "FINISHED_PAGES_BYTES": "0"})
        for kind in KINDS:
            self.enter(f"{kind} {teams}", made, paths(kind, teams), HTMX if kind == "suggest" else None)
        kept = self._served(environment)
        self.enter(f"search kept {teams}", kept, paths("search", teams))
        if self.versions["Datasette"]:
            peer = peers.datasette(self._options.datasette, place, place / "datasette", core=SERVER)
            port = self._running.enter_context(peer)
            for kind in ("search", "browse"):
                self.enter(f"{kind} Datasette {teams}", port, datasette_paths(kind, teams))
        if teams == self._options.sizes[-1]:
            self._enter_pages(made, kept)

    def _enter_pages(self, made: int, kept: int) -> None:
        """One page and one text: from memory, as files, and through Django, which makes them."""
        tag = {path: {"If-None-Match": peers.answer(kept, path)[0]["etag"]} for path in (PAGE, TEXT)}
        self.enter("page kept", kept, [PAGE])
        self.enter("text kept", kept, [TEXT])
        self.enter("page kept 304", kept, [PAGE], tag[PAGE])
        if self.versions["nginx"]:
            port = self._running.enter_context(
                peers.nginx(self._folder / "nginx", kept, [PAGE, TEXT], core=SERVER)
            )
            self.enter("page nginx", port, [PAGE])
            self.enter("text nginx", port, [TEXT])
        self.enter("page constant", self._served(self._constant(kept), CONSTANT), [PAGE])
        self.enter("page made", made, [PAGE])
        self.enter("text made", made, [TEXT])
        self.enter("text made 304", made, [TEXT], tag[TEXT])
        self.enter("hello", self._served({**os.environ}, HELLO), ["/"])

    def _constant(self, kept: int) -> dict[str, str]:
        """The variables of an application that says the page and nothing else."""
        headers, body = peers.answer(kept, PAGE)
        said = [[name, value] for name, value in headers.items() if name not in {"date", "server"}]
        file = self._folder / "constant.json"
        file.write_text(json.dumps({"headers": said, "body": body.decode()}), encoding="utf-8")
        return {**os.environ, "CONSTANT": str(file)}

    def _served(self, environment: Mapping[str, str], *application: str) -> int:
        return self._running.enter_context(served(environment, *application, core=SERVER))

    def loads(self) -> Iterator[Load]:
        """All in turns, so that what else the machine does falls on all."""
        rates: dict[str, list[float]] = {contender.name: [] for contender in self.contenders}
        for _ in range(self._options.rounds):
            for contender in self.contenders:
                asked(contender.port, contender.asks, 1)
                if "kept" in contender.name:  # a quarter of an hour may have ended since
                    contender.ask_all()
                rates[contender.name].append(asked(contender.port, contender.asks, self._options.seconds))
        for name, rounds in rates.items():
            yield Load(name, tuple(rounds))


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where it was measured, 2 where what it takes is not there."""
    options = _parser().parse_args(arguments)
    if missing := absent():
        print(f"Nothing is measured: {missing}", file=sys.stderr)
        return MISSING
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        field = Field(Path(folder), options, running)
        for peer, version in field.versions.items():
            if version is None:
                print(f"{peer} is not there; what is compared with it is left out.", file=sys.stderr)
        for teams in options.sizes:
            field.enter_size(teams)
        rates = {load.name: load.rate for load in field.loads()}
        made = chapter(rates, field.versions, options)
    deliver(options.write, TITLE, made)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.site", description="Measure the site beside its peers."
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="TEAMS", help="rising")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each takes its turn")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long a turn is")
    parser.add_argument(
        "--datasette", default=os.environ.get("DATASETTE") or shutil.which("datasette"), metavar="PROGRAM",
        help="Datasette 0.65, by default that of the variable DATASETTE",
    )  # fmt: skip
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the chapter into this page")
    return parser


if __name__ == "__main__":
    sys.exit(main())
