"""What somebody sees first at the desk: their teams, what waits for them, and the way to everything else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from directory import access, agenda
from directory.models import Mail, Proposal, Registration, User

MOST = 10  # teams that are looked at one by one; somebody with more has the list


@dataclass(frozen=True, slots=True)
class Work:
    """Something that waits: `label` follows its number, `none` says what there is none of. `may` is who it waits for."""

    label: str
    none: str
    page: str
    rows: Callable[[], QuerySet[Any]]
    may: Callable[[Any], bool] = access.is_operator
    query: str = ""


WORK = (
    Work("waiting for review", "draft waits for review", "proposals", Proposal.objects.pending, access.is_reviewer),
    Work(
        "asking to maintain a team",
        "request to maintain a team",
        "directory_registration_changelist",
        lambda: Registration.objects.filter(state=Registration.State.PENDING),
    ),
    Work(
        "that no server has taken",
        "mail that no server has taken",
        "directory_mail_changelist",
        Mail.objects.given_up,
    ),
)  # fmt: skip

#: The index: (heading, its lines), a line being (what it is called, its page, who may open it)
TOOLS = (
    ("The register", (
        ("Teams", "directory_team_changelist", access.has_a_place),
        ("New team from a document", "import_team", access.is_operator),
        ("New team from an empty form", "directory_team_add", access.is_operator),
        ("Review queue", "proposals", access.is_reviewer),
        ("Overlapping claims", "overlaps", access.is_reviewer),
    )),
    ("Accounts", (
        ("People", "directory_user_changelist", access.is_operator),
        ("Requests to maintain a team", "directory_registration_changelist", access.is_operator),
        ("What is kept about you", "mine", access.has_a_place),
    )),
    ("The site", (
        ("Rules of the desk", "directory_rules_changelist", access.is_operator),
        ("Name, logo and texts", "directory_appearance_changelist", access.is_operator),
    )),
    ("The record", (
        ("Audit trail", "directory_auditentry_changelist", access.is_operator),
        ("Outbox", "directory_mail_changelist", access.is_operator),
        ("Revisions", "directory_revision_changelist", access.is_operator),
        ("Notices", "directory_notice_changelist", access.is_operator),
    )),
)  # fmt: skip


def page(user: User, at: datetime | None = None) -> dict[str, Any]:
    """The context of the desk's first page."""
    at = at or timezone.now()
    own = list(access.teams_of(user)[:MOST])
    return {
        "title": "Your teams" if own else "The desk",
        "agendas": [agenda.of(team, at) for team in own],
        "work": [
            {"count": work.rows().count(), "label": work.label, "none": work.none, "address": _address(work.page)}
            for work in WORK
            if work.may(user)
        ],
        "tools": list(_index(user)),
    }  # fmt: skip


def _index(user: User) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The headings under which somebody has anything, each with its lines: (label, address)."""
    for heading, lines in TOOLS:
        if own := [(label, _address(name)) for label, name, may in lines if may(user)]:
            yield heading, own


def _address(name: str) -> str:
    return reverse(f"admin:{name}")
