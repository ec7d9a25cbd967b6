"""What the record says of a team, read from its entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery

from directory.models import Notice, Revision
from directory.openpgp import PublicKey
from directory.search.query import fold

Kind = Notice.Kind
_OF_STANDING = (Kind.MEMBERSHIP, Kind.RELATED, Kind.RENAMED, Kind.MAINTAINED)


def ending_of(team_id: int, revision: Revision | None) -> Notice | None:
    """The notice that took the team out of the lists since this revision, if one did."""
    if revision is None:
        return None
    ended = Notice.objects.since(revision).filter(kind__in=Notice.ENDINGS)
    return ended.select_related("content").first()


def last_confirmation(team_id: int) -> datetime | None:
    confirmed = Notice.objects.of(team_id).of_kind(Kind.CONFIRMED).first()
    return confirmed.at if confirmed else None


def known_certificates(team_id: int) -> dict[str, Notice]:
    """The newest notice of each of the team's keys, by fingerprint."""
    notices = Notice.objects.of(team_id).of_kind(Kind.KEY).told()
    return {notice.content.payload["fingerprint"]: notice for notice in reversed(notices)}


def end_of(facts: dict[str, Any]) -> str:
    """The last day on which a key is of use (ISO 8601), "never", or "revoked"."""
    key = PublicKey.from_dict(facts)
    if key.revoked:
        return "revoked"
    return (key.ends - timedelta(seconds=1)).date().isoformat() if key.ends else "never"


def reviewed_claims(team_id: int) -> set[str]:
    """Which claims of the team are reviewed, as they are spelled."""
    newest = Notice.objects.of(team_id).of_kind(Kind.REVIEWED).select_related("content").first()
    return set(newest.content.payload["claims"]) if newest else set()


# Standing -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """What stands beside a team's newest profile. `profile` is that profile with the memberships and marks that
    operators have set since; `relations` are (kind, team id), `merged_into` the team that it was merged into."""

    profile: dict[str, Any]
    former_names: list[str]
    former_slugs: list[str]
    relations: list[tuple[str, int]]
    maintained: dict[str, str] | None
    merged_into: int | None

    def as_dict(self) -> dict[str, Any]:
        """As a listing keeps it."""
        return {
            "memberships": self.profile.get("memberships", []),
            "marks": self.profile.get("marks", []),
            "former_names": self.former_names,
            "maintained": self.maintained,
            "merged_into": self.merged_into,
        }


def standing_of(revision: Revision, ending: Notice | None) -> Standing:
    """`revision` is the team's newest, with its content; `ending` what took it out of the lists since. One query."""
    told: dict[str, list[Notice]] = {kind: [] for kind in _OF_STANDING}
    for notice in Notice.objects.of(revision.team_id).filter(kind__in=_OF_STANDING).told():
        told[notice.kind].append(notice)
    newest = {kind: notices[0].content.payload for kind, notices in told.items() if notices}
    said = newest.get(Kind.MAINTAINED, {})
    merged = ending is not None and ending.kind == Kind.MERGED
    renamed = [notice.content.payload for notice in told[Kind.RENAMED]]
    return Standing(
        profile=_with_what_was_set(revision, told[Kind.MEMBERSHIP]),
        former_names=_former_names(revision.content.profile, renamed),
        former_slugs=_former(renamed, "slug", revision.content.profile["slug"]),
        relations=[(rel["kind"], rel["team"]) for rel in newest.get(Kind.RELATED, {}).get("relations", [])],
        maintained={"means": said["means"], "at": said["at"]} if said.get("means") else None,
        merged_into=ending.content.payload["into"]["team"] if ending and merged else None,
    )


def profile_now(revision: Revision) -> dict[str, Any]:
    """The profile as it is public now: the newest revision's, with the memberships and marks that operators have set
    since."""
    return _with_what_was_set(revision, Notice.objects.since(revision).of_kind(Kind.MEMBERSHIP).told()[:1])


def _with_what_was_set(revision: Revision, notices: Any) -> dict[str, Any]:
    profile: dict[str, Any] = revision.content.profile
    last = next(iter(notices), None)
    if last is None or last.cursor < revision.cursor:
        return profile
    as_said = {name: value for name, value in profile.items() if name not in {"memberships", "marks"}}
    return as_said | {name: value for name, value in last.content.payload.items() if value}


def _former(renamed: list[Mapping[str, Any]], what: str, now: str) -> list[str]:
    """The values that were given up, the last one first, but for the one of today."""
    given_up = [payload[what][0] for payload in renamed if what in payload]
    return [value for value in dict.fromkeys(given_up) if value != now]


def _former_names(profile: Mapping[str, Any], renamed: list[Mapping[str, Any]]) -> list[str]:
    """The names that the team gives as former ones, and those that it had here; one that differs in its spelling
    alone is none."""
    names = [*profile["former_names"], *_former(renamed, "name", profile["name"])]
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    found.pop(fold(profile["name"]), None)
    return list(found.values())


def touched() -> dict[int, int]:
    """For each team that notices of other teams speak of: the cursor of the last entry that changed what they say."""
    back = Revision.objects.filter(team_id=OuterRef("team_id"), cursor__gt=OuterRef("cursor"))
    notices = Notice.objects.filter(kind__in=[Kind.RELATED, Kind.MERGED]).told().order_by("cursor")
    found: dict[int, int] = {}
    bound: dict[int, set[int]] = {}
    for notice in notices.annotate(returned=Subquery(back.order_by("cursor").values("cursor")[:1])):
        payload, cursor = notice.content.payload, notice.cursor
        if notice.kind == Kind.MERGED:
            others, cursor = {payload["into"]["team"]}, notice.returned or cursor
        else:
            now = {relation["team"] for relation in payload["relations"]}
            others = now | bound.get(notice.team_id, set())
            bound[notice.team_id] = now
        for other in others:
            found[other] = max(found.get(other, 0), cursor)
    return found
