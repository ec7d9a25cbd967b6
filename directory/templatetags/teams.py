"""How values read on a page."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.choices import Choice, Choices
from directory.fields import spoken_phone
from directory.models import Listing
from directory.search.snippets import Part
from directory.vocabularies import (
    CONSTITUENCY_TYPES,
    COUNTRIES,
    INCIDENT_TYPES,
    MARKS,
    MEMBERSHIPS,
    REGISTRIES,
    SECTORS,
    SERVICES,
    SUPPORT_LEVELS,
    TEAM_SCOPES,
    TEAM_TYPES,
)

register = template.Library()
register.filter("phone", spoken_phone)

CURRENT = ' aria-current="true"'
LABELS = {
    "country": COUNTRIES.name_of,
    "type": TEAM_TYPES.name_of,
    "scope": TEAM_SCOPES.name_of,
    "sector": SECTORS.path_of,
    "service": SERVICES.name_of,
    "incident": INCIDENT_TYPES.path_of,
    "membership": MEMBERSHIPS.path_of,
    "mark": MARKS.name_of,
    "support": SUPPORT_LEVELS.name_of,
    "registry": REGISTRIES.name_of,
    "constituency": CONSTITUENCY_TYPES.name_of,
}


@register.filter
def grouped(digits: str, size: int = 4) -> str:
    """A fingerprint in groups, as it is read aloud; a v4 one with the customary gap in its middle."""
    groups = [digits[i : i + size] for i in range(0, len(digits), size)]
    half = len(groups) // 2
    return f"{' '.join(groups[:half])}  {' '.join(groups[half:])}" if len(digits) == 40 else " ".join(groups)


@register.filter
def tail(digits: str) -> str:
    """The ends of a fingerprint, enough to recognise it in a list."""
    return f"{digits[:4]} {digits[4:8]} … {digits[-8:-4]} {digits[-4:]}"


@register.filter
def day(iso: str) -> str:
    """An ISO date in words: "1 March 2004", "May 2022"; whatever else is there stays as it is."""
    year, _dash, rest = iso.partition("-")
    month, _dash, number = rest.partition("-")
    if not (month.isdigit() and 1 <= int(month) <= 12):
        return iso
    return " ".join(filter(None, [number.lstrip("0"), str(MONTHS[int(month)]), year]))


@register.filter
def standing(profile: Mapping[str, Any]) -> str:
    """What a team is: "National and governmental CSIRT"."""
    scopes = [label(scope, "scope").lower() for scope in profile["scopes"]]
    kind = label(profile["type"], "type") or _("team")
    words = _(" and ").join(filter(None, [", ".join(scopes[:-1]), *scopes[-1:]]))
    # Translators: in French the kind stands first: "%(kind)s %(scopes)s".
    sentence = (_("%(scopes)s %(kind)s") % {"scopes": words, "kind": kind}).strip()
    return sentence[:1].upper() + sentence[1:]


@register.filter
def parts(listing: Listing) -> list[str]:
    """What stands beside a team's name where there is little room, as far as it is known."""
    said = (listing.card["host"], type_name(listing.type), country_name(listing.country))
    return [part for part in said if part]


@register.filter
def said_of(listing: Listing) -> list[str]:
    """What stands under a team's name in a list: what it is, where, and of whom it is part."""
    card, language = listing.card, get_language() or "en"
    scopes = [{"code": code, "label": TEAM_SCOPES.name_of(code)} for code in card.get("scopes", ())]
    kind = {"code": listing.type, "label": card["type"]} if listing.type else None
    said = standing({"scopes": scopes, "type": kind}) if scopes or kind else ""
    country = COUNTRIES.name_of(listing.country, language) if listing.country else ""
    return [part for part in (said, country, card["host"]) if part]


@register.filter
def label(labelled: Mapping[str, str] | None, facet: str) -> str:
    """A value in the language of the page: in English as it was labelled on the day of publication, in other
    languages as today's vocabulary of that facet ("sector", "country" …) names it."""
    if not labelled:
        return ""
    language = get_language() or "en"
    return labelled["label"] if language == "en" else LABELS[facet](labelled["code"], language)


@register.filter
def country_name(code: str) -> str:
    return COUNTRIES.name_of(code, get_language() or "en") if code else ""


@register.filter
def type_name(code: str) -> str:
    return TEAM_TYPES.name_of(code, get_language() or "en") if code else ""


@register.simple_tag
def page_address(choices: Choices, number: int) -> str:
    return choices.page(number)


@register.simple_tag
def choice_list(choices: Iterable[Choice]) -> SafeString:
    """The choices of a facet as a list. In Python, and escaped by the standard library: a list of teams has a hundred
    of them, and as a template they took most of its time."""
    remove = f'<span class="unseen">{escape(_("Remove:"))} </span>'
    items = (
        f'<li class="depth-{choice.depth}"><a href="{escape(choice.address)}" rel="nofollow"'
        f"{CURRENT if choice.chosen else ''}>{remove if choice.chosen else ''}{escape(choice.label)}</a>"
        f' <span class="count">{choice.count}</span></li>'
        for choice in choices
    )
    return mark_safe(f'<ul class="plain">{"".join(items)}</ul>')  # noqa: S308


@register.simple_tag
def hits(line: Iterable[Part]) -> SafeString:
    """A line of a text with the words that were searched."""
    parts = (f"<mark>{escape(part.text)}</mark>" if part.hit else escape(part.text) for part in line)
    return mark_safe("".join(parts))  # noqa: S308
