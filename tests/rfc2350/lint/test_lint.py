"""The check as a whole: what it returns, in which order, and what it leaves to the parser."""

import datetime
from dataclasses import replace

import pytest

from directory.rfc2350.document import Document, Problem, Section
from directory.rfc2350.lint import RULES, SEVERITIES, lint, remedy
from tests.rfc2350.lint.sound import DOCUMENT, TODAY, codes, information, saying, team


def test_a_sound_document_has_no_problems():
    assert lint(DOCUMENT, TODAY) == ()


def test_an_empty_document_is_checked_without_fuss():
    assert "name-missing" in codes(Document())


def test_a_problem_bears_the_severity_of_its_rule():
    severities = {rule.code: rule.severity for rule in RULES}
    for problem in lint(Document(), TODAY):
        assert problem.severity == severities[problem.code]


def test_problems_come_in_the_order_of_the_lines():
    lines = [
        problem.line or 0 for problem in lint(saying("6", "", saying("1.2", "", team(emails=()))), TODAY)
    ]
    assert len(lines) >= 3
    assert lines == sorted(lines)


def test_what_the_parser_reported_is_not_said_twice():
    document = information(date="2020-01-01")
    assert "date-old" in codes(document)
    reported = replace(document, problems=(Problem("date-old", "warning", 2, "It is old."),))
    assert "date-old" not in codes(reported)


def test_a_text_that_is_no_rfc2350_document_is_not_nagged():
    poem = Document(
        sections=(Section("0", None, "", "Roses are red."),),
        problems=(Problem("not-rfc2350", "error", None, "This is no RFC 2350 document."),),
    )
    assert lint(poem, TODAY) == ()


def test_a_private_key_is_reported_even_where_the_text_is_no_rfc2350_document():
    page = Document(
        sections=(Section("0", None, "", "-----BEGIN PGP PRIVATE KEY BLOCK-----"),),
        problems=(Problem("not-rfc2350", "error", None, "This is no RFC 2350 document."),),
    )
    assert codes(page) == {"private-key-published"}


def test_the_line_of_a_fact_beats_the_line_of_its_section():
    document = replace(information(date="2020-01-01"), lines={"document.date": 77})
    assert [problem.line for problem in lint(document, TODAY)] == [77]


def test_a_fact_within_a_list_falls_back_on_the_line_of_the_list():
    document = replace(saying("2.3", "Europe/Paris, UTC+3"), lines={"team.timezones": 31})
    assert [problem.line for problem in lint(document, TODAY)] == [31]


def test_the_day_is_an_argument():
    assert lint(DOCUMENT, TODAY) == ()
    assert "date-old" in {problem.code for problem in lint(DOCUMENT, datetime.date(2028, 1, 1))}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_explains_itself_in_sentences(rule):
    assert rule.severity in SEVERITIES
    assert rule.title.endswith(".")
    assert rule.remedy.endswith((".", ".)"))
    assert rule.why[0].isupper() or rule.why[0] in "“`0"
    assert rule.code == rule.code.lower().replace(" ", "-")


def test_there_are_at_least_forty_rules():
    assert len(RULES) >= 40


def test_an_unknown_code_has_no_remedy():
    assert remedy("no-such-code") is None


def test_a_known_code_has_a_remedy():
    assert remedy("key-id-short") is not None
