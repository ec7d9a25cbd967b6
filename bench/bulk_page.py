"""A million lines through the page "Look up many", in a real browser: ``python -m bench.bulk_page [--write FILE]``.

Serves an invented directory as bin/serve does and drives Chromium: what is measured is what a person waits for, and
the most memory that the serving process ever held. Needs Debian's Chromium; where it is missing, that is said.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")
django.setup()

from playwright.sync_api import sync_playwright  # noqa: E402  what follows needs Django set up

from bench import synthetic  # noqa: E402
from bench.pages import put_chapter, table  # noqa: E402
from bench.serving import served, synthetic_site  # noqa: E402
from directory.lookup import keys  # noqa: E402

BAR_MEGABYTES = 512
NETWORKS_OF_A_TEAM = 50
CHROMIUM = shutil.which("chromium")
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
TITLE = "Performance"
HEAD = """## A long list in the browser

Measured by `.venv/bin/python -m bench.bulk_page --write docs/performance.md`: {lines:,} lines through the page, in
Chromium, against {prefixes:,} networks of {teams:,} teams, server and browser on one machine of {cores} cores. Half of the
addresses are in those networks, a tenth is IPv6. Seconds are from the click to the result; memory is the most that
the serving process ever held, reading the networks included; the bar is {bar} MB.
"""


@dataclass(frozen=True)
class Run:
    """One list: seconds from click to result, how many states of the progress were seen, what the page said."""

    name: str
    seconds: float
    steps: int
    said: str
    megabytes: float


def lists(count: int, prefixes: int) -> list[tuple[str, list[str]]]:
    """A list of different addresses, and one of few that come again and again, as in logs."""
    chance = random.Random(5)
    networks = list(synthetic.networks(prefixes))

    def address() -> str:
        if chance.random() < 0.5:
            first, length = keys.network_at(chance.choice(networks))
            return str(keys.address(first | chance.randrange(1 << (keys.TOP - length))))
        return ".".join(str(chance.randrange(1, 224)) for _ in range(4))

    few = [address() for _ in range(20_000)]
    return [
        ("of 20,000 addresses", chance.choices(few, k=count)),
        ("all different", [address() for _ in range(count)]),
    ]


def highest(port: int) -> float:
    """The most megabytes that a process of the server on this port ever held."""
    held = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            status = (process / "status").read_text(encoding="utf-8")
        except OSError:
            continue  # it has ended
        if b"--port" in words and words[words.index(b"--port") + 1] == b"%d" % port and "VmHWM:" in status:
            held.append(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
    return max(held)


def drive(port: int, name: str, file: Path) -> Run:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        page.goto(f"http://localhost:{port}/lookup/many/")
        page.set_input_files("#id_file", file)
        start = time.perf_counter()
        page.locator("button.go").click()
        steps = set()
        while not page.locator("#result .answer").count():
            steps.add(page.locator("#count").inner_text())
            time.sleep(0.1)
        seconds = time.perf_counter() - start
        said = page.locator("#result .answer").first.inner_text()
        if page.locator("#result .bad").count():
            raise SystemExit(f"The list was not answered: {said}")
        browser.close()
    return Run(name, seconds, len(steps), said.strip(), highest(port))


def chapter(runs: Sequence[Run], lines: int, prefixes: int, teams: int) -> str:
    rows = [
        [r.name, f"{r.seconds:.1f}", f"{lines / r.seconds:,.0f}", str(r.steps), f"{r.megabytes:.0f}"]
        for r in runs
    ]
    top = max(run.megabytes for run in runs)
    held = "holds" if top <= BAR_MEGABYTES else "is missed"
    head = HEAD.format(lines=lines, prefixes=prefixes, teams=teams, cores=os.cpu_count(), bar=BAR_MEGABYTES)
    told = table(["the lines", "seconds", "lines a second", "progress seen", "memory, MB"], rows)
    said = "\n".join(f"- {run.name}: “{run.said}”" for run in runs)
    return f"{head}\n{told}\n\n{said}\n- The bar of {BAR_MEGABYTES} MB {held}."


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--prefixes", type=int, default=1_000_000)
    parser.add_argument("--write", type=Path, help="a Markdown page to put the chapter into")
    options = parser.parse_args(arguments)
    if CHROMIUM is None:
        sys.stderr.write("Nothing is measured: there is no Chromium; Debian's package is called chromium.\n")
        return 2
    teams = max(100, options.prefixes // NETWORKS_OF_A_TEAM)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.txt"
        with served(synthetic_site(Path(folder), teams, options.prefixes)) as port:
            runs = []
            for name, lines in lists(options.lines, options.prefixes):
                file.write_text("\n".join(lines), encoding="utf-8")
                runs.append(drive(port, name, file))
    page = chapter(runs, options.lines, options.prefixes, teams)
    print(page)
    if options.write:
        put_chapter(options.write, TITLE, page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
