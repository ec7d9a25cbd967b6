"""What a visitor may ask of a list: one FilterSet validates every query string; the page, the exports and the API
run on it. `FACETS` says by which values teams are told apart, one row each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import django_filters
from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from directory.models import Listing
from directory.search.query import Query, understand
from directory.vocabularies import (
    CONSTITUENCY_TYPES,
    COUNTRIES,
    INCIDENT_TYPES,
    MEMBERSHIPS,
    REGIONS,
    SECTORS,
    SERVICES,
    TEAM_SCOPES,
    TEAM_TYPES,
    Vocabulary,
)

SORTS = {
    "relevance": _("relevance"),
    "name": _("name"),
    "country": _("country"),
    "confirmed": _("last confirmed"),
}
VIEWS = {"list": _("List"), "table": _("Table"), "map": _("Map")}
NOW = {"yes": _("Now")}
HOURS = {"24x7": _("24 hours, every day")}
KEY = {
    "valid": _("Valid"),
    "soon": _("Ends within 60 days"),
    "expired": _("Expired"),
    "revoked": _("Revoked"),
    "unknown": _("Named, its end not told"),
    "none": _("None"),
}
FRESH = {
    "4-months": _("Under 4 months ago"),
    "year": _("4 to 12 months ago"),
    "older": _("Over a year ago"),
}


@dataclass(frozen=True)
class Facet:
    """`codes` are its values; `name_of` says one in a language; a `tree` opens under what is chosen; `in_order` are
    values that stand in the order of their list, and not the most frequent first."""

    name: str
    label: str | Promise
    codes: Callable[[], Iterable[str]]
    name_of: Callable[[str, str], str]
    tree: Vocabulary | None = None
    in_order: bool = False

    def parent(self, code: str) -> str | None:
        found = self.tree[code].parent if self.tree and code in self.tree else None
        return found if found != "001" else None  # the world is no choice

    def path(self, code: str) -> list[str]:
        """What stands above it in the tree, the nearest first."""
        above = self.parent(code)
        return [above, *self.path(above)] if above else []


def _listed(
    name: str, label: str | Promise, words: Vocabulary, *, tree: bool = False, in_order: bool = False
) -> Facet:
    return Facet(name, label, lambda: words.codes, words.name_of, words if tree else None, in_order)


def _few(name: str, label: str | Promise, words: dict[str, Any]) -> Facet:
    return Facet(name, label, lambda: words, lambda code, language: str(words[code]), in_order=True)


# Of the names that pages show of languages, those that Django's own catalogues lack.
LANGUAGES_TO_TRANSLATE = (gettext_noop("Norwegian"), gettext_noop("Norwegian Bokmal"))


def language_name(code: str, language: str = "en") -> str:
    """The language's name in the language of the page; the code where nobody has named it."""
    info = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.partition("-")[0])
    return gettext(info["name"]) if info and "name" in info else code


@cache
def language_codes() -> tuple[str, ...]:
    return tuple(code for code, info in LANG_INFO.items() if "name" in info)


FACETS = (
    _few("now", _("Reachable"), NOW),
    _few("hours", _("Hours"), HOURS),
    _listed("country", _("Country"), COUNTRIES),
    _listed("region", _("Region"), REGIONS, tree=True),
    _listed("type", _("Kind"), TEAM_TYPES),
    _listed("scope", _("Scope"), TEAM_SCOPES),
    _listed("sector", _("Sector"), SECTORS, tree=True),
    _listed("constituency", _("Constituency"), CONSTITUENCY_TYPES),
    _listed("service", _("Service"), SERVICES, tree=True, in_order=True),
    _listed("incident", _("Incidents"), INCIDENT_TYPES),
    _listed("membership", _("Member of"), MEMBERSHIPS, tree=True),
    Facet("language", _("Language"), language_codes, language_name),
    _few("key", _("OpenPGP key"), KEY),
    _few("fresh", _("Confirmed or published"), FRESH),
)
BY_NAME = {facet.name: facet for facet in FACETS}


class Chosen(django_filters.MultipleChoiceFilter):
    """Values of a facet, any of which a team must have. What they find is told by the shelf (`selection`)."""

    def __init__(self, facet: str) -> None:
        def choices() -> list[tuple[str, str]]:
            return [(code, code) for code in BY_NAME[facet].codes()]

        super().__init__(label=BY_NAME[facet].label, choices=choices)


class ListingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Words or key"))
    sort = django_filters.ChoiceFilter(label=_("Sorted by"), choices=list(SORTS.items()))
    view = django_filters.ChoiceFilter(label=_("Shown as"), choices=list(VIEWS.items()))
    now = Chosen("now")
    hours = Chosen("hours")
    country = Chosen("country")
    region = Chosen("region")
    type = Chosen("type")
    scope = Chosen("scope")
    sector = Chosen("sector")
    constituency = Chosen("constituency")
    service = Chosen("service")
    incident = Chosen("incident")
    membership = Chosen("membership")
    language = Chosen("language")
    key = Chosen("key")
    fresh = Chosen("fresh")

    class Meta:
        model = Listing
        fields: list[str] = []

    @cached_property
    def query(self) -> Query:
        """What the one box understood."""
        return understand(self.data.get("q", ""), as_words=self.data.get("as") == "words")

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The values chosen of each facet; of a valid query string alone."""
        given = self.form.cleaned_data
        return {facet.name: given[facet.name] for facet in FACETS if given[facet.name]}

    @property
    def sorted_by(self) -> str:
        return self.form.cleaned_data["sort"]

    @property
    def shown_as(self) -> str:
        return self.form.cleaned_data["view"] or "list"


def clean_page(value: str) -> int:
    """The page that an address asks for; the first where it asks for nothing sensible."""
    return int(value) if value.isascii() and value.isdigit() and 0 < len(value) < 7 and int(value) else 1
