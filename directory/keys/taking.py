"""What somebody gives becomes a key of the team: read, compared with what was typed, put together with what is here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from directory import fields, openpgp, publishing
from directory.models import Key, Listing, PublishedKey, Team
from directory.openpgp import Certificate, PublicKey, Refused
from directory.openpgp.words import day, groups

from .fetching import fetch


@dataclass(frozen=True)
class Taken:
    """The desk's row of a key that was taken in, and what became of it, in sentences."""

    row: Key
    said: tuple[str, ...]


def take_in(team: Team, material: bytes, *, typed: str = "", by: str = "") -> Taken:
    """Takes the one certificate in some material (armored or not), or the revocation of a key that is here already.

    `typed` is the fingerprint that the person expects, if any. Where the published profile names the key, its
    certificate is public at once. Raises Refused; then nothing has changed.
    """
    expected = _typed(typed)
    row, old, certificate = _read(team, material)
    key = certificate.key
    if expected and expected != key.fingerprint:
        raise Refused(
            "other-fingerprint",
            f"This is the key {key.groups}, not the one whose fingerprint you typed. It was not taken. "
            "Compare the two with somebody of the team, by another way than mail.",
        )
    renamed = row is not None and not row.fingerprint
    with transaction.atomic():
        row = _kept(team, row, certificate)
        publicly = _made_public(team, row, by)
    return Taken(row, (*_happened(old, certificate, key, renamed), publicly))


def take_fetched(team: Team, email: str, *, typed: str = "", by: str = "") -> Taken:
    """Takes the key that the Web Key Directory of an address has for it. Raises Refused as `take_in` does, and where
    the key does not name the address."""
    return take_in(team, fetched(email), typed=typed, by=by)


def fetched(email: str) -> bytes:
    """What the Web Key Directory of an address has for it; asked outside of any transaction, for the other host takes
    its time. Raises Refused."""
    material = fetch(email)
    found = openpgp.read(material)
    if not found.key.matches([email]):
        raise Refused(
            "not-matching",
            f"The key that is published for {email} does not name this address; it was not taken.",
        )
    return material


def set_purpose(row: Key, purpose: str) -> None:
    """Raises Refused for a purpose that is none."""
    if purpose not in Key.Purpose.values:
        raise Refused(
            "purpose", "A key is there to write to the team and to sign, to sign only, or no longer."
        )
    row.purpose = purpose
    row.save(update_fields=["purpose"])


def remove(row: Key) -> str:
    """Takes a key off the desk; what is public stays until the next revision, as the sentence says."""
    name = str(row)
    public = PublishedKey.objects.filter(listing_id=row.team_id, fingerprint=row.fingerprint).exists()
    row.delete()
    later = " It stays public until the next revision." if public else ""
    return f"The key {name} was removed from the desk.{later}"


def certificate_of(row: Key | PublishedKey) -> Certificate:
    """The certificate of a row that has one."""
    return Certificate(PublicKey.from_dict(row.facts or {}), bytes(row.certificate))


def _typed(text: str) -> str:
    """A typed fingerprint in its one spelling, empty where nothing was typed."""
    if not re.sub(r"[\s:]", "", text):
        return ""
    try:
        return fields.fingerprint(text)
    except ValidationError as error:
        raise Refused("not-a-fingerprint", " ".join(error.messages)) from None


def _read(team: Team, material: bytes) -> tuple[Key | None, Certificate | None, Certificate]:
    """The row that the key has here, its certificate until now, and its certificate from now on."""
    try:
        found = openpgp.read(material)
    except Refused as error:
        if error.code != "signature":
            raise
        return _revoked(team, material, error)
    row = _row_of(team, found.key)
    if row is None or row.facts is None:
        return row, None, found
    old = certificate_of(row)
    return row, old, openpgp.merge(old, material)


def _revoked(team: Team, material: bytes, refusal: Refused) -> tuple[Key, Certificate, Certificate]:
    """A signature that stands alone may be the revocation of one of the keys here."""
    for row in team.keys.exclude(facts=None):
        old = certificate_of(row)
        try:
            return row, old, openpgp.merge(old, material)
        except Refused:
            continue  # it is none of this key's
    raise refusal


def _row_of(team: Team, key: PublicKey) -> Key | None:
    """The row of this fingerprint, or one that has no more than the key's own ID."""
    rows = list(team.keys.all())
    by_id = (row for row in rows if not row.fingerprint and key.key_id.endswith(row.key_id))
    return next((row for row in rows if row.fingerprint == key.fingerprint), None) or next(by_id, None)


def _kept(team: Team, row: Key | None, certificate: Certificate) -> Key:
    if row is None:
        last = team.keys.aggregate(last=Max("position"))["last"]
        row = Key(team=team, position=0 if last is None else last + 1)
    key = certificate.key
    row.fingerprint, row.key_id = key.fingerprint, key.key_id
    row.expires_on = last_day(key)
    row.certificate, row.facts = certificate.binary, key.as_dict()
    row.save()
    return row


def last_day(key: PublicKey) -> date | None:
    """The last day on which the key is of use, as far as it says one itself."""
    return (key.ends - timedelta(seconds=1)).date() if key.ends else None


# What became of it --------------------------------------------------------------------------------


def _made_public(team: Team, row: Key, by: str) -> str:
    notices = publishing.put_keys(team, by=by)
    if any(notice.content.payload["fingerprint"] == row.fingerprint for notice in notices):
        return "It is public at once, for the published profile names this key."
    if PublishedKey.objects.filter(listing_id=team.pk, fingerprint=row.fingerprint).exists():
        return "What is public of it stays as it is."
    if Listing.objects.listed().filter(pk=team.pk).exists():
        return "It will be public with the next revision."
    return "It will be public when the team is published."


def _happened(old: Certificate | None, new: Certificate, key: PublicKey, renamed: bool) -> tuple[str, ...]:
    name = f"The key {groups(key.fingerprint)}"
    if old:
        changed = list(changes(old.key, key))
        same = "Nothing in it is new." if old.binary == new.binary else "Its own signatures were renewed."
        return (f"{name} was here already.", *(changed or [same]))
    if renamed:
        return (f"{name} was taken; until now, the document gave its key ID alone.",)
    return (f"{name} was taken.",)


def changes(old: PublicKey, new: PublicKey) -> Iterator[str]:
    """What a newer state of a key says otherwise than the older one, a sentence each."""
    if new.revocation and not old.revocation:
        yield f"It is revoked now: {new.revocation.reason}."
    if old.ends != new.ends:
        yield f"It ends {_when(new.ends)}; until now, it was to end {_when(old.ends)}."
    before = {own.text: own.revoked for own in old.user_ids}
    added = [own.text for own in new.user_ids if own.text not in before]
    if added:
        yield f"New user ids: {', '.join(added)}."
    withdrawn = [own.text for own in new.user_ids if own.revoked and before.get(own.text) is False]
    if withdrawn:
        yield f"No longer true, it says: {', '.join(withdrawn)}."
    parts = {part.fingerprint: part.revoked for part in old.subkeys}
    if fresh := [part.name for part in new.subkeys if part.fingerprint not in parts]:
        yield f"New subkeys: {', '.join(fresh)}."
    if gone := [part.key_id for part in new.subkeys if part.revoked and parts.get(part.fingerprint) is False]:
        yield f"Revoked subkeys: {', '.join(gone)}."


def _when(moment: datetime | None) -> str:
    return f"on {day(moment)}" if moment else "never"
