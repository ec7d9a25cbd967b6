"""What the list of teams at the desk can be narrowed to."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from directory import access
from directory.vocabularies import COUNTRIES, SECTORS, TEAM_TYPES


class Used(admin.SimpleListFilter):
    """A filter that offers the values in use, by name: a list of 249 countries helps nobody. In use among the teams
    that the reader sees: another's draft does not show by its country."""

    field: str
    name_of: Callable[[str], str]

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        used = access.teams_seen_by(request.user).filter(**{f"{self.field}__gt": ""}).order_by()
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


FILTERS: tuple[type[Used], ...] = (UsedType, UsedCountry, UsedSector)
