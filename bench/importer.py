"""How well documents are read: ``python -m bench.importer [--write docs/importer.md]``.

Reads every labelled document of a corpus, scores it against its labels, writes it in every format and reads
it again, and prints the figures as a Markdown page. Names of documents stand on the standard error alone.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.pages import table
from bench.round_trips import EXACT, Trips, record
from bench.scores import Tally, load, score
from directory import importers
from directory.rfc2350 import Document, parse
from directory.rfc2350.language import languages
from directory.rfc2350.writers import FORMATS

CORPUS = Path(os.environ.get("CSIRT_CORPUS", Path(__file__).parents[1] / ".." / "shared" / "corpus"))
MISSING = 2

_HEAD = """# How well documents are read

This page is made from measurements by `.venv/bin/python -m bench.importer --write docs/importer.md`, which reads
{documents} labelled documents, compares what it understood with what a person found in them, writes each in every
format and reads it again. The documents are no part of this project: `CSIRT_CORPUS` names the folder that holds
them (`docs/` and `gold/`), and `--score` the program that compares.

The importer was made with these documents at hand. Of one that it has never seen, expect less.
"""
_MEANING = """## What the figures mean

Each figure lies between 0 and 1, and 1 is best.

- **Fields**: of the facts that the documents give (name, date, version, country, e-mail addresses, telephone and
  fax numbers, fingerprints and key IDs, addresses of the document, hours), how many were found, and how many of
  those found are right, as one figure (F1).
- **Sections**: the share of the sections that were recognised for what they are, in any wording and language, with
  exactly their own first and last words.
- **Lossless**: the share of the words of the source that stand in the sections, in order. Furniture does not count:
  tables of contents, running heads and feet, page numbers, navigation.
- **Clean**: the share of the words in the sections that the source has there; what is missing to 1 is furniture
  that was taken for text.

A dash stands where nothing was labelled.
"""
_TRIPS = """## Out and in again

Each document was written as its team laid it out, and read again. In text, Markdown, HTML and JSON it must be the
same document in every part: sections, numbers, titles, texts and all that follows from them. In Word and PDF every
section must keep all its words, in order.
"""
_FIGURES = ("fields", "sections", "lossless", "clean")


@dataclass(slots=True)
class Results:
    """Everything that a run measured; `misses` tells what was wrong, by the document's name."""

    every: Tally = field(default_factory=Tally)
    by_format: dict[str, Tally] = field(default_factory=dict)
    by_language: dict[str, Tally] = field(default_factory=dict)
    trips: dict[str, Trips] = field(default_factory=dict)
    misses: dict[str, list[str]] = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where the page was made, 2 where the corpus, its labels or the score are not there."""
    options = _parser().parse_args(arguments)
    if absent := _absent(options):
        print(absent, file=sys.stderr)
        return MISSING
    results = measure(options.corpus, options.gold, load(options.score))
    for name, misses in results.misses.items():
        print(name, *misses, sep="\n    ", file=sys.stderr)
    made = page(results)
    if options.write:
        options.write.write_text(made, encoding="utf-8")
    else:
        sys.stdout.write(made)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.importer", description="Measure how well documents are read."
    )
    beside = CORPUS.parent / "score" / "score_rfc2350.py"
    parser.add_argument("--corpus", type=Path, default=CORPUS / "docs", metavar="DIR", help="the documents")
    parser.add_argument(
        "--gold", type=Path, default=CORPUS / "gold", metavar="DIR", help="their labels, a JSON file each"
    )
    parser.add_argument(
        "--score", type=Path, default=beside, metavar="FILE", help="the program that compares"
    )
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="write the page here instead of printing it"
    )
    return parser


def _absent(options: argparse.Namespace) -> str | None:
    """What is not there, as a sentence."""
    for path in (options.corpus, options.gold, options.score):
        if not path.exists():
            return f"Nothing is measured: {path} is not there; CSIRT_CORPUS or an option names another place."
    labels = list(_labels(options.gold))
    if not labels:
        return f"Nothing is measured: {options.gold} holds no labels."
    lost = [label["file"] for label in labels if not (options.corpus / label["file"]).is_file()]
    return f"Nothing is measured: {options.corpus} has no {', '.join(lost)}." if lost else None


def _labels(gold: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(gold.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def measure(corpus: Path, gold: Path, judge: ModuleType) -> Results:
    """Read, score and send on its journeys every labelled document."""
    results = Results()
    for label in _labels(gold):
        path = corpus / label["file"]
        document, kind = _read(path)
        tally, misses = score(judge, label, document.as_dict(), path)
        results.every.add(tally)
        results.by_format.setdefault(kind, Tally()).add(tally)
        results.by_language.setdefault(_language(document), Tally()).add(tally)
        misses += record(results.trips, document)
        if misses:
            results.misses[path.name] = misses
    return results


def _read(path: Path) -> tuple[Document, str]:
    """The document and the name of its format; an empty one where the file cannot be read."""
    try:
        source = importers.read(path.read_bytes(), path.name)
    except importers.Unreadable:
        return Document(), "Unreadable"
    return parse(source), importers.FORMATS[source.format].label


def _language(document: Document) -> str:
    """The language's name, as the reader tells it: the labels have none."""
    names = {language.code: language.name for language in languages()}
    return names.get(document.language or "", "Not told")


# The page ----------------------------------------------------------------------------------------


def page(results: Results) -> str:
    parts = [
        _HEAD.format(documents=results.every.documents),
        "## All documents\n\n" + _table("", {"All": results.every}),
        _MEANING,
        "## By format\n\n" + _table("format", results.by_format),
        "## By language\n\nThe language is the one that the reader tells.\n\n"
        + _table("language", results.by_language),
        _TRIPS,
        _trips(results.trips),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _table(what: str, tallies: Mapping[str, Tally]) -> str:
    rows = sorted(tallies.items(), key=lambda item: (-item[1].documents, item[0]))
    return table(
        [what, "documents", "read", *_FIGURES],
        ([name, str(tally.documents), str(tally.alive), *_shown(tally)] for name, tally in rows),
    )


def _shown(tally: Tally) -> list[str]:
    figures = tally.figures()
    return ["–" if (figure := figures[name]) is None else f"{figure:.4f}" for name in _FIGURES]


def _trips(trips: Mapping[str, Trips]) -> str:
    promise = {
        suffix: "the same document" if suffix in EXACT else "every word in its section" for suffix in trips
    }
    return table(
        ["format", "what must hold", "holds", "of", "words kept in their sections"],
        (
            [FORMATS[suffix].name, promise[suffix], str(trip.held), str(trip.documents), f"{trip.share:.4f}"]
            for suffix, trip in trips.items()
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
