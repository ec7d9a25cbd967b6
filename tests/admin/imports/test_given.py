"""What somebody may give to the import page: of which size and kind, how often, and what becomes of hostile files."""

import io
import random
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from directory.importers import sandbox
from directory.intake.payload import Payload, seal
from directory.models import Source
from tests import people
from tests.importers.pdfs import pdf
from tests.importers.test_docx import with_parts
from tests.rfc2350_texts import DOCUMENT

from .page import (
    NEW,
    form,
    give_file,
    refusal,
)

pytestmark = pytest.mark.django_db


def test_a_file_and_a_text_at_once_or_none_of_both_is_refused_and_the_text_stays(operator):
    none = operator.post(NEW, {"text": " "})
    assert (none.status_code, "There is nothing in it" in refusal(none)) == (400, True)
    both = operator.post(NEW, {"text": "our text", "file": SimpleUploadedFile("a.txt", b"x")})
    assert "give one of them" in refusal(both)
    assert ">our text</textarea>" in both.content.decode()


def test_security_90_a_file_that_is_too_large_is_refused_with_a_sentence(operator, settings):
    answer = give_file(operator, NEW, b"x" * (settings.MAX_IMPORT_BYTES + 1))
    assert (answer.status_code, "larger than 8 MB" in refusal(answer)) == (413, True)


def test_security_90_the_largest_file_comes_back_with_its_preview(operator, settings):
    """A payload of bytes that cannot be packed smaller fits into one form."""
    noise = random.Random(1).randbytes(settings.MAX_IMPORT_BYTES)
    sealed = seal(Payload("a" * 300, noise), 1, 1)
    assert len(sealed) + 1024 * 1024 < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = operator.post(NEW, {"payload": sealed, "action": "confirm"})
    assert "made for another" in refusal(answer)


def test_security_90_more_than_a_form_may_send_is_refused_and_leaves_no_file(operator, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    large = operator.post(NEW, {"text": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert large.status_code in (400, 413)
    many = operator.post(
        NEW, {"text": "x", **{f"take.{n}": "x" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}}
    )
    assert many.status_code == 400
    give_file(operator, NEW, b"x" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert list(tmp_path.iterdir()) == []


def test_ten_imports_an_hour_and_not_one_more(operator, settings):
    for _ in range(settings.IMPORTS_PER_HOUR):
        assert operator.post(NEW, {"text": "no document"}).status_code == 400
    answer = give_file(operator, NEW)
    assert (answer.status_code, "brought in documents 10 times within an hour" in refusal(answer)) == (
        429,
        True,
    )
    assert operator.get(NEW).status_code == 200


def test_everybody_has_imports_of_their_own(operator, client, settings):
    settings.IMPORTS_PER_HOUR = 1
    give_file(operator, NEW)
    people.sign_in(client, people.person("eve", is_superuser=True))
    assert give_file(client, NEW).status_code == 200


def test_looking_again_is_counted_apart(operator, settings):
    settings.IMPORTS_PER_HOUR, settings.IMPORT_READINGS_PER_HOUR = 1, 2
    sent = form(give_file(operator, NEW))
    statuses = [operator.post(NEW, {**sent, "action": "look"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


DOCX = with_parts(lambda parts: None)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\x00" + b"\x00" * 100, "team.pdf"),
        (b"<!doctype html><html><body><p>x</p></body></html>", "team.docx"),
        (DOCX, "team.pdf"),
        (pdf("BT ET"), "team.docx"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "team.txt"),
    ],
)
def test_security_79_a_file_that_is_not_what_its_name_says_is_refused(operator, data, name):
    answer = give_file(operator, NEW, data, name)
    assert answer.status_code == 400
    assert refusal(answer)
    assert not Source.objects.exists()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr(name, content)
    return out.getvalue()


def with_entity(parts: dict[str, bytes]) -> None:
    body = parts["word/document.xml"]
    parts["word/document.xml"] = body.replace(
        b"?>", b'?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>', 1
    )


HOSTILE = {
    "80 a flate bomb": (pdf("BT ET" + " " * 50_000_000), "a.pdf"),
    "80 a page tree in a circle": (pdf("BT ET", kids="[2 0 R]"), "a.pdf"),
    "80 a damaged pdf": (b"%PDF-1.7\nnothing", "a.pdf"),
    "81 a zip bomb": (zipped("word/document.xml", b" " * 300_000_000), "a.docx"),
    "81 an entity": (with_parts(with_entity), "a.docx"),
    "81 a path outside": (zipped("../word/document.xml", b"<x/>"), "a.docx"),
    "82 deep html": (b"<!doctype html><body>" + b"<div>" * 20_000 + b"x", "a.html"),
    "82 a page that leads away": (
        b"<!doctype html><head><meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>"
        b"<script>alert(1)</script></head><body>x</body>", "a.html",
    ),
    "83 one long line": (b"(" * 2_000_000, "a.txt"),
    "83 many lines": (b"\n" * 5_000_000, "a.txt"),
    "83 addresses": (b"a@" * 500_000, "a.txt"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_security_80_to_83_a_hostile_file_gets_a_sentence_and_the_next_one_is_read(operator, what):
    data, name = HOSTILE[what]
    answer = give_file(operator, NEW, data, name)
    assert answer.status_code == 400
    assert refusal(answer)
    assert "evil.example" not in answer.content.decode()
    assert not Source.objects.exists()
    assert give_file(operator, NEW).status_code == 200


def test_security_86_a_reader_that_is_killed_is_told_plainly_and_the_next_import_works(operator, monkeypatch):
    page = (
        "<!doctype html><html><body>"
        + "".join(f"<p>{line}</p>" for line in DOCUMENT.splitlines())
        + "</body></html>"
    )
    kill = ["/bin/sh", "-c", "kill -9 $$"]
    started = sandbox.subprocess.Popen
    monkeypatch.setattr(sandbox.subprocess, "Popen", lambda command, **more: started(kill, **more))
    answer = give_file(operator, NEW, page, "a.html")
    assert (answer.status_code, "more time or memory" in refusal(answer)) == (400, True)
    monkeypatch.undo()
    assert give_file(operator, NEW, page, "a.html").status_code == 200


def test_a_file_that_is_no_rfc_2350_document_is_refused_and_a_pasted_text_stays(operator):
    answer = operator.post(NEW, {"text": "Dear colleagues, lunch is at noon."})
    assert "may be another kind of document" in refusal(answer)
    assert "lunch is at noon" in answer.content.decode()
