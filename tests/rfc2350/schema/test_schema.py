"""The published schema: strict, and true of every document that the parser makes."""

import os
from pathlib import Path

import jsonschema
import pytest

from directory import importers
from directory.rfc2350 import parse
from directory.rfc2350.document import Document, Section
from directory.rfc2350.schema import SCHEMA_DOCUMENT
from tests.rfc2350.lint.sound import DOCUMENT, information, team

CORPUS = Path(os.environ.get("CSIRT_CORPUS", Path(__file__).parents[3].parent / "shared" / "corpus"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA_DOCUMENT)


def complaints(data):
    return [f"{error.json_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(data)]


def corpus_files():
    folders = [CORPUS / "docs", CORPUS / "negative", CORPUS / "reference"]
    files = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
    return [path for path in files if not path.name.endswith(".words.txt")]


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA_DOCUMENT)


@pytest.mark.parametrize("document", [Document(), DOCUMENT], ids=["empty", "sound"])
def test_a_document_is_valid(document):
    assert complaints(document.as_dict()) == []


@pytest.mark.parametrize(
    "text", ["", "Roses are red.", "1. Document Information\n\n1.1 Date of Last Update\n\n2026-05-17\n"]
)
def test_what_the_parser_makes_is_valid(text):
    assert complaints(parse(text).as_dict()) == []


@pytest.mark.parametrize("path", corpus_files() or [None], ids=lambda path: path.name if path else "none")
def test_every_document_of_the_corpus_is_valid(path):
    if path is None:
        pytest.skip("the corpus is not here (CSIRT_CORPUS)")
    assert complaints(parse(importers.read(path.read_bytes(), path.name)).as_dict()) == []


def test_an_unknown_key_is_refused():
    data = DOCUMENT.as_dict()
    data["team"]["motto"] = "Semper vigilans"
    assert complaints(data)


def test_a_missing_key_is_refused():
    data = DOCUMENT.as_dict()
    del data["document"]["version"]
    assert complaints(data)


def test_another_schema_is_refused():
    assert complaints(DOCUMENT.as_dict() | {"schema": "rfc2350/2"})


@pytest.mark.parametrize("date", ["17 May 2026", "2026-13", "2026-05-32", "2026"])
def test_a_date_that_is_not_iso_is_refused(date):
    assert complaints(information(date=date).as_dict())


@pytest.mark.parametrize("fingerprint", ["A" * 39, "a" * 40, "A" * 48, "0x" + "A" * 40])
def test_a_fingerprint_of_another_shape_is_refused(fingerprint):
    data = DOCUMENT.as_dict()
    data["team"]["keys"][0]["fingerprint"] = fingerprint
    assert complaints(data)


@pytest.mark.parametrize("number", ["0199000123", "+33 1 99 00 01 23", "+0199000123", "+331990001230000000"])
def test_a_telephone_number_that_is_not_e164_is_refused(number):
    data = DOCUMENT.as_dict()
    data["team"]["phones"][0]["number"] = number
    assert complaints(data)


@pytest.mark.parametrize("canonical", ["2.12", "8", "", "1.1.", "A"])
def test_a_canonical_number_that_is_none_is_refused(canonical):
    assert complaints(Document(sections=(Section(canonical, None, "", "words"),)).as_dict())


def test_midnight_closes_a_day_and_does_not_open_it():
    data = DOCUMENT.as_dict()
    data["team"]["hours"][0] |= {"opens": "00:00", "closes": "24:00"}
    assert complaints(data) == []
    data["team"]["hours"][0]["opens"] = "24:00"
    assert complaints(data)


def test_every_part_is_described():
    assert all(part["description"] for part in SCHEMA_DOCUMENT["$defs"].values())


def test_a_country_is_two_capitals():
    assert complaints(team(country="France").as_dict())
