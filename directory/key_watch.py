"""Watching the keys of listed teams: what is to be said of each on a day, and to whom it is written (SECURITY 44).

It reads what is published, and of the desk only who maintains a team. Nothing public is written here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from directory.models import DocumentSignature, Listing, Mail, Maintainer, PublishedKey
from directory.openpgp.words import day, groups
from directory.signing_state import standing

#: Days before the end of a key at which it is spoken of; the last that is passed is the one that counts.
THRESHOLDS = (60, 30, 7)
AT_A_TIME = 200

SENTENCES = {
    "revoked": "The key was revoked on {end}: {reason}.",
    "expired": "The key expired on {end}.",
    "expiring": "The key expires on {end}; days left: {days}.",
    "replaced": "The team’s own domain gives out another key for {address}: {other}.",
}
SUBJECTS = {
    "revoked": "The OpenPGP key of {name} is revoked",
    "expired": "The OpenPGP key of {name} has expired",
    "expiring": "The OpenPGP key of {name} expires on {end}",
    "replaced": "Is there a new OpenPGP key of {name}?",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of a published key of a team. `code` is one of `SENTENCES`; `end` is when it ends or was
    revoked, `days` how many whole days are left, `threshold` the one that they fall under (0: none); `reason` is why
    it was revoked; `signatures` and `broken` count what it has signed, and what of that holds no more; `other` is
    the fingerprint of the key that the team's domain gives out for `address`."""

    listing: Listing
    fingerprint: str
    code: str
    end: datetime | None = None
    days: int = 0
    threshold: int = 0
    reason: str = ""
    signatures: int = 0
    broken: int = 0
    address: str = ""
    other: str = ""

    @property
    def subject_key(self) -> str:
        """What a mail about it is known by: the same thing is said once, and another end is another thing."""
        end = self.end.date().isoformat() if self.end else "unknown"
        told = {"expiring": f"key-{self.threshold}", "replaced": f"key-replaced:{self.other}"}
        return f"{told.get(self.code, f'key-{self.code}')}:{self.fingerprint}:{end}"

    def sentence(self) -> str:
        return SENTENCES[self.code].format(**self.words())

    def words(self) -> dict[str, Any]:
        return {
            "name": " ".join(self.listing.name.split()),
            "end": day(self.end) if self.end else "an unknown day",
            "days": self.days,
            "reason": self.reason,
            "address": self.address,
            "other": self.other,
            "fingerprint": self.fingerprint,
            "groups": groups(self.fingerprint),
            "page": f"{settings.SITE_URL}/teams/{self.listing.slug}/",
            "site": settings.SITE_URL,
            "signatures": self.signatures,
            "broken": self.broken,
        }

    def as_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        return {
            "team": self.listing.slug,
            "name": self.listing.name,
            "fingerprint": self.fingerprint,
            "state": self.code,
            "end": self.end.astimezone(UTC).isoformat() if self.end else None,
            "days": self.days if self.code == "expiring" else None,
            "signatures": self.signatures,
            "signatures_broken": self.broken,
            "replaced_by": self.other or None,
            "sentence": self.sentence(),
        }


# What is to be said ---------------------------------------------------------------------------------


def findings(at: datetime) -> Iterator[Finding]:
    """Of every listed team, in the order of their names: its keys in use that have ended, or soon will."""
    order = list(Listing.objects.listed().by_name().values_list("pk", flat=True))
    rows = Listing.objects.with_revision().prefetch_related("published_keys")
    for listing in rows.in_this_order(order, AT_A_TIME):
        known = {key.fingerprint: key for key in listing.published_keys.all()}
        for named in listing.revision.content.profile["keys"]:
            key = known.get(named["fingerprint"])
            if named.get("purpose") == "former":
                continue
            found = _of_key(listing, key, at) if key else _of_name(listing, named, at)
            if found:
                yield found


def _of_key(listing: Listing, published: PublishedKey, at: datetime) -> Finding | None:
    """By the key itself."""
    key = published.key
    if key.revocation is None:
        return _ending(listing, key.fingerprint, key.ends, at)
    signatures, broken = _weighed(listing, published, at)
    return Finding(
        listing,
        key.fingerprint,
        "revoked",
        key.revocation.when,
        reason=key.revocation.reason,
        signatures=signatures,
        broken=broken,
    )


def _of_name(listing: Listing, named: dict[str, Any], at: datetime) -> Finding | None:
    """By what the team's profile says of a key that the directory has not seen: its last day, where it names one."""
    try:
        last = date.fromisoformat(named.get("expires") or "")
    except ValueError:
        return None
    end = datetime.combine(last, time(23, 59, 59), UTC)
    return _ending(listing, named["fingerprint"] or named["key_id"], end, at)


def _ending(listing: Listing, fingerprint: str, end: datetime | None, at: datetime) -> Finding | None:
    if end is None:
        return None
    if end <= at:
        return Finding(listing, fingerprint, "expired", end)
    passed = [days for days in THRESHOLDS if end - at <= timedelta(days=days)]
    if not passed:
        return None
    return Finding(listing, fingerprint, "expiring", end, (end - at).days, min(passed))


def _weighed(listing: Listing, published: PublishedKey, at: datetime) -> tuple[int, int]:
    """How many revisions of the team the key has signed, and how many of the signatures hold no more."""
    made = DocumentSignature.objects.filter(
        revision__team_id=listing.pk, fingerprint=published.fingerprint
    ).only("made_at")
    holding = [standing(signature, published.key, at).holds for signature in made]
    return len(holding), holding.count(False)


# To whom it is written ------------------------------------------------------------------------------


def enqueue(finding: Finding) -> list[Mail]:
    """Puts a mail to each recipient who was not told before into the outbox; those that are new."""
    words = finding.words()
    subject = SUBJECTS[finding.code].format(**words)
    body = render_to_string(f"emails/key_{finding.code}.txt", words)
    mails = []
    for to in recipients(finding.listing):
        try:
            mail = Mail.objects.enqueue(
                key=f"{finding.subject_key}:{to.lower()}", to=to, subject=subject, body=body
            )
        except ValidationError:
            continue  # what a team published as its address is none that mail can be sent to
        if mail:
            mails.append(mail)
    return mails


def recipients(listing: Listing) -> list[str]:
    """The team at its first published address, and those who maintain it here; each once."""
    maintainers = Maintainer.objects.filter(team_id=listing.pk, user__is_active=True)
    found = [listing.card["email"], *maintainers.values_list("user__email", flat=True)]
    return list({address.lower(): address for address in found if address}.values())
