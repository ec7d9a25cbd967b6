"""Rights over objects, in one place: Django's admin asks these methods, and so do the desk's own pages.

Deny by default: what is not allowed here is not allowed, whatever groups and permissions say (`directory.access`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst

from directory import access, auditing
from directory.models import Team

Right = Callable[[Any, Team], bool]
LONGEST_NUMBER = 18  # digits


class Audited:
    """Whatever Django's admin would write into its own log goes to the audit trail: one history is enough. `act` is
    what a change of the model is."""

    act = auditing.Act.SETTINGS

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """What the form has changed, as an entry says it. What a file holds is not written down."""
        return [
            {
                "what": name,
                "before": _plain(form.initial.get(name)),
                "after": _plain(form.cleaned_data.get(name)),
            }
            for name in form.changed_data
        ]

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._write(f"{_named(obj)} made.", message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        if message:
            self._write(f"{_named(obj)} changed.", message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            self._write(f"{_named(row)} deleted.", [])

    def _write(self, told: str, changes: list[dict[str, Any]]) -> None:
        auditing.write(self.act, told, changes=changes)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not access.is_operator(request.user):
            raise PermissionDenied
        return redirect("admin:directory_auditentry_changelist")


def _named(row: models.Model) -> str:
    name, told = capfirst(str(row._meta.verbose_name)), str(row)
    return name if told.lower() == name.lower() else f"{name} {told}"


def _plain(value: Any) -> Any:
    """As JSON has it: a file by its name, a row by its own."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple | QuerySet):
        return [_plain(part) for part in value]
    return str(value)


class OperatorsOnly(Audited):
    """Of a model or of rows that the directory's operators alone see and change."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.is_operator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.is_operator(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.is_operator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.is_operator(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.is_operator(request.user)


class ReadOnly(OperatorsOnly):
    """Of a model that is looked at by operators and changed by nobody."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OfTeam:
    """Of teams: a maintainer sees and changes their own, a reviewer sees all, an operator may do everything.

    Without a team, Django asks whether somebody may do it to any at all; the rows that come then are those of
    `get_queryset`. With one, the answer is about that one (SECURITY 7).
    """

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        return access.teams_seen_by(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.has_a_place(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        return access.has_a_place(request.user) if obj is None else access.may_see(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        if obj is None:
            return access.is_operator(request.user) or access.teams_of(request.user).exists()
        return access.may_edit(request.user, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.is_operator(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        return access.is_operator(request.user)


class RowsOfTeam:
    """Of rows under a team: whoever may change the team may change them. Foreign keys that a row is edited with offer
    what its reader may see."""

    def has_view_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        return obj is None or access.may_see(request.user, obj)

    def has_add_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        return access.is_operator(request.user) if obj is None else access.may_edit(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def formfield_for_foreignkey(self, field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if field.related_model is Team:
            kwargs["queryset"] = access.teams_seen_by(request.user)
        return super().formfield_for_foreignkey(field, request, **kwargs)  # type: ignore[misc]


def of_team(may: Right = access.may_edit) -> Callable[..., Callable[..., HttpResponse]]:
    """A page of the desk about one team: `view(request, team, team_admin)`, for whoever `may`. All others get 403, and
    404 where there is no such team."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(
            request: HttpRequest, pk: int, team_admin: admin.ModelAdmin, **kwargs: Any
        ) -> HttpResponse:
            team = get_object_or_404(Team, pk=pk)
            if not may(request.user, team):
                raise PermissionDenied
            return view(request, team, team_admin, **kwargs)

        return checked

    return decorate


def row_number(text: str) -> int:
    """The number of a row as an address or a button gives it. Raises Http404 for what is no number, or one that no
    database counts to."""
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        raise Http404("A row is named by its number.")
    return int(text)


def only(may: Callable[[Any], bool]) -> Callable[..., Callable[..., HttpResponse]]:
    """A page of the desk about no one team: for whoever `may` (`access.is_reviewer`, `access.is_operator`)."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate
