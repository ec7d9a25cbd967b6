"""The measurement starts, and answers in the shape that docs/ shows; no clock is judged here."""

from __future__ import annotations

import re

import pytest

from bench import openpgp as bench


def test_the_chapter_has_a_row_for_every_operation(capsys, tmp_path):
    page = tmp_path / "performance.md"
    assert bench.main(["--rounds", "1", "--write", str(page)]) == 0
    made = capsys.readouterr().out
    assert made.startswith("## Keys and signatures\n")
    assert len(re.findall(r"^\| [^|]+\| \d+ \| [\d.]+ \|$", made, re.MULTILINE)) == 12
    assert page.read_text().startswith("# Performance\n\n## Keys and signatures\n")


@pytest.mark.parametrize(("slowest", "verdict"), [(9_999.0, "holds"), (10_001.0, "is missed")])
def test_the_chapter_says_whether_the_bar_holds(slowest, verdict):
    assert f"The bar of 10 seconds {verdict}." in bench.chapter([bench.Cost("x", 1, slowest)], 1)


def test_a_hostile_key_that_is_read_stops_the_measurement(valid):
    with pytest.raises(SystemExit):
        bench.refused(valid.binary)
    with pytest.raises(SystemExit):
        bench.read_flood(valid.binary, bench.Certificate(valid.key, b""))
