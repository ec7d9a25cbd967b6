"""Rules for charter, policies and services: constituency, disclosure, what the team does."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from .case import Case, called
from .phrases import listed
from .rule import Finding, rule

LABEL = re.compile(r"\bTLP ?[:\-] ?(?:CLEAR|WHITE|GREEN|AMBER|RED)|Traffic Light Protocol|\bTLP\b")
WHITE = re.compile(r"\bTLP ?[:\- ] ?WHITE\b|\bWHITE\b[^.\n]{0,40}\bAMBER\b|\bAMBER\b[^.\n]{0,40}\bWHITE\b")
# RFC 7607, RFC 6793, RFC 6996 and RFC 7300; the numbers and networks for documentation are left to examples.
UNROUTED_ASNS = ((0, 0), (23456, 23456), (64512, 65535), (4200000000, 4294967295))
DOCUMENTATION = tuple(
    ipaddress.ip_network(prefix)
    for prefix in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")
)


@rule(
    "constituency-not-machine-readable",
    "note",
    title="The constituency names no network, AS number, domain or country.",
    remedy="Add lines such as “Domains: example.org” and “AS numbers: AS64496” to section 3.2.",
)
def constituency_not_machine_readable(case: Case) -> Iterator[Finding]:
    """“The definition of the constituency should create a perimeter” (RFC 2350, 3.3.2). With an address from
    a log in hand, nobody can see from prose whether this is the team to call."""
    facts = case.document.constituency
    if case.says("3.2") and not (facts.prefixes or facts.asns or facts.domains or facts.countries):
        message = f"{case.name_of('3.2')} describes the constituency in words only."
        yield Finding(message, case.line("", "3.2"))


@rule(
    "constituency-network-not-public",
    "warning",
    title="A network of the constituency is not on the public Internet.",
    remedy="Name the public networks from which the constituency is seen, or leave the line out.",
)
def constituency_network_not_public(case: Case) -> Iterator[Finding]:
    """Private, reserved and documentation networks belong to everybody (RFC 6890)."""
    for index, prefix in enumerate(case.document.constituency.prefixes):
        try:
            network = ipaddress.ip_network(prefix, strict=False)
        except ValueError:
            continue
        if not network.is_global and not any(wider in DOCUMENTATION for wider in _and_wider(network)):
            line = case.line(f"constituency.prefixes.{index}", "3.2")
            yield Finding(f"The network {prefix} is not a public one.", line)


@rule(
    "constituency-network-too-wide",
    "warning",
    title="A network of the constituency is implausibly wide.",
    remedy="Check the length after the slash.",
)
def constituency_network_too_wide(case: Case) -> Iterator[Finding]:
    """No registry has given a network of this size to one holder; a digit after the slash was lost."""
    for index, prefix in enumerate(case.document.constituency.prefixes):
        _, _, length = prefix.partition("/")
        widest = 16 if ":" in prefix else 7
        if length.isdecimal() and int(length) <= widest:
            line = case.line(f"constituency.prefixes.{index}", "3.2")
            yield Finding(f"The network {prefix} would be a large part of the Internet.", line)


@rule(
    "constituency-network-repeated",
    "note",
    title="A network of the constituency lies within another one of the list.",
    remedy="Leave the narrower network out, unless it is meant as an emphasis.",
)
def constituency_network_repeated(case: Case) -> Iterator[Finding]:
    """The wider network already says it; most often a list was joined from two."""
    seen: set[str] = set()
    for prefix in case.document.constituency.prefixes:
        try:
            seen.add(str(ipaddress.ip_network(prefix, strict=False)))
        except ValueError:
            continue
    for index, prefix in enumerate(case.document.constituency.prefixes):
        wider = next((str(network) for network in _wider(prefix) if str(network) in seen), None)
        if wider:
            line = case.line(f"constituency.prefixes.{index}", "3.2")
            yield Finding(f"The network {prefix} lies within {wider}.", line)


@rule(
    "constituency-asn-not-public",
    "warning",
    title="An AS number of the constituency is not a public one.",
    remedy="Name the number that the registry gave you.",
)
def constituency_asn_not_public(case: Case) -> Iterator[Finding]:
    """Private and reserved AS numbers are seen in no routing table (RFC 6996, RFC 7300)."""
    for index, asn in enumerate(case.document.constituency.asns):
        if any(first <= asn <= last for first, last in UNROUTED_ASNS):
            line = case.line(f"constituency.asns.{index}", "3.2")
            yield Finding(f"AS{asn} is reserved and on no route of the Internet.", line)


@rule(
    "tlp-missing",
    "note",
    title="The document does not mention the Traffic Light Protocol.",
    remedy="Say in section 4.2 that the team honours TLP 2.0 (https://www.first.org/tlp/).",
)
def tlp_missing(case: Case) -> Iterator[Finding]:
    """Partners want to know before they send something how far it will travel (RFC 2350, 3.4.2)."""
    if case.document.sections and not case.document.team.tlp and not LABEL.search(case.whole):
        yield Finding("Nothing is said about the Traffic Light Protocol.", case.line("", "4.2", "4"))


@rule(
    "tlp-obsolete",
    "warning",
    title="The document follows an old edition of the Traffic Light Protocol.",
    remedy="Move to TLP 2.0 and name it in section 4.2; TLP:WHITE has become TLP:CLEAR.",
)
def tlp_obsolete(case: Case) -> Iterator[Finding]:
    """TLP 2.0 took the place of TLP 1.0 in August 2022 (FIRST, Traffic Light Protocol)."""
    for index, label in enumerate(case.document.team.tlp):
        if label.scheme == "TLP" and label.version is not None and label.version.startswith(("0", "1")):
            message = f"TLP {label.version} was replaced by TLP 2.0 in August 2022."
            yield Finding(message, case.line(f"team.tlp.{index}", "4.2", "4.3"))


@rule(
    "istlp-obsolete",
    "warning",
    title="The document names ISTLP, the forerunner of today's Traffic Light Protocol.",
    remedy="Name TLP 2.0 of FIRST in its place; its labels are CLEAR, GREEN, AMBER, AMBER+STRICT and RED.",
)
def istlp_obsolete(case: Case) -> Iterator[Finding]:
    """Trusted Introducer's Information Sharing Traffic Light Protocol gave way to FIRST's TLP."""
    for index, label in enumerate(case.document.team.tlp):
        if label.scheme == "ISTLP":
            version = f" {label.version}" if label.version else ""
            message = f"ISTLP{version} is no longer kept up."
            yield Finding(message, case.line(f"team.tlp.{index}", "4.2", "4.3"))


@rule(
    "tlp-white",
    "warning",
    title="The label TLP:WHITE is used.",
    remedy="Write TLP:CLEAR.",
)
def tlp_white(case: Case) -> Iterator[Finding]:
    """TLP 2.0 renamed WHITE to CLEAR in August 2022; programs that check labels refuse the old one."""
    for section in case.document.sections:
        if WHITE.search(section.text) or WHITE.search(section.title):
            yield Finding(f"{called(section)} uses the label WHITE.", section.line)


@rule(
    "tlp-no-version",
    "note",
    title="The Traffic Light Protocol is named without its version.",
    remedy="Write “TLP 2.0”.",
)
def tlp_no_version(case: Case) -> Iterator[Finding]:
    """AMBER means different things in 1.0 and in 2.0."""
    schemes = case.document.team.tlp
    if schemes and all(label.scheme == "TLP" and label.version is None for label in schemes):
        message = "The Traffic Light Protocol is named without a version."
        yield Finding(message, case.line("team.tlp.0", "4.2", "4.3"))


@rule(
    "incident-response-missing",
    "warning",
    title="No service is called incident response.",
    remedy="Say in section 5.1 what the team does when an incident is reported (triage, co-ordination, resolution).",
)
def incident_response_missing(case: Case) -> Iterator[Finding]:
    """“In order to be considered a CSIRT”, a team responds to incidents (RFC 2350, 3.5.1 and appendix A)."""
    described = any(section.canonical.startswith("5.1") for section in case.document.sections)
    services = [service.title for service in case.document.services]
    if case.within("5") and not described:
        named = f": it names {listed(services[:4])}" if services else ""
        message = f"Section 5 has no part on incident response{named}."
        yield Finding(message, case.line("services", "5"))


@rule(
    "reporting-nowhere",
    "warning",
    title="The document does not say how to report an incident.",
    remedy="List in section 6 what a report should hold and where to send it, or give the address of a form.",
)
def reporting_nowhere(case: Case) -> Iterator[Finding]:
    """“Users need to know that they should report security incidents, and how and to where” (RFC 2350, 1)."""
    if case.sections("6") and not case.says("6"):
        yield Finding(
            f"{case.name_of('6')} has the heading of a reporting form and nothing more.", case.line("", "6")
        )


def _wider(prefix: str) -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The networks that hold this one, nearest first; none where it is no network."""
    try:
        network = ipaddress.ip_network(prefix, strict=False)
    except ValueError:
        return
    yield from list(_and_wider(network))[1:]


def _and_wider(
    network: ipaddress.IPv4Network | ipaddress.IPv6Network,
) -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    for length in range(network.prefixlen, -1, -1):
        yield network.supernet(new_prefix=length)
