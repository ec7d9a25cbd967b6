"""How a document, and what is different between two revisions of it, read on a page."""

from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory.fields import spoken_phone
from directory.rfc2350.blocks import level
from directory.rfc2350.compare import SectionChange
from directory.rfc2350.document import Document, Section
from directory.rfc2350.to_html import anchors
from directory.rfc2350.to_reading import direction, to_reading

from .hours import hours_rows
from .profile import kind_name, language
from .teams import LABELS, day, grouped, label

register = template.Library()
register.filter("direction", direction)

MONOSPACED = {"code", "asn", "key"}


@register.filter
def reading(document: Document) -> SafeString:
    """The whole document, every character of it escaped by the writer."""
    return mark_safe(to_reading(document, _("Section")))  # noqa: S308


@register.filter
def outline(document: Document) -> list[tuple[str, Section, int]]:
    """The headings of the document, each with its place on the page and its depth, 0 for a chapter."""
    placed = zip(anchors(document), document.sections, strict=True)
    return [(anchor, section, level(section) - 2) for anchor, section in placed if section.title]


@register.filter
def fates(change: SectionChange) -> list[str]:
    """What happened to a section, in a few words each."""
    texts = {"added": _("New"), "removed": pgettext("section", "Removed"), "changed": _("Text changed")}
    said = [texts[change.what]] if change.what in texts else [_("The text is the same")]
    if change.before and change.renamed:
        title = format_html("<bdi>{}</bdi>", change.before.title or _("Opening"))
        said.append(format_html(_("its title was “{}”"), title))
    if change.before and change.renumbered:
        number = change.before.number
        said.append(_("its number was %(number)s") % {"number": number} if number else _("it had no number"))
    return [*said, _("it stands at another place")] if change.moved else said


@register.filter
def monospaced(shape: str) -> bool:
    return shape in MONOSPACED


@register.filter
def spoken(value: Any, shape: str) -> str:
    """A value of a field in words, by its shape (`comparing.FieldChange`)."""
    if shape in SPOKEN:
        return SPOKEN[shape](value)
    return label(value, shape) if shape in LABELS else str(value)


def _contact(contact: Mapping[str, Any]) -> str:
    said = spoken_phone(contact["value"]) if contact["value"] else contact.get("text") or ""
    channel = contact.get("channel")
    return _noted(f"{channel.capitalize()}: {said}" if channel else said, contact.get("note"))


def _hours(opening: Mapping[str, Any]) -> str:
    (row,) = hours_rows({"timezones": [], "hours": [opening]}, opening["kind"])
    line = _("emergency line") if opening["kind"] == "emergency" else ""
    said = f"{row['days']} {row['times']}"
    return _noted(said, opening.get("timezone"), line, opening.get("note"))


def _key(key: Mapping[str, Any]) -> str:
    said = grouped(key["fingerprint"]) if key.get("fingerprint") else f"0x{key.get('key_id', '')}"
    last = _("last day %(date)s") % {"date": day(key["expires"])} if key.get("expires") else ""
    return _noted(said, last, key.get("note"))


def _membership(membership: Mapping[str, Any]) -> str:
    since = membership.get("since")
    return _noted(
        label(membership, "membership"), _("since %(date)s") % {"date": day(since)} if since else ""
    )


def _member(member: Mapping[str, Any]) -> str:
    phone = spoken_phone(member["phone"]) if member["phone"] else ""
    return _noted(member["name"], member["role"], member["email"], phone)


def _registry(own: Mapping[str, Any]) -> str:
    return f"{label(own['registry'], 'registry')} {own['value']}"


def _service(service: Mapping[str, Any]) -> str:
    return _noted(service["title"], label(service.get("framework"), "service"))


def _noted(said: str, *notes: str | None) -> str:
    """What is said, and in brackets what there is to add."""
    more = ", ".join(note for note in notes if note)
    return f"{said} ({more})" if more else said


SPOKEN: Mapping[str, Callable[[Any], str]] = {
    "asn": lambda number: f"AS{number}",
    "contact": _contact,
    "date": day,
    "hours": _hours,
    "key": _key,
    "member": _member,
    "registry": _registry,
    "kind": kind_name,
    "language": language,
    "membership": _membership,
    "service": _service,
}
