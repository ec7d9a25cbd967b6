"""AS numbers, domains and words as people write them, where no network stands.

Directories that join the cells of a row leave pieces run together: ``AS2852cesnet.cz``, ``auth.eduFull service``.
They are parted where there is only one way to do so; what could be parted in several ways is `odd`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import idna

from directory.rfc2350.facts.domains import is_domain, is_top_level

from .claim_pieces import Piece

_TOKEN = re.compile(
    r"""
      (?P<nothing> (?<!\w)(?:[Nn]/[Aa])+(?!\w) )
    | (?P<link> (?:https?|ftp)://\S{1,500} | [\w.+-]{1,64}@[\w.-]{1,253} )
    | (?P<asn> (?:ASNs?|AS|asn?(?=\d))[ :\#]{0,2}
               (?P<first>\d{1,10}(?:\.\d{1,5}(?![\d.:/]))?)(?!\d|[.:/]\d)
               (?:\ {0,2}[-–]\ {0,2}(?:ASN?\ ?)?(?P<last>\d{1,10})(?!\w|[.:/]\d|\ ?[-–]\ ?(?:AS|\d)))? )
    | (?P<figures> (?:AS)?\d{1,20}[.:/]\d[\d.:/xX*-]{0,200}(?<![.:/-])(?!\w|[.:/]\w)
                   (?:\s?\(255[\d.]{4,12}\))? )
    | (?P<blob> (?P<wild>\*\.\ ?|\.|\*\ ?)? [^\W_][\w*-]{0,62} (?:\.[\w*-]{1,63}){0,12} )
    | (?P<break> [,;\n\r\t|•·]+ | \.(?=\s|$) | (?<=\s)[-–—](?=\s) )
    | (?P<blank> [\s.:()\[\]{}<>"'“”‘’*+\-–—/&!?=_\#]+? )
    """,
    re.VERBOSE,
)
_GLUED_NUMBER = re.compile(r"(\d{1,10})(?=\*(?:\.[^\W\d]|$))|(\d{4,10})(?=[A-Z][a-z]+$)")
_NUMBER_AND_NAME = re.compile(r"(\d{3,10})(?=[A-Za-z])")
_NUMBERS = re.compile(r"(\d{1,10})(?:-(\d{1,10}))?")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LABEL = re.compile(r"\b(?:AS|ASNs?|[Aa]utonomous [Ss]ystems?)(?: [Nn]umbers?)?$")
_AFTER_A_NUMBER = re.compile(r"\d ?[-–] ?$")
_LAST_AS = 2**32 - 2
WIDEST_RANGE = 256


def names(text: str, start: int, end: int, before: Piece | None, *, glued: bool) -> Iterator[Piece]:
    """The pieces of ``text[start:end]``, breaks among them.

    `before` is the piece that stands before it; `glued` says that a network follows at once.
    """
    while start < end:
        match = _TOKEN.match(text, start, end)
        found = list(_pieces(text, match, before, glued=glued and match.end() == end)) if match else []
        if match is None:
            # A character that no rule knows is kept with the words.
            found = [Piece("words", start, start + 1)]
        for piece in found:
            yield piece
            before = piece if piece.kind != "break" else before
        start = found[-1].end if found else match.end() if match else start + 1


def _pieces(text: str, match: re.Match[str], before: Piece | None, *, glued: bool) -> Iterator[Piece]:
    kind, start, end = match.lastgroup, match.start(), match.end()
    if match["asn"]:
        if match["last"] and _AFTER_A_NUMBER.search(text, max(start - 4, 0), start):
            # The third of "AS1 - AS2 - AS3": the dashes part a list.
            yield _autonomous("asn", start, match.end("first"), match["first"], None)
        else:
            yield _autonomous("asn", start, end, match["first"], match["last"])
    elif match["link"]:
        yield Piece("odd", start, end, reason="An address of a page or of a mailbox is no claim.")
    elif match["figures"]:
        yield Piece("odd", start, end, reason="These figures can be read in more than one way, or in none.")
    elif match["blob"]:
        yield from _blob(match, before, glued=glued)
    elif kind == "break":
        yield Piece("break", start, end)


def _blob(match: re.Match[str], before: Piece | None, *, glued: bool) -> Iterator[Piece]:
    start, wild = match.start(), match["wild"] or ""
    # In a list whose items begin with "* ", a star at the end begins the next item.
    written = match["blob"].rstrip("-*" if wild == "* " else "-")
    end = start + len(written)
    bare = before is not None and before.kind == "number"
    number = None if wild else _NUMBERS.fullmatch(written)
    if number:
        yield _autonomous("number", start, end, number[1], number[2])
        return
    # Figures before a name are an AS number where a second joint shows that cells were run together, or
    # where a list of bare numbers ends there: 360.example alone is a name.
    split = None if wild else _GLUED_NUMBER.match(written)
    if split is None and not wild and (bare or glued) and "." in written:
        split = _NUMBER_AND_NAME.match(written)
    if split:
        yield _autonomous("number", start, start + split.end(), split[split.lastindex or 0], None)
        return
    name = written[len(wild) :]
    if "." in name or "*" in name or wild.strip(" *"):
        yield _domain(wild, name, start)
    elif wild:
        yield Piece("words", start + len(wild), end)
    else:
        yield Piece("words", start, end)


def _domain(wild: str, name: str, start: int) -> Piece:
    """The domain, or its longest beginning that is one where a capital shows the next word ("auth.eduFull")."""
    whole = start + len(wild) + len(name)
    if "*" in name or wild == "*":
        return Piece("odd", start, whole, reason="No domain says what this wildcard says.")
    head, dot, last = name.rpartition(".")
    for cut in (len(last), *(m.start() for m in _CAPITAL.finditer(last) if last[: m.start()].islower())):
        ascii_name = _ascii(head + dot + last[:cut])
        if ascii_name and (is_domain(ascii_name) or (not head and is_top_level(ascii_name))):
            return Piece("domain", start, whole - len(last) + cut, domains=(ascii_name,))
    return Piece("odd", start, whole, reason=f"This is no domain: there is no top level “{last}”.")


def _ascii(name: str) -> str | None:
    """The name in lower case by its A-labels, None where there is no such name (IDNA 2008)."""
    try:
        return idna.encode(name.lower(), uts46=True).decode()
    except idna.IDNAError:
        return None


def _autonomous(kind: str, start: int, end: int, first: str, last: str | None) -> Piece:
    high, dot, low = first.partition(".")
    lowest = int(high) * 65536 + int(low) if dot else int(high)
    highest = int(last) if last else lowest
    reason = ""
    if dot and max(int(high), int(low)) > 65535:
        reason = f"AS{first} is no AS number: both halves are at most 65535."
    elif not 1 <= lowest <= highest <= _LAST_AS:
        reason = "AS numbers go from 1 to 4294967294, and a range begins with its lowest."
    elif highest - lowest >= WIDEST_RANGE:
        reason = f"A range of more than {WIDEST_RANGE} AS numbers may be a slip."
    if reason:
        return Piece("odd", start, end, reason=reason)
    return Piece("asn" if kind == "asn" else "number", start, end, asns=tuple(range(lowest, highest + 1)))


def settle_numbers(text: str, pieces: list[Piece]) -> list[Piece]:
    """A bare number is an AS number where an item of a list begins with it; in prose it is a word of it."""
    settled: list[Piece] = []
    for index, piece in enumerate(pieces):
        if piece.kind == "number" and not _stands_alone(text, settled, piece, pieces[index + 1 : index + 2]):
            piece = replace(piece, kind="words", asns=())
        settled.append(piece)
    return settled


def _stands_alone(text: str, before: list[Piece], number: Piece, after: list[Piece]) -> bool:
    if before and before[-1].kind == "words":
        return bool(_LABEL.search(text[max(before[-1].start - 40, 0) : before[-1].end]))
    if before and before[-1].kind not in ("break", "number", "asn"):
        return False
    if not after or after[0].kind != "words":
        return True
    return after[0].start == number.end and text[number.end].isupper()
