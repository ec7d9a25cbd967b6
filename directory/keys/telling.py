"""What a key at the desk tells, in sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from directory.models import Contact, Key, Listing, PublishedKey, Team
from directory.openpgp import Problem, PublicKey
from directory.openpgp.words import day, groups

from .taking import certificate_of

UNREAD = "Only what the document says of it is known: give the key itself, and it will be checked."


@dataclass(frozen=True)
class Told:
    """A key as the desk shows it. `key` is None where no certificate was given; `missing` are the team's published
    addresses that it does not name, `named` those that it does; `end` is the last day, empty for a revoked key."""

    row: Key
    key: PublicKey | None
    fingerprint: str
    state: str
    public: str
    named: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    abilities: str = ""
    end: str = ""


def told(team: Team, at: datetime) -> list[Told]:
    """All keys of the team's desk, in their order."""
    emails = [c.value for c in team.contacts.filter(kind=Contact.Kind.EMAIL, public=True) if c.value]
    published = set(PublishedKey.objects.filter(listing_id=team.pk).values_list("fingerprint", flat=True))
    named = set(_named_publicly(team))
    return [_told(row, emails, _publicly(row, published, named), at) for row in team.keys.all()]


def _told(row: Key, emails: Iterable[str], public: str, at: datetime) -> Told:
    shown = groups(row.fingerprint) if row.fingerprint else f"0x{row.key_id}"
    if row.facts is None:
        return Told(row, None, shown, UNREAD, public)
    key = certificate_of(row).key
    named = key.matches(emails)
    return Told(
        row,
        key,
        shown,
        state_of(key, at),
        public,
        named,
        tuple(email for email in emails if email not in named),
        key.problems(at),
        " ".join(_abilities(key, at)),
        "" if key.revoked else day(key.ends - timedelta(seconds=1)) if key.ends else "it has none",
    )


def state_of(key: PublicKey, at: datetime) -> str:
    """The one sentence that says whether the key can be used."""
    revocation = key.revocation
    if revocation:
        when = f" on {day(revocation.when)}" if revocation.when else ""
        return f"Revoked{when}: {revocation.reason}."
    end = key.ends
    sentences = {
        "expired": f"Expired on {day(key.expires)}." if key.expires else "Expired.",
        "not-yet": f"Not to be used yet: it says that it was made on {day(key.created)}, which is yet to come.",
        "unchecked": "A key of a kind that cannot be checked here yet.",
        "no-encryption": "In force, but nothing can be encrypted to it.",
        "soon": f"Valid, but not for long: it ends on {day(end)}." if end else "Valid.",
        "valid": f"Valid; it ends on {day(end)}." if end else "Valid; it never ends.",
    }
    return sentences[key.state(at)]


def _abilities(key: PublicKey, at: datetime) -> Iterator[str]:
    encrypts, signs = key.can_encrypt(at), key.can_sign(at)
    if encrypts and signs:
        yield "Mail can be encrypted to it, and it can sign."
    elif encrypts:
        yield "Mail can be encrypted to it; it cannot sign."
    elif signs:
        yield "It can sign; mail cannot be encrypted to it."
    else:
        yield "It can neither sign nor be encrypted to."


def _named_publicly(team: Team) -> Iterator[str]:
    listing = Listing.objects.listed().with_revision().filter(pk=team.pk).first()
    if listing:
        yield from (key["fingerprint"] for key in listing.revision.content.profile["keys"])


def _publicly(row: Key, published: set[str], named: set[str]) -> str:
    if row.fingerprint and row.fingerprint in published:
        return "Public, with its certificate."
    if row.fingerprint and row.fingerprint in named:
        return "Public by its fingerprint alone."
    return "Not public yet: it will be with the next revision."
