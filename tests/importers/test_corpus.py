"""The words of real documents, in order: what a person reads in a PDF, a Word file or a web page."""

from __future__ import annotations

import difflib
import json
import os
import re
import unicodedata
from pathlib import Path

import pytest

from directory.importers import read

CORPUS = Path(os.environ.get("CSIRT_CORPUS", Path(__file__).parents[2] / ".." / "shared" / "corpus"))
DOCUMENTS = sorted(path.name.removesuffix(".words.txt") for path in CORPUS.glob("docs/*.words.txt"))
#: A signature block and the letters of lists are words that a companion may leave out.
LOSSLESS, CLEAN = 0.999, 0.975


def words(text: str) -> list[str]:
    found = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())
    return [word for word in found if not word.isdigit()]


@pytest.mark.skipif(not DOCUMENTS, reason=f"there is no corpus at {CORPUS}; CSIRT_CORPUS names the place")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_78_every_word_comes_in_and_in_order(name):
    gold = json.loads((CORPUS / "gold" / f"{name}.json").read_text())
    text = (CORPUS / "docs" / f"{name}.words.txt").read_text()
    for furniture in gold.get("furniture", []):
        text = text.replace(furniture, "\n")
    wanted = words(text)
    found = words("\n".join(line.text for line in read((CORPUS / "docs" / name).read_bytes(), name).lines))
    same = sum(
        block.size for block in difflib.SequenceMatcher(None, wanted, found, False).get_matching_blocks()
    )
    assert same / len(wanted) >= LOSSLESS
    assert same / len(found) >= CLEAN
