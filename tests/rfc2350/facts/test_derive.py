"""What holds for all facts: they follow from the sections alone, and nothing is refused."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.rfc2350.document import Document, Section
from directory.rfc2350.facts import Facts, derive
from directory.rfc2350.facts.folding import fold
from directory.rfc2350.facts.passages import LIMIT

ROOT = Path(__file__).parents[3]
CORPUS = Path(os.environ.get("CSIRT_CORPUS", ROOT.parent / "shared" / "corpus"))
CANONICAL = [
    "0",
    "1",
    "1.1",
    "1.2",
    "1.3",
    "1.4",
    "1.5",
    "2",
    "2.1",
    "2.2",
    "2.3",
    "2.4",
    "2.5",
    "2.6",
    "2.7",
]
CANONICAL += ["2.8", "2.9", "2.10", "2.11", "3.2", "4.2", "4.3", "5", "5.1", "5.1.1", "6", "7", "9"]

WORDS = st.sampled_from(
    [
        "Monday",
        "to",
        "Friday",
        "09:00",
        "-",
        "17:00",
        "24/7",
        "+44",
        "1632",
        "960123",
        "(0)",
        "/",
        "ext",
        "cert",
        "(at)",
        "example",
        "[dot]",
        "org",
        "@",
        "<>",
        "[email",
        "protected]\n",
        "",
        "",
        "",
        "version",
        "1.2",
        "2020-01-02",
        "02/03/2020",
        "CET",
        "UTC+1",
        "AS64496",
        "to",
        "AS64499",
        "192.0.2.0/24",
        "Fingerprint:",
        "5A1D",
        "3C0F",
        "0xD8C1B05F\n",
        "",
        "",
        "",
        "https://example.org/x.asc",
        "Full",
        "name:",
        "CERT-Example",
        '"',
        "(",
        ")",
        "«",
        "France",
        "-----BEGIN",
        "PGP",
        "PUBLIC",
        "KEY",
        "BLOCK-----\n",
        "",
        "",
        "",
        "Short",
        "name:",
        "hereafter",
        "is",
        "the",
        "TLP:CLEAR",
        "Senin",
        "s.d.",
        "понеделник",
        "до",
        "8",
        "h",
        "30",
        "à",
        "\xa0",
        "İ",
        "ß",
        "ª",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.just("\n"), st.text(max_size=8)), max_size=40).map(" ".join)
SECTIONS = st.lists(
    st.builds(
        Section, st.sampled_from(CANONICAL), st.sampled_from([None, "2.1"]), st.text(max_size=20), TEXTS
    ),
    max_size=8,
).map(tuple)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SECTIONS, st.sampled_from([None, "en", "id", "mk"]))
def test_any_sections_have_facts_that_fit_the_schema(sections, language):
    facts = derive(sections, language)
    document = Document(
        document=facts.document, team=facts.team, constituency=facts.constituency, services=facts.services
    )
    assert Document.from_dict(json.loads(json.dumps(document.as_dict()))) == document


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SECTIONS)
def test_lines_and_places_change_no_fact(sections):
    def plain(facts):
        return replace(facts, problems=(), lines={})

    moved = tuple(replace(section, line=99) for section in sections)
    places = [list(range(100, 101 + section.text.count("\n"))) for section in sections]
    assert plain(derive(sections, "en")) == plain(derive(moved, "en", places))


@given(st.text())
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


def test_no_sections_have_no_facts():
    assert derive((), None) == Facts()


def test_wrapping_at_72_columns_changes_no_fact():
    words = [
        "Whoever",
        "needs",
        "the",
        "team",
        "may",
        "send",
        "mail",
        "to",
        "cert",
        "(at)",
        "example",
        "(dot)",
        "org",
        "or",
        "call",
        "+44",
        "1632",
        "960123",
        "from",
        "Monday",
        "to",
        "Friday",
        "between",
        "09:00",
        "and",
        "17:00,",
        "and",
        "the",
        "key",
        "is",
        "5A1D",
        "3C0F",
        "9B27",
        "E48D",
        "6C51",
        "F002",
        "93B7",
        "A6E4",
        "D8C1",
        "B05F.",
    ]
    for shift in range(1, 40):
        lines, line = [], "x" * shift
        for word in words:
            if len(line) + 1 + len(word) > 72:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}"
        team = derive((Section("2.11", "2.11", "Points of Contact", "\n".join([*lines, line])),), "en").team
        assert team.emails == ("cert@example.org",), shift
        assert [phone.number for phone in team.phones] == ["+441632960123"], shift
        assert [(rule.opens, rule.closes) for rule in team.hours] == [("09:00", "17:00")], shift
        assert [key.fingerprint for key in team.keys] == ["5A1D3C0F9B27E48D6C51F00293B7A6E4D8C1B05F"], shift


def test_lines_give_the_source_line_of_each_fact():
    text = "Write to\n\ncert@example.org\n\nor call\n+44 1632 960123"
    facts = derive((Section("2.11", "2.11", "Contact", text, 4),), "en", [[5, 6, 7, 8, 9, 10]])
    assert facts.lines["team.emails.0"] == 7
    assert facts.lines["team.phones.0"] == 10


def test_facts_are_sought_in_a_bounded_part_of_a_text():
    sections = (Section("0", None, "", "word " * LIMIT), Section("2.7", "2.7", "", "cert@example.org"))
    facts = derive(sections, "en")
    assert facts.team.emails == ()
    assert "facts-limit" in {problem.code for problem in facts.problems}


def test_an_unstructured_text_still_gives_its_facts():
    text = (
        "This describes CERT-Example after RFC 2350. CERT-Example serves all.\nThis is version 1.4, published "
        "2025-10-09.\nExample Street 1\nGermany\nEurope/Berlin\nPGP Fingerprint: 5A1D 3C0F 9B27 E48D 6C51 F002 "
        "93B7 A6E4 D8C1 B05F\nMonday to Thursday, 08:00-16:30 CET, and Friday, 08:00-14:30 CET.\ncert@example.org"
    )
    facts = derive((Section("0", None, "", text),), "en")
    assert (facts.team.name, facts.document.version, facts.document.date) == (
        "CERT-Example",
        "1.4",
        "2025-10-09",
    )
    assert (facts.team.country, facts.team.timezones) == ("DE", ("Europe/Berlin",))
    assert facts.team.emails == ("cert@example.org",)
    assert len(facts.team.keys) == 1
    assert len(facts.team.hours) == 2


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of published documents is not here")
def test_the_fields_of_the_corpus_are_right():
    score = CORPUS.parent / "score" / "score_rfc2350.py"
    if not score.exists():
        pytest.skip("the scorer is not beside the corpus")
    command = [
        sys.executable,
        str(score),
        "--run",
        f"{sys.executable} -m directory parse --json",
        "--min",
        "fields=0.98",
    ]
    command += ["--corpus", str(CORPUS / "docs"), "--gold", str(CORPUS / "gold")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
