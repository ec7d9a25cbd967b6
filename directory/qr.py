"""QR codes as SVG: one path, drawn here, so that no style and no script comes with it."""

from functools import lru_cache

import segno

QUIET = 4  # modules of margin around the code (ISO/IEC 18004, 6.3.8)


@lru_cache(maxsize=4096)
def fingerprint_code(fingerprint: str) -> tuple[int, str]:
    """The side in modules, and the path to stroke, of a QR code that key managers read as an OpenPGP
    fingerprint (OPENPGP4FPR:, as OpenKeychain writes it). `fingerprint` is 40 or 64 upper-case hex digits."""
    code = segno.make(f"OPENPGP4FPR:{fingerprint}", error="m", micro=False)
    width, _ = code.symbol_size(border=QUIET)
    rows = (_strokes(row, y) for y, row in enumerate(code.matrix, QUIET))
    return int(width), "".join(rows)


def _strokes(row: bytes | bytearray, y: int) -> str:
    """A row's dark modules as strokes one module thick, each measured from where the last one ends: half as long
    as a rectangle for each."""
    strokes, end = "", None
    for x, length in _runs(row):
        strokes += f"M{x + QUIET} {y}.5" if end is None else f"m{x - end} 0"
        strokes += f"h{length}"
        end = x + length
    return strokes


def _runs(row: bytes | bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow one another."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs
