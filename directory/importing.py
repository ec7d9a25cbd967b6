"""Bringing documents in: from a file's bytes to a team on the desk, all of it or nothing."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from directory import desk, rfc2350
from directory.importers import Unreadable, read
from directory.models import Source, Team, User
from directory.rfc2350.document import Document, Problem


class NotImported(Exception):
    """Why a document did not become a team, as a sentence."""


@dataclass(frozen=True)
class Import:
    """A team that was brought in; `new` is False where these bytes were here already and nothing was done."""

    team: Team
    document: Document
    new: bool


def read_document(data: bytes, name: str) -> Document:
    """The document in a file. One that no reader can open is an empty document with the problem `unreadable`."""
    try:
        return rfc2350.parse(read(data, name))
    except Unreadable as error:
        return unreadable(str(error))


def unreadable(sentence: str) -> Document:
    return Document(problems=(Problem("unreadable", "error", None, sentence),))


def bring_in(data: bytes, name: str, *, by: User | None = None, replace: Team | None = None) -> Import:
    """Puts a file's document on the desk as a new team, or in place of the draft of `replace`.

    Raises NotImported where the file cannot be read, is no RFC 2350 document, names no team, or would be a
    second team of the same name. Nothing is published here.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        source = read(data, name)
    except Unreadable as error:
        raise NotImported(str(error)) from error
    document = rfc2350.parse(source)
    _check(document)
    with transaction.atomic():
        before = Source.objects.filter(sha256=sha256).select_related("team").order_by("-pk").first()
        if before and replace in (None, before.team):
            return Import(before.team, document, new=False)
        team = replace or _new_team(document)
        desk.adopt(document, team)
        Source.objects.create(
            team=team, name=name, content=data, sha256=sha256, imported_by=by,
            format=source.format, encoding=source.encoding or "",
        )  # fmt: skip
    return Import(team, document, new=True)


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
