"""A document as a Word file: real heading styles, tables as tables, the same bytes for the same document."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .blocks import heading, level
from .document import Document, Section
from .paragraphs import (
    Block,
    Item,
    Paragraph,
    Rows,
    Verbatim,
    paragraphs,
    printable,
    title_and_sections,
)

INK, ACCENT, SOFT = RGBColor(0x1D, 0x1C, 0x1A), RGBColor(0x0B, 0x5A, 0x54), RGBColor(0x5C, 0x59, 0x53)
TEXT_FONT, HEADING_FONT, KEY_FONT = "Noto Sans", "Noto Serif", "Noto Sans Mono"
KEY_STYLE = "Key"
HEADING_SIZES = {1: 14, 2: 12, 3: 11, 4: 10, 5: 10}
STEP = Mm(6)
#: The day of a document that names none; archives know no earlier one.
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def to_docx(document: Document) -> bytes:
    """The Word file of a document, as the team laid it out."""
    word = docx.Document()
    set_styles(word, document.language or "en")
    title, sections = title_and_sections(document)
    set_properties(word, document, title)
    word.add_paragraph(title, style="Title")
    for section in sections:
        add_section(word, section)
    add_foot(word, title)
    return repacked(word)


def add_section(word: WordDocument, section: Section) -> None:
    if section.title:
        word.add_paragraph(printable(heading(section)), style=f"Heading {level(section) - 1}")
    for block in paragraphs(section.text) if section.text else ():
        add_block(word, block)


def add_block(word: WordDocument, block: Block) -> None:
    if isinstance(block, Rows):
        table = word.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = printable(text)
        word.add_paragraph()
    elif isinstance(block, Verbatim):
        word.add_paragraph(printable("\n".join(block.lines)), style=KEY_STYLE)
    elif isinstance(block, Item):
        paragraph = word.add_paragraph(printable(f"{block.mark}\t" + "\n".join(block.lines)))
        paragraph.paragraph_format.left_indent = STEP * (block.depth + 1)
        paragraph.paragraph_format.first_line_indent = -STEP
    elif isinstance(block, Paragraph):
        paragraph = word.add_paragraph(printable("\n".join(block.lines)))
        if block.depth:
            paragraph.paragraph_format.left_indent = STEP * block.depth


def add_foot(word: WordDocument, title: str) -> None:
    """The title and "page / pages" under every page, as fields that Word counts."""
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.add_run(printable(title) + "\t\t")
    for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
        element = OxmlElement("w:fldSimple")
        element.set(qn("w:instr"), field)
        paragraph._p.append(element)
        if after:
            paragraph.add_run(after)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8), SOFT


# styles and properties


def set_styles(word: WordDocument, language: str) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    set_font(word.styles["Normal"], TEXT_FONT, 10, INK)
    word.styles["Normal"].paragraph_format.space_after = Pt(6)
    set_font(word.styles["Title"], HEADING_FONT, 21, INK)
    for depth, size in HEADING_SIZES.items():
        set_font(word.styles[f"Heading {depth}"], HEADING_FONT, size, ACCENT if depth == 1 else INK)
    key = word.styles.add_style(KEY_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    key.base_style = word.styles["Normal"]
    set_font(key, KEY_FONT, 7.5, INK)
    for spoken in word.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)


def set_font(style: Any, name: str, size: float, colour: RGBColor) -> None:
    """One font for all scripts: a theme's own fonts would win over the name."""
    style.font.name, style.font.size, style.font.color.rgb = name, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def set_properties(word: WordDocument, document: Document, title: str) -> None:
    properties = word.core_properties
    properties.title, properties.language = printable(title)[:255], document.language or "en"
    properties.author = properties.last_modified_by = printable(document.team.name or "")[:255]
    properties.comments, properties.revision = "", 1
    properties.created = properties.modified = day_of(document)


def day_of(document: Document) -> datetime:
    try:
        day = datetime.fromisoformat(document.document.date or "").replace(tzinfo=UTC)
    except ValueError:
        return EPOCH
    return max(day, EPOCH)


def repacked(word: WordDocument) -> bytes:
    """The file with its parts dated alike: an archive keeps the moment at which each was written."""
    first, out = BytesIO(), BytesIO()
    word.save(first)
    with zipfile.ZipFile(first) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in archive.namelist():
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, archive.read(name))
    return out.getvalue()
