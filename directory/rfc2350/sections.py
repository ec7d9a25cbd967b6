"""The outline of RFC 2350, appendix D: canonical numbers, their order and their English titles.

Sections 1.4 (appendix E), 1.5 and 5.1.1 to 5.1.3 stand where real documents put them. "0" is what comes
before section 1 and "9" a section that has no counterpart.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FRONT = "0"
SERVICES = "5"
OTHER = "9"

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "1": "Document Information",
        "1.1": "Date of Last Update",
        "1.2": "Distribution List for Notifications",
        "1.3": "Locations where this Document May Be Found",
        "1.4": "Authenticating this Document",
        "1.5": "Document Identification",
        "2": "Contact Information",
        "2.1": "Name of the Team",
        "2.2": "Address",
        "2.3": "Time Zone",
        "2.4": "Telephone Number",
        "2.5": "Facsimile Number",
        "2.6": "Other Telecommunication",
        "2.7": "Electronic Mail Address",
        "2.8": "Public Keys and Encryption Information",
        "2.9": "Team Members",
        "2.10": "Other Information",
        "2.11": "Points of Customer Contact",
        "3": "Charter",
        "3.1": "Mission Statement",
        "3.2": "Constituency",
        "3.3": "Sponsorship and/or Affiliation",
        "3.4": "Authority",
        "4": "Policies",
        "4.1": "Types of Incidents and Level of Support",
        "4.2": "Co-operation, Interaction and Disclosure of Information",
        "4.3": "Communication and Authentication",
        "5": "Services",
        "5.1": "Incident Response",
        "5.1.1": "Incident Triage",
        "5.1.2": "Incident Coordination",
        "5.1.3": "Incident Resolution",
        "5.2": "Proactive Activities",
        "6": "Incident Reporting Forms",
        "7": "Disclaimers",
    }
)
"""Canonical number to the title of RFC 2350, in the order of its appendix D."""

# Appendix D has no 1.4; documents identify themselves in 1.5 only by custom; the three steps of incident
# response may as well be told under 5.1.
OPTIONAL = frozenset({"1", "1.4", "1.5", "2", "3", "4", "5", "5.1.1", "5.1.2", "5.1.3"})
MANDATORY = tuple(canonical for canonical in TITLES if canonical not in OPTIONAL)
"""The sections that a whole document has, in order."""

_PLACE = {FRONT: 0, **{canonical: place for place, canonical in enumerate(TITLES, 1)}, OTHER: len(TITLES) + 1}

# Vision and mission are both 3.1; hours and points of contact are both 2.11; services share 5.
REPEATABLE = frozenset({FRONT, "2.11", "3.1", SERVICES, OTHER})


def place(canonical: str) -> int:
    """The section's place in the outline: 0 for the front matter, then 1, 1.1 … 7, last "9"."""
    return _PLACE[canonical]


def top(canonical: str) -> str:
    """The chapter that a section belongs to: "2" for "2.7"."""
    return canonical.partition(".")[0]
