"""The team's OpenPGP keys (RFC 2350, 2.8): fingerprints with their key IDs, armored blocks, addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from directory.rfc2350.document import Key

from .fingerprints import Hex, fingerprints, key_ids
from .locations import is_signature
from .passages import Passage, Reading
from .report import Report
from .urls import urls

_SECTIONS = ("2.8", "2.9", "2.7", "2.10", "2.11", "4.3", "2")
_FALLBACK = ("1.4", "6", "4.2", "0", "9")
_KEY_FILE = re.compile(r"\.(?:asc|gpg|pgp|key|pub)$|pgp|gpg|public[_-]?key", re.I)
_STANDARD_HOSTS = ("ietf.org", "rfc-editor.org", "gnupg.org", "openpgp.org", "wikipedia.org", "gpg4win.org")
_NEAR = 240


@dataclass(frozen=True)
class _Found:
    """A key with its place in its passage, for the ID that may follow it."""

    key: Key
    offset: int
    line: int | None


def keys(reading: Reading, report: Report) -> tuple[Key, ...]:
    """The keys that the contact sections name, in order; an ID beside a fingerprint belongs to it."""
    found: list[_Found] = []
    for passage in reading.of(*_SECTIONS):
        found += _in_passage(passage, reading, report)
    if not found:
        for passage in reading.of(*_FALLBACK):
            found += _in_passage(passage, reading, report)
            if found and not reading.is_unstructured:
                break
    unique = _merged(found)
    for index, entry in enumerate(unique):
        report.place(f"team.keys.{index}", entry.line)
    return tuple(entry.key for entry in unique)


def key_urls(reading: Reading, report: Report) -> tuple[str, ...]:
    """Addresses from which the keys can be had; key servers in general are none."""
    found: dict[str, int | None] = {}
    for passage in reading.of("2.8", "4.3", "2.7", "2.10", "2.11", "1.4"):
        for url in urls(passage.text, bare=True):
            own = bool(url.path.strip("/")) and not _is_standard(url.host)
            named = bool(_KEY_FILE.search(url.path)) and not (
                passage.canonical == "1.4" and is_signature(url)
            )
            if own and (passage.canonical == "2.8" or named):
                found.setdefault(url.text, passage.line_at(url.start))
    for index, line in enumerate(found.values()):
        report.place(f"team.key_urls.{index}", line)
    return tuple(found)


def _is_standard(host: str) -> bool:
    """Whether a host explains OpenPGP and holds nobody's key."""
    return any(host == known or host == f"www.{known}" for known in _STANDARD_HOSTS)


def _in_passage(passage: Passage, reading: Reading, report: Report) -> list[_Found]:
    words = reading.words
    prints, wrong = fingerprints(passage, words)
    for piece in wrong:
        report.warn(
            "fingerprint-length",
            passage.line_at(piece.start),
            f"This fingerprint has {len(piece.digits)} figures; an OpenPGP fingerprint has 40, or 64 for version 6.",
        )
    ids, odd = key_ids(passage, words)
    spans = [(piece.start, piece.end) for piece in [*prints, *wrong]]
    ids = [piece for piece in ids if not any(start <= piece.start < end for start, end in spans)]
    for piece in odd:
        if not any(start <= piece.start < end for start, end in spans):
            report.warn(
                "key-id-length",
                passage.line_at(piece.start),
                f"The key ID {piece.digits} has {len(piece.digits)} figures; a key ID has 16, or 8 in its short form.",
            )
    found = _paired(passage, prints, ids, reading, report)
    return _with_armor(found, passage)


def _paired(
    passage: Passage, prints: list[Hex], ids: list[Hex], reading: Reading, report: Report
) -> list[_Found]:
    """Each fingerprint with its ID: the one that is its tail, or else the one that stands beside it."""
    found: dict[int, _Found] = {}
    free = list(ids)
    previous = 0
    for piece in prints:
        mine = [other for other in free if _is_id_of(other.digits, piece.digits)]
        free = [other for other in free if other not in mine]
        key = Key(piece.digits, id_of(piece.digits), note=_note(passage, piece, previous, reading))
        previous = piece.end
        found[piece.start] = _Found(key, piece.start, passage.line_at(piece.start))
    claimed = {piece.start for piece in prints for other in ids if _is_id_of(other.digits, piece.digits)}
    for other in free:
        near = [
            entry
            for start, entry in found.items()
            if start not in claimed and entry.key.fingerprint and abs(start - other.start) <= _NEAR
        ]
        retired = reading.words.pattern("key", "retired").search(_around(passage, other))
        if near and not retired:
            entry = min(near, key=lambda entry: abs(entry.offset - other.start))
            claimed.add(entry.offset)
            found[entry.offset] = replace(entry, key=replace(entry.key, key_id=other.digits))
            report.warn(
                "fingerprint-key-id-mismatch",
                passage.line_at(other.start),
                f"The key ID {other.digits} is not of the fingerprint beside it, whose own is "
                f"{id_of(entry.key.fingerprint or '')}.",
            )
        elif not retired:
            key = Key(None, other.digits, note=None)
            found[other.start] = _Found(key, other.start, passage.line_at(other.start))
    return [found[start] for start in sorted(found)]


def id_of(fingerprint: str) -> str:
    """A fingerprint's key ID: its low 64 bits in version 4, its high ones in version 6 (RFC 9580, 5.5.4)."""
    return fingerprint[:16] if len(fingerprint) == 64 else fingerprint[-16:]


def _is_id_of(key_id: str, fingerprint: str) -> bool:
    return fingerprint.endswith(key_id) or id_of(fingerprint) == key_id or fingerprint == key_id


def _with_armor(found: list[_Found], passage: Passage) -> list[_Found]:
    """The passage's key blocks, each with the key that its comment names, or with the only key there."""
    for armor in passage.armors:
        matching = [
            index
            for index, entry in enumerate(found)
            if entry.key.armor is None
            and (
                entry.key.fingerprint == armor.fingerprint
                if armor.fingerprint
                else len(found) == len(passage.armors)
            )
        ]
        if matching and (armor.fingerprint or entry_before(found, matching, armor.offset) is not None):
            index = entry_before(found, matching, armor.offset)
            index = matching[0] if index is None else index
            found[index] = replace(found[index], key=replace(found[index].key, armor=armor.block))
        else:
            key_id = id_of(armor.fingerprint) if armor.fingerprint else None
            key = Key(armor.fingerprint, key_id, armor.block)
            found.append(_Found(key, armor.offset, passage.line_at(armor.offset)))
    return found


def entry_before(found: list[_Found], indexes: list[int], offset: int) -> int | None:
    """The last of these keys that stands before a place, else the first behind it."""
    before = [index for index in indexes if found[index].offset <= offset]
    return before[-1] if before else indexes[0] if indexes else None


def _note(passage: Passage, piece: Hex, previous: int, reading: Reading) -> str | None:
    """What sets a key apart: that it only signs, or is not to be used any more.

    It stands in the same paragraph, behind the key before it, or on the key's own line.
    """
    start = max(previous, passage.folded.rfind("\n\n", 0, piece.start) + 1, piece.start - 2 * _NEAR, 0)
    end = passage.folded.find("\n", piece.end)
    near = passage.folded[start : min(end if end >= 0 else len(passage.folded), piece.end + _NEAR)]
    for name in ("signing", "retired"):
        match = reading.words.pattern("key", name).search(near)
        if match:
            return " ".join(passage.text[start + match.start() : start + match.end()].split())
    return None


def _around(passage: Passage, piece: Hex) -> str:
    """The folded text around figures, no further than their paragraph."""
    start = max(piece.start - _NEAR, passage.folded.rfind("\n\n", 0, piece.start), 0)
    return passage.folded[start : piece.end + 60].partition("\n\n")[0]


def _merged(found: list[_Found]) -> list[_Found]:
    """Each key once, with whatever any of its mentions adds."""
    merged: list[_Found] = []
    for entry in found:
        known = next((index for index, other in enumerate(merged) if _same(entry.key, other.key)), None)
        if known is None:
            merged.append(entry)
            continue
        old = merged[known].key
        key = Key(
            old.fingerprint or entry.key.fingerprint,
            old.key_id if old.fingerprint or not entry.key.key_id else entry.key.key_id,
            old.armor or entry.key.armor,
            old.note or entry.key.note,
        )
        merged[known] = replace(merged[known], key=key)
    return merged


def _same(one: Key, other: Key) -> bool:
    if one.fingerprint and other.fingerprint:
        return one.fingerprint == other.fingerprint
    if one.key_id and other.key_id:
        return one.key_id.endswith(other.key_id) or other.key_id.endswith(one.key_id)
    return False
