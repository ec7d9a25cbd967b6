"""A constituency as people write it, read into networks, AS numbers and domains.

Directories give it as one cell of free text: lists and prose, with wildcards, ranges and comments, and with the
cells of several columns run together (``AS13303*.ac.example147.91.0.0/16``). Each piece is recognised or reported;
no character is dropped unless it only parts pieces. Where words beside a piece may limit it, it is reported:
a false claim sends an incident to the wrong people, an unread piece is read by the operator.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .claim_names import names, settle_numbers
from .claim_networks import networks
from .claim_pieces import Piece
from .claim_words import are_harmless, excludes, goes_on, hides_a_word, is_joint, is_wide, limits, speaks_of

LONGEST = 64_000
"""Characters that are read; what stands behind them is one unread piece."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A piece that was not recognised, as it is written, and why, in a sentence."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a constituency claims, each value once and in the order of the text.

    `prefixes` are networks in CIDR form with host bits zero, `asns` numbers from 1 to 4294967294, `domains` in
    lower case by their A-labels, without a wildcard. `pieces` counts what was found, recognised or not.
    """

    prefixes: tuple[str, ...] = ()
    asns: tuple[int, ...] = ()
    domains: tuple[str, ...] = ()
    pieces: int = 0
    unread: tuple[Unread, ...] = ()

    def __add__(self, other: Claims) -> Claims:
        return Claims(
            tuple(dict.fromkeys(self.prefixes + other.prefixes)),
            tuple(dict.fromkeys(self.asns + other.asns)),
            tuple(dict.fromkeys(self.domains + other.domains)),
            self.pieces + other.pieces,
            self.unread + other.unread,
        )


def read(text: str) -> Claims:
    """The claims of a constituency, and what of it is none or could not be read."""
    found = pieces(text)
    claimed = [piece for piece in found if piece.is_claim]
    return Claims(
        prefixes=tuple(dict.fromkeys(p for piece in claimed for p in piece.prefixes)),
        asns=tuple(dict.fromkeys(number for piece in claimed for number in piece.asns)),
        domains=tuple(dict.fromkeys(name for piece in claimed for name in piece.domains)),
        pieces=len(found),
        unread=tuple(Unread(text[p.start : p.end], p.reason) for p in found if not p.is_claim),
    )


def pieces(text: str) -> list[Piece]:
    """Every piece in the text's order, breaks aside; one that is no claim has its `reason`.

    What lies between two pieces is punctuation, blanks, a joint such as "and", or "N/A".
    """
    if text.strip().lower() in {"none", "unknown"}:
        return []
    near = text[:LONGEST]
    judge = _Judge(near)
    for piece in _runs(near, settle_numbers(near, list(_tokens(near)))):
        judge.take(piece)
    if text[LONGEST:].strip():
        reason = f"Only the first {LONGEST:,} characters were read."
        judge.found.append(Piece("words", LONGEST, len(text), reason=reason))
    return judge.found


def _tokens(text: str) -> Iterator[Piece]:
    """Networks first, for they are told apart most surely; then what stands between them."""
    start, before = 0, None
    for network in [*networks(text), None]:
        end = network.start if network else len(text)
        for piece in names(text, start, end, before, glued=network is not None):
            yield piece
            before = piece if piece.kind != "break" else before
        if network:
            yield network
            start, before = network.end, network


def _runs(text: str, tokens: list[Piece]) -> Iterator[Piece]:
    """The tokens, words that follow each other made one piece."""
    run: Piece | None = None
    for token in tokens:
        if run and token.kind == "words":
            run = replace(run, end=token.end)
            continue
        if run:
            yield run
        run = token if token.kind == "words" else None
        if not run:
            yield token
    if run:
        yield run


@dataclass
class _Judge:
    """Decides piece by piece what is claimed, and takes back what later words limit.

    `column` and `item` are the places in `found` of the claims since the last joint without a space (where a
    new cell of the row begins, which the words of the one before do not reach) and since the last break;
    `limit` are the words that limit what follows, `said` those before it in the same item.
    """

    text: str
    found: list[Piece] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    item: list[int] = field(default_factory=list)
    limit: str = ""
    said: str = ""
    end: int = -1

    def take(self, piece: Piece) -> None:
        glued = self.end >= 0 and not self.text[self.end : piece.start].strip(")]")
        glued = glued and not any(c.isspace() for c in self.text[self.end : piece.start])
        self.end = piece.end
        if piece.kind == "break":
            self.item, self.said, self.end = [], "", -1
            return
        if glued:
            self.column, self.item, self.limit, self.said = [], [], "", ""
        if piece.kind == "words":
            self._words(piece)
        elif piece.is_claim:
            self._claim(piece)
        else:
            self.found.append(piece)
            self.said = ""

    def _words(self, piece: Piece) -> None:
        words = self.text[piece.start : piece.end]
        if is_joint(words):
            return
        self.found.append(replace(piece, reason="These words name no network, AS number or domain."))
        if excludes(words):
            self._take_back(self.column, words)
        elif limits(words) and not goes_on(words):
            self._take_back(self.item, words)
        elif speaks_of(words):
            self._take_back(self.item[-1:], words)
        self.limit = words if limits(words) else ""
        self.said = words

    def _claim(self, piece: Piece) -> None:
        reason = ""
        if self.limit:
            reason = _limited(self.limit)
        elif any(map(hides_a_word, piece.domains)):
            reason = "This looks like a word and a top level, not like a domain."
        elif any(map(is_wide, piece.domains)) and not are_harmless(self.said):
            reason = _limited(self.said)
        if not reason:
            self.column.append(len(self.found))
            self.item.append(len(self.found))
        self.found.append(replace(piece, reason=reason))

    def _take_back(self, places: list[int], words: str) -> None:
        for place in places:
            self.found[place] = replace(self.found[place], reason=_limited(words))
        places.clear()


def _limited(words: str) -> str:
    shown = " ".join(words.split())
    shown = shown if len(shown) <= 80 else f"{shown[:79]}…"
    return f"The words “{shown}” beside it may limit it."
