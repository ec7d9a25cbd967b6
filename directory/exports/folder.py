"""Everything that is published, as a folder of plain files with their sums, signed: lists, keys, documents.

The same data are the same bytes, whenever they are written, so that two exports can be compared.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from directory.files import alone_in, to_disk
from directory.models import Listing
from directory.one_state import one_state
from directory.signing_state import standing

from . import FORMATS
from .keyring import KEYRINGS, certificates

SUMS = "SHA256SUMS"
SIGNATURE = f"{SUMS}.asc"
AT_A_TIME = 200

#: Data and a signature over them that is there already, or b"" -> the signature. What it raises comes through.
Sign = Callable[[bytes, bytes], bytes]


class NotExported(Exception):
    """Why nothing was exported, as a sentence; the former export stands as it was."""


@dataclass(frozen=True, slots=True)
class Made:
    """What an export holds."""

    teams: int
    keys: int


def folder() -> Path:
    """Where the site keeps its export unless it is told otherwise."""
    return Path(settings.DATA_DIR) / "export"


def make(into: Path, sign: Sign | None = None) -> Made:
    """Writes the folder, in the place of the former export that is there. Raises NotExported.

    The new one is whole, signed and on the disk before it gets the name.
    """
    fresh, former = (into.parent / f".{into.name}.{word}" for word in ("new", "former"))
    try:
        _check_place(into)
        into.parent.mkdir(parents=True, exist_ok=True)
        with alone_in(into.parent):
            _bring_back(into, former)  # both are left over where a process was killed
            _remove(fresh)
            try:
                with one_state():
                    made = _write(fresh)
                _sum_up(fresh, into, sign)
                _exchange(fresh, into, former)
            finally:
                _remove(fresh)
            _remove(former)
    except OSError as error:
        raise NotExported(f"Nothing was exported to {into}: {error}.") from error
    return made


def _check_place(into: Path) -> None:
    """A folder of somebody else's is not taken for a former export: that would be removed."""
    if into.exists() and (not into.is_dir() or (any(into.iterdir()) and not (into / SUMS).is_file())):
        raise NotExported(f"{into} holds something else than an export; name another folder.")


def _exchange(fresh: Path, into: Path, former: Path) -> None:
    """Between the two renames there is no export, for as long as one takes; never half of one."""
    _remove(former)
    if into.exists():
        into.replace(former)
    try:
        fresh.replace(into)
    except BaseException:
        _bring_back(into, former)
        raise
    to_disk(into.parent)


def _bring_back(into: Path, former: Path) -> None:
    if former.exists() and not into.exists():
        former.replace(into)


def _remove(place: Path) -> None:
    if place.exists():
        shutil.rmtree(place)


# What is in it --------------------------------------------------------------------------------------


def _write(place: Path) -> Made:
    (place / "documents").mkdir(parents=True)
    order = list(Listing.objects.listed().by_name().values_list("pk", flat=True))
    for suffix, row in FORMATS.items():
        with (place / f"teams.{suffix}").open("w", encoding="utf-8", newline="") as file:
            file.writelines(row.write(Listing.objects.in_this_order(order)))
    for name, content in _documents(order):
        (place / "documents" / name).write_bytes(content)
    ring = list(certificates(order))
    for suffix, keyring in KEYRINGS.items():
        with (place / f"keys.{suffix}").open("wb") as keys:
            keys.writelines(keyring.write(ring))
    return Made(len(order), len(ring))


def _documents(order: list[int]) -> Iterator[tuple[str, bytes]]:
    """The newest document of each team, to the byte as it was published, and the team's own signature of it, if one
    holds today."""
    now = timezone.now()
    teams = Listing.objects.with_revision().prefetch_related("revision__signatures", "published_keys")
    for team in teams.in_this_order(order, AT_A_TIME):
        yield f"{team.slug}.txt", bytes(team.revision.content.text)
        keys = {key.fingerprint: key.key for key in team.published_keys.all()}
        newest_first = team.revision.signatures.all()
        holding = (s for s in newest_first if standing(s, keys.get(s.fingerprint), now).holds)
        for signature in list(holding)[:1]:
            suffix = "signed.txt" if signature.is_clear else "txt.asc"
            yield f"{team.slug}.{suffix}", signature.armor.encode()


def _sum_up(place: Path, former: Path, sign: Sign | None) -> None:
    """The sums, as `sha256sum --check` reads them, and the signature over them. All of it on the disk."""
    written = sorted(path for path in place.rglob("*") if path.is_file())
    sums = "".join(f"{_sum(path)}  {path.relative_to(place).as_posix()}\n" for path in written).encode()
    (place / SUMS).write_bytes(sums)
    if sign:
        known = former / SIGNATURE
        (place / SIGNATURE).write_bytes(sign(sums, known.read_bytes() if known.is_file() else b""))
    for path in (*place.rglob("*"), place):
        to_disk(path)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
