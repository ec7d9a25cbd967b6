"""Fingerprints and key IDs of OpenPGP keys in a text, in every grouping that people use."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .folding import alternatives
from .passages import Passage
from .words import Words

# Version 4 has 20 octets, version 6 has 32 (RFC 9580, section 5.5.4).
LENGTHS = (40, 64)
ID_LENGTHS = (8, 16)

_GROUP = re.compile(r"(?<![\w])(?:0x ?)?([0-9a-fA-F]{2,64})(?!\w)", re.I)
_SEPARATOR = re.compile(r"[\s:.\u00a0-]{1,12}|\s{0,8}\{?br\}?\s{0,8}", re.I)
_TOO_SHORT_TO_MIND = 28
_ALGORITHM = re.compile(
    r"(?<![\w/])(?:\d{3,5}[rdgbesl]|(?:rsa|dsa|elg|elgamal)-?\d{3,5}|ed25519|ed448|cv25519|nistp\d{3}|brainpoolp\d{3}\w{0,2})/(?:0x)?([0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{16}|[0-9a-f]{8})(?!\w)"
)
_PREFIXED = re.compile(r"(?<!\w)0x ?([0-9a-f]{4}(?: ?[0-9a-f]{4}){1,3}|[0-9a-f]{6,17})(?!\w)")
_SUBKEY = re.compile(r"(?<!\w)(?:sub|ssb)\s{1,4}$")
_ID_VALUE = re.compile(
    r"\s{0,4}(?:is|ist|est|es|è|jest|je|adalah)?\s{0,2}[:=#-]?\s{0,4}\(?(?:0x ?)?([0-9a-f]{4}(?:[ \u00a0]?[0-9a-f]{4}){1,3}|[0-9a-f]{6,17})(?!\w)"
)


@dataclass(frozen=True)
class Hex:
    """Figures of a fingerprint or key ID, upper case without spaces, at their place in a text."""

    start: int
    end: int
    digits: str


@dataclass(frozen=True)
class _Group:
    start: int
    end: int
    digits: str


def fingerprints(passage: Passage, words: Words) -> tuple[list[Hex], list[Hex]]:
    """The fingerprints of a passage, and those that are cut or too long, which are labelled as such."""
    found: list[Hex] = []
    wrong: list[Hex] = []
    for run in _runs(passage.text):
        whole, rest = _in_run(run, passage)
        found += whole
        wrong += [
            piece
            for piece in rest
            if len(piece.digits) >= _TOO_SHORT_TO_MIND or _is_labelled(passage, piece, words)
        ]
    certificate = words.pattern("key", "certificate")
    return (
        [piece for piece in found if not certificate.search(_label_before(passage, piece))],
        [
            piece
            for piece in wrong
            if not certificate.search(_label_before(passage, piece)) and len(piece.digits) > 17
        ],
    )


def key_ids(passage: Passage, words: Words) -> tuple[list[Hex], list[Hex]]:
    """The key IDs of a passage that labels, a 0x or a key type mark, and those of a wrong length."""
    matches: list[tuple[int, int, str]] = []
    for pattern in (_ALGORITHM, _PREFIXED):
        for match in pattern.finditer(passage.folded):
            if not _SUBKEY.search(passage.folded[max(match.start() - 8, 0) : match.start()]):
                matches.append((match.start(1), match.end(1), match.group(1)))
    for label in _id_label(words.phrases("key", "id")).finditer(passage.folded):
        value = _ID_VALUE.match(passage.folded, label.end())
        if value and any(character.isdigit() for character in value.group(1)):
            matches.append((value.start(1), value.end(1), value.group(1)))
    found: dict[int, Hex] = {}
    for start, end, written in sorted(matches, key=lambda match: (match[0], -match[1])):
        digits = re.sub(r"[^0-9a-f]", "", written).upper()
        if not any(known.start <= start < known.end for known in found.values()):
            found[start] = Hex(start, end, digits)
    right = [piece for piece in found.values() if len(piece.digits) in ID_LENGTHS]
    wrong = [piece for piece in found.values() if len(piece.digits) not in (*ID_LENGTHS, *LENGTHS)]
    return right, wrong


def _runs(text: str) -> Iterator[list[_Group]]:
    """Groups of figures that only blanks, colons, dots or hyphens part."""
    groups = [
        _Group(match.start(), match.end(), match.group(1).upper())
        for match in _GROUP.finditer(text)
        if len(match.group(1)) % 2 == 0 or len(match.group(1)) > 30
    ]
    run: list[_Group] = []
    for group in groups:
        if run and not _SEPARATOR.fullmatch(text, run[-1].end, group.start):
            yield run
            run = []
        run.append(group)
    if run:
        yield run


def _in_run(run: list[_Group], passage: Passage) -> tuple[list[Hex], list[Hex]]:
    """The fingerprints of a run: whole lines of it first, then what several lines give together."""
    found: list[Hex] = []
    rest: list[Hex] = []
    pending: list[_Group] = []
    for line in _by_line(run, passage.text):
        line = _without_strays(line)
        if pending and _digits(pending) + _digits(line) <= LENGTHS[0]:
            pending += line
        else:
            if pending:
                rest.append(_hex(pending))
            pending = list(line)
        first = 0
        while count := _leading(pending, first):
            found.append(_hex(pending[first : first + count]))
            first += count
        pending = pending[first:]
    if pending:
        rest.append(_hex(pending))
    return found, rest


def _leading(groups: list[_Group], first: int) -> int:
    """How many groups from `first` on make a fingerprint, 0 where none do.

    64 figures make one only where they end the run and their groups are alike; else 40 of them do.
    """
    for length in reversed(LENGTHS):
        total, count = 0, 0
        while total < length and first + count < len(groups):
            total += len(groups[first + count].digits)
            count += 1
        if total != length:
            continue
        alike = len({len(group.digits) for group in groups[first : first + count]}) == 1
        if length == LENGTHS[0] or (alike and first + count == len(groups)):
            return count
    return 0


def _by_line(run: list[_Group], text: str) -> Iterator[list[_Group]]:
    line = [run[0]]
    for previous, group in pairwise(run):
        if "\n" in text[previous.end : group.start]:
            yield line
            line = []
        line.append(group)
    yield line


def _without_strays(line: list[_Group]) -> list[_Group]:
    """A line's groups without a year or a short word of the same letters at its ends ("2023 C9BD …")."""
    for length in LENGTHS:
        for first, last in ((1, 0), (0, 1), (1, 1)):
            kept = line[first : len(line) - last]
            if kept and _digits(kept) == length != _digits(line):
                return kept
    return line


def _digits(groups: list[_Group]) -> int:
    return sum(len(group.digits) for group in groups)


def _hex(groups: list[_Group]) -> Hex:
    return Hex(groups[0].start, groups[-1].end, "".join(group.digits for group in groups))


def _is_labelled(passage: Passage, piece: Hex, words: Words) -> bool:
    return bool(words.pattern("key", "fingerprint").search(_label_before(passage, piece)))


def _label_before(passage: Passage, piece: Hex) -> str:
    """What stands before figures, from the line's start or the line above."""
    before = passage.folded[max(piece.start - 60, 0) : piece.start].rstrip()
    return before.rpartition("\n")[2]


@functools.cache
def _id_label(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{alternatives(phrases)})(?!\w)")
