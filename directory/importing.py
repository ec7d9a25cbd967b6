"""Bringing documents in: from a file's bytes to a team on the desk, all of it or nothing."""

import hashlib
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction

from directory import auditing, clear_signed, desk, fields, rfc2350
from directory.desk.table import LONGEST_NAME
from directory.importers import Unreadable, read
from directory.intake.difference import Choices, Difference, state_of
from directory.intake.taking import take, told
from directory.models import Source, Team, User
from directory.rfc2350 import source
from directory.rfc2350.document import Document, Problem
from directory.rfc2350.folding import fold

PRIVATE_KEY = "private-key-published"
#: Formats whose bytes are the signed text itself; a page or a PDF has changed it.
VERBATIM = frozenset({"text", "markdown"})


class NotImported(Exception):
    """Why a document did not become a team, as a sentence."""


class NameTaken(NotImported):
    """A team of this name is here already."""

    def __init__(self, team: Team, sentence: str) -> None:
        super().__init__(sentence)
        self.team = team


class DraftChanged(NotImported):
    """The draft is not the one any more that the choices were made for."""


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


def opened(data: bytes, name: str, team: Team | None = None) -> Reading:
    """The document in a file that somebody wants at the desk. Raises NotImported where it cannot be read or is no RFC
    2350 document."""
    try:
        reading = _read(data, name, team)
    except Unreadable as error:
        raise NotImported(str(error)) from error
    _check_kind(reading.document)
    return reading


def bring_in(data: bytes, name: str, *, by: User | None = None, replace: Team | None = None) -> Import:
    """Puts a file's document on the desk as a new team, or in place of the draft of `replace`.

    Raises NotImported where the file cannot be read, is no RFC 2350 document, names no team, or would be a
    second team of the same name. Nothing is published here.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    before = _last_source(sha256)
    reading = opened(data, name, replace or (before.team if before else None))
    document = reading.document
    _check_name(document.team.name or "")
    with transaction.atomic():
        before = _last_source(sha256)
        if before and replace in (None, before.team):
            return Import(before.team, document, new=False, signature=reading.signature)
        team = replace or _new_team(document)
        with auditing.change(team, auditing.Act.IMPORTED, f"From {name}."):
            desk.adopt(document, team)
        _keep(team, data, name, reading, by)
    return Import(team, document, new=True, signature=reading.signature)


def make_team(reading: Reading, document: Document, data: bytes, file: str, *, name: str, by: User) -> Team:
    """A new team from a document that was looked at: `document` is the reading's, with what was placed in it, `name` what
    the team is called. Raises NotImported, of a name that is here already NameTaken."""
    name = fields.normal_text(name)
    _check_name(name)
    try:
        with transaction.atomic():
            taken = namesake(name)
            if taken:
                raise NameTaken(taken, f"A team called {taken.name} is here already.")
            team = Team(name=name, slug=desk.slug_for(name))
            with auditing.change(team, auditing.Act.IMPORTED, f"From {file}."):
                desk.adopt(document, team)
                team.name = name
                team.save()
            _keep(team, data, file, reading, by)
    except IntegrityError as error:  # somebody else has made a team of this name in the same moment
        raise NotImported("Another team of this name is being made at the moment. Try again.") from error
    return team


def take_into(
    team: Team,
    reading: Reading,
    data: bytes,
    file: str,
    chosen: Choices,
    found: Difference,
    *,
    state: str,
    by: User,
) -> str:
    """Takes what was chosen of a document into the team's draft, and says so in a sentence. `state` is that of the draft
    that the choices were made for (`state_of`). Raises DraftChanged where it is another one by now."""
    said = told(chosen)
    if not chosen.fields and not chosen.sections:
        return said
    with transaction.atomic():
        team = Team.objects.held(team.pk)
        if state_of(team) != state:
            raise DraftChanged("The draft was changed while you looked.")
        with auditing.change(team, auditing.Act.IMPORTED, f"From {file}. {said}"):
            take(team, chosen, found)
        _keep(team, data, file, reading, by)
    return said


def namesake(name: str) -> Team | None:
    """The team of this name, in any case and with or without accents and signs."""
    folded = fold(name)
    names = Team.objects.order_by("pk").values_list("pk", "name").iterator()
    same = next((pk for pk, other in names if fold(other) == folded), None)
    return Team.objects.get(pk=same) if same else None


def _last_source(sha256: str) -> Source | None:
    return Source.objects.filter(sha256=sha256).select_related("team").order_by("-pk").first()


def _keep(team: Team, data: bytes, name: str, reading: Reading, by: User | None) -> None:
    """The file as it came. One that was imported into this team before is kept already."""
    Source.objects.get_or_create(
        team=team,
        sha256=hashlib.sha256(data).hexdigest(),
        defaults={
            "name": fields.normal_text(name)[:300],
            "content": _to_keep(data, reading.document),
            "imported_by": by,
            "format": reading.source.format,
            "encoding": reading.source.encoding or "",
        },
    )


def _to_keep(data: bytes, document: Document) -> bytes:
    """The bytes as they came; nothing of a file that holds a private key, which is never stored (SECURITY 66)."""
    return b"" if any(problem.code == PRIVATE_KEY for problem in document.problems) else data


def _check_kind(document: Document) -> None:
    for problem in document.problems:
        if problem.code == "not-rfc2350":
            raise NotImported(problem.message)


def _check_name(name: str) -> None:
    if not name:
        raise NotImported("The document does not say what the team is called (section 2.1).")
    if len(name) > LONGEST_NAME:
        raise NotImported(f"A team's name has at most {LONGEST_NAME} characters.")


def _new_team(document: Document) -> Team:
    name = document.team.name or ""
    taken = namesake(name)
    if taken:
        raise NameTaken(
            taken,
            f"A team called {taken.name} is here already, at /teams/{taken.slug}/. "
            f"To put this document in place of its draft, say --replace {taken.slug}.",
        )
    return Team(name=name, slug=desk.slug_for(name))
