"""Which part of a domain name somebody registered, by the public suffix list (publicsuffix.org).

Names are in lower case and A-labels, as `targets.to_ascii` gives them. A top level that the list does not have counts
as a public suffix: that is the list's own rule ("*" prevails), and it holds for top levels newer than the list and
for `.example`. The list is read at the first question and kept.
"""

from functools import cache

from publicsuffixlist import PublicSuffixList


def registered_domain(name: str, *, at_registry: bool = False) -> str | None:
    """The shortest domain above the name, or the name itself, that is one party's own; None for public suffixes.

    "www.example.co.uk" gives "example.co.uk". The list's private section holds domains whose owners give out the
    names below to others, "github.io"; `at_registry` leaves it out, since registries know the owners alone.
    """
    registered: str | None = _suffixes(only_icann=at_registry).privatesuffix(name)
    return registered


def is_public_suffix(name: str) -> bool:
    """Whether the names right below are given out to others: "co.uk", "github.io", "org"."""
    return bool(_suffixes(only_icann=False).publicsuffix(name) == name)


@cache
def _suffixes(*, only_icann: bool) -> PublicSuffixList:
    return PublicSuffixList(only_icann=only_icann)
