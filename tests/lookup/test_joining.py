"""Several modules as one readable program: only while no name means two things."""

import sys
import types
from pathlib import Path

import pytest

from directory.lookup import bundle, joining

OLDEST = (3, 10)


def joined(**sources: str) -> str:
    return joining.joined(sources, oldest=OLDEST, after_doc="After.", ending="The end")


def outcome(text: str) -> dict:
    """What stands in the program's namespace after it ran as `csirt_joined`."""
    module = types.ModuleType("csirt_joined")
    sys.modules["csirt_joined"] = module
    exec(compile(text, "joined", "exec"), module.__dict__)
    del sys.modules["csirt_joined"]
    return vars(module)


def test_no_two_modules_of_the_program_use_one_name_for_two_things():
    here = Path(bundle.__file__).parent
    sources = {name: (here / f"{name}.py").read_text(encoding="utf-8") for name in bundle.CHAPTERS}
    assert joining.clashes(sources) == []


def test_a_module_that_another_refers_to_by_its_name_keeps_working():
    text = joined(
        one='"""One."""\n\nimport math\n\n\ndef half(n: int) -> float:\n    """Half."""\n    return math.floor(n / 2)\n',
        two='"""Two."""\n\nimport sys\n\nfrom . import one\n\n\ndef main():\n    return one.half(5)\n',
    )
    names = outcome(text)
    assert names["main"]() == 2
    assert names["__doc__"].startswith("Two.\n\nAfter.")
    assert '    """Half."""' in text
    assert text.endswith("# The end\n")


def test_imports_stand_once_at_the_top():
    text = joined(
        one="import re\nfrom typing import Any\n\nA: Any = re\n", two="import re\nfrom typing import NamedTuple\n\nB = re\n"
    )  # fmt: skip
    assert text.count("import re\n") == 1
    assert text.count("from typing import Any, NamedTuple\n") == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("def find(): ...", "def find(): ..."),
        ("LIMIT = 1", "LIMIT = 2"),
        ("for n in (): pass", "n = 1"),
        ("class Row: ...", "Row = 1"),
        ("import json", "def json(): ..."),
        ("def json(): ...", "import json"),
        ("from datetime import datetime", "import datetime"),
        ("A = 1", "def open(): ..."),
    ],
)
def test_a_name_that_would_mean_two_things_is_refused(one, two):
    assert joining.clashes({"one": one, "two": two})
    with pytest.raises(joining.NotJoinable):
        joined(one=one, two=two)


def test_a_module_that_is_referred_to_gives_its_name_to_nothing_else():
    assert joining.clashes({"one": "A = 1", "two": "def one(): ..."}) == []
    assert joining.clashes({"one": "A = 1", "two": "def one(): ...", "three": "from . import one"})


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("import django", "not of the standard library"),
        ("from __future__ import annotations", "not of the standard library"),
        ("from directory import fields", "not of the standard library"),
        ("from . import later", "in no chapter before it"),
        ("from .one import missing", "in no chapter before it"),
        ("from .one import A as B", "stay as they are"),
        ("from ..models import Team", "stay as they are"),
        ("def f():\n    import re", "imports within something"),
    ],
)
def test_what_one_file_cannot_give_is_refused(source, sentence):
    with pytest.raises(joining.NotJoinable, match=sentence):
        joined(one="A = 1", two=source)
