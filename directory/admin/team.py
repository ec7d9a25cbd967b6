from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html

from directory import auditing, desk, models
from directory.vocabularies import COUNTRIES, SECTORS, TEAM_TYPES

from . import claims, keys, publish, sign
from .rights import OfTeam, OperatorsOnly, RowsOfTeam

#: Modules with pages about one team or all: each has `PAGES`, (path, view, name).
PAGES_OF = (publish, claims, keys, sign)


class Used(admin.SimpleListFilter):
    """A filter that offers the values in use, by name: a list of 249 countries helps nobody."""

    field: str
    name_of: Callable[[str], str]

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        used = models.Team.objects.filter(**{f"{self.field}__gt": ""}).order_by()
        codes = used.values_list(self.field, flat=True).distinct()
        return sorted(((code, type(self).name_of(code)) for code in codes), key=lambda choice: choice[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(**{self.field: self.value()}) if self.value() else queryset


class UsedType(Used):
    title = parameter_name = field = "type"
    name_of = TEAM_TYPES.name_of


class UsedCountry(Used):
    title = parameter_name = field = "country"
    name_of = COUNTRIES.name_of


class UsedSector(Used):
    title = parameter_name = "sector"
    field = "served_sectors__sector"
    name_of = SECTORS.path_of


class Rows(RowsOfTeam, admin.TabularInline):
    """Rows under a team, without empty ones that nobody asked for."""

    extra = 0


class ContactRows(Rows):
    model = models.Contact
    fields = ["position", "kind", "channel", "value", "text", "note", "public"]


class OpeningRows(Rows):
    model = models.Opening


class KeyRows(Rows):
    model = models.Key


class MembershipRows(OperatorsOnly, Rows):
    model = models.Membership


class PrefixRows(Rows):
    model = models.Prefix


class AsnRows(Rows):
    model = models.ASN


class DomainRows(Rows):
    model = models.Domain


class ServedCountryRows(Rows):
    model = models.ServedCountry


class ServedSectorRows(Rows):
    model = models.ServedSector


class ServiceRows(Rows):
    model = models.Service


class SectionRows(RowsOfTeam, admin.StackedInline):
    model = models.Section
    extra = 0
    fields = [("position", "canonical", "number"), ("title", "mode"), "text"]


class MaintainerRows(OperatorsOnly, Rows):
    model = models.Maintainer
    autocomplete_fields = ["user"]


class SourceRows(Rows):
    """What was imported is kept as it came."""

    model = models.Source
    fields = ["name", "format", "encoding", "sha256", "imported_at", "imported_by"]
    readonly_fields = ["name", "format", "encoding", "sha256", "imported_at", "imported_by"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: models.Team | None = None) -> bool:
        return False


@admin.register(models.Team)
class TeamAdmin(OfTeam, admin.ModelAdmin):
    list_display = ["name", "short_name", "type", "country", "published", "changed_at", "publish_link"]
    list_filter = [UsedType, UsedCountry, UsedSector]
    search_fields = [
        "name",
        "short_name",
        "slug",
        "host_organisation",
        "contacts__value",
        "keys__fingerprint",
    ]
    prepopulated_fields = {"slug": ["name"]}
    save_on_top = True
    change_form_template = "admin/directory/team/change_form.html"
    fieldsets = [
        ("The team (section 2.1)", {"fields": [
            "name", "slug", "short_name", "aliases", "former_names", "type", "scopes", "host_organisation",
            "established",
        ]}),
        ("The document (section 1)", {"classes": ["collapse"], "fields": [
            "language", "document_locations", "signature_locations", "distribution",
        ]}),
        ("Where and when (2.2, 2.3)", {"fields": ["country", "address", "timezones", "languages"]}),
        ("Constituency and incidents (3.2, 4.1)", {"fields": ["constituency_types", "incident_types"]}),
        ("Policies (4.2)", {"fields": ["label_schemes"]}),
    ]  # fmt: skip
    inlines = [
        ContactRows, OpeningRows, KeyRows, MembershipRows, PrefixRows, AsnRows, DomainRows, ServedCountryRows, ServedSectorRows,
        ServiceRows, SectionRows, MaintainerRows, SourceRows,
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_last_revision()

    @admin.display(description="Public since", ordering="last_published")
    def published(self, team: Any) -> str:
        if team.last_published is None:
            return "not yet"
        return f"{team.last_published:%Y-%m-%d}, revision {team.last_number}"

    @admin.display(description="Next")
    def publish_link(self, team: models.Team) -> str:
        return format_html(
            '<a href="{}">Preview and publish</a>', reverse("admin:publish_team", args=[team.pk])
        )

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict | None
    ) -> HttpResponse:
        """Whatever the form and its rows change is one change of the team."""
        team = models.Team.objects.filter(pk=object_id).first() if str(object_id or "").isdecimal() else None
        if request.method != "POST" or team is None:
            return super()._changeform_view(request, object_id, form_url, extra_context)
        with auditing.change(team, auditing.Act.EDITED):
            return super()._changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        team = form.instance
        if not team.sections.exists():
            desk.lay_out(team)
        if not change:
            after = desk.snapshot(team)
            auditing.write(
                auditing.Act.CREATED, team=team, changes=desk.differences({}, after), snapshot=after
            )

    def has_delete_permission(self, request: HttpRequest, team: models.Team | None = None) -> bool:
        """What was published stays for ever; only a team that never was can be deleted."""
        if team is not None and models.Revision.objects.of(team.pk).exists():
            return False
        return super().has_delete_permission(request, team)

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # would pass by the rule above
        return actions

    def get_urls(self) -> list:
        here = {"team_admin": self}
        own = [
            path(route, self.admin_site.admin_view(view), here, name=name)
            for module in PAGES_OF
            for route, view, name in module.PAGES
        ]
        return own + super().get_urls()
