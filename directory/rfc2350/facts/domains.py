"""Domain names: what may be one, by its last label."""

from __future__ import annotations

import re

from .countries import CODES

_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}[a-z][a-z0-9-]{1,62}", re.I)

# Country domains are the ISO codes (with uk, eu, su and ac beside them). Of the generic ones, those that
# teams use; a word that happens to follow a full stop must not become a domain. The last line: RFC 2606.
_GENERIC = frozenset(
    """
    com org net edu gov mil int info biz name pro arpa aero asia cat coop jobs mobi museum post tel travel xxx
    academy africa agency app art associates bank berlin blog brussels business bzh capital care center
    city cloud codes community company computer consulting cool corsica data dev digital directory eco
    education email energy engineering enterprises eus events expert finance financial foundation fund
    gal gent global gmbh group guru hamburg health healthcare hospital host hosting house institute
    insurance international io irish it koeln legal life link live local london ltd management market media money moscow
    network news ngo nrw ong online page paris partners plus press property report rip run saarland school science
    scot security services site social software solutions space store studio support swiss sydney systems taipei team
    tech technology tirol tokyo tools top training university vet vlaanderen wales watch web website wien wiki work
    works world xyz zone uk eu su ac
    example test invalid localhost
    """.split()
)


def is_domain(name: str) -> bool:
    """Whether this can be a domain name with a top level that exists (or is reserved for examples)."""
    if len(name) > 253 or not _NAME.fullmatch(name):
        return False
    return is_top_level(name.rpartition(".")[2])


def is_top_level(label: str) -> bool:
    """Whether a label is a top level domain that a team may use."""
    lowered = label.lower()
    return (
        lowered in _GENERIC or (len(lowered) == 2 and lowered.upper() in CODES) or lowered.startswith("xn--")
    )
