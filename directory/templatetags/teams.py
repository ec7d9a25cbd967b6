"""How values read on a page."""

import calendar
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from directory.fields import spoken_phone
from directory.rfc2350.document import Document, Section
from directory.rfc2350.to_html import anchors, to_html

register = template.Library()
register.filter("phone", spoken_phone)

DAY_NAMES = {
    "mo": "Monday",
    "tu": "Tuesday",
    "we": "Wednesday",
    "th": "Thursday",
    "fr": "Friday",
    "sa": "Saturday",
    "su": "Sunday",
}
MONTHS = calendar.month_name
KINDS = {
    "emergency": "Emergency",
    "voice": "Telephone",
    "mobile": "Mobile",
    "sms": "Text message",
    "fax": "Fax",
    "email": "E-mail",
    "website": "Website",
    "key-url": "Key",
    "channel": "Channel",
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
def days(codes: Iterable[str]) -> str:
    """Days in words: "Monday to Friday", "Saturday and Sunday", "every day"."""
    order = list(DAY_NAMES)
    places = sorted(order.index(code) for code in codes)
    names = [DAY_NAMES[order[place]] for place in places]
    if len(names) == 7:
        return "Every day"
    if len(names) > 2 and places == list(range(places[0], places[-1] + 1)):
        return f"{names[0]} to {names[-1]}"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


@register.filter
def day(iso: str) -> str:
    """An ISO date in words: "1 March 2004", "May 2022"; whatever else is there stays as it is."""
    year, _, rest = iso.partition("-")
    month, _, number = rest.partition("-")
    if not (month.isdigit() and 1 <= int(month) <= 12):
        return iso
    return " ".join(filter(None, [number.lstrip("0"), MONTHS[int(month)], year]))


@register.filter
def standing(profile: Mapping[str, Any]) -> str:
    """What a team is: "National and governmental CSIRT"."""
    scopes = [scope["label"].lower() for scope in profile["scopes"]]
    kind = (profile["type"] or {}).get("label", "team")
    words = " and ".join(filter(None, [", ".join(scopes[:-1]), *scopes[-1:]]))
    sentence = f"{words} {kind}".strip()
    return sentence[:1].upper() + sentence[1:]


@register.filter
def times(opening: Mapping[str, Any]) -> str:
    if (opening["opens"], opening["closes"]) == ("00:00", "24:00"):
        return "around the clock"
    return f"{opening['opens']}–{opening['closes']}"


@register.filter
def kind_name(contact: Mapping[str, str]) -> str:
    return contact["channel"].capitalize() if contact["channel"] else KINDS[contact["kind"]]


@register.filter
def of_kinds(contacts: Iterable[Mapping[str, str]], kinds: str) -> list[Mapping[str, str]]:
    """The contacts of these kinds, in the order in which the kinds are named."""
    wanted = kinds.split()
    found = [contact for contact in contacts if contact["kind"] in wanted]
    return sorted(found, key=lambda contact: wanted.index(contact["kind"]))


@register.filter
def prose(document: Document) -> SafeString:
    """The whole document, every character of it escaped by the writer."""
    return mark_safe(to_html(document))  # noqa: S308


@register.filter
def anchored(document: Document) -> list[tuple[str, Section]]:
    """Sections with the names of their places on the page that `prose` makes."""
    return list(zip(anchors(document), document.sections, strict=True))


@register.filter
def is_top(section: Any) -> bool:
    """True for a chapter's heading, by the document's own number where it has one."""
    return "." not in (section.number or section.canonical)


@register.filter
def parts(card: Mapping[str, str]) -> list[str]:
    """What stands under a team's name in a list, as far as it is known."""
    return [card[name] for name in ("host", "type", "country") if card.get(name)]
