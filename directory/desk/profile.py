"""profile/1: what is public of a team beside its document."""

from collections.abc import Callable
from typing import Any

from directory.models import Key, Member, Membership, Team
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

from .facts import facts


def profile(team: Team) -> dict[str, Any]:
    """profile/1: every public fact of the team beside its document, vocabulary codes with today's labels."""
    said = facts(team).as_dict()
    contacts = list(team.contacts.all())
    return {
        "schema": "profile/1",
        "slug": team.slug,
        "name": team.name,
        "short_name": team.short_name,
        "aliases": team.aliases,
        "former_names": team.former_names,
        "type": _labelled(TEAM_TYPES.name_of, team.type),
        "scopes": [_labelled(TEAM_SCOPES.name_of, code) for code in team.scopes],
        "host_organisation": team.host_organisation,
        "established": team.established.isoformat() if team.established else None,
        "country": _labelled(COUNTRIES.name_of, team.country),
        "address": team.address,
        "timezones": team.timezones,
        "languages": team.languages,
        "label_schemes": team.label_schemes,
        "contacts": [
            {"kind": c.kind, "channel": c.channel, "value": c.value, "text": c.text, "note": c.note}
            for c in contacts
            if c.public
        ],
        "on_request": sorted({c.kind for c in contacts if not c.public}),
        **_said("members", [_member(member) for member in team.members.all() if member.public]),
        "hours": said["team"]["hours"],
        "keys": [_key(key) for key in team.keys.all()],
        "constituency": said["constituency"] | _constituency(team),
        "services": [
            {
                "title": s.title,
                "canonical": s.canonical,
                "depth": s.depth,
                "framework": _labelled(SERVICES.name_of, s.framework),
            }
            for s in team.services.all()
        ],
        **_said("incident_types", [_labelled(INCIDENT_TYPES.path_of, code) for code in team.incident_types]),
        **_said("memberships", [_membership(m) for m in team.memberships.all()]),
        **_said("marks", [_labelled(MARKS.name_of, code) for code in team.marks]),
        **_said("support_level", _labelled(SUPPORT_LEVELS.name_of, team.support_level)),
        **_said(
            "registry_ids",
            [
                {"registry": _labelled(REGISTRIES.name_of, own.registry), "value": own.value}
                for own in team.registry_ids.all()
            ],
        ),
    }


def _key(key: Key) -> dict[str, Any]:
    return {
        "fingerprint": key.fingerprint,
        "key_id": key.key_id,
        "note": key.note,
        **_said("expires", key.expires_on and key.expires_on.isoformat()),
        **_said("purpose", key.purpose if key.purpose != Key.Purpose.TEAM else ""),
    }


def _constituency(team: Team) -> dict[str, Any]:
    """What the vocabularies say of whom the team serves."""
    types = [_labelled(CONSTITUENCY_TYPES.name_of, code) for code in team.constituency_types]
    return {
        "countries": [_labelled(COUNTRIES.name_of, c.country) for c in team.served_countries.all()],
        "sectors": [_labelled(SECTORS.path_of, s.sector) for s in team.served_sectors.all()],
        **_said("types", types),
    }


def _said(name: str, value: Any) -> dict[str, Any]:
    """A fact that profiles of the first releases do not know: nothing where there is none, so that a team that has
    changed nothing has nothing new to publish."""
    return {name: value} if value else {}


def _membership(membership: Membership) -> dict[str, Any]:
    since = membership.since.isoformat() if membership.since else None
    return {"code": membership.level, "label": MEMBERSHIPS.path_of(membership.level), "since": since}


def _member(member: Member) -> dict[str, str]:
    return {"name": member.name, "role": member.role, "email": member.email, "phone": member.phone}


def _labelled(name_of: Callable[[str], str], code: str) -> dict[str, str] | None:
    return {"code": code, "label": name_of(code)} if code else None
