"""The keys of many teams as one file that OpenPGP programs import: armored or binary, a certificate after the other."""

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.models import PublishedKey
from directory.models.published_key import foremost
from directory.openpgp.armor import crc24

AT_ONCE = 500  # listings
LINE = 48  # bytes in a line of base64


@dataclass(frozen=True)
class Keyring:
    """`write` gives the file piece by piece, from certificates."""

    name: str | Promise
    suffix: str
    write: Callable[[Iterable[bytes]], Iterator[bytes]]


def certificates(listings: Sequence[int]) -> Iterator[bytes]:
    """The certificates of the keys that these teams use, in the teams' order, each key once. Of a key that several
    teams carry it is the copy that speaks, whichever of them were asked for."""
    shared = _shared()
    given: set[str] = set()
    for start in range(0, len(listings), AT_ONCE):
        some = listings[start : start + AT_ONCE]
        place = {listing: n for n, listing in enumerate(some)}
        keys = PublishedKey.objects.current().filter(listing__in=some).defer("facts")
        for key in sorted(keys, key=lambda key: (place[key.listing_id], key.position)):
            if key.fingerprint not in given:
                given.add(key.fingerprint)
                yield bytes(shared.get(key.fingerprint, key).certificate)


def _shared() -> dict[str, PublishedKey]:
    """Of each key that several teams carry, the copy that speaks."""
    several = PublishedKey.objects.order_by().values("fingerprint").annotate(n=Count("pk")).filter(n__gt=1)
    copies = PublishedKey.objects.filter(fingerprint__in=several.values("fingerprint"))
    by_key = groupby(copies.order_by("fingerprint"), lambda copy: copy.fingerprint)
    return {fingerprint: foremost(some) for fingerprint, some in by_key}


def armored(some: Iterable[bytes]) -> Iterator[bytes]:
    """One armor around all of them, for not every program reads a second one; nothing where there is no certificate.
    gpg 2.2 finds no end without the checksum (RFC 9580, 6.1), so that is summed up on the way."""
    kept, checksum = b"", crc24(b"")
    begun = False
    for certificate in some:
        if not begun:
            begun = True
            yield b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n"
        checksum = crc24(certificate, checksum)
        kept += certificate
        whole = len(kept) - len(kept) % LINE
        yield _lines(kept[:whole])
        kept = kept[whole:]
    if begun:
        yield _lines(kept)
        yield b"=" + base64.b64encode(checksum) + b"\n-----END PGP PUBLIC KEY BLOCK-----\n"


def _lines(octets: bytes) -> bytes:
    lines = (base64.b64encode(octets[n : n + LINE]) + b"\n" for n in range(0, len(octets), LINE))
    return b"".join(lines)


def binary(some: Iterable[bytes]) -> Iterator[bytes]:
    return iter(some)


KEYRINGS = {
    row.suffix: row for row in (Keyring(_("as text"), "asc", armored), Keyring(_("binary"), "gpg", binary))
}
