"""What operators and teams should know of claims: overlaps, special-purpose ranges, whole public suffixes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from directory.models import Listing

from . import asking, overlaps, special
from .answers import Claim
from .claims import spelled
from .memory import OTHERS
from .overlaps import Overlap
from .sql import ALL_NETWORKS, CLAIMS, NESTED, Sql
from .suffixes import is_public_suffix

TEAMS_AT_A_TIME = 500


@dataclass(frozen=True)
class OverlapLine:
    """An overlap in words: `outer` and `inner` are claims as people write them, with the teams' names and slugs."""

    outer: str
    outer_team: str
    outer_slug: str
    inner: str
    inner_team: str
    inner_slug: str

    @property
    def same(self) -> bool:
        return self.outer == self.inner

    def __str__(self) -> str:
        if self.same:
            return f"{self.outer} is claimed by {self.outer_team} and by {self.inner_team}."
        return f"{self.inner} of {self.inner_team} lies in {self.outer} of {self.outer_team}."


@dataclass(frozen=True)
class ClaimLine:
    """One claim of a team: what is to be known of it before it is reviewed."""

    claim: str
    reviewed: bool
    remark: str
    overlaps: list[OverlapLine]


def claims_of_team(team_id: int) -> list[ClaimLine]:
    """A listed team's claims, as look-ups see them."""
    rows = asking.ask(f"{CLAIMS} WHERE listing_id = %s ORDER BY key", [team_id])
    own = [Claim(bytes(key), team, bool(reviewed)) for key, team, reviewed in rows]
    engine = Sql(asking.ask, asking.country_names())
    found = list(overlaps.of_team(team_id, own, engine.networks, engine.claims))
    told: dict[bytes, list[OverlapLine]] = {}
    for overlap, line in zip(found, _lines(found), strict=True):
        mine = overlap.inner if overlap.inner.team == team_id else overlap.outer
        told.setdefault(mine.key, []).append(line)
    return [ClaimLine(spelled(c.key), c.reviewed, remark(c.key), told.get(c.key, [])) for c in own]


def all_overlaps(team_id: int | None = None) -> Iterator[OverlapLine]:
    """The overlaps among all claims, or those of one listed team."""
    if team_id is not None:
        yield from (line for claim in claims_of_team(team_id) for line in claim.overlaps)
        return
    networks = overlaps.of_networks(_stream(f"{CLAIMS} {NESTED}, listing_id"))
    names = overlaps.of_names(_stream(f"{CLAIMS} {OTHERS} ORDER BY key, listing_id"))
    found = chain(networks, names)
    while chunk := list(islice(found, TEAMS_AT_A_TIME)):
        yield from _lines(chunk)


def special_claims() -> Iterator[tuple[str, str, str]]:
    """(claim, the team's name, remark) of each claim on what is nobody's, or on a whole public suffix."""
    claims = (
        c for c in _stream(f"{CLAIMS} {OTHERS} OR key >= %s ORDER BY key, listing_id", b"n") if remark(c.key)
    )
    while chunk := list(islice(claims, TEAMS_AT_A_TIME)):
        names = _names(claim.team for claim in chunk)
        yield from ((spelled(c.key), names[c.team][0], remark(c.key)) for c in chunk)


def remark(key: bytes) -> str:
    """What is odd about claiming this; "" for most."""
    kept = special.of_key(key)
    if kept:
        return f"{kept}."
    if key[:1] == b"d" and is_public_suffix(key[1:].decode()):
        return "A public suffix: many who have nothing to do with each other register names under it."
    return ""


def _stream(statement: str, *more: bytes) -> Iterator[Claim]:
    for key, team, reviewed in asking.stream(statement, [*ALL_NETWORKS, *more]):
        yield Claim(bytes(key), team, bool(reviewed))


def _lines(found: Iterable[Overlap]) -> Iterator[OverlapLine]:
    pairs = list(found)
    names = _names(claim.team for pair in pairs for claim in pair)
    for outer, inner in pairs:
        yield OverlapLine(spelled(outer.key), *names[outer.team], spelled(inner.key), *names[inner.team])


def _names(team_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = Listing.objects.filter(pk__in=set(team_ids)).values_list("pk", "name", "slug")
    return {pk: (name, slug) for pk, name, slug in rows}
