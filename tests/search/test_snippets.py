import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.query import words
from directory.search.snippets import ABOUT, parts, snippet


def marked(text: str, *asked: str) -> str:
    return "".join(f"[{part.text}]" if part.hit else part.text for part in parts(text, asked))


@pytest.mark.parametrize(
    ("text", "asked", "line"),
    [
        ("Digital Forensics and more", ["forens"], "Digital [Forensics] and more"),
        ("Everyone in Łódź.", ["lodz"], "Everyone in [Łódź]."),
        ("NL-SIRT", ["nl", "sirt"], "[NL]-[SIRT]"),
        ("日本シーサート", ["日本"], "[日本]シーサート"),
        ("nothing of it", ["forensics"], "nothing of it"),
        ("", ["x"], ""),
    ],
)
def test_words_are_marked_where_they_begin_like_what_was_searched(text, asked, line):
    assert marked(text, *asked) == line


@given(st.text(), st.text())
def test_no_letter_is_lost_or_added(text, typed):
    assert "".join(part.text for part in parts(text, words(typed))) == text


def test_a_line_comes_from_the_paragraph_with_most_of_the_words():
    paragraphs = ["Forensics here.", "Malware\n  analysis and forensics.", "Malware there."]
    line = snippet(paragraphs, ["malware", "forensics"])
    assert "".join(part.text for part in line) == "Malware analysis and forensics."


def test_a_long_paragraph_is_cut_at_blanks_around_the_first_word():
    text = "before " * 100 + "forensics " + "after " * 100
    line = "".join(part.text for part in snippet([text], ["forensics"]))
    assert len(line) <= ABOUT + 4
    assert line.startswith("… before")
    assert line.endswith("after …")
    assert "forensics" in line


def test_one_word_without_end_is_cut_too():
    line = "".join(part.text for part in snippet(["x" * 5000], ["xxx"]))
    assert len(line) <= ABOUT + 4


def test_without_the_words_there_is_no_line():
    assert snippet(["Nothing of it."], ["forensics"]) == []
    assert snippet([], ["forensics"]) == []
