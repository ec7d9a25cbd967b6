"""What the document says of the team's keys (section 2.8), held against the keys themselves."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from directory import openpgp
from directory.models import Key
from directory.openpgp import PublicKey, Refused
from directory.openpgp.words import day, groups
from directory.rfc2350.document import Document
from directory.rfc2350.document import Key as Named

from .taking import certificate_of
from .telling import state_of

#: Each key block costs a run of gpg.
MOST_BLOCKS = 5
#: So many digits that differ are a slip of the pen, more are another key.
SLIP = 4


def printed(document: Document) -> list[Named]:
    """The keys whose blocks the document prints, as far as they are read."""
    return [named for named in document.team.keys if named.armor][:MOST_BLOCKS]


def disagreements(document: Document, rows: Iterable[Key], at: datetime) -> list[str]:
    """A sentence for each thing that the document says otherwise than the keys of the desk."""
    rows = list(rows)
    keys = [certificate_of(row).key for row in rows if row.facts]
    blocks = {id(named): _block(named) for named in printed(document)}
    found: list[str] = []
    for named in document.team.keys:
        block = blocks.get(id(named))
        if isinstance(block, Refused):
            found.append(f"A key block in section 2.8 cannot be used: {block.sentence}")
        elif block:
            found += _of_block(named, block, keys, at)
        found += _of_name(named, rows, keys)
    found += _unnamed(document, blocks.values(), rows, at)
    found += _unusable(document, rows, at)
    return list(dict.fromkeys(found))


def _block(named: Named) -> PublicKey | Refused:
    try:
        return openpgp.read((named.armor or "").encode()).key
    except Refused as refusal:
        return refusal


def _of_block(named: Named, block: PublicKey, keys: list[PublicKey], at: datetime) -> Iterator[str]:
    if named.fingerprint and named.fingerprint != block.fingerprint:
        yield (
            f"Section 2.8 gives the fingerprint {groups(named.fingerprint)}, but the key block beside it is of the "
            f"key {block.groups}."
        )
    known = next((key for key in keys if key.fingerprint == block.fingerprint), None)
    if known and known.revoked and not block.revoked:
        yield f"The key block of {block.groups} in section 2.8 does not say that the key is revoked."
    elif known and known.ends != block.ends:
        here, there = _end(known), _end(block)
        yield f"The key block of {block.groups} in section 2.8 is of another day: there it ends {there}, here {here}."
    elif known is None and block.state(at) in {"expired", "revoked"}:
        yield f"The key block of {block.groups} in section 2.8 is of no use: {state_of(block, at)}"


def _end(key: PublicKey) -> str:
    return f"on {day(key.ends)}" if key.ends else "never"


def _of_name(named: Named, rows: list[Key], keys: list[PublicKey]) -> Iterator[str]:
    if named.fingerprint:
        yield from _of_fingerprint(named.fingerprint, named.key_id, rows, keys)
    elif named.key_id:
        if not any(named.key_id == row.key_id or _is_of(named.key_id, row) for row in rows):
            yield f"Section 2.8 gives the key ID {named.key_id}, which is none of these keys'."
        elif len(named.key_id) == 8:
            yield f"Section 2.8 gives the key ID {named.key_id} alone. Eight digits can be forged: give the fingerprint."


def _of_fingerprint(
    fingerprint: str, key_id: str | None, rows: list[Key], keys: list[PublicKey]
) -> Iterator[str]:
    row = next((row for row in rows if row.fingerprint == fingerprint), None)
    whole = next((key for key in keys if any(part.fingerprint == fingerprint for part in key.subkeys)), None)
    if row and key_id and not _is_of(key_id, row):
        yield f"Section 2.8 gives the key ID {key_id} beside the key {groups(fingerprint)}, whose own is {row.key_id}."
    elif whole and row is None:
        yield (
            f"Section 2.8 gives the fingerprint {groups(fingerprint)}. That is a part of the key {whole.groups}: "
            "give the whole key's."
        )
    elif row is None:
        yield _other(fingerprint, rows)


def _is_of(key_id: str, row: Key) -> bool:
    """Whether a key ID is the row's own, or that of a part of it."""
    parts = [part["key_id"] for part in (row.facts or {}).get("subkeys", [])]
    own = row.key_id or (row.fingerprint[:16] if len(row.fingerprint) == 64 else row.fingerprint[-16:])
    return any(whole.endswith(key_id) for whole in [own, *parts])


def _other(fingerprint: str, rows: list[Key]) -> str:
    said = f"Section 2.8 names the key {groups(fingerprint)}, which is none of these."
    for row in rows:
        if len(row.fingerprint) == len(fingerprint):
            differing = sum(a != b for a, b in zip(fingerprint, row.fingerprint, strict=True))
            if differing <= SLIP:
                digits = "1 digit" if differing == 1 else f"{differing} digits"
                return f"{said} It differs from {groups(row.fingerprint)} in {digits}."
    return said


def _unnamed(
    document: Document, blocks: Iterable[PublicKey | Refused], rows: list[Key], at: datetime
) -> Iterator[str]:
    printed_keys = {block.fingerprint for block in blocks if isinstance(block, PublicKey)}
    for row in rows:
        said = row.fingerprint in printed_keys or any(_names(named, row) for named in document.team.keys)
        if not said and not _is_past(row, at):
            yield f"Section 2.8 does not name the key {groups(row.fingerprint) if row.fingerprint else row}."


def _names(named: Named, row: Key) -> bool:
    if named.fingerprint:
        parts = [part["fingerprint"] for part in (row.facts or {}).get("subkeys", [])]
        return named.fingerprint in [row.fingerprint, *parts]
    return bool(named.key_id) and _is_of(named.key_id or "", row)


def _unusable(document: Document, rows: list[Key], at: datetime) -> Iterator[str]:
    for row in rows:
        if row.purpose == Key.Purpose.FORMER or not _is_past(row, at):
            continue
        key = certificate_of(row).key
        if any(_names(named, row) for named in document.team.keys):
            yield f"Section 2.8 names the key {key.groups} as one to use. {state_of(key, at)}"


def _is_past(row: Key, at: datetime) -> bool:
    """Whether nobody is to use the key any more: the team says so, or the key does."""
    ended = bool(row.facts) and certificate_of(row).key.state(at) in {"expired", "revoked"}
    return ended or row.purpose == Key.Purpose.FORMER
