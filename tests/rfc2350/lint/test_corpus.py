"""The check on published documents: it ends, its lines exist, and it does not cry wolf."""

import os
from pathlib import Path

import pytest

from directory import importers
from directory.rfc2350 import parse
from directory.rfc2350.lint import completeness, lint
from tests.rfc2350.lint.sound import TODAY

CORPUS = Path(os.environ.get("CSIRT_CORPUS", Path(__file__).parents[3].parent / "shared" / "corpus"))
# What a published document has seldom: a rule that finds it in many of them is wrong, not they.
RARE = {
    "placeholder-left",
    "foreign-name",
    "letters-damaged",
    "fingerprint-not-of-block",
    "phones-nearly-equal",
    "hours-backwards",
    "hours-overlap",
    "expiry-before-date",
    "email-domains-differ",
    "channel-gone",
    "key-id-malformed",
    "key-for-other-address",
    "constituency-network-not-public",
    "number-repeated",
    "section-repeated",
}


def texts():
    folder = CORPUS / "docs"
    files = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    return [path for path in files if not path.name.endswith(".words.txt")]


@pytest.mark.parametrize("path", texts() or [None], ids=lambda path: path.name if path else "none")
def test_a_published_document_is_checked_with_few_alarms(path):
    if path is None:
        pytest.skip("the corpus is not here (CSIRT_CORPUS)")
    source = importers.read(path.read_bytes(), path.name)
    document = parse(source)
    found = lint(document, TODAY)
    last = max(line.number for line in source.lines)
    assert all(problem.line is None or 1 <= problem.line <= last for problem in found)
    assert len({problem.code for problem in found} & RARE) <= 2
    assert completeness(document).score >= 25
