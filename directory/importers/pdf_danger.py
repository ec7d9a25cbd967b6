"""What a PDF does beside showing text: nothing of it is ever run; here it is named or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PdfReader

from directory.rfc2350.document import Problem

from .limits import Unreadable
from .pdf_links import notes, resolved

#: Actions that start a program outside the reader, or load one (ISO 32000-2, 12.6.4).
REFUSED = frozenset({"/Launch", "/ImportData", "/RichMediaExecute"})
#: Actions that run a script inside it. Real documents carry "print me when opened", so these are only named.
NAMED = frozenset({"/JavaScript", "/SubmitForm"})
MAX_ACTIONS = 1_000
SCRIPT = "The PDF carries a script that runs when it is opened or clicked. Nothing of it was run; publish it without."


def refuse_actions(reader: PdfReader) -> list[Problem]:
    """Name the scripts of a file. Raises Unreadable where it would start a program."""
    root = resolved(reader.trailer.get("/Root"))
    kinds = {action.get("/S") for thing in carriers(reader, root) for action in actions(thing)}
    if kinds & REFUSED:
        raise Unreadable("This PDF would start a program on its reader's computer. Export it without.")
    if kinds & NAMED or resolved(resolved(root.get("/Names")).get("/JavaScript")):
        return [Problem("pdf-script", "warning", None, SCRIPT)]
    return []


def carriers(reader: PdfReader, root: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Everything that an action can hang on."""
    yield root
    for page in reader.pages:
        yield page
        yield from notes(page)


def actions(thing: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for key in ("/OpenAction", "/A"):
        yield resolved(thing.get(key))
    for action in list(resolved(thing.get("/AA")).values())[:MAX_ACTIONS]:
        yield resolved(action)
