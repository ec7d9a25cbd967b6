"""A public key packet (RFC 9580, 5.5): what it is, how strong, and the fingerprint that names it."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from .limits import MAX_EXPONENT_BITS, MAX_KEY_BITS, Refused

UTC = datetime.UTC
#: Public-key algorithms (RFC 9580, 9.1), as people say them.
ALGORITHMS = {
    1: "RSA",
    2: "RSA",
    3: "RSA",
    16: "ElGamal",
    17: "DSA",
    18: "ECDH",
    19: "ECDSA",
    20: "ElGamal",
    22: "EdDSA",
    25: "X25519",
    26: "X448",
    27: "Ed25519",
    28: "Ed448",
}
#: Their numbers are the only parameter that is not a multi-precision integer: the size is in the name.
SIZED = {25: 256, 26: 448, 27: 256, 28: 448}
#: Object identifiers of curves (RFC 9580, 9.2), and their bits.
CURVES = {
    "2A8648CE3D030107": ("NIST P-256", 256),
    "2B81040022": ("NIST P-384", 384),
    "2B81040023": ("NIST P-521", 521),
    "2B2403030208010107": ("brainpoolP256r1", 256),
    "2B240303020801010B": ("brainpoolP384r1", 384),
    "2B240303020801010D": ("brainpoolP512r1", 512),
    "2B8104000A": ("secp256k1", 256),
    "2B06010401DA470F01": ("Ed25519", 256),
    "2B060104019755010501": ("X25519", 256),
    "2B6571": ("Ed448", 448),
    "2B656F": ("X448", 448),
}
#: Version -> the first octet of what is hashed, and the octets of the length behind it (RFC 9580, 5.5.4; LibrePGP).
_HASHED = {4: (0x99, 2), 5: (0x9A, 4), 6: (0x9B, 4)}
_ENCRYPTS_ONLY = {2, 16, 18, 25, 26}
#: What gpg 2.2 can check a key's own signatures with (`gpg --version`).
CHECKED_BY_GPG = {1, 2, 3, 16, 17, 18, 19, 20, 22}


@dataclass(frozen=True, slots=True)
class PublicPacket:
    """A primary key or a subkey by itself.

    `number` is the algorithm's (RFC 9580, 9.1), `bits` its size as one speaks of it (of an RSA modulus, of a curve's
    field), `curve` the curve's name. Where the material is too short for its algorithm, `bits` is None.
    """

    version: int
    created: datetime.datetime
    number: int
    bits: int | None
    curve: str | None
    fingerprint: str

    @property
    def key_id(self) -> str:
        """The 16 digits that signatures name it by: the last of a version 4 fingerprint, else the first."""
        return self.fingerprint[-16:] if self.version == 4 else self.fingerprint[:16]

    @property
    def algorithm(self) -> str:
        return ALGORITHMS.get(self.number, f"algorithm {self.number}")

    @property
    def encrypts_only(self) -> bool:
        return self.number in _ENCRYPTS_ONLY

    @property
    def is_checked_by_gpg(self) -> bool:
        return self.version == 4 and self.number in CHECKED_BY_GPG


def read(body: bytes) -> PublicPacket:
    """The packet whose body this is. Raises Refused where its version is too old, unknown or cut off."""
    version = body[0] if body else 0
    if version in {2, 3}:
        raise Refused(
            "old-version",
            f"This key is of version {version}, from the 1990s. No program of today accepts it: make a new one.",
        )
    if version not in _HASHED:
        raise Refused("unknown-version", f"Keys of version {version} are not known here.")
    start = 6 if version == 4 else 10
    if len(body) <= start or (version == 4 and len(body) > 0xFFFF):
        raise Refused("truncated", "The key itself is not whole.")
    number = body[5]
    bits, curve = _size(number, body[start:])
    return PublicPacket(version, moment(body[1:5]), number, bits, curve, fingerprint(version, body))


def fingerprint(version: int, body: bytes) -> str:
    """SHA-1 for version 4, SHA-256 after it, in upper-case hexadecimal digits (RFC 9580, 5.5.4)."""
    first, octets = _HASHED[version]
    hashed = bytes([first]) + len(body).to_bytes(octets, "big") + body
    digest = hashlib.sha1(hashed, usedforsecurity=False) if version == 4 else hashlib.sha256(hashed)
    return digest.hexdigest().upper()


def moment(octets: bytes) -> datetime.datetime:
    """Four octets of time (RFC 9580, 3.5): seconds since 1970, in UTC."""
    return datetime.datetime.fromtimestamp(int.from_bytes(octets, "big"), UTC)


def _size(number: int, material: bytes) -> tuple[int | None, str | None]:
    if number in SIZED:
        return SIZED[number], ALGORITHMS[number]
    if number in {18, 19, 22}:
        named = material[1 : 1 + material[0]].hex().upper() if material else ""
        name, bits = CURVES.get(named, (f"curve {named}", None)) if named else (None, None)
        return bits, name
    if number not in ALGORITHMS:
        return None, None
    modulus, rest = _integer(material)
    _refuse_costly(number, modulus, rest)
    return modulus.bit_length() or None, None


def _integer(material: bytes) -> tuple[int, bytes]:
    """The first integer (RFC 9580, 3.2) and what follows it; 0 where it is cut off. Its told length may be too long."""
    octets = (int.from_bytes(material[:2], "big") + 7) // 8
    whole = len(material) >= 2 + octets
    return int.from_bytes(material[2 : 2 + octets], "big") if whole else 0, material[2 + octets :]


def _refuse_costly(number: int, modulus: int, rest: bytes) -> None:
    """No program makes keys that take seconds for one signature; people do, to keep others busy."""
    if modulus.bit_length() > MAX_KEY_BITS:
        raise Refused("too-long-key", f"This key is longer than {MAX_KEY_BITS} bits, which is not read here.")
    if number in {1, 2, 3} and _integer(rest)[0].bit_length() > MAX_EXPONENT_BITS:
        raise Refused("odd-key", "This RSA key has a public exponent that no usual program makes.")
