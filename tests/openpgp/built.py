"""OpenPGP material made by hand, packet by packet: what gpg 2.2 does not make, and what nobody should."""

from __future__ import annotations

import hashlib

from directory.openpgp import packets
from directory.openpgp.packets import Packet

MADE_AT = 1_700_000_000  # 14 November 2023
ED25519 = bytes.fromhex("2b06010401da470f01")
NIST_P384 = bytes.fromhex("2b81040022")


def mpi(number: int) -> bytes:
    """A multi-precision integer (RFC 9580, 3.2)."""
    return number.bit_length().to_bytes(2, "big") + number.to_bytes((number.bit_length() + 7) // 8, "big")


def v4(
    number: int = 1, material: bytes | None = None, *, tag: int = packets.PUBLIC_KEY, version: int = 4
) -> Packet:
    """A version 4 key packet; without material, an RSA modulus of 2048 bits."""
    given = mpi((1 << 2047) + 5) + mpi(65537) if material is None else material
    return Packet(tag, bytes([version]) + MADE_AT.to_bytes(4, "big") + bytes([number]) + given)


def v3() -> Packet:
    return Packet(
        packets.PUBLIC_KEY, b"\x03" + MADE_AT.to_bytes(4, "big") + b"\0\0\1" + mpi((1 << 1023) + 1) + mpi(17)
    )


def v6(number: int = 27, *, tag: int = packets.PUBLIC_KEY, version: int = 6) -> Packet:
    """A version 6 key packet (RFC 9580, 5.5.2.3) of one of the algorithms whose key is 32 octets."""
    material = hashlib.sha256(bytes([number, tag])).digest()
    head = bytes([version]) + MADE_AT.to_bytes(4, "big") + bytes([number])
    return Packet(tag, head + len(material).to_bytes(4, "big") + material)


def user_id(text: str) -> Packet:
    return Packet(packets.USER_ID, text.encode())


def photo() -> Packet:
    return Packet(packets.USER_ATTRIBUTE, b"\x14\x01\x10\x00\x01\x01" + b"\0" * 12 + b"\xff\xd8")


def signature(kind: int = 0x10, issuer: bytes = b"\xde\xad\xbe\xef" * 2, *, extra: int = 60) -> Packet:
    """A version 4 signature that nobody made: RSA and SHA-256, by that key ID, 119 octets with the usual `extra`."""
    hashed = b"\x05\x02" + MADE_AT.to_bytes(4, "big")
    unhashed = b"\x09\x10" + issuer
    head = bytes([4, kind, 1, 8]) + len(hashed).to_bytes(2, "big") + hashed
    number = int.from_bytes(
        b"\xff" + hashlib.sha256(issuer + bytes([kind])).digest()[: extra - 1] + b"\1" * extra, "big"
    )
    return Packet(
        packets.SIGNATURE, head + len(unhashed).to_bytes(2, "big") + unhashed + b"\xab\xcd" + mpi(number)
    )


def certificate(*parts: Packet) -> bytes:
    return packets.write(list(parts))


def v6_certificate() -> bytes:
    return certificate(
        v6(),
        signature(0x1F),
        user_id("EXAMPLE-CERT <cert@example.org>"),
        v6(25, tag=packets.PUBLIC_SUBKEY),
    )


def with_many_user_ids(key: Packet, count: int) -> bytes:
    """SECURITY 63: user ids whose signatures nobody can verify."""
    own = bytes.fromhex("00" * 8)
    names = (
        part for n in range(count) for part in (user_id(f"Flood {n} <{n}@example.org>"), signature(0x13, own))
    )
    return certificate(key, *names)


def with_many_signatures(whole: list[Packet], count: int) -> bytes:
    """SECURITY 63: a certificate whose first user id bears signatures by keys that are nowhere."""
    place = next(n for n, packet in enumerate(whole) if packet.tag == packets.USER_ID) + 1
    flood = [signature(0x10, n.to_bytes(8, "big")) for n in range(1, count + 1)]
    return certificate(*whole[:place], *flood, *whole[place:])
