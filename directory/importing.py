"""Bringing documents in: from a file's bytes to a team on the desk, all of it or nothing."""

import hashlib
from dataclasses import dataclass, replace

from django.db import transaction

from directory import clear_signed, desk, rfc2350
from directory.importers import Unreadable, read
from directory.models import Source, Team, User
from directory.rfc2350 import source
from directory.rfc2350.document import Document, Problem

PRIVATE_KEY = "private-key-published"
#: Formats whose bytes are the signed text itself; a page or a PDF has changed it.
VERBATIM = frozenset({"text", "markdown"})


class NotImported(Exception):
    """Why a document did not become a team, as a sentence."""


@dataclass(frozen=True)
class Reading:
    """A document as it was read; `signature` says in a sentence who has signed it, and is empty where nobody has."""

    source: source.Source
    document: Document
    signature: str = ""


@dataclass(frozen=True)
class Import:
    """A team that was brought in; `new` is False where these bytes were here already and nothing was done.
    `signature` is the reading's."""

    team: Team
    document: Document
    new: bool
    signature: str = ""


def read_document(data: bytes, name: str, team: Team | None = None) -> Reading:
    """The document in a file, and whether `team` has signed it. One that no reader can open is an empty document with
    the problem `unreadable`."""
    try:
        return _read(data, name, team)
    except Unreadable as error:
        return Reading(source.Source(()), unreadable(str(error)))


def _read(data: bytes, name: str, team: Team | None) -> Reading:
    """Raises Unreadable. Of a signed text whose signature is right, only what was signed is read."""
    found = read(data, name)
    document = rfc2350.parse(found)
    if not clear_signed.is_signed(data):
        return Reading(found, document)
    if found.format not in VERBATIM:
        checked = clear_signed.Checked(
            "The text is signed, but not verified: it stands in a web page. Import the signed text itself."
        )
    else:
        checked = clear_signed.checked(data, document, team)
    if checked.text is not None:
        # A name that ends otherwise would be held against the text; the format is known by now.
        found = read(checked.text, "signed.md" if found.format == "markdown" else "signed.txt")
        document = rfc2350.parse(found)
    problem = checked.as_problem()
    if problem:
        document = replace(document, problems=(*document.problems, problem))
    return Reading(found, document, checked.sentence)


def unreadable(sentence: str) -> Document:
    return Document(problems=(Problem("unreadable", "error", None, sentence),))


def bring_in(data: bytes, name: str, *, by: User | None = None, replace: Team | None = None) -> Import:
    """Puts a file's document on the desk as a new team, or in place of the draft of `replace`.

    Raises NotImported where the file cannot be read, is no RFC 2350 document, names no team, or would be a
    second team of the same name. Nothing is published here.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    before = Source.objects.filter(sha256=sha256).select_related("team").order_by("-pk").first()
    try:
        reading = _read(data, name, replace or (before.team if before else None))
    except Unreadable as error:
        raise NotImported(str(error)) from error
    document = reading.document
    _check(document)
    with transaction.atomic():
        before = Source.objects.filter(sha256=sha256).select_related("team").order_by("-pk").first()
        if before and replace in (None, before.team):
            return Import(before.team, document, new=False, signature=reading.signature)
        team = replace or _new_team(document)
        desk.adopt(document, team)
        Source.objects.create(
            team=team, name=name, content=_to_keep(data, document), sha256=sha256, imported_by=by,
            format=reading.source.format, encoding=reading.source.encoding or "",
        )  # fmt: skip
    return Import(team, document, new=True, signature=reading.signature)


def _to_keep(data: bytes, document: Document) -> bytes:
    """The bytes as they came; nothing of a file that holds a private key, which is never stored (SECURITY 66)."""
    return b"" if any(problem.code == PRIVATE_KEY for problem in document.problems) else data


def _check(document: Document) -> None:
    for problem in document.problems:
        if problem.code == "not-rfc2350":
            raise NotImported(problem.message)
    if not document.team.name:
        raise NotImported("The document does not say what the team is called (section 2.1).")


def _new_team(document: Document) -> Team:
    name = document.team.name or ""
    namesake = Team.objects.filter(name__iexact=name).first()
    if namesake:
        raise NotImported(
            f"A team called {namesake.name} is here already, at /teams/{namesake.slug}/. "
            f"To put this document in place of its draft, say --replace {namesake.slug}."
        )
    return Team(name=name, slug=desk.slug_for(name))
