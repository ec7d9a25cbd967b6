"""`read`: what kind of document some bytes are, and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from directory.importers import FORMATS, Unreadable, read
from directory.importers.limits import MAX_BYTES, MAX_LINES

from .pdfs import lines, pdf

PAGE = b"<!doctype html><html><body><h2>1. Document Information</h2><p>Version 1.0</p></body></html>"


def texts(data: bytes, name: str = "") -> list[str]:
    return [line.text for line in read(data, name).lines if line.text]


def test_every_format_of_the_table_is_read_and_says_its_name():
    samples = {
        "text": b"1. Document Information\n",
        "markdown": b"# One\n\n## Two\n\n### Three\n",
        "html": PAGE,
        "pdf": pdf(lines("1. Document Information")),
    }
    assert {kind: read(data).format for kind, data in samples.items()} == {kind: kind for kind in samples}
    assert set(samples) == set(FORMATS) - {"docx"}


def test_content_decides_and_not_the_name():
    assert read(PAGE, "rfc2350.txt").format == "html"


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"MZ" + bytes(900), "a.pdf"), (PAGE, "a.docx"), (b"plain words", "a.pdf"), (pdf(lines("x")), "a.docx")],
)
def test_79_a_file_that_is_not_what_its_name_promises_is_refused(data, name):
    with pytest.raises(Unreadable, match=r"\.$"):
        read(data, name)


def test_79_a_pdf_that_is_an_archive_too_is_refused():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a", "b")
    with pytest.raises(Unreadable, match="at once"):
        read(pdf(lines("x")) + archive.getvalue(), "a.pdf")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n" + bytes(99), b"\xd0\xcf\x11\xe0" + bytes(99), b"{\\rtf1 x}"])
def test_a_picture_and_an_old_format_are_refused_with_a_sentence(data):
    with pytest.raises(Unreadable, match=r"^This file is a .*\.$"):
        read(data)


def test_an_archive_that_is_no_document_is_refused():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("notes.txt", "x")
    with pytest.raises(Unreadable, match="archive"):
        read(archive.getvalue())


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(Unreadable, match="not a text"):
        read(bytes(range(256)) * 40)


def test_83_ten_megabytes_are_the_most():
    with pytest.raises(Unreadable, match="10 MB"):
        read(b"a" * (MAX_BYTES + 1))


def test_83_five_million_empty_lines_are_refused_before_they_are_parsed():
    with pytest.raises(Unreadable, match="lines"):
        read(b"\n" * (MAX_LINES + 1))


def test_an_empty_file_has_no_lines():
    assert read(b"").lines == ()


def test_a_private_key_in_a_web_page_never_comes_in():
    key = b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQdGBGDocumentSecret0123456789ABCDEFGHIJ\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----"
    source = read(PAGE.replace(b"<p>Version 1.0</p>", b"<pre>" + key + b"</pre><p>behind it</p>"))
    shown = "\n".join(line.text for line in source.lines)
    assert "Secret" not in shown
    assert "behind it" in shown
    assert [problem.severity for problem in source.problems] == ["error"]


def test_a_clear_signature_in_a_web_page_is_armour():
    signed = b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n1. Document Information\n-----BEGIN PGP SIGNATURE-----\n\niQIzBAEB\n-----END PGP SIGNATURE-----"
    shown = texts(b"<html><body><pre>" + signed + b"</pre></body></html>")
    assert shown[-1] == "1. Document Information"
    assert not any("PGP" in text or "iQIz" in text for text in shown)


def test_names_from_either_kind_of_system_are_understood():
    with pytest.raises(Unreadable):
        read(b"words", "C:\\papers\\rfc2350.PDF")


NASTY = [
    "(",
    "- ",
    "a@",
    " ",
    "[",
    "> ",
    "*a_ ",
    "`",
    "|a",
    "<p",
    "&amp;",
    "1.",
    "# #\n",
    "-----BEGIN PGP ",
    "\t",
]


@pytest.mark.parametrize("piece", NASTY)
@pytest.mark.parametrize("name", ["", "a.md", "a.txt"])
def test_83_a_text_of_one_piece_many_times_is_read(piece, name):
    text = piece * (120_000 // len(piece))
    found = "".join(line.text for line in read(text.encode(), name).lines)
    assert len(found) <= 2 * len(text)
