"""A Word document's archive, measured before any of it is unpacked."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from .limits import MAX_ARCHIVE_BYTES, MAX_ARCHIVE_ENTRIES, MAX_ARCHIVE_RATIO, MEGABYTE, Unreadable

#: Parts that hold programs, and archives within the archive.
PROGRAMS = ("vbaproject.bin", "vbadata.xml")
ARCHIVES = (".zip", ".jar", ".7z", ".rar", ".gz")
#: Relations that Word follows by itself when it opens a document; links wait for a click.
LOADED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument", "/afchunk")

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATION = re.compile(r"<Relationship\b[^<>]*>")
_REMOTE = re.compile(r'\bTarget\s*=\s*"(?:https?:|ftp:|\\\\|file:[/\\]{4})', re.IGNORECASE)


def check_archive(data: bytes) -> None:
    """Raise Unreadable for an archive that unpacks to too much, carries programs or loads what is elsewhere."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_sizes(archive)
            check_names(archive)
            check_parts(archive)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Unreadable("This Word document is damaged and cannot be opened.") from error


def check_sizes(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ARCHIVE_ENTRIES:
        raise Unreadable(f"This Word document has more than {MAX_ARCHIVE_ENTRIES} parts.")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MAX_ARCHIVE_BYTES or unpacked > MAX_ARCHIVE_RATIO * max(packed, MEGABYTE // 10):
        raise Unreadable("This Word document unpacks to more than a document of this kind can be.")


def check_names(archive: zipfile.ZipFile) -> None:
    names = [name.lower() for name in archive.namelist()]
    if len(set(names)) < len(names):
        raise Unreadable("This Word document has two parts of one name.")
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names):
        raise Unreadable("This Word document has a part that would be written outside its folder.")
    if any(name.endswith(PROGRAMS) for name in names):
        raise Unreadable("This Word document carries macros. Save it without them.")
    if any(name.endswith(ARCHIVES) for name in names):
        raise Unreadable("This Word document carries an archive within it.")


def check_parts(archive: zipfile.ZipFile) -> None:
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".xml", ".rels")):
            part = archive.read(entry)
            if _DOCTYPE.search(part):
                raise Unreadable("This Word document defines entities, which no Word document needs.")
            if entry.filename.lower().endswith(".rels"):
                check_relations(part.decode("utf-8", "replace"))


def check_relations(part: str) -> None:
    for relation in _RELATION.findall(part):
        if any(kind in relation.lower() for kind in LOADED) and _REMOTE.search(relation):
            raise Unreadable(
                "This Word document would load a part of itself from elsewhere. Save it without."
            )
