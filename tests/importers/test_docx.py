"""Word documents: paragraphs and tables in order, numbers restored."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from directory.importers import Unreadable, read
from directory.importers import docx as reader
from directory.importers.limits import MAX_ARCHIVE_ENTRIES
from directory.rfc2350.source import Line


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def lines(document: Document) -> list[Line]:
    return [line for line in reader.extract(saved(document)).lines if line.text]


def shown(document: Document) -> list[str]:
    return [line.text for line in lines(document)]


def with_parts(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A small document whose parts were changed."""
    document = docx.Document()
    document.add_paragraph("1. Document Information")
    with zipfile.ZipFile(io.BytesIO(saved(document))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def numbered(document: Document, formats: list[tuple[str, str]]) -> None:
    """Give the document one list, with a format and a text for each level, as list 1."""
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:pStyle w:val="Heading{i + 1}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (style, text) in enumerate(formats)
    )
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="1">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="1"/></w:num>'))


def in_list(paragraph: docx.text.paragraph.Paragraph, depth: int = 0) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = 1
    properties.get_or_add_ilvl().val = depth


def test_styles_give_levels():
    document = docx.Document()
    document.add_heading("RFC 2350", 0)
    document.add_heading("1. Document Information", 1)
    document.add_heading("1.1 Date of Last Update", 2)
    document.add_paragraph("2024-01-02")
    assert [line.level for line in lines(document)] == [1, 1, 2, None]


def test_automatic_numbers_are_restored_on_every_level():
    document = docx.Document()
    numbered(document, [("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)")])
    for title, depth in [
        ("Document Information", 0),
        ("Date", 1),
        ("List", 1),
        ("Contact", 0),
        ("Name", 1),
        ("x", 2),
    ]:
        in_list(document.add_paragraph(title), depth)
    assert [text.strip() for text in shown(document)] == [
        "1. Document Information",
        "1.1. Date",
        "1.2. List",
        "2. Contact",
        "2.1. Name",
        "a) x",
    ]


def test_headings_are_numbered_through_their_styles():
    document = docx.Document()
    numbered(document, [("decimal", "%1."), ("decimal", "%1.%2")])
    for level in (1, 2):
        style = document.styles[f"Heading {level}"].element.get_or_add_pPr()
        style.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    document.add_heading("Charter", 1)
    document.add_heading("Mission Statement", 2)
    assert [(line.text, line.level) for line in lines(document)] == [
        ("1. Charter", 1),
        ("1.1 Mission Statement", 2),
    ]


def test_bullets_are_items():
    document = docx.Document()
    numbered(document, [("bullet", "\uf0b7")])
    in_list(document.add_paragraph("phishing"))
    assert [(line.text, line.item) for line in lines(document)] == [("• phishing", True)]


def test_tables_stand_where_they_stood_and_give_cells():
    document = docx.Document()
    document.add_paragraph("before")
    table = document.add_table(rows=2, cols=2)
    for row, values in zip(table.rows, [("Version", "1.0"), ("Address", "Street 1\n1010 Town")], strict=True):
        row.cells[0].text, row.cells[1].text = values
    document.add_paragraph("after")
    assert [(line.text, line.cells) for line in lines(document)] == [
        ("before", ()),
        ("Version  1.0", ("Version", "1.0")),
        ("Address  Street 1", ("Address", "Street 1")),
        ("1010 Town", ()),
        ("after", ()),
    ]


def test_merged_cells_are_read_once():
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "TLP"
    table.cell(0, 1).text, table.cell(1, 1).text = "RED", "GREEN"
    assert shown(document) == ["TLP  RED", "GREEN"]


def test_heads_and_feet_are_furniture():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "CERT-Example"
    document.sections[0].footer.paragraphs[0].text = "page 1"
    document.add_paragraph("body")
    assert shown(document) == ["body"]


def test_a_break_parts_lines_and_a_tab_is_room():
    document = docx.Document()
    document.add_paragraph("Street 1\nTown\tCountry")
    assert shown(document) == ["Street 1", "Town  Country"]


def test_text_in_links_insertions_and_boxes_is_read_and_deletions_are_not():
    document = docx.Document()
    paragraph = document.add_paragraph("see ")
    w = nsdecls("w")
    paragraph._p.append(parse_xml(f"<w:hyperlink {w}><w:r><w:t>example.org</w:t></w:r></w:hyperlink>"))
    paragraph._p.append(parse_xml(f'<w:ins {w}><w:r><w:t xml:space="preserve"> now</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f"<w:del {w}><w:r><w:delText>never</w:delText></w:r></w:del>"))
    box = "<w:pict><w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent></w:pict>"
    paragraph._p.append(parse_xml(f"<w:r {w}>{box}</w:r>"))
    assert shown(document) == ["see example.org now", "in the box"]


def test_words_own_table_of_contents_is_furniture():
    document = docx.Document()
    document.styles.add_style("TOC 1", 1)
    document.add_paragraph("1. Document Information 3", style="TOC 1")
    document.add_paragraph("body")
    assert shown(document) == ["body"]


def test_hidden_text_is_not_read():
    document = docx.Document()
    paragraph = document.add_paragraph("seen")
    paragraph.add_run("hidden").font.hidden = True
    assert shown(document) == ["seen"]


def test_bold_paragraphs_are_bold():
    document = docx.Document()
    document.add_paragraph().add_run("2.1 Name").bold = True
    document.add_paragraph("Name").add_run(": x").bold = True
    assert [line.bold for line in lines(document)] == [True, False]


# what is refused before anything is unpacked


def test_81_a_part_that_unpacks_to_hundreds_of_megabytes_is_refused():
    def change(parts: dict[str, bytes]) -> None:
        parts["word/document.xml"] = b" " * 100_000_000

    with pytest.raises(Unreadable, match="unpacks"):
        read(with_parts(change))


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE x>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>"])
def test_81_entities_are_refused(declaration):
    def change(parts: dict[str, bytes]) -> None:
        head, _, rest = parts["word/document.xml"].partition(b"?>")
        parts["word/document.xml"] = head + b"?>" + declaration + rest

    with pytest.raises(Unreadable, match="entities"):
        read(with_parts(change))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil", "word\\..\\..\\evil"])
def test_81_names_that_lead_out_of_the_archive_are_refused(name):
    with pytest.raises(Unreadable, match="outside"):
        read(with_parts(lambda parts: parts.update({name: b"x"})))


def test_81_thousands_of_parts_are_refused():
    many = {f"word/media/{i}.png": b"x" for i in range(MAX_ARCHIVE_ENTRIES)}
    with pytest.raises(Unreadable, match="parts"):
        read(with_parts(lambda parts: parts.update(many)))


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/embeddings/inner.zip"])
def test_81_macros_and_archives_within_are_refused(name):
    with pytest.raises(Unreadable, match="carries"):
        read(with_parts(lambda parts: parts.update({name: b"x"})))


def test_81_a_template_from_elsewhere_is_refused_and_a_link_is_not():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def relation(name: str, target: str) -> Callable[[dict[str, bytes]], None]:
        added = f'<Relationship Id="rX" Type="{kind}/{name}" Target="{target}" TargetMode="External"/></Relationships>'
        path = "word/_rels/document.xml.rels"
        return lambda parts: parts.update({path: parts[path].replace(b"</Relationships>", added.encode())})

    with pytest.raises(Unreadable, match="elsewhere"):
        read(with_parts(relation("attachedTemplate", "https://example.org/x.dotm")))
    assert read(with_parts(relation("hyperlink", "https://example.org/"))).format == "docx"


def test_a_document_that_is_no_xml_is_damaged():
    with pytest.raises(Unreadable, match="damaged"):
        read(with_parts(lambda parts: parts.update({"word/document.xml": b"no xml"})))


def test_a_nested_table_is_read_in_place():
    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "left"
    outer.cell(0, 1).add_table(rows=1, cols=1).cell(0, 0).text = "inner"
    outer.cell(0, 1)._tc.append(OxmlElement("w:p"))
    assert shown(document) == ["left", "inner"]
    assert outer._tbl.tag == qn("w:tbl")
