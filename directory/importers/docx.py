"""DOCX: paragraphs and tables in order, numbers restored. Runs in the child process of `sandbox`.

The archive is measured before any of it is unpacked. Heads and feet are other parts of the archive and are
not read: they are furniture.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from directory.rfc2350.source import Line, Source

from .docx_archive import check_archive
from .docx_numbering import Numbering
from .limits import CHILD_MAX_LINES, MAX_CHARACTERS, Unreadable
from .plain import clean
from .rows import side_by_side

DAMAGE = (
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    OSError,
    zipfile.BadZipFile,
    SyntaxError,
)

PARAGRAPH, TABLE, ROW, CELL, TEXT = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t"))
WRAPPERS = frozenset(
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)
#: Elements of a run's text, and what each says (ECMA-376, part 1, 17.3.3).
SAYS = {qn("w:tab"): "  ", qn("w:ptab"): "  ", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:sym"): "•"}
#: What is not part of the text as it is read: deletions, field codes, the second copy of a text box.
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = frozenset(
    {qn(f"w:{name}") for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr")}
    | {FALLBACK}
)
BOX = qn("w:txbxContent")
#: Tables in tables, boxes in boxes, styles built on styles.
DEEPEST = 8
LONGEST_CELL = 600

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|nadpis|naslov) ([1-9])|title")


def extract(data: bytes) -> Source:
    """The lines of a Word document. Raises Unreadable for a damaged, oversized or dangerous archive."""
    check_archive(data)
    try:
        document = docx.Document(BytesIO(data))
        lines = Composer(document).compose()
    except MemoryError as error:
        raise Unreadable("This Word document unpacks to more than a document of this kind can be.") from error
    except DAMAGE as error:
        raise Unreadable("This Word document is damaged and cannot be opened.") from error
    return Source(tuple(replace(line, number=number) for number, line in enumerate(lines, 1)), "docx")


@dataclass(slots=True)
class Composer:
    """Writes the lines of a document."""

    document: Document
    lines: list[Line] = field(default_factory=list)
    numbering: Numbering = field(init=False)
    notes: dict[str, str] = field(init=False)
    characters: int = 0

    def __post_init__(self) -> None:
        self.numbering = Numbering(self.document)
        self.notes = footnotes(self.document)

    def compose(self) -> list[Line]:
        self.blocks(self.document.element.body, 0)
        while self.lines and not self.lines[-1].text:
            self.lines.pop()
        return self.lines

    def blocks(self, parent: Any, depth: int) -> None:
        """Paragraphs and tables in order, also within content controls and insertions."""
        for element in parent:
            if element.tag == PARAGRAPH:
                self.paragraph(Paragraph(element, self.document), depth)
            elif element.tag == TABLE:
                self.table(element, depth)
            elif element.tag in WRAPPERS and not is_contents(element):
                self.blocks(element, depth)

    def paragraph(self, paragraph: Paragraph, depth: int) -> None:
        if style_name(paragraph).startswith("toc"):
            return
        lines = self.paragraph_lines(paragraph)
        if not lines or lines[0].level:
            self.room()
        for line in lines:
            self.add(line)
        for box in paragraph._p.iter(BOX) if depth < DEEPEST else ():
            if not any(above.tag in SKIPPED for above in box.iterancestors()):
                self.room()
                self.blocks(box, depth + 1)
                self.room()

    def paragraph_lines(self, paragraph: Paragraph) -> list[Line]:
        """A paragraph's lines: its breaks part them, its automatic number stands before the first."""
        level, bold = heading_level(paragraph), is_bold(paragraph)
        texts = [clean(text).strip() for text in "".join(spoken(paragraph._p)).split("\n")]
        texts = [text for text in texts if text]
        label = self.numbering.label(paragraph) if texts else None
        if label is not None:
            indent = "" if level else label.indent
            rest = indent if level else indent + " " * (len(label.mark) + 1)
            texts = [f"{indent}{label.mark} {texts[0]}", *(rest + text for text in texts[1:])]
        lines = [Line(text, 0, level=level, bold=bold) for text in texts]
        if label is not None and not level:
            lines[0] = replace(lines[0], item=True)
        return lines + [Line(text, 0) for text in self.noted(paragraph)]

    def noted(self, paragraph: Paragraph) -> Iterator[str]:
        """The footnotes of a paragraph, to be read behind it."""
        for reference in paragraph._p.iter(qn("w:footnoteReference")):
            text = self.notes.get(reference.get(qn("w:id"), ""))
            if text:
                yield text

    def table(self, table: Any, depth: int) -> None:
        self.room()
        rows = [[cell for cell in row.iter(CELL) if owner(cell, ROW) is row] for row in table.iter(ROW)
                if owner(row, TABLE) is table]  # fmt: skip
        if depth < DEEPEST and is_layout(table, rows):
            for cell in (cell for row in rows for cell in row):
                self.blocks(cell, depth + 1)
        else:
            for row in rows:
                for line in side_by_side([self.cell_lines(cell) for cell in row if not is_merged(cell)]):
                    self.add(line)
        self.room()

    def cell_lines(self, cell: Any) -> list[Line]:
        paragraphs = (Paragraph(element, self.document) for element in cell.iter(PARAGRAPH))
        return [line for paragraph in paragraphs for line in self.paragraph_lines(paragraph)]

    def room(self) -> None:
        if self.lines and self.lines[-1].text:
            self.lines.append(Line("", 0))

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.characters += len(line.text)
        if len(self.lines) > CHILD_MAX_LINES or self.characters > MAX_CHARACTERS:
            raise Unreadable("This Word document holds more text than a document of this kind can have.")


# what a paragraph says and how


def spoken(element: Any) -> Iterator[str]:
    """The words of a paragraph in order: runs, links, results of fields; text boxes stand apart."""
    above: list[Iterator[Any]] = [iter(element)]
    while above:
        child = next(above[-1], None)
        if child is None:
            above.pop()
        elif child.tag == TEXT:
            yield child.text or ""
        elif child.tag == qn("w:br"):
            yield "" if child.get(qn("w:type")) in ("page", "column") else "\n"
        elif child.tag in SAYS:
            yield SAYS[child.tag]
        elif child.tag not in SKIPPED and child.tag != BOX and not is_hidden(child):
            above.append(iter(child))


def is_hidden(run: Any) -> bool:
    if run.tag != qn("w:r"):
        return False
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false")


def style_name(paragraph: Paragraph) -> str:
    style = paragraph.style
    return (style.name or "").lower() if style is not None else ""


def heading_level(paragraph: Paragraph) -> int | None:
    """1 to 6 by the outline level of the paragraph or of a style that it is built on; Title is 1."""
    outline = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    style = paragraph.style
    for _ in range(DEEPEST):
        if outline is not None:
            break
        if style is None:
            return None
        found = _HEADING.fullmatch((style.name or "").lower())
        if found is not None:
            return min(int(found[1] or 1), 6)
        outline = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        style = getattr(style, "base_style", None)
    value = outline.get(qn("w:val"), "9") if outline is not None else "9"
    return min(int(value) + 1, 6) if value.isdecimal() and int(value) < 9 else None


def is_bold(paragraph: Paragraph) -> bool:
    """Whether all its words are bold, by themselves or by the style."""
    style = paragraph.style
    usual = bool(style is not None and getattr(style, "font", None) is not None and style.font.bold)
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(usual if run.bold is None else run.bold for run in runs)


def footnotes(document: Document) -> dict[str, str]:
    """The document's footnotes by their id."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes") and not relation.is_external:
            root: Any = parse_xml(relation.target_part.blob)
            return {
                note.get(qn("w:id"), ""): " ".join(clean("".join(spoken(note))).split())
                for note in root.iter(qn("w:footnote"))
                if note.get(qn("w:type")) is None
            }
    return {}


# tables and wrappers


def owner(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag), None)


def is_layout(table: Any, rows: list[list[Any]]) -> bool:
    """Whether a table only lays out the page: one column, tables or headings or long texts within it."""
    if all(len(row) < 2 for row in rows) or any(owner(inner, TABLE) is not None for inner in table.iter(TABLE)
                                                if inner is not table):  # fmt: skip
        return True
    return any(
        sum(len(text.text or "") for text in cell.iter(TEXT)) > LONGEST_CELL for row in rows for cell in row
    )


def is_merged(cell: Any) -> bool:
    """Whether the cell goes on with the one above it, and has no text of its own."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def is_contents(control: Any) -> bool:
    """Whether a content control is Word's own table of contents."""
    gallery = control.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and "table of contents" in gallery.get(qn("w:val"), "").lower()
