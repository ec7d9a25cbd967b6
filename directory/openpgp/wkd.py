"""Web Key Directory (draft-koch-openpgp-webkey-service): where the key of an e-mail address is published. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote

from .limits import Refused

ROOT = "/.well-known/openpgpkey"
#: The type of a key, which is given as packets, not as armor (3.1).
KEY_TYPE = "application/octet-stream"
#: The policy file must be there; what it leaves out is not offered (4.5).
POLICY = "# Keys are published here; none are taken by mail.\n"

_ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769"  # z-base-32
_HASH = re.compile(f"[{_ALPHABET}]{{32}}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
#: Only these are mapped to lower case; other letters stay as they are (3.1).
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class Place:
    """An address's place in a directory: `hash` is of its local part, which is `local` as it was written."""

    local: str
    domain: str

    @property
    def hash(self) -> str:
        return local_hash(self.local)

    @property
    def advanced_path(self) -> str:
        return f"{ROOT}/{self.domain}/hu/{self.hash}"

    @property
    def direct_path(self) -> str:
        return f"{ROOT}/hu/{self.hash}"

    @property
    def advanced(self) -> str:
        """The address that is asked first, on a host of its own."""
        return f"https://openpgpkey.{self.domain}{self.advanced_path}?l={quote(self.local, safe='')}"

    @property
    def direct(self) -> str:
        """The address that is asked where the host openpgpkey does not exist."""
        return f"https://{self.domain}{self.direct_path}?l={quote(self.local, safe='')}"


def place(email: str) -> Place:
    """Where the key of an address is. Its domain is in A-labels; raises Refused where it is no address."""
    local, at, domain = email.strip().rpartition("@")
    if (
        not at
        or not local
        or len(local) > 64
        or not local.isprintable()
        or not _DOMAIN.fullmatch(domain.lower())
    ):
        raise Refused("no-address", "This is not an e-mail address whose domain can be asked for a key.")
    return Place(local, domain.lower())


def local_hash(local: str) -> str:
    """The 32 letters that stand for a local part: z-base-32 of the SHA-1 of it in lower case."""
    digest = hashlib.sha1(local.translate(_LOWER).encode("utf-8", "replace"), usedforsecurity=False).digest()
    return zbase32(digest)


def is_hash(text: str) -> bool:
    return _HASH.fullmatch(text) is not None


def zbase32(octets: bytes) -> str:
    """Five bits a letter, in the alphabet that is easy to read (RFC 6189, 5.1.6)."""
    bits = len(octets) * 8
    number = int.from_bytes(octets, "big") << -bits % 5
    letters = (bits + 4) // 5
    return "".join(_ALPHABET[number >> 5 * n & 31] for n in range(letters - 1, -1, -1))
