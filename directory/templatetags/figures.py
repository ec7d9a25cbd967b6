"""The map of the world, for any page that has counted its teams by country."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from directory.figures import worldmap
from directory.vocabularies import COUNTRIES

register = template.Library()


@register.inclusion_tag("figures/_map.html")
def world_map(counts: Mapping[str, int], query: str = "") -> dict[str, Any]:
    """The map with its legend; `counts` are numbers of teams by country code. Each country leads to the list of teams
    of that country, filtered as `query` says besides (a query string without `country`, such as "type=csirt")."""
    language = get_language() or "en"
    listing = reverse("team_list")

    def address(code: str) -> str:
        return f"{listing}?{'&'.join(filter(None, [query, urlencode({'country': code})]))}"

    def title(code: str, count: int) -> str:
        values = {"country": COUNTRIES.name_of(code, language), "number": intcomma(count)}
        if not count:
            return _("%(country)s: no team") % values
        return ngettext("%(country)s: %(number)s team", "%(country)s: %(number)s teams", count) % values

    drawn = worldmap.world_map(counts, label=_("Map of the world"), address=address, title=title)
    bounds = worldmap.shade_bounds(max(counts.values(), default=0))
    return {
        "map": mark_safe(drawn),  # noqa: S308 - every word and address in it is escaped by `worldmap`
        "legend": list(enumerate([_("no team"), *_ranges(bounds)])),
    }


def _ranges(bounds: tuple[int, ...]) -> list[str]:
    """What each shade stands for in words: "1", "2 to 4" … "20 and more"."""
    ranges = []
    for least, following in pairwise(bounds):
        most = following - 1
        both = {"least": intcomma(least), "most": intcomma(most)}
        ranges.append(intcomma(least) if least == most else _("%(least)s to %(most)s") % both)
    return [*ranges, _("%(least)s and more") % {"least": intcomma(bounds[-1])}]
