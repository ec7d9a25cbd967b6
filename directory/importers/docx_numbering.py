"""The automatic numbers of Word, which stand in no paragraph's text (ECMA-376, part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from .lists import ordinal
from .plain import clean

STYLES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
DEEPEST_STYLE = 12
LEVELS = 9
#: Bullets that are letters of a picture font, or a letter that looks like one.
BULLET = "•"


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph: its number or bullet, and how far lists above it move it in."""

    mark: str
    indent: str


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list's definition."""

    start: int
    style: str
    text: str
    legal: bool
    paragraph_style: str | None


@dataclass(slots=True)
class Numbering:
    """The lists of a document and where each stands."""

    document: Document
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for relation in self.document.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                self.read(relation.target_part.element)

    def read(self, root: Any) -> None:
        for abstract in root.findall(qn("w:abstractNum")):
            found = {int_of(level, "w:ilvl"): level_of(level) for level in abstract.findall(qn("w:lvl"))}
            self.levels[abstract.get(qn("w:abstractNumId"), "")] = found
        for one in root.findall(qn("w:num")):
            abstract = value_of(one, "w:abstractNumId") or ""
            starts = {
                int_of(override, "w:ilvl"): int(start)
                for override in one.findall(qn("w:lvlOverride"))
                if (start := value_of(override, "w:startOverride") or "").isdecimal()
            }
            self.lists[one.get(qn("w:numId"), "")] = (abstract, starts)

    def label(self, paragraph: Paragraph) -> Label | None:
        """The paragraph's number, counted on; None for one without. To be called in the document's order."""
        number, depth = self.place(paragraph)
        abstract, starts = self.lists.get(number, ("", {}))
        levels = self.levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return None
        counts = self.counts.setdefault(abstract, {})
        if depth in starts and (number, depth) not in self.begun:
            self.begun.add((number, depth))
            counts[depth] = starts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in range(depth + 1, LEVELS):
            counts.pop(deeper, None)
        mark = mark_of(level, levels, counts)
        return Label(mark, "  " * depth) if mark else None

    def place(self, paragraph: Paragraph) -> tuple[str, int]:
        """The list and the level of a paragraph, by itself or by the styles that it is built on."""
        number: str | None = None
        for holder, style in holders(paragraph):
            properties = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if properties is None:
                continue
            number = number if number is not None else value_of(properties, "w:numId")
            depth = value_of(properties, "w:ilvl")
            if depth is not None and depth.isdecimal():
                return number or "", int(depth)
            if style is not None and number is not None:
                return number, self.linked_level(number, style)
        return number or "", 0

    def linked_level(self, number: str, style: str) -> int:
        """The level that a list keeps for a paragraph style: how Word numbers headings."""
        levels = self.levels.get(self.lists.get(number, ("", {}))[0], {})
        return next((depth for depth, level in levels.items() if level.paragraph_style == style), 0)


def holders(paragraph: Paragraph) -> Iterator[tuple[Any, str | None]]:
    """The paragraph, then the styles that it is built on, each with the style's id."""
    yield paragraph._p, None
    style = paragraph.style
    for _ in range(DEEPEST_STYLE):
        if style is None:
            return
        yield style.element, style.style_id
        style = getattr(style, "base_style", None)


def mark_of(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    """The level's text with its numbers put in: "%1.%2." is "2.1."."""
    if level.style == "bullet":
        text = clean(level.text).strip()
        return text if text and not text[0].isalnum() and text[0].isprintable() else BULLET
    if level.style == "none":
        return ""
    mark = level.text
    for depth in range(LEVELS):
        slot = f"%{depth + 1}"
        if slot in mark:
            other = levels.get(depth, level)
            count = counts.get(depth, other.start)
            style = "1" if level.legal else STYLES.get(other.style, "1")
            mark = mark.replace(slot, ordinal(count, style))
    return clean(mark).strip()


def level_of(element: Any) -> Level:
    start = value_of(element, "w:start") or ""
    return Level(
        start=int(start) if start.isdecimal() else 1,
        style=value_of(element, "w:numFmt") or "decimal",
        text=(value_of(element, "w:lvlText") or "")[:40],
        legal=element.find(qn("w:isLgl")) is not None,
        paragraph_style=value_of(element, "w:pStyle"),
    )


def value_of(element: Any, name: str) -> str | None:
    child = element.find(qn(name))
    return child.get(qn("w:val")) if child is not None else None


def int_of(element: Any, name: str) -> int:
    value = element.get(qn(name), "0")
    return int(value) if value.isdecimal() and len(value) < 4 else 0
