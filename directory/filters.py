"""Which teams a visitor asks for. One FilterSet validates every list's query string; the page, and later
the exports and the API, run on it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Case, Count, QuerySet, Value, When
from django.http import QueryDict
from django.utils import timezone

from directory import fields, search
from directory.lookup import asking
from directory.models import Facet, Listing
from directory.models.listing import ListingQuerySet
from directory.search.query import Query, understand
from directory.vocabularies import COUNTRIES, SECTORS, TEAM_TYPES


class ListingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Words or key", method="asked")
    country = django_filters.ChoiceFilter(label="Country", choices=fields.country_choices)
    type = django_filters.ChoiceFilter(label="Kind", choices=fields.team_type_choices)
    sector = django_filters.ChoiceFilter(label="Sector", choices=fields.sector_choices, method="in_sector")

    class Meta:
        model = Listing
        fields = ["country", "type"]

    @cached_property
    def query(self) -> Query:
        """What the one box understood."""
        return understand(self.data.get("q", ""), as_words=self.data.get("as") == "words")

    @cached_property
    def answers(self) -> dict[int, dict[str, Any]]:
        """The teams that answer for what is looked up, the most fitting first, by their listings' keys."""
        return asking.answers_for(self.query.target, timezone.now()) if self.query.target else {}

    def asked(self, listings: ListingQuerySet, name: str, value: str) -> QuerySet:
        query = self.query
        if query.target:
            return _in_order(listings, list(self.answers))
        if query.kind == "words":
            return search.matching(listings, list(query.words)) if query.words else listings.none()
        return listings.identified_by(query.kind, query.value)

    def in_sector(self, listings: ListingQuerySet, name: str, value: str) -> QuerySet:
        return listings.having("sector", value)


def _in_order(listings: QuerySet, keys: list[int]) -> QuerySet:
    places = [When(pk=key, then=Value(place)) for place, key in enumerate(keys)]
    return listings.filter(pk__in=keys).order_by(*([Case(*places)] if places else []), "pk")


@dataclass(frozen=True)
class Choice:
    """A value that would narrow (or, where chosen, widen) the list; `address` is the query string that does."""

    label: str
    count: int
    chosen: bool
    address: str


@dataclass(frozen=True)
class FacetGroup:
    name: str
    label: str
    choices: list[Choice]


FACETS = {"country": COUNTRIES, "type": TEAM_TYPES, "sector": SECTORS}


def facets(data: QueryDict, filtered: ListingFilter) -> list[FacetGroup]:
    """Each facet with its values and how many teams have them, given all the other choices: one query each."""
    return [
        FacetGroup(name, str(filtered.filters[name].label), _choices(data, name, vocabulary, filtered))
        for name, vocabulary in FACETS.items()
    ]


def _choices(data: QueryDict, name: str, vocabulary: Any, filtered: ListingFilter) -> list[Choice]:
    others = data.copy()
    chosen = others.pop(name, [""])[-1]
    others.pop("page", None)
    wider = ListingFilter(others, Listing.objects.listed())
    wider.query, wider.answers = filtered.query, filtered.answers  # the question stays: it is asked once
    counts = _counts(wider.qs, name)
    choices = []
    for code, count in counts.items():
        address = others.copy()
        if code != chosen:
            address[name] = code
        choices.append(Choice(vocabulary.path_of(code), count, code == chosen, "?" + address.urlencode()))
    return sorted(choices, key=lambda choice: (-choice.count, choice.label))


def _counts(listings: QuerySet, name: str) -> dict[str, int]:
    listings = listings.order_by()
    if name in {"country", "type"}:
        rows = listings.exclude(**{name: ""}).values_list(name).annotate(n=Count("pk"))
    else:
        held = Facet.objects.filter(facet=name, listing_id__in=listings.values("pk"))
        rows = held.values_list("value").annotate(n=Count("pk"))
    return dict(rows)


def clean_page(value: str) -> int:
    """The page that an address asks for; the first where it asks for nothing sensible."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 and int(value) else 1
