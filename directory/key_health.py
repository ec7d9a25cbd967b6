"""How the keys of the listed teams stand: which somebody has to renew, replace or ask for.

The state that counts for a team is that of the key it is written to with (`search.shelf`); weak are all keys that a
team uses. Beside the shelf it takes four queries, whatever there is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.figures import drawing
from directory.figures.counting import rows
from directory.models import Listing, PublishedKey
from directory.phrases import said
from directory.publishing.shelving import end_of
from directory.search.finding import some_of
from directory.search.shelf import Shelf, places

MOST = 50  # rows of a group
NOBODY = 0  # so that a query that finds nothing is asked like any other


@dataclass(frozen=True, slots=True)
class Row:
    """A team and the key that it is about: `key` is None where the directory has not read it. `day` is when it ended
    or will end (ISO 8601), "" where that says nothing; `why` are sentences."""

    listing: Listing
    key: PublishedKey | None
    fingerprint: str
    day: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The first rows of `total`; `state` is what the list of teams filters by, "" where it cannot."""

    name: str
    title: str | Promise
    lead: str | Promise
    rows: Sequence[Row]
    total: int
    state: str = ""

    @property
    def left(self) -> int:
        return self.total - len(self.rows)


TITLES = {
    "revoked": (
        _("Revoked"),
        _("Taken back by whoever holds it. Write to the team only after it has named another key."),
    ),
    "expired": (_("Expired"), _("The team has to put off the end, or name another key. The last to end first.")),
    "soon": (_("Ending within 60 days"), _("The first to end first.")),
    "weak": (_("Weak"), _("Of a kind or size that can be broken, or signed with a hash that can be forged.")),
    "none": (_("Teams without a key"), _("They name no OpenPGP key with a fingerprint. Ask them for one.")),
}  # fmt: skip


def figure(now: Shelf) -> drawing.Figure:
    """How many teams there are with each state, as the page of figures shows it."""
    counted = rows("keys", now.counts("key"), now.total, get_language() or "en")
    return drawing.figure("keys", counted, now.total)


def groups(now: Shelf) -> list[Group]:
    """In the order of `TITLES`, each with its first rows; those without any are there too."""
    chosen = {state: _first(now, state) for state in TITLES if state != "weak"}
    asked = [now.rows.keys[place] for some in chosen.values() for place in some] or [NOBODY]
    listings = Listing.objects.in_bulk(asked)
    keys: dict[int, list[PublishedKey]] = {}
    for key in PublishedKey.objects.current().filter(listing__in=asked).defer("certificate").in_order():
        keys.setdefault(key.listing_id, []).append(key)
    found = []
    for name, (title, lead) in TITLES.items():
        if name == "weak":
            found.append(_weak())
            continue
        total = now.having("key", name).bit_count()
        told = [
            _row(listings[pk], keys.get(pk, ()), now.rows.key_ends[place])
            for place in chosen[name]
            if (pk := now.rows.keys[place]) in listings
        ]
        found.append(Group(name, title, lead, told, total, name))
    return found


def _first(now: Shelf, state: str) -> list[int]:
    """The places of the first teams of a state: by the end of the key where it has one, else by name."""
    bits = now.having("key", state)
    if state in {"expired", "soon"}:
        return sorted(places(bits), key=now.rows.key_ends.__getitem__, reverse=state == "expired")[:MOST]
    return list(islice(some_of(now.by_name, bits), MOST))


def _row(listing: Listing, keys: Iterable[PublishedKey], ends: str) -> Row:
    """`ends` is what the shelf knows of the team's key; of several keys it is that one which says the same."""
    key = next((key for key in keys if end_of(key.facts) == ends), None)
    fingerprint = key.fingerprint if key else listing.card["fingerprint"]
    day = "" if ends in {"none", "revoked"} else ends
    if key and key.key.revocation and key.key.revocation.when:
        day = key.key.revocation.when.date().isoformat()
    return Row(listing, key, fingerprint, day)


def _weak() -> Group:
    weak = PublishedKey.objects.current().weak()
    told = [
        Row(key.listing, key, key.fingerprint, why=tuple(said(found.sentence) for found in key.key.weaknesses()))
        for key in weak.in_order().defer("certificate")[:MOST]
    ]  # fmt: skip
    title, lead = TITLES["weak"]
    return Group("weak", title, lead, told, weak.count())
