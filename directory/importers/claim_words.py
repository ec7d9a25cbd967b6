"""What the words beside a piece make of it. A false claim is worse than an unread piece, so the words decide
against one wherever they may limit it."""

from __future__ import annotations

import re

from directory.rfc2350.facts.domains import is_top_level

# Words that take away from what stands beside them: "bt.example (excluding addresses of customers)".
_EXCLUDING = re.compile(
    r"\b(?:exclud\w*|exclusive|except\w*|exempt\w*|without|unless|only|apart from|other than|minus"
    r"|not|(?-i:[Nn]on?)|nor|neither|never|sauf|ohne|au[sß]er|hors)\b",
    re.I,
)
# Words that say "some of": they limit what follows, and what stands before them in the same breath.
_LIMITING = re.compile(
    r"\b(?:limit\w*|specif\w*|select\w*|some|certain|various|partial\w*|partly|former\w*|parts? of$|restrict\w*"
    r"|incidents?|relat\w*|concern\w*|regarding|best[ -]effort|on request|if|see|e\.g)\b",
    re.I,
)
# "csirt.example is the team of …": the name is spoken about, not claimed.
_SPOKEN_OF = re.compile(r"\b(?:is|are|was|were|has|have|serves?|provides?)\b", re.I)
_JOINT = re.compile(r"(?:and|or|und|et|y|as well as|&)\b", re.I)
_ONLY_JOINTS = re.compile(r"(?:and|or|und|et|y|oder|ou)(?:/(?:and|or))?", re.I)
# All that may stand before a claim on a whole top level: the wider the claim, the fewer the words.
_HARMLESS = frozenset(
    [
        "a",
        "address",
        "addresses",
        "all",
        "and",
        "any",
        "are",
        "cctld",
        "constituency",
        "covers",
        "domain",
        "domains",
        "every",
        "everything",
        "full",
        "host",
        "hosts",
        "in",
        "including",
        "internet",
        "ip",
        "is",
        "name",
        "names",
        "network",
        "networks",
        "of",
        "our",
        "service",
        "services",
        "the",
        "tld",
        "under",
        "within",
    ]
)
# Second levels that a country shares out, as others do com and org.
_SHARED = frozenset(["ac", "co", "go", "ltd", "me", "ne", "or", "plc", "sch"])
# Words that stand before a top level as if they were a name of it.
_NO_NAMES = frozenset(
    [
        "certain",
        "except",
        "excluding",
        "limited",
        "only",
        "restricted",
        "selected",
        "some",
        "specified",
        "various",
    ]
)


def excludes(words: str) -> bool:
    return bool(_EXCLUDING.search(words))


def limits(words: str) -> bool:
    return excludes(words) or bool(_LIMITING.search(words))


def speaks_of(words: str) -> bool:
    """Whether words that follow a name have it as their subject."""
    return bool(_SPOKEN_OF.search(words)) and not goes_on(words)


def goes_on(words: str) -> bool:
    """Whether the words begin with a joint, and so speak of what follows."""
    return bool(_JOINT.match(words))


def is_joint(words: str) -> bool:
    return bool(_ONLY_JOINTS.fullmatch(words))


def are_harmless(words: str) -> bool:
    return all(word.lower() in _HARMLESS for word in re.findall(r"\w+", words))


def is_wide(domain: str) -> bool:
    """Whether a domain is a whole top level, or what stands for one in its country: ``uk``, ``co.uk``."""
    first, _, rest = domain.partition(".")
    shared = first in _SHARED or (len(first) <= 3 and is_top_level(first))
    return not rest or (len(rest) == 2 and shared)


def hides_a_word(domain: str) -> bool:
    """Whether the first label is a word that limits and the rest a whole top level: ``specified.co.uk``."""
    first, _, rest = domain.partition(".")
    return bool(rest) and is_wide(rest) and first in _NO_NAMES
