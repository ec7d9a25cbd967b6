"""The check as a whole: what it returns, in which order, and what it leaves to the parser."""

import ast
import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from directory import importers, rfc2350
from directory.rfc2350.document import Document, Phone, Problem, Section
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


def test_another_case_of_a_reported_problem_is_still_told():
    document = team(phones=(Phone(None, "voice", "01 99 00 01 23"), Phone(None, "fax", "01 99 00 01 25")))
    reported = Problem("phone-no-country-code", "warning", 40, "…")
    document = replace(document, problems=(reported,), lines={"team.phones.0": 40, "team.phones.1": 44})
    assert [problem.line for problem in lint(document, TODAY)] == [44]


def test_a_finding_about_a_section_is_not_told_where_the_parser_named_a_line_in_it():
    document = saying("2.8", "Fingerprint: 44E5 BBCB 0644 261F E97D 6D0E", team(keys=()))
    heading = next(section.line for section in document.sections if section.canonical == "2.8")
    spread = tuple(replace(section, line=(section.line or 0) * 10) for section in document.sections)
    reported = Problem("fingerprint-length", "error", (heading or 0) * 10 + 3, "…")
    assert "fingerprint-length" in codes(replace(document, sections=spread))
    assert "fingerprint-length" not in codes(replace(document, sections=spread, problems=(reported,)))


def codes_in(tree):
    """The codes that a module gives to problems: the first argument of Problem(…), .error(…), .warn(…), .note(…)."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in ("Problem", "error", "warn", "note") and isinstance(call.args[0].value, str):
                yield call.args[0].value


@pytest.mark.parametrize("package", [rfc2350, importers], ids=["rfc2350", "importers"])
def test_every_code_that_reading_can_report_is_explained(package):
    modules = Path(package.__file__).parent.rglob("*.py")
    reported = {code for module in modules for code in codes_in(ast.parse(module.read_text("utf-8")))}
    assert reported
    assert reported <= {rule.code for rule in RULES}
