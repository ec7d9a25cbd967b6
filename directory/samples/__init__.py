"""Half a dozen invented teams, different in kind, on documentation networks, AS numbers and domains alone
(RFC 5737, RFC 3849, RFC 5398, RFC 2606). They come in by the same ways as real ones: fields and sections at
the desk, or an RFC 2350 document as a team wrote it; and go out by the same door."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from directory import desk, importing, publishing
from directory.lookup.claims import claims_of
from directory.models import Team

FOLDER = Path(__file__).parent
PLAIN = ("name", "short_name", "aliases", "former_names", "type", "scopes", "host_organisation", "country",
         "address", "timezones", "languages", "label_schemes", "document_locations", "distribution")  # fmt: skip


def load() -> int:
    """Publishes each sample that is not here yet; returns how many were."""
    return sum(_load(path) for path in sorted(FOLDER.glob("*.toml")))


@transaction.atomic
def _load(path: Path) -> bool:
    if Team.objects.filter(slug=path.stem).exists():
        return False
    sample = tomllib.loads(path.read_text(encoding="utf-8"))
    team = _imported(sample, path.stem) if "document" in sample else Team(slug=path.stem)
    _fill(team, sample)
    if "document" not in sample:
        desk.lay_out(team, {canonical: text.strip() for canonical, text in sample["sections"].items()})
    revision = publishing.publish(team, author="samples", comment=sample["comment"])
    if revision:
        publishing.review(team, claims_of(revision.content.profile).values(), by="samples")
    return True


def _imported(sample: dict[str, Any], slug: str) -> Team:
    name = sample["document"]
    team = importing.bring_in((FOLDER / name).read_bytes(), name).team
    team.slug = slug
    return team


def _fill(team: Team, sample: dict[str, Any]) -> None:
    for name in PLAIN:
        if name in sample:
            setattr(team, name, sample[name])
    if "established" in sample:
        team.established = date.fromisoformat(sample["established"])
    team.full_clean(validate_unique=False)
    team.save()
    for relation in ("contacts", "openings", "keys", "services"):
        for position, row in enumerate(sample.get(relation, [])):
            placed = {"position": position, **row} if relation != "openings" else row
            getattr(team, relation).create(**placed)
    served = sample.get("constituency", {})
    for relation, column in CLAIMS.items():
        for value in served.get(relation, []):
            getattr(team, relation).create(**{column: value})


CLAIMS = {
    "prefixes": "network",
    "asns": "number",
    "domains": "name",
    "served_countries": "country",
    "served_sectors": "sector",
}
