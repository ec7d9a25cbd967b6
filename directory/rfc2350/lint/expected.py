"""The sections that every document should have, with their titles in RFC 2350.

Section 3.1 of the RFC demands the date, 3.3 the four parts of the charter, 3.4.3 the communication policy;
the rest is what appendix D lays out and what nearly every team fills. Fax and other telecommunication are
of their time, other information is what a team likes to add, and services bear names of their own.
"""

from __future__ import annotations

from directory.rfc2350.sections import MANDATORY, SERVICES, TITLES

_FORGIVEN = frozenset({"2.5", "2.6", "2.10", "5.1", "5.2"})
EXPECTED: dict[str, str] = {
    canonical: title
    for canonical, title in TITLES.items()
    if canonical == SERVICES or (canonical in MANDATORY and canonical not in _FORGIVEN)
}
