"""A picture of a team's draft: everything that is edited at the desk, as JSON."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import models

from directory.models import Team

#: Rows under a team that belong to its draft. Who maintains it, what waits for review and the files that were imported
#: are no part of it.
ROWS = (
    "contacts", "openings", "members", "keys", "memberships", "registry_ids", "prefixes", "asns", "domains",
    "served_countries", "served_sectors", "services", "sections",
)  # fmt: skip
NOT_OF_THE_DRAFT = {"id", "team", "created_at", "changed_at"}


def snapshot(team: Team) -> dict[str, Any]:
    """{"team": {field: value}, and for each of `ROWS` a list of {field: value} in their order}. A certificate stands in
    it by its SHA-256."""
    team = Team.objects.get(pk=team.pk)
    return {
        "team": _values(team),
        **{name: [_values(row) for row in getattr(team, name).all()] for name in ROWS},
    }


def _values(row: models.Model) -> dict[str, Any]:
    return {
        field.name: _plain(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in NOT_OF_THE_DRAFT
    }


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest() if value else ""
    return value.isoformat() if hasattr(value, "isoformat") else value


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What differs between two pictures: [{"what": a field, or one of `ROWS`, "before", "after"}]. Of rows only those
    that came or went are named."""
    found = []
    old, new = before.get("team", {}), after.get("team", {})
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            found.append({"what": name, "before": old.get(name), "after": new.get(name)})
    for name in ROWS:
        rows, later = before.get(name, []), after.get(name, [])
        if rows != later:
            gone = [row for row in rows if row not in later]
            come = [row for row in later if row not in rows]
            found.append({"what": name, "before": gone, "after": come})
    return found
