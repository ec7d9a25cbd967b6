"""What comes off a text at the door: armour, private keys, controls, marks."""

from __future__ import annotations

import pytest

from directory.rfc2350 import parse, to_json
from directory.rfc2350.door import PRIVATE_KEY_MARKER
from directory.rfc2350.source import from_text
from tests.rfc2350 import meadow


def lines(text: str) -> list[str]:
    return [line.text for line in from_text(text).lines]


def private_key(dashes: str = "-----") -> str:
    return f"{dashes}BEGIN PGP PRIVATE KEY BLOCK{dashes}\n\nlQOYBGsecret\nsecretsecretsecretsecretsecret\n=abcd\n{dashes}END PGP PRIVATE KEY BLOCK{dashes}"


def test_a_clear_signature_and_its_dash_escapes_come_off() -> None:
    signed = (
        "Home\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- - item\n- -----\ntext\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n=abcd\n-----END PGP SIGNATURE-----\nFoot\n"
    )
    assert lines(signed) == ["Home", "", "- item", "-----", "text", "Foot"]


@pytest.mark.parametrize("dashes", ["----", "—–", "- ----"])
def test_broken_dashes_are_armour_too(dashes: str) -> None:
    assert not [
        t for t in lines(f"{dashes}BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\ntext") if "SIGNED" in t
    ]


def test_an_armour_on_one_line_comes_off() -> None:
    text = "-----BEGIN PGP SIGNED MESSAGE----- Hash: SHA256 1. About -----BEGIN PGP SIGNATURE----- iQEz -----END PGP SIGNATURE-----"
    assert [t.strip() for t in lines(text) if t.strip()] == ["1. About"]


@pytest.mark.parametrize("dashes", ["-----", "----", "—–"])
def test_a_private_key_is_never_stored(dashes: str) -> None:
    document = parse(meadow.in_paragraphs().replace("Ask for the key by mail.", private_key(dashes)))
    assert "secret" not in to_json(document).lower()
    assert PRIVATE_KEY_MARKER in to_json(document)
    problem = next(p for p in document.problems if p.code == "private-key-published")
    assert (problem.severity, problem.line is not None) == ("error", True)


def test_a_private_key_without_an_end_takes_no_text_with_it() -> None:
    cut = private_key().partition("-----END")[0]
    document = parse(meadow.in_paragraphs().replace("Ask for the key by mail.", cut))
    assert "secret" not in to_json(document).lower()
    assert next(s for s in document.sections if s.canonical == "2.9").text == "Names are not published."


def test_a_private_key_in_the_projects_own_layout_is_not_taken_as_it_stands() -> None:
    text = "2.8  Public Keys and Encryption Information\n\n   " + private_key().replace("\n", "\n   ") + "\n"
    assert "secret" not in to_json(parse(text)).lower()


def test_controls_and_odd_spaces_become_plain() -> None:
    assert lines("a\x00b\u00a0c\u200bd\r\ne\x0bf") == ["ab cd", "e", "f"]


def test_a_form_feed_begins_a_page() -> None:
    assert [(line.text, line.page) for line in from_text("one\n\ftwo").lines if line.text] == [
        ("one", 1),
        ("two", 2),
    ]


def test_headings_of_markdown_are_evidence_and_marks_go() -> None:
    source = from_text(
        "# 1. About\n## 1.1 Date\n**Bold** and *slanted* [here](https://meadow.example)\n## 1.2 List\n"
    )
    assert source.format == "markdown"
    assert [line.level for line in source.lines] == [1, 2, None, 2]
    assert source.lines[2].text == "Bold and slanted here <https://meadow.example>"


def test_a_text_that_is_no_markdown_keeps_its_stars() -> None:
    assert lines("a *shared* office\n# one comment\n") == ["a *shared* office", "# one comment"]


def test_stray_breaks_and_tags_of_converters_go() -> None:
    assert lines("AS64496 {BR}\n<u>cert@meadow.example</u> <section blank>") == [
        "AS64496",
        "cert@meadow.example <section blank>",
    ]
