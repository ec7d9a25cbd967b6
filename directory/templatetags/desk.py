"""What the pages of the desk share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import template
from django.urls import reverse

from directory import access
from directory.models import Team

register = template.Library()


@dataclass(frozen=True, slots=True)
class Tab:
    """A page about one team: its address by name, what it is called, and who may open it."""

    name: str
    label: str
    may: Any = access.may_edit


def _may_operate(user: access.Anybody, team: Team) -> bool:
    return access.is_operator(user)


#: In the order of a maintainer's work. A page of the desk about a team has a line here.
TABS = (
    Tab("directory_team_change", "Profile", access.may_see),
    Tab("import_into_team", "Import"),
    Tab("publish_team", "Preview and publish"),
    Tab("team_keys", "Keys"),
    Tab("sign_team", "Sign"),
    Tab("team_claims", "Claims", access.may_see),
    Tab("team_maintainers", "Maintainers", access.may_see),
    Tab("team_proof", "Proof"),
    Tab("team_standing", "Standing", _may_operate),
    Tab("directory_team_history", "History", access.may_see),
)


@register.inclusion_tag("admin/directory/team/_tabs.html", takes_context=True)
def team_tabs(context: Mapping[str, Any], team: Team, here: str = "") -> dict[str, Any]:
    user = context["request"].user
    may = {
        right: right(user, team) for right in {tab.may for tab in TABS}
    }  # each is asked of the database once
    tabs = [
        (reverse(f"admin:{tab.name}", args=[team.pk]), tab.label, tab.name == here)
        for tab in TABS
        if may[tab.may]
    ]
    return {"tabs": tabs}


@register.simple_tag(takes_context=True)
def is_reviewer(context: Mapping[str, Any]) -> bool:
    return access.is_reviewer(context["request"].user)


@register.simple_tag(takes_context=True)
def is_operator(context: Mapping[str, Any]) -> bool:
    return access.is_operator(context["request"].user)


@register.filter
def moment(told: str) -> str:
    """A day, or a moment in UTC, that JSON tells (ISO 8601), as people write it."""
    at = datetime.fromisoformat(told)
    day = f"{at.day} {at:%B %Y}"
    return f"{day}, {at.astimezone(UTC):%H:%M} UTC" if "T" in told else day
