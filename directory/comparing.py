"""What changed in the facts between two revisions: two profiles (profile/1) side by side, field by field.

A fact is compared by what it says and not by how it was worded that day: a country by its code, a telephone by its
number. Profiles of earlier releases do not have every key.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Profile = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with the values that went and those that came, each as the profile has it. `path` is where the profile
    has the field (`FIELDS`). `shape` says what they
    are: "text", "member", "code" (networks and domains), "asn", "date", "language", "kind" (of a contact), "contact", "hours",
    "key", "service", or the facet whose vocabulary has the words: "type", "country" …"""

    label: str | Promise
    shape: str
    removed: tuple[Any, ...]
    added: tuple[Any, ...]
    path: str = ""


#: In the order of the team's page: where the profile has the field, what people call it, what its values are.
FIELDS: tuple[tuple[str, str | Promise, str], ...] = (
    ("name", _("Name"), "text"),
    ("short_name", _("Short name"), "text"),
    ("aliases", _("Other names"), "text"),
    ("former_names", _("Former names"), "text"),
    ("type", _("Type"), "type"),
    ("scopes", _("Scope"), "scope"),
    ("host_organisation", _("Host organisation"), "text"),
    ("established", _("Established"), "date"),
    ("country", _("Country"), "country"),
    ("address", _("Address"), "text"),
    ("timezones", _("Time zones"), "text"),
    ("languages", _("Languages"), "language"),
    ("contacts emergency", _("Emergency"), "contact"),
    ("contacts voice", _("Telephone"), "contact"),
    ("contacts mobile", _("Mobile"), "contact"),
    ("contacts sms", _("Text message"), "contact"),
    ("contacts email", _("E-mail"), "contact"),
    ("contacts fax", _("Fax"), "contact"),
    ("contacts channel", _("Channel"), "contact"),
    ("contacts website", _("Website"), "contact"),
    ("contacts key-url", _("Key file"), "contact"),
    ("on_request", _("Available on request"), "kind"),
    ("members", _("Team members"), "member"),
    ("hours", _("Hours"), "hours"),
    ("keys", _("OpenPGP keys"), "key"),
    ("constituency types", _("Kind of constituency"), "constituency"),
    ("constituency prefixes", _("Networks"), "code"),
    ("constituency asns", _("AS numbers"), "asn"),
    ("constituency domains", _("Domains"), "code"),
    ("constituency countries", _("Countries served"), "country"),
    ("constituency sectors", _("Sectors"), "sector"),
    ("services", _("Services"), "service"),
    ("incident_types", _("Types of incidents"), "incident"),
    ("support_level", _("Support"), "support"),
    ("memberships", _("Memberships"), "membership"),
    ("marks", _("Marks"), "mark"),
    ("registry_ids", _("In other directories"), "registry"),
    ("label_schemes", _("Labels"), "text"),
)

#: What two values of a shape must share to be the same; of the others, everything.
SAME: Mapping[str, Callable[[Any], Hashable]] = {
    **dict.fromkeys(("type", "scope", "country", "constituency", "sector", "incident", "mark", "support"), lambda value: value["code"]),
    "membership": lambda value: (value["code"], value.get("since")),
    "registry": lambda value: (value["registry"]["code"], value["value"]),
    "contact": lambda value: (value.get("channel"), value["value"] or value.get("text"), value.get("note")),
    "hours": lambda value: (
        tuple(value["days"]), value["opens"], value["closes"],
        value.get("kind"), value.get("timezone"), value.get("note"),
    ),
    "key": lambda value: (
        value.get("fingerprint") or value.get("key_id"), value.get("expires"), value.get("note")
    ),
    "service": lambda value: (value["title"], (value.get("framework") or {}).get("code")),
}  # fmt: skip


def compare(before: Profile, after: Profile) -> list[FieldChange]:
    """The fields whose values are others than before. The order of values within a field is none."""
    changes = []
    for path, label, shape in FIELDS:
        same = SAME.get(shape, str)
        old, new = _values(before, path), _values(after, path)
        removed, added = _without(old, new, same), _without(new, old, same)
        if removed or added:
            changes.append(FieldChange(label, shape, removed, added, path))
    return changes


def _without(
    values: Iterable[Any], others: Iterable[Any], same: Callable[[Any], Hashable]
) -> tuple[Any, ...]:
    there = {same(value) for value in others}
    return tuple(value for value in values if same(value) not in there)


def _values(profile: Profile, path: str) -> list[Any]:
    """What a profile has in a field, as a list; nothing where it does not know the field."""
    name, space, part = path.partition(" ")
    found = profile.get(name)
    if space and name == "contacts":
        return [contact for contact in found or () if contact["kind"] == part]
    if space:
        found = (found or {}).get(part)
    if isinstance(found, list | tuple):
        return list(found)
    return [found] if found else []
