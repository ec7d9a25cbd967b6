import re

import pytest
import segno

from directory.qr import QUIET, fingerprint_code
from tests.people import FINGERPRINT


def drawn(side: int, path: str) -> list[list[int]]:
    """The modules that a path of strokes darkens."""
    modules = [[0] * side for _ in range(side)]
    x = y = 0
    for move, horizontal, vertical in re.findall(r"([Mmh])(\d+)(?: (\d+)(?:\.5)?)?", path):
        if move == "M":
            x, y = int(horizontal), int(vertical)
        elif move == "m":
            x += int(horizontal)
        else:
            modules[y][x : x + int(horizontal)] = [1] * int(horizontal)
            x += int(horizontal)
    return modules


@pytest.mark.parametrize("fingerprint", [FINGERPRINT, "0123456789ABCDEF" * 4])
def test_the_path_darkens_the_modules_of_the_code_and_no_others(fingerprint):
    code = segno.make(f"OPENPGP4FPR:{fingerprint}", error="m", micro=False)
    wanted = [list(row) for row in code.matrix_iter(border=QUIET)]
    assert drawn(*fingerprint_code(fingerprint)) == wanted


def test_the_code_is_in_capitals_which_take_the_least_room():
    assert segno.make(f"OPENPGP4FPR:{FINGERPRINT}", error="m").mode == "alphanumeric"
    side, path = fingerprint_code(FINGERPRINT)
    assert side == 29 + 2 * QUIET
    assert len(path) < 2000
