"""A stretch of a constituency as people write it, and what it turned out to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["network", "asn", "number", "domain", "words", "odd", "break"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in ``text[start:end]``, of one kind.

    `network`, `asn`, `number` (an AS number without "AS") and `domain` carry their claims; `odd` is one of
    these that cannot be read, and `reason` says why in a sentence; `words` is prose. A `break` parts the items
    of a list. What lies between two pieces is blank.
    """

    kind: Kind
    start: int
    end: int
    prefixes: tuple[str, ...] = ()
    asns: tuple[int, ...] = ()
    domains: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_claim(self) -> bool:
        return bool(self.prefixes or self.asns or self.domains) and not self.reason
