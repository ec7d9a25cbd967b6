"""What a look-up compares: every claim, and everything that can be asked, as a key of bytes.

One index over these keys answers all questions, on every database. The first byte tells the kind apart:

    n  a network:   n, its length (0 to 128, one byte), its first address (16 bytes)
    a  an AS number: a, the number (4 bytes)
    d  a domain:    d, its A-labels
    m  an e-mail address, the domain in lower case
    c  a country, as national team: c, its ISO 3166-1 code

IPv4 stands where RFC 4291, 2.5.5.2 maps it, ::ffff:0:0/96, so that 192.0.2.1 and ::ffff:192.0.2.1 are one.
This module knows neither Django nor a database.
"""

import ipaddress
from collections.abc import Iterable
from socket import inet_ntoa

MAPPED = 0xFFFF << 32  # ::ffff:0:0
TOP = 128
FIRST_OF_V4 = TOP - 32
LAST_OF_V4 = MAPPED | 0xFFFFFFFF

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def number(address: Address) -> int:
    """An address as one of 2^128 numbers."""
    return MAPPED | int(address) if address.version == 4 else int(address)


def is_v4(first: int) -> bool:
    return first >> 32 == 0xFFFF


def address(value: int) -> Address:
    return ipaddress.IPv4Address(value & 0xFFFFFFFF) if is_v4(value) else ipaddress.IPv6Address(value)


def span(network: Network) -> tuple[int, int]:
    """First and last address of a network, as numbers."""
    return number(network.network_address), number(network.broadcast_address)


def last_of(first: int, length: int) -> int:
    return first | ((1 << (TOP - length)) - 1)


def of_network(network: Network) -> bytes:
    length = network.prefixlen + (FIRST_OF_V4 if network.version == 4 else 0)
    return key(length, number(network.network_address))


def key(length: int, first: int) -> bytes:
    return b"n%c" % length + first.to_bytes(16, "big")


def network_at(network_key: bytes) -> tuple[int, int]:
    """A network's first address and its length (of 128), from its key."""
    return int.from_bytes(network_key[2:18], "big"), network_key[1]


def spelled(network_key: bytes) -> str:
    """A network as people write it, from its key."""
    first, length = network_at(network_key)
    if is_v4(first) and length >= FIRST_OF_V4:
        return f"{inet_ntoa(network_key[14:18])}/{length - FIRST_OF_V4}"
    return f"{ipaddress.IPv6Address(first)}/{length}"


def of_asn(asn: int) -> bytes:
    return b"a" + asn.to_bytes(4, "big")


def asn_at(asn_key: bytes) -> int:
    return int.from_bytes(asn_key[1:5], "big")


def of_domain(name: str) -> bytes:
    return b"d" + name.encode()


def of_mail(mail_address: str) -> bytes:
    """The address in lower case as a whole: a local part could tell cases apart (RFC 5321, 2.4), yet none does."""
    return b"m" + mail_address.lower().encode()


def of_country(code: str) -> bytes:
    return b"c" + code.encode()


def covering(first: int, last: int, lengths: Iterable[int]) -> list[bytes]:
    """The keys of all networks of these lengths that hold every address from `first` to `last`."""
    common = TOP - (first ^ last).bit_length()
    shortest = FIRST_OF_V4 if is_v4(first) else 0
    return [
        key(length, first >> (TOP - length) << (TOP - length))
        for length in lengths
        if shortest <= length <= common
    ]


def suffixes(name: str) -> list[bytes]:
    """The keys of a domain and of all domains above it, the longest first, on label edges only."""
    labels = name.split(".")
    return [of_domain(".".join(labels[n:])) for n in range(len(labels))]
