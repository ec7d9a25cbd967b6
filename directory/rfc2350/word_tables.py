"""The tables of words, one a language, as they stand in ``languages/<code>.words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("languages")


@cache
def word_tables() -> Mapping[str, Mapping[str, Any]]:
    """Each language's table by its code, English first."""
    paths = {path.name.removesuffix(".words.toml"): path for path in sorted(_FOLDER.glob("*.words.toml"))}
    codes = sorted(paths, key=lambda code: (code != "en", code))
    return {code: tomllib.loads(paths[code].read_text("utf-8")) for code in codes}
