"""What `bench.site` has measured, as a chapter of docs/performance.md: tables, and whether the bars hold."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping

from bench.pages import table
from bench.wrk import CONNECTIONS

Rates = Mapping[str, float]
PAGE, TEXT = 0.35, 0.4  # of nginx
DJANGO = 0.7  # of hello
SEARCH, BROWSE = 8.0, 40.0  # times Datasette
SEARCH_GROWTH, GROWTH = 4.0, 1.2  # from the smallest site to the largest
_HEAD = """## Beside nginx, Django and Datasette

Measured by `.venv/bin/python -m bench.site --write docs/performance.md`: wrk with {connections} connections on one core,
every server on the other, medians of {rounds} rounds of {seconds} seconds, all in turns. Answers a second depend on the
machine; ratios of one run are what may be compared. The sites have {sizes} invented teams on SQLite.
"""
_PAGES = """### A page from memory

One team page and one RFC 2350 text, as the layer before Django answers them (`directory/finished`), and the same bytes with the
same headers as files from nginx {nginx}, one process that keeps them open. Through Django they are made anew each time.
"Hello" is a Django project as `startproject` makes it with one view. An application that knows nothing but one page is
the least that the server (granian) can do with it.
"""
_SEARCHES = """### Searching and browsing

The search mix is 400 queries, a fifth of them words that a third of all teams use, half of them with a facet chosen;
browsing is any page of the list. Both show 25 teams and exact counts of {facets} facets. Every page is made anew, but in the
row that says "kept". Datasette {datasette} shows 25 rows of one table with its columns indexed and full text, and the counts
of 3 simple facets, as far as its limits of time let it count.
"""
FACETS = 14
NAMES = {
    "search": "search mix", "search kept": "search mix, kept pages", "search Datasette": "search mix, Datasette",
    "browse": "browse", "browse Datasette": "browse, Datasette", "team": "team page", "text": "RFC 2350 text",
    "suggest": "suggestions",
}  # fmt: skip
ALONE = {
    "page nginx": "team page, file from nginx", "page constant": "team page, from an application that knows only it", "page kept": "team page, kept", "page kept 304": "team page, kept, 304",
    "page made": "team page, made by Django", "text nginx": "text, file from nginx", "text kept": "text, kept",
    "text made": "text, through Django", "text made 304": "text, through Django, 304", "hello": "hello",
}  # fmt: skip


def chapter(rates: Rates, versions: Mapping[str, str | None], options: argparse.Namespace) -> str:
    head = _HEAD.format(
        connections=CONNECTIONS, rounds=options.rounds, seconds=options.seconds,
        sizes=", ".join(f"{size:,}" for size in options.sizes),
    )  # fmt: skip
    pages = _PAGES.format(nginx=versions["nginx"] or "(which was not there)")
    searches = _SEARCHES.format(facets=FACETS, datasette=versions["Datasette"] or "(which was not there)")
    verdicts = "\n".join(verdict(rates, options.sizes))
    parts = [head, pages, _alone(rates), searches, _by_size(rates, options.sizes), "### The bars", verdicts]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _alone(rates: Rates) -> str:
    rows = []
    for name, words in ALONE.items():
        if name in rates:
            nginx = rates.get(f"{name.partition(' ')[0]} nginx")
            of_nginx = f"{rates[name] / nginx:.2f}" if nginx else ""
            rows.append([words, f"{rates[name]:,.0f}", of_nginx, f"{rates[name] / rates['hello']:.2f}"])
    return table(["what", "answers a second", "of nginx", "of hello"], rows)


def _by_size(rates: Rates, sizes: list[int]) -> str:
    rows = []
    for name, words in NAMES.items():
        if f"{name} {sizes[0]}" in rates:
            cells = [f"{rates[f'{name} {size}']:,.0f}" for size in sizes]
            rows.append([words, *cells, f"{_growth(rates, name, sizes):.2f}"])
    return table(["answers a second", *(f"{size:,} teams" for size in sizes), "growth"], rows)


def _growth(rates: Rates, name: str, sizes: list[int]) -> float:
    """How many times as long the largest takes as the smallest."""
    return rates[f"{name} {sizes[0]}"] / rates[f"{name} {sizes[-1]}"]


_OF_NGINX = """
  Of what the kept page takes, {share:.0%} are taken by an application too that knows nothing but the page: it is the server's
  share, which only a server of another kind could make less."""
_OF_HELLO = """
  The text passes more middleware than hello has (our headers, CSP, static files, the language, a digest for conditional
  answers) and is read from the database. Only who is logged in gets it so; for all others it is kept."""
WHY = {"page kept": _OF_NGINX, "text kept": _OF_NGINX, "text made": _OF_HELLO}


def verdict(rates: Rates, sizes: list[int]) -> Iterator[str]:
    """A line for each bar; one whose peer was not there is not judged."""
    last = sizes[-1]
    for what, ours, theirs, bar in (
        ("1, team page of nginx", "page kept", "page nginx", PAGE),
        ("1, text of nginx", "text kept", "text nginx", TEXT),
        ("3, text through Django of hello", "text made", "hello", DJANGO),
        ("3, its 304 of its 200", "text made 304", "text made", 1.0),
        ("3, a kept page's 304 of its 200", "page kept 304", "page kept", 1.0),
        (f"4, search of Datasette, {last:,} teams", f"search {last}", f"search Datasette {last}", SEARCH),
        (f"5, browse of Datasette, {last:,} teams", f"browse {last}", f"browse Datasette {last}", BROWSE),
    ):
        if theirs in rates:
            ratio = rates[ours] / rates[theirs]
            why = WHY.get(ours, "").format(share=rates["page kept"] / rates["page constant"])
            yield _told(ratio >= bar, what, f"{ratio:.2f}, where {bar:g} is asked", why)
        else:
            yield f"- The bar {what} is not judged."
    for name, bar in (
        ("search", SEARCH_GROWTH),
        *((n, GROWTH) for n in ("browse", "team", "text", "suggest")),
    ):
        growth = _growth(rates, name, sizes)
        yield _told(growth <= bar, f"6, growth of {NAMES[name]}", f"{growth:.2f}, where {bar:g} is allowed")


def _told(holds: bool, bar: str, figures: str, why: str = "") -> str:
    return (
        f"- The bar {bar} holds: {figures}." if holds else f"- **The bar {bar} is missed**: {figures}.{why}"
    )
