"""Networks as people write them: ``139.83/16``, ``62.212.230.x``, ``192.0.2.0 - 192.0.2.63``, ``2001:db8:: / 32``."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from .claim_pieces import Piece

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_V4 = re.compile(
    r"""
    (?<![\d.:/])
    (?P<first>\d{1,3}(?:\.(?:\d{1,3}|[xX*])){1,3})
    (?:
        \s{0,3}/\s{0,3}(?P<length>\d{1,3}(?:\.\d{1,3}){3}|\d{1,3})
        (?:\s{0,3}\(\s?(?P<mask>\d{1,3}(?:\.\d{1,3}){3})\s?\))?
      | \s{0,3}[-–]\s{0,3}(?P<last>\d{1,3}(?:\.(?:\d{1,3}|[xX*])){3})
      | (?!\s{0,3}[-–]\s{0,3}\d)
    )
    (?![\w*]|[.:/][\w*])
    """,
    re.VERBOSE,
)
# Run together with what stands before it, an IPv6 network begins with the four digits of a group of global
# unicast (2000::/3), and there is at most one place where it can: so AS3333 and 2001:610::/32 are told apart.
_V6 = re.compile(
    r"""
    (?: (?<![\w:.]) [0-9A-Fa-f]{1,4} | (?<![:.]) [23][0-9A-Fa-f]{3} )
    (?::[0-9A-Fa-f]{0,4}){2,7}
    (?:
        \s{0,3}/\s{0,3}\d{1,3}
      | \s{0,3}[-–]\s{0,3}[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7}
      | (?!\s{0,3}[-–]\s{0,3}[0-9A-Fa-f]{1,4}:)
    )
    (?![\w:]|[./]\w)
    """,
    re.VERBOSE,
)
# What no team answers for alone (RFC 6890; RFC 5771 and RFC 1112 for all that begins with 224 to 255).
# The networks for documentation stay: samples and tests stand on them.
_NOBODYS = tuple(
    ipaddress.IPv4Network(network)
    for network in ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
                    "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3")
)  # fmt: skip
_UNICAST = ipaddress.IPv6Network("2000::/3")


def networks(text: str) -> Iterator[Piece]:
    """The networks that stand in a text, in their order; one that cannot be a claim is `odd`, with the reason."""
    matches = sorted([*_V4.finditer(text), *_V6.finditer(text)], key=lambda match: match.start())
    end = 0
    for match in matches:
        if match.start() < end or not _is_network(match):
            continue
        end = match.end()
        try:
            found = _v4(match) if match.re is _V4 else _v6(match[0])
        except ipaddress.AddressValueError:
            yield Piece(
                "odd", match.start(), end, reason="This is no network: a figure of its address is too large."
            )
            continue
        except ValueError as error:
            yield Piece("odd", match.start(), end, reason=f"This is no network: {error}.")
            continue
        reason = next(filter(None, map(_why_nobodys, found)), "")
        yield Piece("odd" if reason else "network", match.start(), end, tuple(map(str, found)), reason=reason)


def _is_network(match: re.Match[str]) -> bool:
    """Whether figures with dots are an address: four places, a wildcard, a length or a range."""
    if match.re is _V6 or match["length"] or match["last"]:
        return True
    return match["first"].count(".") == 3 or not match["first"].replace(".", "").isdigit()


def _v4(match: re.Match[str]) -> list[Network]:
    first, length, last = match["first"], match["length"], match["last"]
    if last:
        return _range(_edge(first, "0"), _edge(last, "255"))
    if not first.replace(".", "").isdigit():
        if length:
            raise ValueError("it has both a length and a wildcard")
        padded = first + ".x" * (3 - first.count("."))
        return _range(_edge(padded, "0"), _edge(padded, "255"))
    padded = first + ".0" * (3 - first.count("."))
    network = _network(f"{padded}/{length or 32}")
    if match["mask"] and match["mask"] != str(network.netmask):
        raise ValueError(f"its length says /{network.prefixlen}, the brackets say {match['mask']}")
    return [network]


def _edge(address: str, wild: str) -> Address:
    """The first or the last address of one with wildcards, which stand at its end."""
    if address.count(".") != 3:
        raise ValueError("an end of its range is no whole address")
    if re.search(r"[xX*]\.\d", address):
        raise ValueError("a figure follows a wildcard")
    return ipaddress.IPv4Address(re.sub(r"[xX*]", wild, address))


def _v6(written: str) -> list[Network]:
    first, dash, last = (part.strip() for part in re.sub("–", "-", written).partition("-"))
    if dash:
        return _range(ipaddress.IPv6Address(first), ipaddress.IPv6Address(last))
    if "/" not in first and first.endswith("::"):
        raise ValueError("its length is missing")
    return [_network(re.sub(r"\s", "", first))]


def _network(written: str) -> Network:
    """One network; host bits that are not zero are no slip to mend: the address or the length may be the wrong one."""
    address, _, length = written.partition("/")
    kind = ipaddress.IPv6Network if ":" in address else ipaddress.IPv4Network
    try:
        network = kind(written, strict=False)
    except ipaddress.NetmaskValueError as error:
        raise ValueError(f"there is no length /{length}") from error
    if str(network.network_address) != str(type(network.network_address)(address)):
        raise ValueError(f"the address lies inside {network}, it does not begin it")
    return network


def _range(first: Address, last: Address) -> list[Network]:
    if int(first) > int(last):
        raise ValueError("it ends before it begins")
    if isinstance(first, ipaddress.IPv4Address) and isinstance(last, ipaddress.IPv4Address):
        return list(ipaddress.summarize_address_range(first, last))
    if isinstance(first, ipaddress.IPv6Address) and isinstance(last, ipaddress.IPv6Address):
        return list(ipaddress.summarize_address_range(first, last))
    raise ValueError("its ends are of two kinds")


def _why_nobodys(network: Network) -> str:
    if isinstance(network, ipaddress.IPv4Network):
        own = any(network.overlaps(other) for other in _NOBODYS)
    else:
        own = not network.subnet_of(_UNICAST)
    return f"No team alone answers for {network}: it is private, reserved or everybody's." if own else ""
