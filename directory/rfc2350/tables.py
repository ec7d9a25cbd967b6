"""The languages of RFC 2350 documents, one table each: ``languages/<code>.toml``, read once.

A table says how headings are called in its language, what page furniture and references look like, and the
words by which facts are recognised. Adding a language is adding a table; en.toml says what each group is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("languages")


@cache
def language_tables() -> Mapping[str, Mapping[str, Any]]:
    """Each language's table by its code, English first."""
    paths = {path.stem: path for path in _FOLDER.glob("*.toml")}
    codes = sorted(paths, key=lambda code: (code != "en", code))
    return {code: tomllib.loads(paths[code].read_text(encoding="utf-8")) for code in codes}
