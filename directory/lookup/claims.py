"""What a published profile claims: networks, AS numbers, domains, its own e-mail addresses and, for a national
team, its country. Each claim has a key, which look-ups compare, and a spelling, which people read and review."""

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any

from . import keys


def claims_of(profile: Mapping[str, Any]) -> dict[bytes, str]:
    """The claims of a profile/1 by their keys, each as people write it."""
    return {key: spelled(key) for key in _keys(profile)}


def _keys(profile: Mapping[str, Any]) -> Iterator[bytes]:
    served = profile["constituency"]
    for prefix in served["prefixes"]:
        yield keys.of_network(ipaddress.ip_network(prefix))
    for asn in served["asns"]:
        yield keys.of_asn(asn)
    for domain in served["domains"]:
        yield keys.of_domain(domain)
    for contact in profile["contacts"]:
        if contact["kind"] == "email" and contact["value"]:
            yield keys.of_mail(contact["value"])
    for code in national_for(profile):
        yield keys.of_country(code)


def national_for(profile: Mapping[str, Any]) -> list[str]:
    """The countries whose national team this is: those that it serves, or else the one where it sits."""
    if "national" not in {scope["code"] for scope in profile["scopes"]}:
        return []
    served = [country["code"] for country in profile["constituency"]["countries"]]
    return served or ([profile["country"]["code"]] if profile["country"] else [])


def spelled(key: bytes) -> str:
    """A claim as people write it: "192.0.2.0/24", "AS64500", "example.org", "cert@example.org", "NO"."""
    kind = key[:1]
    if kind == b"n":
        return keys.spelled(key)
    return f"AS{keys.asn_at(key)}" if kind == b"a" else key[1:].decode()
