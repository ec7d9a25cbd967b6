"""Keys, checked by gpg: `read` what somebody sent, and `merge` a newer state of a key into the one that is known.

gpg is run by `process`, not by python-gnupg: that has no limit on time (a key of 17 KB with 100 user ids keeps its
`scan_keys` busy for many seconds, a larger one for minutes), hands key arguments on unchecked ("--yes" exports every
key), and calls a signature valid when any key of the ring made it. Its readers of gpg's status lines are used where
they say all there is to say: imports here, signing and key making in `signing`. Verdicts on signatures (`verifying`)
are made from the status lines themselves, since its own forgets which key spoke.

The order is always the same: packets are counted and refused without gpg; what is not the owner's own is left out; gpg
checks the rest in a home of its own that is thrown away; its answer is compared with the fingerprint that was computed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import gnupg

from . import armor, listing, outline, words
from .key import PublicKey, is_fingerprint
from .limits import Refused
from .outline import Outline
from .process import UNAVAILABLE, Home, throwaway
from .words import Problem

#: Others' signatures, all but the newest of the key's own, and the repair that takes cubic time are not for us.
#: A key from a clock that is ahead is read, and `PublicKey.state` says so.
IMPORT = (
    "--ignore-time-conflict",
    "--import-options",
    "self-sigs-only,import-minimal,no-repair-keys",
    "--import",
)
#: Not export-minimal: that leaves out subkeys which have expired, and a key is known by those too.
_EXPORT = ("--export-options", "no-export-attributes", "--export")

_LIST = ("--with-colons", "--with-fingerprint", "--with-fingerprint", "--list-keys")


@dataclass(frozen=True, slots=True)
class Certificate:
    """A key and the smallest certificate that carries it, as bytes of packets."""

    key: PublicKey
    binary: bytes

    @property
    def armor(self) -> str:
        return armor.armored(self.binary)


def read(material: bytes) -> Certificate:
    """The one key in what somebody sent, armored or not, as far as its own signatures prove it.

    A key that gpg cannot check (version 6) comes back with `key.checked` False, and its certificate as it was, without
    pictures and others' signatures. Raises Refused: the code says what it is instead, the sentence says it to a person.
    """
    found = outline.read(material)
    notes = _notes(found)
    if not found.key.is_checked_by_gpg:
        return Certificate(listing.unchecked_key(found, notes), found.write())
    with throwaway() as home:
        take_in(home, found.write(), found.key.fingerprint)
        return _taken(home, found, notes)


def merge(old: Certificate, new: bytes) -> Certificate:
    """The known key with what a newer copy of it says: another end, other user ids, a revocation.

    `new` is a certificate of the same key, or a revocation certificate alone. What the old one has and the new one
    lacks stays. Raises Refused, with the code "other-key" where it is another key.
    """
    if not old.key.checked:
        return _replaced(old, new)
    revocation = outline.lone_revocation(new)
    newer = None if revocation else outline.read(new)
    if newer is not None:
        _same(old, newer.key.fingerprint)
    fingerprint = checked_fingerprint(old.key.fingerprint)
    with throwaway() as home:
        take_in(home, old.binary, fingerprint)
        if newer is not None:
            take_in(home, newer.write(), fingerprint)
        elif revocation is not None:
            home.gpg(*IMPORT, given=revocation)
        both = _output(home, *_EXPORT, fingerprint)
    merged = read(both)  # gpg puts the newer signatures beside the older ones; read anew, only the newer stay
    if revocation and not merged.key.revoked:
        raise Refused("other-key", "This revocation is not one of this key: it was not made by it.")
    notes = _notes(newer) if newer else []
    return replace(merged, key=replace(merged.key, notes=(*merged.key.notes, *notes)))


def limited(certificate: Certificate, emails: Iterable[str]) -> Certificate:
    """The certificate with the user ids alone that name one of the addresses; where none does, with its first.

    Nothing is checked anew: what is left out is packets, and what stays was checked when the certificate was read.
    """
    wanted = {email.strip().lower() for email in emails}
    whole = outline.read(certificate.binary)
    kept = [n for n, own in enumerate(certificate.key.user_ids) if own.email and own.email in wanted] or [0]
    whole.user_ids = [component for n, component in enumerate(whole.user_ids) if n in kept]
    named = tuple(own for n, own in enumerate(certificate.key.user_ids) if n in kept)
    return Certificate(replace(certificate.key, user_ids=named), whole.write())


def _replaced(old: Certificate, new: bytes) -> Certificate:
    """What cannot be checked cannot be put together: the newer copy stands for itself."""
    newer = read(new)
    _same(old, newer.key.fingerprint)
    return newer


def _same(old: Certificate, fingerprint: str) -> None:
    if fingerprint != old.key.fingerprint:
        raise Refused(
            "other-key", "This is another key: its fingerprint is not that of the key it should renew."
        )


def checked_fingerprint(fingerprint: str) -> str:
    """The fingerprint, if it may stand as an argument of gpg. Raises ValueError before any process starts."""
    if len(fingerprint) != 40 or not is_fingerprint(fingerprint):
        raise ValueError("A key is named by the 40 hexadecimal digits of its fingerprint, in upper case.")
    return fingerprint


def take_in(home: Home, certificate: bytes, fingerprint: str) -> None:
    """Import into a home. Raises Refused where gpg finds nothing in it to believe, or finds another key."""
    answer = home.gpg(*IMPORT, given=certificate)
    result = gnupg.ImportResult(None)
    for keyword, rest in answer.status:
        if keyword in {"IMPORT_OK", "IMPORT_PROBLEM", "IMPORT_RES"}:
            _tell(result, keyword, rest)
    if not answer.values("IMPORT_RES"):
        raise Refused("unavailable", UNAVAILABLE)
    if set(result.fingerprints) != {fingerprint}:
        raise Refused("unusable", _why_not(answer.values("IMPORT_OK"), certificate))


def _tell(result: gnupg.ImportResult, keyword: str, rest: str) -> None:
    try:
        result.handle_status(keyword, rest)
    except (ValueError, IndexError, KeyError):
        raise Refused("unavailable", UNAVAILABLE) from None


def _why_not(taken: list[str], certificate: bytes) -> str:
    if taken:
        return "This is not the key that it was taken for."
    if not outline.read(certificate).user_ids:
        return "This key has no user id: add one with a name and an address, and send it again."
    return "This key cannot be used: none of its user ids is signed by the key itself, in a way that gpg accepts."


def _taken(home: Home, before: Outline, notes: list[Problem]) -> Certificate:
    """What gpg holds of the one key in its home, after it was imported."""
    fingerprint = checked_fingerprint(before.key.fingerprint)
    written = _output(home, *_EXPORT, fingerprint)
    after = outline.read(written)
    lost = len(before.user_ids) + len(before.subkeys) - len(after.user_ids) - len(after.subkeys)
    if lost > 0:
        notes = [*notes, words.problem("dropped", number=lost)]
    return Certificate(listing.checked_key(_output(home, *_LIST, fingerprint), after, notes), written)


def _output(home: Home, *arguments: str) -> bytes:
    """What gpg writes about a key that it has just taken: it must have something to say."""
    answer = home.gpg(*arguments)
    if answer.code != 0 or not answer.output:
        raise Refused("unavailable", UNAVAILABLE)
    return answer.output


def _notes(found: Outline) -> list[Problem]:
    notes = []
    if found.checksum is False:
        notes.append(words.problem("checksum"))
    if found.photos:
        notes.append(words.problem("photos"))
    if found.others:
        notes.append(words.problem("others", number=found.others))
    return notes
