"""The history of a team: every change at the desk with who, when, from where, before and after; and each state that the
draft has been in, to look at and to bring back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from directory import access, auditing, desk, rfc2350
from directory.accounts.sessions import confirmed_lately
from directory.models import AuditEntry, Listing, Revision, Team

from .rights import row_number

PER_PAGE = 50

#: What operators settle on pages of their own stays as it is, whoever brings an earlier state back.
NOT_BROUGHT_BACK = {"memberships", "marks"}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as somebody may read it: `address` is "" where it is not theirs to see, `version` where there is no
    state to look at, `revision` (its number and its address) where nothing was published."""

    entry: AuditEntry
    address: str
    changes: list[desk.Told]
    version: str
    revision: tuple[int, str] | None


class HistoryOfTeam:
    """Of the team's admin: the history is the audit trail's, and what Django would log is written there."""

    admin_site: admin.AdminSite

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        pk = row_number(object_id)
        team = _team(request, pk)
        entries = AuditEntry.objects.of(pk).with_title().with_versions()
        page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
        ctx = {
            **self.admin_site.each_context(request),
            "title": f"History of {team}" if team else "History of a team that was deleted",
            "opts": Team._meta,
            "team": team,
            "page": page,
            "lines": lines(page, request.user, pk),
        }
        return TemplateResponse(request, "admin/directory/team/history.html", ctx)

    def log_addition(self, request: HttpRequest, obj: Team, message: Any) -> Any:
        """Written where the team is made, with its rows."""

    def log_change(self, request: HttpRequest, obj: Team, message: Any) -> Any:
        """Written where the form is taken, with its rows."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for team in queryset:
            last = desk.snapshot(team)
            gone = desk.differences(last, {})
            auditing.write(auditing.Act.DELETED, f"{team} deleted.", team=team, changes=gone, snapshot=last)


def lines(entries: Iterable[AuditEntry], reader: access.Anybody, pk: int) -> list[Line]:
    """The entries of a team as the reader may see them: where somebody else was is for operators."""
    entries = list(entries)
    published = _revisions(entries, pk)
    return [
        Line(
            entry,
            _address(entry, reader),
            [] if entry.redacted else desk.told(entry.content.changes),
            reverse("admin:team_version", args=[pk, entry.cursor]) if entry.has_version else "",
            published.get(entry.cursor),
        )
        for entry in entries
    ]


def _address(entry: AuditEntry, reader: access.Anybody) -> str:
    if entry.redacted:
        return ""
    may = access.is_operator(reader) or entry.content.user_id == reader.pk
    return entry.content.address if may else ""


def _revisions(entries: list[AuditEntry], pk: int) -> dict[int, tuple[int, str]]:
    """By the cursor of the entry that tells of it: a revision and its entry are written in one moment."""
    at = {entry.at: entry.cursor for entry in entries if entry.act == auditing.Act.PUBLISHED}
    listing = Listing.objects.filter(pk=pk).first() if at else None
    if listing is None:
        return {}
    found = Revision.objects.of(pk).filter(at__in=at).order_by()
    return {at[r.at]: (r.number, reverse("revision", args=[listing.slug, r.number])) for r in found}


def _team(request: HttpRequest, pk: int) -> Team | None:
    """The team whose history is asked for; None where its draft was deleted: then the history is an operator's alone
    to read (SECURITY 9)."""
    team = Team.objects.filter(pk=pk).first()
    if team is not None and not access.may_see(request.user, team):
        raise PermissionDenied
    if team is None and not access.is_operator(request.user):
        raise PermissionDenied
    if team is None and not AuditEntry.objects.of(pk).exists():
        raise Http404("There is no such team, and there never was one.")
    return team


@require_http_methods(["GET", "POST"])
def team_version(request: HttpRequest, pk: int, cursor: int, team_admin: admin.ModelAdmin) -> HttpResponse:
    """The draft as it was after an entry, what differs from it now, and the way back."""
    team = _team(request, row_number(str(pk)))
    entry = get_object_or_404(AuditEntry.objects.of(pk).with_content(), cursor=cursor)
    if entry.redacted or entry.content.snapshot is None:
        raise Http404("No state of the draft stands with this entry.")
    if request.method == "POST":
        return confirmed_lately(_bring_back)(request, team, entry)  # an earlier state may have other keys
    picture = entry.content.snapshot
    text = rfc2350.to_text(desk.assemble(desk.pictured(picture, pk)))
    ctx = {
        **team_admin.admin_site.each_context(request),
        "title": f"{team or picture['team']['name']} as it was",
        "opts": Team._meta,
        "team": team,
        "entry": entry,
        "text": text,
        "may_bring_back": team is not None and access.may_edit(request.user, team),
    }
    if team is not None:
        now = desk.snapshot(team)
        wanted = desk.restored(now, _brought_back(team, picture))
        ctx |= {
            "changes": desk.told(desk.differences(now, wanted)),
            "difference": desk.difference(rfc2350.to_text(desk.assemble(team)), text),
        }
    return TemplateResponse(request, "admin/directory/team/version.html", ctx)


def _bring_back(request: HttpRequest, team: Team | None, entry: AuditEntry) -> HttpResponse:
    if team is None or not access.may_edit(request.user, team):
        raise PermissionDenied
    before, wanted = desk.snapshot(team), _brought_back(team, entry.content.snapshot or {})
    told = f"The draft is again as it was after entry {entry.cursor}."
    try:
        with auditing.change(team, auditing.Act.REVERTED, told):
            desk.restore(team, wanted)
    except ValidationError as error:
        messages.error(request, f"Nothing was brought back: {' '.join(error.messages)}")
        return redirect("admin:team_version", pk=team.pk, cursor=entry.cursor)
    except IntegrityError:
        messages.error(request, "Nothing was brought back: somebody else has changed the team meanwhile.")
        return redirect("admin:team_version", pk=team.pk, cursor=entry.cursor)
    if desk.snapshot(team) == before:
        messages.info(request, "The draft is as it was then already; nothing has changed.")
    else:
        messages.success(request, "The draft is again as it was then. Nothing is published yet.")
    return redirect("admin:directory_team_change", team.pk)


def _brought_back(team: Team, picture: Mapping[str, Any]) -> dict[str, Any]:
    """What of a picture comes back. The address of a team that was published is changed by renaming it."""
    untouched = set(NOT_BROUGHT_BACK)
    if Revision.objects.of(team.pk).exists():
        untouched.add("slug")
    fields = {name: value for name, value in picture.get("team", {}).items() if name not in untouched}
    rows = {name: rows for name, rows in picture.items() if name not in untouched}
    return {**rows, "team": fields}


PAGES = [("<int:pk>/history/<int:cursor>/", team_version, "team_version")]
