"""HKP, the protocol that programs ask keyservers with (draft-shaw-openpgp-hkp-00, draft-gallagher-openpgp-hkp).

Pure: what is asked for, and how a list of keys is answered to a program. Where keys come from is not known here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from .key import PublicKey, UserId
from .limits import Refused

OPERATIONS = ("get", "index", "vindex")
MAX_SEARCH = 200
MAX_WORDS = 12
#: The type of a list for programs, and of a key (draft-gallagher-openpgp-hkp, 5).
INDEX_TYPE, KEYS_TYPE = "text/plain; charset=utf-8", "application/pgp-keys"

_HEX = re.compile(r"(?:0[xX])?([0-9A-Fa-f ]+)")
_MAILBOX = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,190}")
#: What stays as it is in a user id; a colon would end the field, and a percent sign begins an escape.
_SAFE = " !\"#$&'()*+,-./;<=>?@[\\]^_`{|}~"


@dataclass(frozen=True, slots=True)
class Lookup:
    """What somebody asks for.

    `kind` is "fingerprint" (40 or 64 digits), "key-id" (16 digits), "email" (in lower case) or "words"; `sought` is
    the value in that form. `machine` asks for the list that programs read, `exact` for whole user ids alone.
    """

    operation: str
    kind: str
    sought: str
    machine: bool = False
    exact: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.sought.split()[:MAX_WORDS])


def parse(query: Mapping[str, str]) -> Lookup:
    """A query of /pks/lookup. Raises Refused with the code "unknown-operation" (HTTP 501) or another (HTTP 400)."""
    operation = query.get("op", "").strip().lower()
    if operation not in OPERATIONS:
        raise Refused("unknown-operation", "This keyserver knows the operations get, index and vindex.")
    kind, sought = _sought(query.get("search", ""))
    options = {word.strip().lower() for word in query.get("options", "").split(",")}
    exact = query.get("exact", "").strip().lower() == "on"
    return Lookup(operation, kind, sought, "mr" in options, exact)


def _sought(search: str) -> tuple[str, str]:
    text = search.strip()
    if not text or not text.isprintable():
        raise Refused("no-search", "Say which key: by its fingerprint (0x…), an e-mail address or words.")
    if len(text) > MAX_SEARCH:
        raise Refused("too-long", f"A search has at most {MAX_SEARCH} characters.")
    if digits := _digits(text):
        return ("key-id" if len(digits) == 16 else "fingerprint"), digits
    address = _address(text)
    if _MAILBOX.fullmatch(address):
        return "email", address.lower()
    return "words", text


def _digits(text: str) -> str:
    """The digits of a fingerprint or key ID; empty where the text is something else."""
    match = _HEX.fullmatch(text)
    digits = match[1].replace(" ", "").upper() if match else ""
    prefixed = text[:2].lower() == "0x"
    if prefixed and len(digits) == 8:
        raise Refused("short-key-id", "Key IDs of 8 digits can be forged: give 16 digits or the fingerprint.")
    if len(digits) in {40, 64} or (prefixed and len(digits) == 16):
        return digits
    if prefixed:
        raise Refused(
            "bad-fingerprint", "After 0x stand the 16 digits of a key ID, or the 40 or 64 of a fingerprint."
        )
    return ""


def _address(text: str) -> str:
    """What stands in the brackets of "Name <address>"; gpg sends addresses with one of the brackets, too."""
    return text.rpartition("<")[2].removesuffix(">").strip()


def index(keys: Iterable[PublicKey], at: datetime.datetime) -> str:
    """The list that programs read: a line for each key and each of its user ids, as far as they are given."""
    listed = list(keys)
    lines = [f"info:1:{len(listed)}"]
    for key in listed:
        lines.append(_pub(key, at))
        lines += [_uid(user_id) for user_id in key.user_ids]
    return "\n".join(lines) + "\n"


def _pub(key: PublicKey, at: datetime.datetime) -> str:
    expired = key.expires is not None and key.expires <= at
    flags = ("r" if key.revoked else "") + ("e" if expired else "")
    length = str(key.bits) if key.bits else ""
    times = (_seconds(key.created), _seconds(key.expires))
    return ":".join(["pub", key.fingerprint, str(key.number), length, *times, flags])


def _uid(user_id: UserId) -> str:
    return f"uid:{quote(user_id.text, safe=_SAFE)}:::{'r' if user_id.revoked else ''}"


def _seconds(moment: datetime.datetime | None) -> str:
    return str(int(moment.timestamp())) if moment else ""
