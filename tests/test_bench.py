"""The measurements start, and answer in the shape that docs/ shows; no clock is judged here."""

import json
import os
import re
from pathlib import Path

import pytest

from bench import (
    bulk_page,
    importer,
    invented,
    latency,
    load,
    lookup,
    parser,
    peers,
    serving,
    shapes,
    site,
    site_page,
    synthetic,
    wrk,
)
from bench.pages import put_chapter, table
from bench.round_trips import kept_words
from directory import search
from directory.filters import FACETS
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


# A long list in the browser


def test_without_a_browser_nothing_is_measured_and_that_is_told_in_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(bulk_page, "CHROMIUM", None)
    assert bulk_page.main([]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("Nothing is measured: there is no Chromium")


@pytest.mark.parametrize(("megabytes", "verdict"), [(512.0, "holds"), (512.9, "is missed")])
def test_the_long_list_is_judged_by_its_run_of_most_memory(megabytes, verdict):
    runs = [
        bulk_page.Run(name, 40.0, 20, "9 entries: 1 team.", held)
        for name, held in (("a", 300.0), ("b", megabytes))
    ]
    made = bulk_page.chapter(runs, 1_000_000, 10, 1)
    assert "| a | 40.0 | 25,000 | 20 | 300 |" in made
    assert f"- The bar of 512 MB {verdict}." in made


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


# Pages and look-ups over HTTP --------------------------------------------------------------------------


def timed(name, bar, *took):
    return latency.Timed(latency.Kind(name, bar, lambda questions: "/"), tuple(took))


def test_95_of_100_took_at_most_this():
    assert timed("home", 150, *range(1, 101)).p95 == 95
    assert timed("home", 150, *range(1, 21)).p95 == 19
    assert timed("home", 150, 3.0).p95 == 3.0


def test_the_verdict_on_pages_names_those_that_miss_their_bar():
    assert latency.verdict([timed("home", 150, 149.0), timed("list", 300, 20.0)]) == "The bars hold."
    assert (
        latency.verdict([timed("home", 150, 150.0), timed("list", 300, 20.0)])
        == "**The bar is missed** by: home (150 ms)."
    )


def test_every_kind_of_page_asks_for_what_the_synthetic_site_has(db, client):
    synthetic.fill(20, 200)
    questions = latency.Questions(20, list(synthetic.networks(200)))
    for kind in latency.KINDS:
        assert client.get(kind.path(questions)).status_code == 200, kind.name


def test_the_measured_server_is_started_as_the_shipped_one():
    words = serving.command(8000)
    assert words[0].endswith("/granian")
    assert words[1:3] == ["--interface", "wsgi"]
    assert words[-1] == "directory.wsgi:application"
    assert serving.command(8001, serving.HELLO)[-1] == "bench.hello:application"


def test_what_wrk_tells_is_read_and_wrong_answers_are_not_counted():
    assert wrk.rate("  Latency 1ms\nRequests/sec:   4511.25\nTransfer/sec: 1MB\n") == 4511.25
    with pytest.raises(RuntimeError, match="Non-2xx"):
        wrk.rate("  Non-2xx or 3xx responses: 7\nRequests/sec: 9.0\n")


def test_the_verdict_on_look_ups_compares_the_largest_with_hello_and_with_the_smallest():
    hello = wrk.Load("hello", (900.0, 1000.0, 1100.0))
    small, large = wrk.Load("small", (800.0,)), wrk.Load("large", (500.0,))
    said = load.verdict([small, large], hello)
    assert "- **The bar of hello is missed**: 0.50, where 0.6 is asked." in said
    assert "- **The bar of growth is missed**: 1.60, where 1.5 is allowed." in said
    assert load.verdict([small], hello).startswith("- The bar of hello holds: 0.80")


# Beside nginx, Django and Datasette --------------------------------------------------------------------


def test_the_search_mix_is_the_same_each_time_and_a_fifth_of_it_are_words_of_a_third_of_the_teams():
    mix = site.searches()
    assert mix == site.searches()
    common = [one for one in mix if one.words in invented.OF_A_THIRD]
    assert len(common) * 5 == len(mix) == site.QUERIES
    chosen = [one for one in mix if one.chosen]
    assert len(mix) * 0.4 < len(chosen) < len(mix) * 0.6


def test_a_third_of_the_invented_teams_use_a_word_of_a_third_and_all_a_word_of_all(db):
    synthetic.fill(120, 240)
    for word, least, most in ((invented.OF_A_THIRD[0], 25, 55), (invented.OF_ALL[0], 120, 120)):
        assert least <= len(search.holding(word)) <= most


def test_every_path_of_the_measurement_is_answered_by_the_synthetic_site(db, client):
    synthetic.fill(50, 100)
    for kind in site.KINDS:
        sent = site.HTMX if kind == "suggest" else {}
        for path in site.paths(kind, 50)[:5]:
            assert client.get(path, headers=sent).status_code == 200, path
    for path in (site.PAGE, site.TEXT):
        assert client.get(path).status_code == 200


def test_the_search_finds_the_same_teams_here_and_in_datasettes_table(db, client, tmp_path):
    synthetic.fill(60, 60)
    word = invented.OF_A_THIRD[1]
    found = re.search(r"(\d+) teams", client.get("/teams/", {"q": word, "as": "words"}).content.decode())
    assert found
    assert int(found[1]) == len(search.holding(word)) > 10
    assert f"_search={word}" in peers.datasette_path(word)


RATES = {
    "page nginx": 100.0, "page constant": 45.0, "page kept": 36.0, "page kept 304": 40.0, "page made": 1.0, "text nginx": 100.0,
    "text kept": 39.0, "text made": 6.0, "text made 304": 7.0, "hello": 10.0,
    **{f"{kind} {size}": rate for size, rate in ((10, 60.0), (1000, 50.0)) for kind in (*site.KINDS, "search kept")},
    **{f"{kind} Datasette {size}": 5.0 for size in (10, 1000) for kind in ("search", "browse")},
}  # fmt: skip


def test_the_verdict_says_of_each_bar_whether_it_holds():
    said = "\n".join(site_page.verdict(RATES, [10, 1000]))
    assert "80% are taken" in said
    for line in (
        "- The bar 1, team page of nginx holds: 0.36, where 0.35 is asked.",
        "- **The bar 1, text of nginx is missed**: 0.39, where 0.4 is asked.",
        "- **The bar 3, text through Django of hello is missed**: 0.60, where 0.7 is asked.",
        "- The bar 3, its 304 of its 200 holds: 1.17, where 1 is asked.",
        "- The bar 4, search of Datasette, 1,000 teams holds: 10.00, where 8 is asked.",
        "- **The bar 5, browse of Datasette, 1,000 teams is missed**: 10.00, where 40 is asked.",
        "- The bar 6, growth of search mix holds: 1.20, where 4 is allowed.",
    ):
        assert line in said


def test_a_bar_whose_peer_is_not_there_is_not_judged():
    alone = {name: rate for name, rate in RATES.items() if "nginx" not in name and "Datasette" not in name}
    said = "\n".join(site_page.verdict(alone, [10, 1000]))
    assert said.count("is not judged") == 4
    options = site._parser().parse_args(["--sizes", "10", "1000"])
    made = site_page.chapter(alone, {"nginx": None, "Datasette": None}, options)
    assert "(which was not there)" in made
    assert "| hello | 10 |  | 1.00 |" in made


def test_the_chapter_has_a_row_for_everything_that_was_measured():
    options = site._parser().parse_args(["--sizes", "10", "1000"])
    made = site_page.chapter(RATES, {"nginx": "1.22.1", "Datasette": "0.65.5"}, options)
    assert made.startswith("## Beside nginx, Django and Datasette\n")
    assert "| team page, kept | 36 | 0.36 | 3.60 |" in made
    assert "| search mix | 60 | 50 | 1.20 |" in made
    assert len(FACETS) == site_page.FACETS


def test_a_header_with_quotes_is_asked_for_as_it_is(tmp_path):
    asks = wrk.script(tmp_path / "asks", ["/a", "/b"], {"If-None-Match": '"abc"'})
    assert '["If-None-Match"] = "\\"abc\\""' in asks.read_text()
    assert (tmp_path / "asks/paths").read_text() == "/a\n/b"
