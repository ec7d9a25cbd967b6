from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html

from directory import access, auditing, desk, models

from . import (
    claims,
    claims_paste,
    history,
    hours,
    importing,
    keys,
    layout,
    lint,
    maintainers,
    mine,
    proof,
    proposals,
    publish,
    sign,
    standing,
)
from .history import HistoryOfTeam
from .rights import OfTeam
from .rows import ContactRows, KeyRows, MemberRows, RegistryIdRows, ServiceRows
from .section_rows import SectionRows
from .team_form import CHECK, SAVE_AND_PREVIEW, TeamForm
from .team_list import FILTERS
from .team_page import form_context, is_published, seen_team

#: Modules with pages about one team or all: each has `PAGES`, (path, view, name).
PAGES_OF = (
    publish,
    proposals,
    importing,
    claims,
    keys,
    sign,
    history,
    mine,
    maintainers,
    claims_paste,
    hours,
    lint,
    standing,
    proof,
)


@admin.register(models.Team)
class TeamAdmin(HistoryOfTeam, OfTeam, admin.ModelAdmin):
    list_display = ["name", "short_name", "type", "country", "published", "changed", "publish_link"]
    empty_value_display = ""
    list_filter = FILTERS
    search_fields = [
        "name",
        "short_name",
        "slug",
        "host_organisation",
        "contacts__value",
        "keys__fingerprint",
    ]
    actions = None
    view_on_site = False  # the desk leads nowhere by a row's number (`gate.Desk.get_urls`)
    form = TeamForm
    fields = tuple(layout.ALL_FIELDS)
    inlines = (ContactRows, MemberRows, RegistryIdRows, KeyRows, ServiceRows, SectionRows)
    change_form_template = "admin/directory/team/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_last_revision()  # type: ignore[attr-defined]

    @admin.display(description="Public since", ordering="last_published")
    def published(self, team: Any) -> str:
        if team.last_published is None:
            return "not yet"
        told = f"{team.last_published.day} {team.last_published:%b %Y}"
        return format_html('<span class="whole">{},</span> revision {}', told, team.last_number)

    def get_list_display(self, request: HttpRequest) -> Any:
        """A reviewer edits no team, so there is nothing for them to publish."""
        may_publish = self.has_change_permission(request)
        return [name for name in super().get_list_display(request) if may_publish or name != "publish_link"]

    @admin.display(description="Changed", ordering="changed_at")
    def changed(self, team: models.Team) -> str:
        return format_html('<span class="whole">{}</span>', f"{team.changed_at.day} {team.changed_at:%b %Y}")

    @admin.display(description="Next")
    def publish_link(self, team: models.Team) -> str:
        return format_html(
            '<a href="{}">Preview and publish</a>', reverse("admin:publish_team", args=[team.pk])
        )

    # The form ----------------------------------------------------------------------------------------

    def get_readonly_fields(self, request: HttpRequest, team: models.Team | None = None) -> list[str]:
        """Links point to a published team's address for ever: only operators give it another (SECURITY 12)."""
        if team is None or access.is_operator(request.user) or not is_published(team):
            return []
        return ["slug"]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Who may see a team and not change it, a reviewer, gets a page to read."""
        team = self.get_object(request, unquote(object_id)) if object_id else None
        if team is not None and not self.has_change_permission(request, team):
            return seen_team(request, team, self)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            messages.error(
                request,
                "Somebody else saved at the same moment, and the two do not go together. Nothing of yours is saved; it "
                "stands below as you typed it. Look at the history, and save once more.",
            )
            data = request.POST.copy()
            data[CHECK] = "1"
            request.POST = data  # type: ignore[assignment]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict | None
    ) -> HttpResponse:
        """Whatever the form and its rows change is one change of the team."""
        team = self.get_object(request, unquote(object_id)) if object_id else None
        if request.method != "POST" or team is None:
            return super()._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        with auditing.change(team, auditing.Act.EDITED):
            return super()._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def form_with_rows(self, request: HttpRequest, team: models.Team) -> tuple[TeamForm, list[Any]]:
        """The form that was sent, with its rows, for those who look at it and keep nothing."""
        form: Any = self.get_form(request, team, change=True)(request.POST, instance=team)
        formsets, _ = self._create_formsets(request, form.instance, change=True)  # type: ignore[attr-defined]
        return form, formsets

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        formsets = {inline.formset.prefix: inline.formset for inline in context["inline_admin_formsets"]}
        context |= {
            **form_context(form, formsets),
            "title": str(context["original"] or "A new team"),
            "subtitle": None,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        team = form.instance
        for sentence in form.save_rows(team):
            messages.warning(request, sentence)
        if not team.sections.exists():
            desk.lay_out(team)
        if not change:
            after = desk.snapshot(team)
            auditing.write(
                auditing.Act.CREATED, team=team, changes=desk.differences({}, after), snapshot=after
            )

    def response_add(
        self, request: HttpRequest, team: models.Team, post_url_continue: Any = None
    ) -> HttpResponse:
        return self._saved(request, team, f"{team} is at the desk. Nothing of it is public yet.")

    def response_change(self, request: HttpRequest, team: models.Team) -> HttpResponse:
        return self._saved(
            request, team, "Saved at the desk. What is public stays as it is until you publish."
        )

    def _saved(self, request: HttpRequest, team: models.Team, told: str) -> HttpResponse:
        messages.success(request, told)
        name = "publish_team" if SAVE_AND_PREVIEW in request.POST else "directory_team_change"
        return redirect(f"admin:{name}", team.pk)

    # What may be done --------------------------------------------------------------------------------

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The list is narrowed by its filters alone: nobody looks through it by another table (SECURITY 11)."""
        return lookup in {each.parameter_name for each in FILTERS}

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Nothing at the desk picks a team by Django's pop-ups or its autocompletion, so neither answers."""
        return False

    def has_delete_permission(self, request: HttpRequest, team: models.Team | None = None) -> bool:
        """What was published stays for ever; only a team that never was can be deleted."""
        if team is not None and models.Revision.objects.of(team.pk).exists():
            return False
        return super().has_delete_permission(request, team)

    def get_urls(self) -> list:
        here = {"team_admin": self}
        own = [
            path(route, self.admin_site.admin_view(view), here, name=name)
            for module in PAGES_OF
            for route, view, name in module.PAGES
        ]
        return own + super().get_urls()
