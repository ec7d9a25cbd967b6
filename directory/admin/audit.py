"""The audit trail as operators read it: everything that was done at the desk, sifted; nothing here is ever changed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from directory import access, desk
from directory.models import AuditEntry, Team, User
from directory.models.audit import AuditQuerySet

from .shown_row import ShownRow

PER_PAGE = 50


class Sift(forms.Form):
    act = forms.ChoiceField(label="What was done", required=False)
    person = forms.CharField(label="By whom", required=False, max_length=200)
    team = forms.CharField(label="Team", required=False, max_length=200)
    since = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts = [(value, label.capitalize()) for value, label in AuditEntry.Act.choices]
        self.fields["act"].choices = [("", "Everything"), *acts]  # type: ignore[attr-defined]

    def entries(self) -> AuditQuerySet:
        """Those that fit; none where something was asked that cannot be."""
        found = AuditEntry.objects.order_by("-cursor")
        if not self.is_valid():
            return found.none()
        asked = self.cleaned_data
        if asked["act"]:
            found = found.of_act(asked["act"])
        if asked["person"]:
            found = found.by_somebody_called(asked["person"])
        if asked["team"]:
            found = found.of_teams_called(asked["team"])
        return found.on_days(asked["since"], asked["until"])


@admin.register(AuditEntry)
class AuditAdmin(ShownRow):
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not access.is_operator(request.user):
            raise PermissionDenied
        form = Sift(request.GET)
        page = Paginator(form.entries().with_title(), PER_PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        teams = Team.objects.in_bulk({entry.team_id for entry in page if entry.team_id})
        ctx = {
            **self.admin_site.each_context(request),
            "title": "Audit trail",
            "opts": AuditEntry._meta,
            "form": form,
            "page": page,
            "lines": [(entry, teams.get(entry.team_id)) for entry in page],
            "query": query.urlencode(),
        }
        return TemplateResponse(request, "admin/audit/list.html", ctx)

    def page(self, request: HttpRequest, entry: AuditEntry) -> HttpResponse:
        content = None if entry.redacted else entry.content
        ctx = {
            **self.admin_site.each_context(request),
            "title": str(entry),
            "opts": AuditEntry._meta,
            "entry": entry,
            "content": content,
            "team": Team.objects.filter(pk=entry.team_id or 0).first(),
            "person": User.objects.filter(pk=content.user_id or 0).first() if content else None,
            "changes": desk.told(content.changes) if content else [],
            "version": reverse("admin:team_version", args=[entry.team_id, entry.cursor])
            if content and content.snapshot is not None and entry.team_id
            else "",
        }
        return TemplateResponse(request, "admin/audit/entry.html", ctx)
