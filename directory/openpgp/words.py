"""What there is to say about keys and signatures, in sentences; every one of them begins as a template here.

A page that speaks another language finds the template again (directory.phrases) and says its translation.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

#: What is doubtful or wrong with a key: code -> severity and sentence.
PROBLEMS = {
    "revoked": ("error", "This key was revoked on {date}: {reason}."),
    "expired": ("error", "This key expired on {date}."),
    "soon": ("warning", "This key expires on {date}."),
    "encryption-expired": ("error", "The part of this key that mail is encrypted to expired on {date}."),
    "encryption-soon": ("warning", "The part of this key that mail is encrypted to expires on {date}."),
    "no-encryption": ("warning", "Nothing can be encrypted to this key: it has no part for that."),
    "not-yet": ("warning", "This key says that it was made on {date}, which is yet to come."),
    "unchecked": (
        "warning",
        "This key is of a newer kind ({kind}) that this site cannot check yet: what it says of itself is not proved.",
    ),
    "weak-rsa": ("error", "{name} is too short: keys of this length can be broken. Make a new one."),
    "short-rsa": ("note", "{name} is shorter than what is recommended today (RSA 3072, or Curve25519)."),
    "weak-dsa": ("error", "{name} is a kind of key that is no longer safe. Make a new one."),
    "weak-elgamal": ("error", "Mail is encrypted with {name}, which is too short. Make a new key."),
    "weak-hash": (
        "warning",
        "This key signs its own user ids with {name}, which can be forged; newer programs may refuse the key. "
        "Setting its expiry date anew with a program of today mends that.",
    ),
    "no-expiry": (
        "note",
        "This key never expires. An expiry date, moved on in time, shows that somebody looks after it.",
    ),
    "photos": ("note", "A picture was left out: the directory keeps what is needed to use the key."),
    "others": ("note", "Signatures by other keys were left out: {number}."),
    "dropped": ("warning", "Parts that the key has not signed itself were left out: {number}."),
    "checksum": ("note", "The checksum behind the key was wrong; the key itself is whole."),
}

#: Why a key was revoked (RFC 9580, 5.2.3.31).
REASONS = {
    0: "no reason is given",
    1: "it was replaced by another key",
    2: "others may have its secret part",
    3: "it is no longer used",
    32: "its user id is no longer true",
}

#: What became of a signature: code -> sentence.
VERDICTS = {
    "good": "The signature is good: made on {date} with the key {key}.",
    "key-expired": "The signature is good: made on {date} with the key {key}, which has expired since, on {end}.",
    "made-too-late": "The signature was made on {date}, when the key {key} had already expired, on {end}.",
    "key-revoked": "The signature was made on {date} with the key {key}, which was revoked on {end}: {reason}.",
    "signature-expired": "The signature, made on {date} with the key {key}, said of itself how long it holds. It has expired.",
    "weak": "The signature was made with {hash}, which can be forged; sign again with a program of today.",
    "bad": "The signature does not fit: what was signed and what is here are not the same, to the byte.",
    "unknown-signer": "The signature was made with another key ({key}), not with this one.",
    "unusable": "The signature cannot be checked.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is doubtful or wrong, as data: `severity` is "error", "warning" or "note"."""

    code: str
    severity: str
    sentence: str


def problem(code: str, **parts: object) -> Problem:
    severity, template = PROBLEMS[code]
    return Problem(code, severity, template.format(**parts))


def day(moment: datetime.datetime) -> str:
    """A date as it stands in a sentence: 3 March 2026. Whatever the locale, and in UTC."""
    there = moment.astimezone(datetime.UTC)
    return f"{there.day} {_MONTHS[there.month - 1]} {there.year}"


def groups(fingerprint: str) -> str:
    """A fingerprint as people read it aloud: groups of four digits, a wider gap in the middle."""
    fours = [fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4)]
    half = len(fours) // 2
    return " ".join(fours[:half]) + "  " + " ".join(fours[half:])
