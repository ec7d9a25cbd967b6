"""What a public key tells, as values: pure, and without a clock of its own.

Whatever depends on the day is asked with that day: `state`, `problems`, `can_encrypt` and `can_sign` take `at`.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from . import words
from .words import Problem, problem

#: How long before its end a key is said to expire soon.
SOON = datetime.timedelta(days=60)
#: How far the clock of whoever made a key may be ahead.
SKEW = datetime.timedelta(days=1)
MIN_RSA, GOOD_RSA = 2048, 3072

_FINGERPRINT = re.compile(r"[0-9A-F]{40}|[0-9A-F]{64}")
_MAILBOX = re.compile(r"[^\s<>@,;]{1,64}@[^\s<>@,;]{1,190}")
_GROUPING = re.compile(r"[\s:.-]+")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class UserId:
    """A user id as it stands in the key (without control characters), and the name and address that it gives.

    `email` is empty where it gives none, or more than one; it is in lower case.
    """

    text: str
    name: str = ""
    email: str = ""
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Revocation:
    """When a key was revoked and why: `code` is RFC 9580's (5.2.3.31), `comment` the owner's own words."""

    when: datetime.datetime | None
    code: int = 0
    comment: str = ""

    @property
    def reason(self) -> str:
        """In words, to stand within a sentence."""
        said = words.REASONS.get(self.code, words.REASONS[0])
        return f"{said} (“{self.comment}”)" if self.comment else said

    @property
    def compromised(self) -> bool:
        """Whether older signatures fall with the key: they do unless it was replaced or retired (RFC 9580, 5.2.3.31)."""
        return self.code not in {1, 3}


@dataclass(frozen=True, slots=True)
class Subkey:
    """A part of a key with a purpose of its own. `revoked` is about the subkey, not about the whole key."""

    fingerprint: str
    key_id: str
    algorithm: str
    bits: int | None
    curve: str | None
    created: datetime.datetime
    expires: datetime.datetime | None = None
    revoked: bool = False
    encrypts: bool = False
    signs: bool = False

    @property
    def name(self) -> str:
        return _name(self.algorithm, self.bits, self.curve)

    def lives(self, at: datetime.datetime) -> bool:
        return not self.revoked and (self.expires is None or at < self.expires)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A certificate. Times are in UTC; `bits` and `curve` are None where there is no such thing.

    `number` is the algorithm's (RFC 9580, 9.1). `encrypts` and `signs` say what the primary key itself is for. `checked` is False where gpg cannot check the key's
    own signatures (version 6): then its user ids are only claimed, and expiry and revocation are not known.
    `self_hash` names the hash algorithm of the key's own signatures where each of them is made with a broken one.
    `notes` are what its reader met on the way.
    """

    fingerprint: str
    version: int
    key_id: str
    number: int
    algorithm: str
    bits: int | None
    curve: str | None
    created: datetime.datetime
    expires: datetime.datetime | None = None
    revocation: Revocation | None = None
    encrypts: bool = False
    signs: bool = False
    user_ids: tuple[UserId, ...] = ()
    subkeys: tuple[Subkey, ...] = ()
    checked: bool = True
    self_hash: str | None = None
    notes: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """Algorithm and size as one speaks of them: "RSA 4096", "Ed25519"."""
        return _name(self.algorithm, self.bits, self.curve)

    @property
    def groups(self) -> str:
        return words.groups(self.fingerprint)

    @property
    def revoked(self) -> bool:
        return self.revocation is not None

    @property
    def strength(self) -> str:
        """ "good", "short" (still usable) or "weak"; `weaknesses` says why."""
        codes = {found.code for found in self.weaknesses()}
        return "weak" if codes - {"short-rsa"} else "short" if codes else "good"

    def weaknesses(self) -> tuple[Problem, ...]:
        found = [problem for code, problem in self._weak_parts()]
        if self.self_hash:
            found.append(problem("weak-hash", name=self.self_hash))
        return tuple(dict.fromkeys(found))

    def _weak_parts(self) -> Iterator[tuple[str, Problem]]:
        parts: list[PublicKey | Subkey] = [self, *(s for s in self.subkeys if not s.revoked)]
        for part in parts:
            if part.algorithm == "RSA" and part.bits and part.bits < GOOD_RSA:
                code = "weak-rsa" if part.bits < MIN_RSA else "short-rsa"
                yield code, problem(code, name=part.name)
            elif part.algorithm == "DSA":
                yield "weak-dsa", problem("weak-dsa", name=part.name)
            elif part.algorithm == "ElGamal" and part.bits and part.bits < MIN_RSA:
                yield "weak-elgamal", problem("weak-elgamal", name=part.name)

    @property
    def encryption_ends(self) -> datetime.datetime | None:
        """When the last part that mail is encrypted to ends; None where that is never, or where there is none."""
        ends = [part.expires for part in self._encrypting()]
        return None if None in ends else max((end for end in ends if end), default=None)

    @property
    def ends(self) -> datetime.datetime | None:
        """When the key ceases to be of use: its own end, or that of what mail is encrypted to, whichever comes first."""
        return min((end for end in (self.expires, self.encryption_ends) if end), default=None)

    def _encrypting(self) -> list[PublicKey | Subkey]:
        own: list[PublicKey | Subkey] = [self] if self.encrypts else []
        return own + [s for s in self.subkeys if s.encrypts and not s.revoked]

    def lives(self, at: datetime.datetime) -> bool:
        return not self.revoked and (self.expires is None or at < self.expires)

    def can_encrypt(self, at: datetime.datetime) -> bool:
        """Whether mail can be encrypted to the key on that day."""
        return self.lives(at) and any(
            part.expires is None or at < part.expires for part in self._encrypting()
        )

    def can_sign(self, at: datetime.datetime) -> bool:
        return self.lives(at) and (self.signs or any(s.signs and s.lives(at) for s in self.subkeys))

    def state(self, at: datetime.datetime) -> str:
        """ "revoked", "expired", "not-yet", "unchecked", "no-encryption", "soon" or "valid": the first that is true."""
        if self.revoked:
            return "revoked"
        if not self.lives(at):
            return "expired"
        if self.created > at + SKEW:
            return "not-yet"
        if not self.checked:
            return "unchecked"
        if not self.can_encrypt(at):
            return "no-encryption"
        return "soon" if self.ends and self.ends - at <= SOON else "valid"

    def problems(self, at: datetime.datetime) -> tuple[Problem, ...]:
        """Everything there is to say against the key on that day, the gravest first."""
        found = [*self._problems_of_time(at), *self.weaknesses(), *self.notes]
        if self.checked and self.expires is None and not self.revoked:
            found.append(problem("no-expiry"))
        order = ("error", "warning", "note")
        return tuple(sorted(found, key=lambda p: order.index(p.severity)))

    def _problems_of_time(self, at: datetime.datetime) -> Iterator[Problem]:
        if not self.checked:
            yield problem("unchecked", kind=f"version {self.version}, {self.name}")
        if self.revocation:
            when = self.revocation.when
            date = words.day(when) if when else "an unknown day"
            yield problem("revoked", date=date, reason=self.revocation.reason)
        elif self.expires and self.expires <= at:
            yield problem("expired", date=words.day(self.expires))
        elif self.created > at + SKEW:
            yield problem("not-yet", date=words.day(self.created))
        elif self.checked:
            yield from self._problems_of_encryption(at)

    def _problems_of_encryption(self, at: datetime.datetime) -> Iterator[Problem]:
        end = self.encryption_ends
        own = self.expires
        if not self._encrypting():
            yield problem("no-encryption")
        elif end and end <= at:
            yield problem("encryption-expired", date=words.day(end))
        elif end and end - at <= SOON and (own is None or end < own):
            yield problem("encryption-soon", date=words.day(end))
        if own and own - at <= SOON:
            yield problem("soon", date=words.day(own))

    def matches(self, emails: Iterable[str]) -> tuple[str, ...]:
        """Those of the addresses that a user id of the key names, as they were given and in their order."""
        own = {user_id.email for user_id in self.user_ids if user_id.email and not user_id.revoked}
        return tuple(dict.fromkeys(email for email in emails if email.strip().lower() in own))

    def is_named(self, typed: str) -> bool:
        """Whether a fingerprint as somebody typed it, in any grouping and case, is this key's: every digit of it."""
        return typed.isascii() and _GROUPING.sub("", typed).removeprefix("0x").upper() == self.fingerprint

    def as_dict(self) -> dict[str, Any]:
        """The key as JSON's own types; `from_dict` is the inverse."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> PublicKey:
        """The key that `as_dict` wrote. Raises KeyError, TypeError or ValueError where it did not."""
        revocation = record["revocation"]
        return cls(
            **{
                **_timed(record),
                "revocation": Revocation(**_timed(revocation)) if revocation else None,
                "user_ids": tuple(UserId(**user_id) for user_id in record["user_ids"]),
                "subkeys": tuple(Subkey(**_timed(subkey)) for subkey in record["subkeys"]),
                "notes": tuple(Problem(**note) for note in record["notes"]),
            }
        )


def is_fingerprint(text: str) -> bool:
    """Whether this is a whole fingerprint as this package writes it: 40 or 64 hexadecimal digits in upper case."""
    return _FINGERPRINT.fullmatch(text) is not None


def user_id(octets: bytes, *, revoked: bool = False) -> UserId:
    """A user id taken apart: "Name <address>", or an address alone."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        text = octets.decode("latin-1")
    text = _SPACES.sub(" ", "".join(" " if c.isspace() else c for c in text if _is_shown(c))).strip()
    name, bracket, rest = text.partition("<")
    if not bracket:
        return (
            UserId(text, "", text.lower(), revoked)
            if _MAILBOX.fullmatch(text)
            else UserId(text, text, "", revoked)
        )
    address = rest[:-1] if rest.endswith(">") and _MAILBOX.fullmatch(rest[:-1]) else ""
    return UserId(text, name.strip(), address.lower(), revoked)


def _is_shown(character: str) -> bool:
    """Neither a control nor a mark that turns the direction of what stands around it."""
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _name(algorithm: str, bits: int | None, curve: str | None) -> str:
    if curve:
        return curve if algorithm in {"EdDSA", "ECDH", curve} else f"{algorithm} {curve}"
    return f"{algorithm} {bits}" if bits else algorithm


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _timed(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its times read."""
    times = {name: record[name] for name in ("created", "expires", "when") if record.get(name)}
    return {**record, **{name: datetime.datetime.fromisoformat(text) for name, text in times.items()}}
