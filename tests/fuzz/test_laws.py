"""What must hold for every input whatever (design: nothing is refused, render is the inverse of parse)."""

import datetime

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import importers
from directory.importers import Unreadable
from directory.rfc2350 import Document, parse, to_text
from directory.rfc2350.compose import next_version, stamp
from directory.rfc2350.lint import completeness, lint
from directory.rfc2350.schema import SCHEMA_DOCUMENT
from tests.fuzz.documents import outlines, texts

pytestmark = pytest.mark.long

TODAY = datetime.date(2026, 6, 15)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA_DOCUMENT)
many = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(texts() | outlines())
def test_every_parse_is_a_valid_document(text):
    assert [error.message for error in VALIDATOR.iter_errors(parse(text).as_dict())] == []


@many
@given(texts() | outlines())
def test_what_is_written_is_read_back_the_same(text):
    document = parse(text)
    assert parse(to_text(document)).meaning() == document.meaning()


@many
@given(texts() | outlines())
def test_writing_what_was_read_changes_nothing_more(text):
    written = to_text(parse(text))
    assert to_text(parse(written)) == written


@many
@given(texts() | outlines())
def test_a_problem_names_a_line_that_exists(text):
    lines = len(text.splitlines()) + text.count("\f") + 1
    document = parse(text)
    for problem in (*document.problems, *lint(document, TODAY)):
        assert problem.line is None or 1 <= problem.line <= lines
        assert problem.message.strip()


@many
@given(texts() | outlines())
def test_the_score_is_between_nothing_and_all(text):
    told = completeness(parse(text))
    assert 0 <= told.score <= 100
    assert all(
        0 <= section.score <= 100 and (section.score == 100) == (not section.missing)
        for section in told.sections
    )


@many
@given(texts() | outlines())
def test_a_json_document_comes_back_from_its_dictionary(text):
    document = parse(text)
    assert Document.from_dict(document.as_dict()) == document


@many
@given(outlines())
def test_a_stamped_document_is_read_with_its_new_date(text):
    document = stamp(parse(text), "2026-06-01", "9.9", "A change", "AB")
    again = parse(to_text(document)).document
    assert (again.date, again.version) == ("2026-06-01", "9.9")


@many
@given(st.text(alphabet="0123456789.v- rcdraft", max_size=12))
def test_the_next_version_is_another_one(version):
    assert next_version(version) != version


@many
@given(st.binary(max_size=400))
def test_bytes_are_read_or_refused_with_a_sentence(data):
    try:
        source = importers.read(data)
    except Unreadable as refusal:
        sentence = str(refusal)
    else:
        sentence = "."
        parse(source)
    assert sentence.endswith(".")
