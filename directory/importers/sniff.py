"""What kind of document some bytes are: by the bytes; a name is only held against them."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath, PureWindowsPath

from .limits import Unreadable

#: First bytes of what people send by mistake, and what to say of each.
FOREIGN = (
    (b"MZ", "a program for Windows"),
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"\xd0\xcf\x11\xe0", "a document of an old Word (.doc); save it as .docx or PDF"),
    (b"{\\rtf", "a rich text document (.rtf); save it as .docx or PDF"),
)
#: The kinds that a name's ending promises. Text, Markdown and HTML are all text and may pass for each other.
PROMISES = {
    ".pdf": {"pdf"},
    ".docx": {"docx"},
    ".txt": {"text", "markdown", "html"},
    ".asc": {"text", "markdown", "html"},
    ".md": {"text", "markdown", "html"},
    ".markdown": {"text", "markdown", "html"},
    ".html": {"text", "markdown", "html"},
    ".htm": {"text", "markdown", "html"},
    ".xhtml": {"text", "markdown", "html"},
}
SPOKEN = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "html": "a web page",
    "markdown": "Markdown",
    "text": "text",
}
PLAIN_NAMES = frozenset({".txt", ".asc", ".sig"})
MARKDOWN_NAMES = frozenset({".md", ".markdown"})

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|h[1-6]|li|ul|ol|td|tr|table|section|article)(?:\s[^<>]*)?>", re.IGNORECASE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
#: So many tags of blocks are a page; so many headings are Markdown.
BLOCKS = 8
HEADINGS = 3
#: A PDF may begin with a little that is none of it (ISO 32000-2, annex I).
PDF_WITHIN = 1024
CONTROLS = bytes(set(range(32)) - {8, 9, 10, 12, 13, 27})


def ending(name: str) -> str:
    """The lower-case ending of a file name, "" where it has none."""
    return PurePosixPath(PureWindowsPath(name).name).suffix.lower()


def binary_kind(data: bytes) -> str | None:
    """pdf or docx, or None for what can only be text. Raises Unreadable for any other kind of file."""
    if b"%PDF-" in data[:PDF_WITHIN]:
        if zipfile.is_zipfile(io.BytesIO(data)):
            raise Unreadable("This file is a PDF and an archive at once; that is not a document to trust.")
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return archive_kind(data)
    for signature, kind in FOREIGN:
        if data.startswith(signature):
            raise Unreadable(f"This file is {kind}.")
    return None


def archive_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable("This archive is damaged and cannot be opened.") from error
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return "docx"
    if "mimetype" in names:
        raise Unreadable("This file is an OpenDocument file; save it as .docx or PDF.")
    raise Unreadable("This file is an archive, not a document.")


def refuse_binary(data: bytes) -> None:
    """Raise Unreadable for bytes that no encoding of text would hold; `data` is not UTF-16."""
    sample = data[:65536]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    if controls > len(sample) // 50:
        raise Unreadable("This file is not a text, a PDF, a Word document or a web page.")


def text_kind(text: str, name: str = "") -> str:
    """html, markdown or text. A name settles only what the content leaves open."""
    head = text[:4096]
    if _PAGE.search(head) or at_least(_BLOCK, text, BLOCKS):
        return "html"
    promised = ending(name)
    if promised in MARKDOWN_NAMES:
        return "markdown"
    if promised in PLAIN_NAMES:
        return "text"
    return "markdown" if at_least(_HEADING, text, HEADINGS) else "text"


def at_least(pattern: re.Pattern[str], text: str, count: int) -> bool:
    return any(number >= count for number, _ in enumerate(pattern.finditer(text), 1))


def check_name(kind: str, name: str) -> None:
    """Raise Unreadable where the name promises another kind of file than the bytes are."""
    promised = PROMISES.get(ending(name))
    if promised is not None and kind not in promised:
        raise Unreadable(f"The file is named {ending(name)}, but it is {SPOKEN[kind]}.")
