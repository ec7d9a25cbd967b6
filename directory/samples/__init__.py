"""Two dozen invented teams, different in kind, script and state of health, on documentation networks, AS numbers
and domains alone (RFC 5737, RFC 3849, RFC 9637, RFC 5398, RFC 2606). They come in by the same ways as real ones:
fields and sections at the desk, or an RFC 2350 document as a team wrote it; and go out by the same door.

A file says what a team is today, and when things happened in days before the day on which it is loaded, so that
what is stale or expired is so at any time. Its `[[revisions]]` are earlier states: what was different then.
"""

import tomllib
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from ipaddress import ip_network
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from directory import desk, importing, publishing
from directory.lookup.claims import claims_of
from directory.models import Revision, Team

FOLDER = Path(__file__).parent
PLAIN = ("name", "short_name", "aliases", "former_names", "type", "scopes", "host_organisation", "country",
         "address", "timezones", "languages", "language", "label_schemes", "incident_types", "constituency_types",
         "support_level", "marks",
         "document_locations", "signature_locations", "distribution")  # fmt: skip
CLAIMS = {
    "prefixes": "network",
    "asns": "number",
    "domains": "name",
    "served_countries": "country",
    "served_sectors": "sector",
}

Sample = dict[str, Any]
Act = tuple[datetime, Callable[[datetime], Any]]


@transaction.atomic
def load() -> int:
    """Publishes each sample that is not here yet, and lets happen to it what has happened since, all in the order
    of its dates; returns how many samples were new."""
    here = set(Team.objects.values_list("slug", flat=True))
    new = [path for path in sorted(FOLDER.glob("*.toml")) if path.stem not in here]
    now = timezone.now()
    acts = [act for path in new for act in _acts(path.stem, tomllib.loads(path.read_text("utf-8")), now)]
    for at, act in sorted(acts, key=itemgetter(0)):
        act(at)
    return len(new)


def _acts(slug: str, sample: Sample, now: datetime) -> Iterator[Act]:
    """What happened to a team, each with its moment: on its day, in the morning where the team sits."""
    zone = ZoneInfo(sample.get("timezones", ["UTC"])[0])
    minute = zlib.crc32(slug.encode()) % 60

    def moment(days_ago: int, hour: int) -> datetime:
        day = now.astimezone(zone).date() - timedelta(days=days_ago)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)

    for state in _states(sample):
        yield moment(state["published_days_ago"], 9), partial(_publish, slug, state)
    if sample.get("reviewed", True):
        yield moment(sample["published_days_ago"], 10), partial(_review, slug)
    if "confirmed" in sample:
        yield moment(sample["confirmed_days_ago"], 11), partial(_confirm, slug, sample["confirmed"])
    if "relations" in sample:
        yield moment(sample["related_days_ago"], 12), partial(_relate, slug, sample["relations"])
    if "merged" in sample:
        yield (
            moment(sample["merged_days_ago"], 12),
            partial(_merge, slug, sample["merged_into"], sample["merged"]),
        )
    if "withdrawn" in sample:
        yield moment(sample["withdrawn_days_ago"], 12), partial(_withdraw, slug, sample["withdrawn"])


def _states(sample: Sample) -> Iterator[Sample]:
    """What the team said at each of its publications, the oldest first."""
    for then in sample.get("revisions", []):
        tables = {
            name: {**sample.get(name, {}), **then.get(name, {})} for name in ("sections", "constituency")
        }
        yield {**sample, **then, **tables}
    yield sample


def _publish(slug: str, state: Sample, at: datetime) -> None:
    team = Team.objects.filter(slug=slug).first()
    written = {canonical: text.strip() for canonical, text in state.get("sections", {}).items()}
    if team is None and "document" in state:
        team = _imported(slug, state["document"])
        _fill(team, state)
    elif team is None:
        team = Team(slug=slug)
        _fill(team, state)
        desk.lay_out(team, written)
    else:
        _fill(team, state)
        for canonical, text in written.items():
            team.sections.filter(canonical=canonical).update(text=text)
    publishing.publish(team, author="samples", comment=state["comment"], at=at)


def _imported(slug: str, name: str) -> Team:
    team = importing.bring_in((FOLDER / name).read_bytes(), name).team
    team.slug = slug
    return team


def _review(slug: str, at: datetime) -> None:
    revision = Revision.objects.filter(team__slug=slug).with_content().newest()[0]
    publishing.review(revision.team, claims_of(revision.content.profile).values(), by="samples", at=at)


def _confirm(slug: str, means: str, at: datetime) -> None:
    publishing.confirm(Team.objects.get(slug=slug), means=means, by="samples", at=at)


def _relate(slug: str, relations: dict[str, list[str]], at: datetime) -> None:
    named = [
        publishing.Relation(kind, Team.objects.get(slug=other))
        for kind, others in relations.items()
        for other in others
    ]
    publishing.relate(Team.objects.get(slug=slug), named, by="samples", at=at)


def _merge(slug: str, into: str, reason: str, at: datetime) -> None:
    team, other = Team.objects.get(slug=slug), Team.objects.get(slug=into)
    publishing.merge(team, other, reason=reason, by="samples", at=at)


def _withdraw(slug: str, reason: str, at: datetime) -> None:
    publishing.withdraw(Team.objects.get(slug=slug), reason=reason, by="samples", at=at)


# The desk ----------------------------------------------------------------------------------------


def _fill(team: Team, state: Sample) -> None:
    """Writes a state into the fields; what it does not speak of stays as it is."""
    for name in PLAIN:
        if name in state:
            setattr(team, name, state[name])
    if "established" in state:
        team.established = date.fromisoformat(state["established"])
    team.full_clean(validate_unique=False)
    team.save()
    for relation in ("contacts", "keys", "services"):
        _replace(team, relation, ({"position": n, **row} for n, row in enumerate(state.get(relation, []))))
    for relation in ("openings", "memberships", "registry_ids"):
        _replace(team, relation, state.get(relation, []))
    served = state.get("constituency", {})
    for relation, column in CLAIMS.items():
        values = list(served.get(relation, []))
        if relation == "prefixes":
            values += _networks(served.get("prefix_blocks", []))
        if values:
            manager = getattr(team, relation)
            manager.all().delete()
            manager.bulk_create(manager.model(team=team, **{column: value}) for value in values)


def _replace(team: Team, relation: str, rows: Iterable[Sample]) -> None:
    rows = [_dated(row) for row in rows]
    if rows:
        manager = getattr(team, relation)
        manager.all().delete()
        for row in rows:
            manager.create(**row)


def _dated(row: Sample) -> Sample:
    """A row with `expires_on` where it says `expires_in_days`, counted from today."""
    if "expires_in_days" not in row:
        return row
    row = dict(row)
    return {"expires_on": timezone.now().date() + timedelta(days=row.pop("expires_in_days")), **row}


def _networks(blocks: Iterable[Sample]) -> Iterator[str]:
    """The first `count` networks of a length within a larger one, a block after the other."""
    for block in blocks:
        networks = ip_network(block["within"]).subnets(new_prefix=block["length"])
        yield from map(str, islice(networks, block["count"]))
