"""What the teams' own domains give out as their keys (WKD), where the setting WKD_FETCH is on: a newer state of a key
that is known here is taken, another key is told."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings

from directory import keys, openpgp
from directory.key_watch import AT_A_TIME, Finding
from directory.models import Key, Listing, PublishedKey
from directory.openpgp import Certificate, Refused

AT_ONCE = 8
BY = "check_keys"


@dataclass(frozen=True, slots=True)
class Asked:
    """A published key of a team and the address of the team that it names."""

    listing: Listing
    key: PublishedKey
    address: str

    @property
    def known(self) -> set[str]:
        """Fingerprints of all keys that the team's profile names, the former ones too."""
        return {key["fingerprint"] for key in self.listing.revision.content.profile["keys"]}


def renew() -> Iterator[Finding]:
    """Asks the domain of each key that names an address of its team. What is newer there becomes public at once;
    where the domain gives out a key that the team has not published, a finding says so. Nothing where WKD_FETCH is
    off; a domain that does not answer, or has no key, says nothing."""
    if not settings.WKD_FETCH:
        return
    asked = list(_to_ask())
    with ThreadPoolExecutor(AT_ONCE) as pool:  # they wait for others' servers, and touch no database
        for one, found in zip(asked, pool.map(_fetched, asked), strict=True):
            if found is None:
                continue
            if found.key.fingerprint in one.known:
                _take(one, found)
            else:
                yield Finding(
                    one.listing,
                    one.key.fingerprint,
                    "replaced",
                    address=one.address,
                    other=found.key.fingerprint,
                )


def _to_ask() -> Iterator[Asked]:
    order = list(Listing.objects.listed().by_name().values_list("pk", flat=True))
    rows = Listing.objects.with_revision().prefetch_related("published_keys")
    for listing in rows.in_this_order(order, AT_A_TIME):
        contacts = listing.revision.content.profile["contacts"]
        emails = [contact["value"] for contact in contacts if contact["kind"] == "email"]
        for key in listing.published_keys.all():
            matched = key.key.matches(emails)
            if matched and key.purpose == Key.Purpose.TEAM:
                yield Asked(listing, key, matched[0])


def _fetched(asked: Asked) -> Certificate | None:
    """The key that the domain gives out for the address, if it names it."""
    try:
        found = openpgp.read(keys.fetch(asked.address))
    except Refused:
        return None
    return found if found.key.matches([asked.address]) else None


def _take(asked: Asked, found: Certificate) -> None:
    """The key as the desk has it, renewed; one that the desk has no more stays as it is."""
    team = asked.listing.team
    if team.keys.filter(fingerprint=found.key.fingerprint).exclude(facts=None).exists():
        try:
            keys.take_in(team, found.binary, by=BY)
        except Refused:
            return  # what is known already stays
