"""The import page: a document becomes a new team's draft, or is put beside a draft and taken field by field.

The page has two steps. What somebody gives is read and shown; nothing is stored. What they then confirm comes back with
the file itself, signed and bound to them and to the team (`intake.payload`), is read again, and only then written.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from directory import access, fields, importing
from directory.accounts.sessions import confirmed_lately
from directory.importers import FORMATS
from directory.intake.difference import NotOffered, choices, state_of
from directory.intake.payload import Payload, Unusable, seal, unseal
from directory.intake.placing import targets
from directory.intake.preview import NoSuchPiece, Preview, preview
from directory.intake.taking import counted
from directory.models import Source, Team, User
from directory.openpgp import Refused
from directory.rfc2350.lint import remedy

from .rights import of_team, only
from .uploads import given, kept_in_memory

HOUR = 3600
PASTED = "pasted text"
MEGABYTES = settings.MAX_IMPORT_BYTES // (1024 * 1024)
TOO_LARGE = (
    f"The document is larger than {MEGABYTES} MB, and this page takes no more. "
    "Most are far smaller: a text or a PDF without pictures will do."
)


class Refusal(Exception):
    """Why a request is not answered with a preview, as a sentence."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@require_http_methods(["GET", "POST"])
@kept_in_memory(settings.MAX_IMPORT_BYTES)
@only(access.is_operator)
@confirmed_lately
def import_team(request: HttpRequest, team_admin: admin.ModelAdmin) -> HttpResponse:
    return _page(request, None, team_admin, _make)


@require_http_methods(["GET", "POST"])
@kept_in_memory(settings.MAX_IMPORT_BYTES)
@of_team()
@confirmed_lately  # a document may bring keys
def import_into_team(request: HttpRequest, team: Team, team_admin: admin.ModelAdmin) -> HttpResponse:
    return _page(request, team, team_admin, _take)


def _page(
    request: HttpRequest,
    team: Team | None,
    team_admin: admin.ModelAdmin,
    confirm: Callable[..., HttpResponse],
) -> HttpResponse:
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"Import a document of {team}" if team else "New team from a document",
        "opts": Team._meta,
        "team": team,
    }
    if request.method == "GET":
        return _start(request, team, ctx)
    try:
        payload = _payload(request, team)
        reading = importing.opened(payload.data, payload.name, team)
        found = _preview(request, reading, team)
    except (Refused, Refusal, Unusable, importing.NotImported) as error:
        ctx["refusal"] = error.sentence if isinstance(error, Refused) else str(error)
        return _start(request, team, ctx, status=getattr(error, "status", 400))
    if request.POST.get("action") == "confirm":
        try:
            return confirm(request, team, payload, reading, found)
        except (importing.NotImported, NotOffered) as error:
            ctx["again"] = str(error)
    return _shown(request, team, payload, reading, found, ctx)


# What is given


def _start(
    request: HttpRequest, team: Team | None, ctx: dict[str, Any], status: int = 200
) -> TemplateResponse:
    """The form. A text that was pasted and refused stands in it again."""
    ctx |= {
        "megabytes": MEGABYTES,
        "pasted": request.POST.get("text", ""),
        "formats": ", ".join(form.label for form in FORMATS.values()),
        "sources": _sources(team) if team else (),
    }
    return TemplateResponse(request, "admin/directory/team/import.html", ctx, status=status)


def _user(request: HttpRequest) -> User:
    """Whoever is at the desk, which opens for people alone."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _sources(team: Team) -> QuerySet[Source]:
    """What was imported into the team, each with its `size` in bytes."""
    sizes = team.sources.annotate(size=Length("content"))
    return sizes.defer("content").select_related("imported_by")


def _payload(request: HttpRequest, team: Team | None) -> Payload:
    """The document that was given, or the one that comes back from a preview."""
    sealed = request.POST.get("payload")
    if sealed is not None:
        _count(request, "readings", settings.IMPORT_READINGS_PER_HOUR, "looked at documents")
        return unseal(sealed, _user(request).pk, team.pk if team else None)
    _count(request, "imports", settings.IMPORTS_PER_HOUR, "brought in documents")
    data = given(request)
    if len(data) > settings.MAX_IMPORT_BYTES:
        raise Refusal(TOO_LARGE, 413)
    file = request.FILES.get("file")
    return Payload(fields.normal_text(file.name or "")[-300:] if file else PASTED, data)


def _count(request: HttpRequest, what: str, most: int, done: str) -> None:
    """Reading a document costs more than most requests, so each person has so many an hour, from the first one on."""
    key = f"import:{what}:{request.user.pk}"
    if cache.add(key, 1, HOUR):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # the hour ended in between
        cache.set(key, 1, HOUR)
        return
    if count > most:
        raise Refusal(
            f"You have {done} {most} times within an hour, as often as this page does it. Come back in an hour.",
            429,
        )


# What is shown


def _preview(request: HttpRequest, reading: importing.Reading, team: Team | None) -> Preview:
    wanted = {}
    offered = dict(targets())
    for name, canonical in request.POST.items():
        index = name.removeprefix("place.")
        if index == name or not canonical:
            continue
        if not index.isdecimal() or len(index) > 9 or canonical not in offered:
            raise Refusal("The text was given to a section that there is not.")
        wanted[int(index)] = canonical
    try:
        return preview(reading.source, reading.document, wanted, team, timezone.now().date())
    except NoSuchPiece as error:
        raise Refusal(str(error)) from error


def _shown(
    request: HttpRequest,
    team: Team | None,
    payload: Payload,
    reading: importing.Reading,
    found: Preview,
    ctx: dict[str, Any],
) -> TemplateResponse:
    name = _name(request, found)
    namesake = importing.namesake(name) if team is None and name else None
    if namesake is not None and not access.may_edit(request.user, namesake):
        namesake = None
    ctx |= {
        "preview": found,
        "file": payload.name,
        "format": FORMATS[reading.source.format].label,
        "signature": reading.signature,
        "payload": seal(payload, _user(request).pk, team.pk if team else None),
        "problems": [(problem, remedy(problem.code)) for problem in found.problems if problem.code != "signature"],
        "targets": targets(),
        "placed": _placed(found),
        "state": state_of(team) if team else "",
        "name": name,
        "namesake": namesake,
        "namesake_payload": seal(payload, _user(request).pk, namesake.pk) if namesake else "",
    }  # fmt: skip
    return TemplateResponse(request, "admin/directory/team/import_preview.html", ctx)


def _name(request: HttpRequest, found: Preview) -> str:
    """What a new team shall be called: as the document says, unless somebody has typed another name."""
    return fields.normal_text(request.POST.get("name", found.document.team.name or ""))


def _placed(found: Preview) -> str:
    """Which pieces stand where, as the form sends it back: choices are about sections as they were shown."""
    return " ".join(f"{piece.index}:{canonical}" for piece, canonical in found.pieces if canonical)


# What is confirmed


def _make(
    request: HttpRequest, team: None, payload: Payload, reading: importing.Reading, found: Preview
) -> HttpResponse:
    made = importing.make_team(
        reading, found.document, payload.data, payload.name, name=_name(request, found), by=_user(request)
    )
    filled = ", ".join(counted(entry.field, len(entry.lines)) for entry in found.entries)
    messages.success(
        request,
        f"{made} is a draft now, with {len(found.document.sections)} sections of text and these fields filled: "
        f"{filled}. Check them, then preview and publish; until then nobody else sees it.",
    )
    return redirect("admin:directory_team_change", made.pk)


def _take(
    request: HttpRequest, team: Team, payload: Payload, reading: importing.Reading, found: Preview
) -> HttpResponse:
    if request.POST.get("placed", "") != _placed(found):
        raise NotOffered("You have given text to sections since. See once more what would be taken.")
    state = request.POST.get("state", "")
    if state != state_of(team):
        raise importing.DraftChanged(
            "The draft was changed while you looked. See once more what is different."
        )
    chosen = choices(found.found, dict(request.POST.lists()))
    said = importing.take_into(
        team, reading, payload.data, payload.name, chosen, found.found, state=state, by=_user(request)
    )
    messages.success(request, f"From {payload.name}: {said} Nothing is public before you publish it.")
    return redirect("admin:directory_team_change", team.pk)


# What was imported


@require_safe
@of_team()
def source_of_team(
    request: HttpRequest, team: Team, team_admin: admin.ModelAdmin, source: int
) -> HttpResponse:
    """The file as it came, to be kept and never shown here: it may hold anything (SECURITY 48)."""
    kept = get_object_or_404(Source, team=team, pk=source)
    if not kept.content:
        raise Http404("Nothing of this file is kept.")
    response = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, _file_name(kept.name)) or ""
    return response


def _file_name(name: str) -> str:
    """The last part of whatever path it names, without a leading dot."""
    return name.replace("\\", "/").rpartition("/")[2].lstrip(". ") or "document"


PAGES = [
    ("import/", import_team, "import_team"),
    ("<int:pk>/import/", import_into_team, "import_into_team"),
    ("<int:pk>/sources/<int:source>/", source_of_team, "source_of_team"),
]
