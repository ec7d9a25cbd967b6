"""A .po file as the tests read it."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d\])? )?(".*")')


@dataclass
class Message:
    """`english` is the singular and, where there is one, the plural; `translated` has as many forms as the language."""

    context: str = ""
    english: list[str] = field(default_factory=list)
    translated: list[str] = field(default_factory=list)
    is_fuzzy: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        return (self.context, *self.english)


def messages(path: Path) -> list[Message]:
    """All messages but the heading."""
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    return [message for block in blocks if any((message := _message(block)).english)]


def _message(block: str) -> Message:
    message, texts = Message(), [""]
    for line in block.splitlines():
        if line.startswith("#"):
            message.is_fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        found = LINE.fullmatch(line)
        assert found, line
        if found[1] == "msgctxt":
            message.context = ast.literal_eval(found[2])
            continue
        if found[1]:
            texts = message.translated if found[1] == "msgstr" else message.english
            texts.append("")
        texts[-1] += ast.literal_eval(found[2])
    return message
