"""Bytes to text."""

from __future__ import annotations

import pytest

from directory.importers import encoding, read

GERMAN = "Die Öffnungszeiten sind Montag bis Freitag; Störungen melden Sie über das Formular – natürlich."
CZECH = "Časové pásmo: středoevropský čas. Telefonní číslo týmu je uvedeno níže, pište česky či anglicky."
MACEDONIAN = "Информација за документот. Тимот за одговор на инциденти работи секој ден."


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_form_is_read_with_and_without_its_mark(name):
    assert encoding.decode(GERMAN.encode(name)).text == GERMAN


@pytest.mark.parametrize(
    ("text", "name"),
    [(GERMAN, "windows-1252"), (CZECH, "windows-1250"), (MACEDONIAN, "windows-1251"), (CZECH, "iso-8859-2")],
)
def test_an_old_encoding_is_told_by_the_letters_that_it_gives(text, name):
    decoded = encoding.decode(text.encode(name))
    assert decoded.text == text


def test_a_guess_is_noted():
    source = read("Adresse: Königstraße 1".encode("latin-1"))
    assert [(p.code, p.severity) for p in source.problems] == [("encoding-guessed", "note")]
    assert source.encoding == "windows-1252"


def test_82_a_web_page_with_a_wrong_charset_is_read_by_its_bytes():
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Öffnungszeiten</p></body></html>'
    assert [line.text for line in read(page.encode("utf-8")).lines] == ["Öffnungszeiten"]


def test_a_web_page_in_its_declared_encoding_is_read_by_it():
    page = '<html><head><meta charset="windows-1250"></head><body><p>Časové pásmo</p></body></html>'
    assert [line.text for line in read(page.encode("windows-1250")).lines] == ["Časové pásmo"]


def test_a_few_broken_bytes_do_not_make_it_another_encoding():
    decoded = encoding.decode((CZECH * 20).encode("utf-8") + b"\xff")
    assert decoded.text.startswith(CZECH)
    assert [p.code for p in decoded.problems] == ["encoding-damaged"]


def test_bytes_that_windows_1252_leaves_open_are_no_error():
    assert encoding.decode(b"caf\xe9 \x81").text == "café \x81"
