"""Networks, AS numbers and domains that are nobody's on the Internet, by the registries that keep them apart.

Sources: IANA's IPv4 and IPv6 Special-Purpose Address Registries, IPv4 and IPv6 Multicast Address Space, Special-Purpose
AS Numbers and Special-Use Domain Names, as of 2026-11.
"""

import ipaddress
from typing import NamedTuple

from . import keys


class Special(NamedTuple):
    """What something is kept for, and the document that says so."""

    entry: str
    purpose: str
    source: str

    def __str__(self) -> str:
        if " to " in self.entry:
            return f"{self.entry} are kept for {self.purpose} ({self.source})"
        return f"{self.entry} is kept for {self.purpose} ({self.source})"


_NETWORKS = [
    ("0.0.0.0/8", "hosts that do not know their own address yet", "RFC 791"),
    ("10.0.0.0/8", "private networks", "RFC 1918"),
    ("100.64.0.0/10", "addresses that providers share among customers", "RFC 6598"),
    ("127.0.0.0/8", "each machine itself", "RFC 1122"),
    ("169.254.0.0/16", "one link", "RFC 3927"),
    ("172.16.0.0/12", "private networks", "RFC 1918"),
    ("192.0.0.0/24", "protocols of the IETF", "RFC 6890"),
    ("192.0.2.0/24", "documentation", "RFC 5737"),
    ("192.31.196.0/24", "the AS112 project", "RFC 7535"),
    ("192.52.193.0/24", "multicast tunnels (AMT)", "RFC 7450"),
    ("192.88.99.0/24", "6to4 relays, no longer used", "RFC 7526"),
    ("192.168.0.0/16", "private networks", "RFC 1918"),
    ("192.175.48.0/24", "the AS112 project", "RFC 7534"),
    ("198.18.0.0/15", "measuring network devices", "RFC 2544"),
    ("198.51.100.0/24", "documentation", "RFC 5737"),
    ("203.0.113.0/24", "documentation", "RFC 5737"),
    ("224.0.0.0/4", "multicast", "RFC 5771"),
    ("240.0.0.0/4", "future use", "RFC 1112"),
    ("255.255.255.255/32", "broadcast on one link", "RFC 919"),
    ("::/128", "hosts that do not know their own address yet", "RFC 4291"),
    ("::1/128", "each machine itself", "RFC 4291"),
    ("64:ff9b::/96", "translation from IPv6 to IPv4", "RFC 6052"),
    ("64:ff9b:1::/48", "translation from IPv6 to IPv4 in one network", "RFC 8215"),
    ("100::/64", "discarding", "RFC 6666"),
    ("100:0:0:1::/64", "routes of no meaning", "RFC 9780"),
    ("2001::/23", "protocols of the IETF", "RFC 2928"),
    ("2001:db8::/32", "documentation", "RFC 3849"),
    ("2002::/16", "6to4", "RFC 3056"),
    ("2620:4f:8000::/48", "the AS112 project", "RFC 7534"),
    ("3fff::/20", "documentation", "RFC 9637"),
    ("5f00::/16", "segment routing", "RFC 9602"),
    ("fc00::/7", "private networks", "RFC 4193"),
    ("fe80::/10", "one link", "RFC 4291"),
    ("ff00::/8", "multicast", "RFC 4291"),
]
_ASNS = [
    (0, 0, "networks that nobody announces", "RFC 7607"),
    (112, 112, "the AS112 project", "RFC 7534"),
    (23456, 23456, "systems that know 16-bit numbers alone (AS_TRANS)", "RFC 6793"),
    (64496, 64511, "documentation", "RFC 5398"),
    (64512, 65534, "private use", "RFC 6996"),
    (65535, 65535, "nobody", "RFC 7300"),
    (65536, 65551, "documentation", "RFC 5398"),
    (4200000000, 4294967294, "private use", "RFC 6996"),
    (4294967295, 4294967295, "nobody", "RFC 7300"),
]
_DOMAINS = [
    ("alt", "names outside the DNS", "RFC 9476"),
    ("example", "documentation", "RFC 6761"),
    ("example.com", "documentation", "RFC 6761"),
    ("example.net", "documentation", "RFC 6761"),
    ("example.org", "documentation", "RFC 6761"),
    ("home.arpa", "names at home", "RFC 8375"),
    ("invalid", "names that must fail", "RFC 6761"),
    ("local", "one link", "RFC 6762"),
    ("localhost", "each machine itself", "RFC 6761"),
    ("onion", "Tor", "RFC 7686"),
    ("test", "tests", "RFC 6761"),
]
_SPANS = [
    (*keys.span(ipaddress.ip_network(network)), Special(network, purpose, source))
    for network, purpose, source in _NETWORKS
]
_NAMES = {
    name: Special(f".{name}" if "." not in name else name, purpose, source)
    for name, purpose, source in _DOMAINS
}


def of_span(first: int, last: int) -> Special | None:
    """The smallest special network that holds the span of addresses (numbers as in `keys`)."""
    found = [(end - start, special) for start, end, special in _SPANS if start <= first and last <= end]
    return min(found)[1] if found else None


def of_asn(asn: int) -> Special | None:
    for low, high, purpose, source in _ASNS:
        if low <= asn <= high:
            return Special(f"AS{low}" if low == high else f"AS{low} to AS{high}", purpose, source)
    return None


def of_domain(name: str) -> Special | None:
    labels = name.split(".")
    return next((s for n in range(len(labels)) if (s := _NAMES.get(".".join(labels[n:])))), None)


def of_key(key: bytes) -> Special | None:
    """What a claim claims that is nobody's; None for all others."""
    if key[:1] == b"n":
        first, length = keys.network_at(key)
        return of_span(first, keys.last_of(first, length))
    if key[:1] == b"a":
        return of_asn(keys.asn_at(key))
    return of_domain(key[1:].decode()) if key[:1] == b"d" else None
