"""What each operation on a key costs: ``python -m bench.openpgp [--rounds N] [--write docs/performance.md]``.

Makes a key in a folder that is thrown away, and does with it what the site does with keys: reads it, verifies and makes
signatures, and meets the hostile keys that its limits are made for. Needs gpg; nothing else is asked.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.pages import put_chapter, table
from directory import openpgp
from directory.openpgp import Certificate, Refused, outline, packets
from directory.openpgp.limits import MAX_BYTES, MAX_USER_IDS
from directory.openpgp.packets import Packet

TITLE = "Performance"
BAR_MILLISECONDS = 10_000
TEXT = b"1. Document Information\n" * 400
HEAD = """## Keys and signatures

Measured by `.venv/bin/python -m bench.openpgp --write docs/performance.md`: medians of {rounds} rounds on a machine of
{cores} cores, with an Ed25519 key and a text of {text} KB. Every operation that runs gpg does so in a home of its own,
which it makes and throws away; how often gpg is started stands beside it, and signing starts and ends an agent too.
Whatever takes longer than {bar} seconds is ended and refused.
"""


@dataclass(frozen=True)
class Cost:
    """One operation: how often it starts gpg, and its milliseconds."""

    name: str
    starts: int
    milliseconds: float


def signature(issuer: int) -> Packet:
    """A signature that nobody made, by a key ID that is nowhere."""
    hashed, unhashed = b"\x05\x02\x65\x53\xf1\x00", b"\x09\x10" + issuer.to_bytes(8, "big")
    areas = b"".join(len(area).to_bytes(2, "big") + area for area in (hashed, unhashed))
    return Packet(packets.SIGNATURE, b"\x04\x10\x01\x08" + areas + b"\xab\xcd\x02\x00" + b"\xa5" * 64)


def flooded(whole: Sequence[Packet], count: int) -> bytes:
    """The certificate with so many signatures by others on its user id."""
    return packets.write([*whole[:2], *map(signature, range(1, count + 1)), *whole[2:]])


def crowded(whole: Sequence[Packet], count: int) -> bytes:
    """The certificate with so many more user ids whose signatures name nobody and hold nothing."""
    more = [part for n in range(count) for part in (Packet(packets.USER_ID, b"Flood %d" % n), signature(0))]
    return packets.write([*whole, *more])


def refused(material: bytes) -> None:
    try:
        openpgp.read(material)
    except Refused:
        return
    raise SystemExit("A key that should be refused was read.")


def operations(home: Path, fingerprint: str) -> list[tuple[str, int, Callable[[], object]]]:
    certificate = openpgp.read(openpgp.public_key(home, fingerprint))
    whole = list(packets.split(certificate.binary))
    detached = openpgp.sign_detached(TEXT, home, fingerprint)
    clear = openpgp.sign_clear(TEXT, home, fingerprint)
    flood, crowd = flooded(whole, MAX_BYTES // 120), crowded(whole, MAX_USER_IDS - 1)
    armor = certificate.armor.encode()
    return [
        ("take a key apart, without gpg", 0, lambda: outline.read(armor)),
        ("read a key", 3, lambda: openpgp.read(armor)),
        ("merge a newer copy of a key", 6, lambda: openpgp.merge(certificate, armor)),
        ("verify a detached signature", 2, lambda: openpgp.verify(detached, TEXT, certificate)),
        ("verify a clear-signed text", 2, lambda: openpgp.verify_clear(clear, certificate)),
        ("sign, detached", 1, lambda: openpgp.sign_detached(TEXT, home, fingerprint)),
        ("sign, in the clear", 1, lambda: openpgp.sign_clear(TEXT, home, fingerprint)),
        ("make a signing key", 1, lambda: made(home)),
        (
            f"read a key with {MAX_BYTES // 120:,} signatures by others",
            3,
            lambda: read_flood(flood, certificate),
        ),
        (f"read a key with {MAX_USER_IDS - 1} false user ids", 3, lambda: openpgp.read(crowd)),
        ("refuse a key with 100 user ids", 0, lambda: refused(crowded(whole, 100))),
        ("refuse a key with 5,000 signatures by others", 0, lambda: refused(flooded(whole, 5000))),
    ]


def made(home: Path) -> str:
    return openpgp.make_signing_key(home / "another", "Another Directory", "another@example.org")


def read_flood(material: bytes, certificate: Certificate) -> None:
    if openpgp.read(material).binary != certificate.binary:
        raise SystemExit("The flood was not left out.")


def measure(rounds: int) -> list[Cost]:
    """Each operation `rounds` times, all in turns."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "signing"
        fingerprint = openpgp.make_signing_key(home, "Example Directory", "directory@example.org")
        wanted = operations(home, fingerprint)
        times: dict[str, list[float]] = {name: [] for name, _, _ in wanted}
        for _ in range(rounds):
            for name, _, run in wanted:
                start = time.perf_counter()
                run()
                times[name].append((time.perf_counter() - start) * 1000)
    return [Cost(name, starts, median(times[name])) for name, starts, _ in wanted]


def chapter(costs: Sequence[Cost], rounds: int) -> str:
    rows = [[cost.name, str(cost.starts), f"{cost.milliseconds:.1f}"] for cost in costs]
    head = HEAD.format(
        rounds=rounds, cores=os.cpu_count(), text=len(TEXT) // 1000, bar=BAR_MILLISECONDS // 1000
    )
    held = all(cost.milliseconds < BAR_MILLISECONDS for cost in costs)
    verdict = f"The bar of {BAR_MILLISECONDS // 1000} seconds {'holds' if held else 'is missed'}."
    return f"{head}\n{table(['what', 'starts of gpg', 'median, ms'], rows)}\n\n{verdict}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--write", type=Path, help="a Markdown page to put the chapter into")
    options = parser.parse_args(arguments)
    page = chapter(measure(options.rounds), options.rounds)
    print(page)
    if options.write:
        put_chapter(options.write, TITLE, page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
