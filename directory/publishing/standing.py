"""What becomes true of a team among others: withdrawn, merged, bound to others, a member, maintained by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory import auditing, desk
from directory.chain import locked_head
from directory.models import AuditEntry, Head, Kinship, Listing, Notice, Proof, Team
from directory.vocabularies import MARKS, MEMBERSHIPS

from .noting import note
from .shelving import shelve

PARENT, SUCCESSOR, BACKUP = Kinship.Kind.PARENT, Kinship.Kind.SUCCESSOR, Kinship.Kind.BACKUP
RELATIONS = (PARENT, SUCCESSOR, BACKUP)

#: How it is known that somebody speaks for a team, as the public reads it.
MEANS = {
    Proof.Kind.MAIL: "mail to the published address",
    Proof.Kind.SIGNATURE: "signature with the published key",
    Proof.Kind.WORD: "word of those who run this directory",
}


@dataclass(frozen=True)
class Relation:
    """That a team has another one as its parent, successor or backup."""

    kind: str
    other: Team


# Out of the lists ----------------------------------------------------------------------------------


def withdraw(
    team: Team, *, reason: str, successor: Team | None = None, by: str = "", at: datetime | None = None
) -> Notice:
    """Takes a published team out of lists, search and look-ups; its revisions stay readable. The page at its address
    leads on to the successor.

    `reason` is a sentence for visitors. Raises ValueError where the team, or the successor, is not listed.
    """
    with transaction.atomic():
        head = locked_head()
        if not _is_listed(team):
            raise ValueError(f"{team} is not listed, so it cannot be withdrawn.")
        notice = note(head, team.pk, Notice.Kind.WITHDRAWN, {"reason": reason}, by=by, at=at)
        if successor:
            others = [relation for relation in relations_of(team) if relation.kind != SUCCESSOR]
            _relate(head, team, [*others, Relation(SUCCESSOR, successor)], by=by, at=at)
    return notice


def merge(team: Team, into: Team, *, reason: str, by: str = "", at: datetime | None = None) -> Notice:
    """Says that a team is part of another one from now on: its pages lead there, and its revisions stay readable.

    `reason` is a sentence for visitors. Raises ValueError where one of them is not listed, or both are the same.
    """
    with transaction.atomic():
        head = locked_head()
        if team == into:
            raise ValueError("A team cannot be merged into itself.")
        if not _is_listed(team):
            raise ValueError(f"{team} is not listed, so it cannot be merged.")
        if not _is_listed(into):
            raise ValueError(f"{into} is not listed, so nothing can be merged into it.")
        payload = {"into": _named(into), "reason": reason}
        notice = note(head, team.pk, Notice.Kind.MERGED, payload, by=by, at=at)
        shelve(into.pk, since=notice.cursor)
    return notice


# Bound to others -----------------------------------------------------------------------------------


def relations_of(team: Team) -> list[Relation]:
    """How the team is bound to others, as its newest notice says."""
    kin = Kinship.objects.filter(listing_id=team.pk, kind__in=RELATIONS).select_related("other")
    return [Relation(row.kind, row.other) for row in kin]


def relate(
    team: Team, relations: Sequence[Relation], *, by: str = "", at: datetime | None = None
) -> Notice | None:
    """Makes these all the relations of the team. None where nothing changes.

    Raises ValueError where a team is bound to itself or to one that is not listed, where it is not listed itself (it
    can still get a successor), or where a team would be among its own parents.
    """
    with transaction.atomic():
        return _relate(locked_head(), team, relations, by=by, at=at)


def _relate(
    head: Head, team: Team, relations: Sequence[Relation], *, by: str, at: datetime | None
) -> Notice | None:
    before = relations_of(team)
    wanted = sorted(set(relations), key=lambda relation: (relation.kind, relation.other.pk))
    new = [relation for relation in wanted if relation not in before]
    if len(wanted) == len(before) and not new:
        return None
    _check_relations(team, new)
    payload = {"relations": [{"kind": str(relation.kind), **_named(relation.other)} for relation in wanted]}
    notice = note(head, team.pk, Notice.Kind.RELATED, payload, by=by, at=at)
    for other in sorted({relation.other.pk for relation in [*before, *wanted]}):
        shelve(other, since=notice.cursor)
    return notice


def _check_relations(team: Team, new: Sequence[Relation]) -> None:
    if not Listing.objects.filter(pk=team.pk).exists():
        raise ValueError(f"{team} is not public, so it cannot be bound to another team.")
    if not _is_listed(team) and any(relation.kind != SUCCESSOR for relation in new):
        raise ValueError(f"{team} is not listed any more: it can only get a successor.")
    for relation in new:
        if relation.kind not in RELATIONS:
            raise ValueError(f"“{relation.kind}” is no relation between teams.")
        if relation.other == team:
            raise ValueError(f"{team} cannot be its own {relation.kind}.")
        if not _is_listed(relation.other):
            raise ValueError(f"{relation.other} is not listed, so nothing can lead to it.")
        if relation.kind == PARENT and team.pk in _ancestors(relation.other.pk):
            raise ValueError(f"{relation.other} is itself a part of {team}.")


def _ancestors(team_id: int) -> set[int]:
    """The parents of a team, and theirs."""
    found: set[int] = set()
    ahead = [team_id]
    while ahead:
        parents = Kinship.objects.parents_of(ahead.pop()).values_list("other_id", flat=True)
        fresh = set(parents) - found
        found |= fresh
        ahead += fresh
    return found


# What operators and proofs say ---------------------------------------------------------------------


def set_standing(
    team: Team,
    memberships: Iterable[tuple[str, date | None]],
    marks: Iterable[str],
    *,
    by: str = "",
    at: datetime | None = None,
) -> Notice | None:
    """Makes these all the memberships (level, its first day) and marks of the team, at the desk and in public.

    A team that is not listed shows them with its next revision. None where nothing changes in public. Raises
    ValueError where a level or a mark is none, or a level is given twice.
    """
    levels, codes = list(memberships), list(dict.fromkeys(marks))
    _check_words(levels, codes)
    with transaction.atomic():
        Team.objects.held(team.pk)
        head = locked_head()
        with auditing.change(team, AuditEntry.Act.EDITED, "Memberships and marks set."):
            if list(team.memberships.values_list("level", "since")) != levels:
                team.memberships.all().delete()
                for level, since in levels:
                    team.memberships.create(level=level, since=since)
            team.marks = codes
            team.save(update_fields=["marks", "changed_at"])
        listing = Listing.objects.listed().filter(pk=team.pk).first()
        profile = desk.profile(team)
        said = {name: profile.get(name, []) for name in ("memberships", "marks")}
        if listing is None or said == {name: listing.standing.get(name, []) for name in said}:
            return None
        return note(head, team.pk, Notice.Kind.MEMBERSHIP, said, by=by, at=at)


def _check_words(levels: Sequence[tuple[str, date | None]], marks: Sequence[str]) -> None:
    named = [level for level, _ in levels]
    for level in named:
        if level not in MEMBERSHIPS or MEMBERSHIPS[level].kind != "level":
            raise ValueError(f"“{level}” is no level of a membership.")
        if named.count(level) > 1:
            raise ValueError(f"{MEMBERSHIPS.path_of(level)} is given twice.")
    for mark in marks:
        if mark not in MARKS:
            raise ValueError(f"“{mark}” is no mark that is known here.")


def maintained(
    team: Team, means: str | None, *, since: date | None = None, by: str = "", at: datetime | None = None
) -> Notice:
    """Says to visitors that the team itself maintains its profile, and how that is known, such as "mail to the
    published address"; `since` is the day of it. With None that is taken back.

    Raises ValueError where the team is not public; only a listed one can be maintained.
    """
    at = at or timezone.now()
    with transaction.atomic():
        head = locked_head()
        public = (
            Listing.objects.filter(pk=team.pk)
            if means is None
            else Listing.objects.listed().filter(pk=team.pk)
        )
        if not public.exists():
            raise ValueError(f"{team} is not listed, so nothing can be said of who maintains it.")
        payload = {"means": means or "", "at": (since or at.date()).isoformat()}
        return note(head, team.pk, Notice.Kind.MAINTAINED, payload, by=by, at=at)


def settle(team: Team, *, by: str = "", at: datetime | None = None) -> Notice | None:
    """Says that the team is maintained by itself where the desk holds a proof of one of its maintainers, and takes it
    back where none is left. None where nothing changes."""
    with transaction.atomic():
        locked_head()
        listing = Listing.objects.filter(pk=team.pk).first()
        if listing is None:
            return None
        proof = Proof.objects.standing(team).last()  # the first that was given
        said = listing.standing.get("maintained")
        if proof and not said and listing.withdrawn_at is None:
            return maintained(team, MEANS[Proof.Kind(proof.kind)], since=proof.at.date(), by=by, at=at)
        if said and not proof:
            return maintained(team, None, by=by, at=at)
        return None


def _is_listed(team: Team) -> bool:
    return Listing.objects.listed().filter(pk=team.pk).exists()


def _named(team: Team) -> dict[str, Any]:
    """Another team in a notice, as it is called in public today."""
    listing = Listing.objects.get(pk=team.pk)
    return {"team": team.pk, "slug": listing.slug, "name": listing.name}
