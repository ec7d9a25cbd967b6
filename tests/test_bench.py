"""The measurements start, and answer in the shape that docs/ shows; no clock is judged here."""

import json
import os
import re
from pathlib import Path

import pytest

from bench import importer, lookup, parser, shapes, synthetic
from bench.pages import put_chapter, table
from bench.round_trips import kept_words
from directory.lookup import asking, keys
from directory.lookup.answers import answers
from directory.lookup.targets import Target
from directory.rfc2350.document import Section

CORPUS = Path(os.environ.get("CSIRT_CORPUS", Path(__file__).parents[1] / ".." / "shared" / "corpus"))
SCORE = CORPUS.parent / "score" / "score_rfc2350.py"

needs_the_score = pytest.mark.skipif(
    not SCORE.is_file(), reason=f"there is no score at {SCORE}; CSIRT_CORPUS names the corpus beside it"
)


@pytest.fixture
def labelled(tmp_path):
    """One invented document with its labels: the options that name them."""
    docs, gold = tmp_path / "docs", tmp_path / "gold"
    docs.mkdir()
    gold.mkdir()
    (docs / "heath.txt").write_text(shapes.DOCUMENT)
    label = {
        "file": "heath.txt",
        "name": "CERT Heath",
        "emails": ["cert@heath.example"],
        "phones": ["+33199000000"],
        "sections": [{"canonical": "2.7", "starts": "cert@heath.example", "ends": "cert@heath.example"}],
    }
    (gold / "heath.json").write_text(json.dumps(label))
    return ["--corpus", str(docs), "--gold", str(gold), "--score", str(SCORE)]


# How well documents are read


@needs_the_score
def test_the_page_has_a_row_for_all_each_format_and_each_language(labelled, capsys):
    assert importer.main(labelled) == 0
    rows = re.findall(
        r"^\| (\w+) \| 1 \| 1 \| ([\d.]+) \| ([\d.]+) \|", capsys.readouterr().out, re.MULTILINE
    )
    assert [name for name, _, _ in rows] == ["All", "Text", "English"]
    assert {figures for _, *figures in map(tuple, rows) for figures in figures} == {"1.0000"}


@needs_the_score
def test_the_page_counts_the_round_trips_of_every_format(labelled, capsys):
    importer.main(labelled)
    trips = re.findall(
        r"^\| (\w+) \| (?:the same|every)[^|]+\| (\d) \| (\d) \|", capsys.readouterr().out, re.MULTILINE
    )
    assert trips == [(name, "1", "1") for name in ("Text", "Markdown", "HTML", "JSON", "Word", "PDF")]


@needs_the_score
def test_no_page_names_a_document(labelled, tmp_path, capsys):
    label = tmp_path / "gold" / "heath.json"
    label.write_text(label.read_text().replace("+33199000000", "+33199000001"))
    assert importer.main([*labelled, "--write", str(tmp_path / "page.md")]) == 0
    assert "heath" not in (tmp_path / "page.md").read_text()
    assert "heath.txt" in capsys.readouterr().err


def test_a_corpus_that_is_not_there_is_told_in_a_sentence(tmp_path, capsys):
    assert importer.main(["--corpus", str(tmp_path / "nowhere")]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("Nothing is measured: ")
    assert told.err.count("\n") == 1


def test_a_word_that_went_to_another_section_is_not_kept():
    before = (Section("2.4", "2.4", "Telephone", "one two"), Section("2.5", "2.5", "Fax", "three"))
    after = (Section("2.4", "2.4", "Telephone", "one"), Section("2.5", "2.5", "Fax", "two three"))
    assert kept_words(before, after) == (4, 5)


def test_a_section_that_is_lost_keeps_no_word():
    assert kept_words((Section("2.4", "2.4", "Telephone", "one"),), ()) == (0, 2)


# How fast


def test_the_chapter_has_both_tables_and_says_whether_the_bars_hold(capsys):
    assert parser.main(["--rounds", "1", "--repeats", "1", "--sizes", "2", "4"]) == 0
    made = capsys.readouterr().out
    assert made.startswith("## Reading a document\n")
    assert len(re.findall(r"^\| as [^|]+(?:\| [\d.]+ ){4}\|$", made, re.MULTILINE)) == 3
    for shape in shapes.SHAPES:
        assert re.search(rf"^\| {re.escape(shape)} (?:\| [\d.]+ ){{3}}\|$", made, re.MULTILINE)
    assert re.search(r"The bar holds\.|\*\*The bar is missed\*\*: ", made)
    assert re.search(r"bar of growth (?:holds|is missed)", made)


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_shape_has_the_size_that_is_asked(shape):
    assert [len(shapes.SHAPES[shape](size)) for size in (1, 1000, 5000)] == [1, 1000, 5000]


def test_a_steep_doubling_misses_the_bar_unless_it_is_too_short_to_tell():
    assert parser.Growth("steep", (0.1, 0.2, 0.6)).steep
    assert not parser.Growth("even", (0.1, 0.2, 0.4)).steep
    assert not parser.Growth("short", (0.001, 0.01, 0.02)).steep


# Pages


def test_a_chapter_takes_the_place_of_its_elder_and_of_no_other(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Speed\n\nWhy.\n\n## One\n\nold\n\n## Two\n\nkept\n")
    put_chapter(page, "Speed", "## One\n\nnew\n")
    assert page.read_text() == "# Speed\n\nWhy.\n\n## One\n\nnew\n\n## Two\n\nkept\n"


def test_the_first_chapter_begins_the_page(tmp_path):
    put_chapter(tmp_path / "page.md", "Speed", "## One\n\nnew\n")
    assert (tmp_path / "page.md").read_text() == "# Speed\n\n## One\n\nnew\n"


def test_figures_stand_to_the_right():
    assert table(["what", "how many"], [["hare", "2"]]) == "| what | how many |\n| --- | ---: |\n| hare | 2 |"


# The synthetic directory ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_synthetic_directory_is_listed_searched_and_answered(client):
    synthetic.fill(20, 200)
    assert "20 teams" in client.get("/teams/").content.decode()
    assert client.get("/teams/team-7/").status_code == 200
    assert client.get("/teams/", {"q": "incident"}).status_code == 200
    for key in synthetic.networks(200):
        first, _ = keys.network_at(key)
        assert keys.spelled(key) in [
            r.match for a in answers(Target("address", "", first, first), asking.memory()) for r in a.reasons
        ]


def test_the_synthetic_networks_are_the_same_each_time():
    assert list(synthetic.networks(50)) == list(synthetic.networks(50))
    assert len(set(synthetic.networks(500))) == 500


def test_the_verdicts_say_which_bar_is_missed():
    single = {"SQL, as the site does it": (50.0, 90.0)}
    loops = ("1M lines, finding alone: ", f"{lookup.ANSWERED:,} lines, found and answered: ")
    bulk = {f"{loop}{name}": seconds for loop in loops for name, seconds in (("ours", 2.0), ("tree", 1.0))}
    figures = lookup.Figures(10, single, bulk, {"the process at its highest": 600.0}, ["GiST"])
    said = " ".join(lookup.verdicts([figures]))
    assert "tree takes 0.50 times as long as ours; the bar is 1: it is missed." in said
    assert "Memory at its highest is 600 MB; the bar is 512: it is missed." in said
    assert "Not measured: GiST." in said
