"""Report → a Word file: landscape tables whose headings repeat, rows that stay whole, numbered pages. Pure.

Texts go in through python-docx as XML text. The same report at the same ``now`` is the same bytes.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx as python_docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from mailbot.directory.exports.packages import without_clock
from mailbot.directory.exports.report import Cell, Part, Report, Row, Table

_WIDTH = Cm(26.5)
_FONTS = {"w:ascii": "Arial", "w:hAnsi": "Arial", "w:cs": "Arial", "w:eastAsia": "Microsoft YaHei"}
_BLUE, _QUIET = RGBColor(0x14, 0x56, 0x8C), RGBColor(0x54, 0x5E, 0x6D)
_COLOURS = {"ADD": "CFE8FF", "MOD": "FFF2C2", "SUP": "F6D5D0", "NOC": "ECEFF3"}
_GROUP = "E7F0F8"
_SIZES = {"Normal": 9, "Title": 16, "Heading 1": 12, "Header": 8, "Footer": 8}
# what no XML may hold (XML 1.0 section 2.2) is shown as missing
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def docx(report: Report, now: datetime) -> bytes:
    """The file; ``now`` goes into its properties."""
    writer = _Writer(report)
    writer.line(report.title, "Title")
    writer.line(report.made)
    for table in report.tables:
        writer.table(table)
    properties = writer.file.core_properties
    properties.title, properties.author, properties.last_modified_by = report.title, "mailbot", "mailbot"
    properties.created = properties.modified = now.astimezone(UTC).replace(tzinfo=None)
    properties.language, properties.comments = report.language, ""
    saved = BytesIO()
    writer.file.save(saved)
    return without_clock(saved)


class _Writer:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.file: Any = python_docx.Document()
        self.rtl = report.direction == "rtl"
        self._styles()
        self._page()

    def _styles(self) -> None:
        for name, size in _SIZES.items():
            style = self.file.styles[name]
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in list(fonts.attrib):
                del fonts.attrib[attribute]
            for attribute, font in _FONTS.items():
                fonts.set(qn(attribute), font)
            style.font.size = Pt(size)
            if name in ("Title", "Heading 1"):
                style.font.color.rgb, style.font.bold = _BLUE, True

    def _page(self) -> None:
        section = self.file.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = Cm(1.6)
        section.top_margin, section.bottom_margin = Cm(1.9), Cm(1.7)
        header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
        self._write(header, Part(f"{self.report.title} – {self.report.made}"))
        self._direct(header)
        self._direct(footer)
        for piece in re.split(r"(\{pages?\})", self.report.page):
            if piece in ("{page}", "{pages}"):
                _number(footer, "PAGE" if piece == "{page}" else "NUMPAGES")
            elif piece:
                self._write(footer, Part(piece))

    def line(self, text: str, style: str | None = None) -> None:
        """A paragraph of its own."""
        paragraph = self.file.add_paragraph(style=style)
        self._direct(paragraph)
        self._write(paragraph, Part(text))

    def table(self, table: Table) -> None:
        self.line(table.title, "Heading 1")
        if table.note:
            self.line(table.note)
        made = self.file.add_table(rows=0, cols=len(table.columns))
        made.style, made.autofit = self.file.styles["Table Grid"], False
        if self.rtl:
            made.table_direction = WD_TABLE_DIRECTION.RTL
        shares = [column.share for column in table.columns]
        widths = [int(_WIDTH * share / sum(shares)) for share in shares]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        self._row(made, Row(tuple((Part(c.heading, "strong"),) for c in table.columns)), widths, is_head=True)
        for row in table.rows:
            self._row(made, row, widths)

    def _row(self, table: Any, row: Row, widths: list[int], *, is_head: bool = False) -> None:
        made = table.add_row()
        properties = made._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        if row.is_group:
            cell = made.cells[0].merge(made.cells[-1])
            _shade(cell, _GROUP)
            self._cell(cell, row.cells[0])
            return
        for cell, parts, width in zip(made.cells, row.cells, widths, strict=True):
            cell.width = width
            self._cell(cell, parts)
            if parts and parts[0].action:
                _shade(cell, _COLOURS[parts[0].action])

    def _cell(self, cell: Any, parts: Cell) -> None:
        for number, part in enumerate(parts):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(1)
            self._direct(paragraph)
            self._write(paragraph, part)

    def _write(self, paragraph: Any, part: Part) -> None:
        run = paragraph.add_run(_clean(part.text))
        run.bold = part.look == "strong" or None
        if part.look == "quiet":
            run.font.color.rgb = _QUIET
        if self.rtl and not part.ltr and _is_rtl(part.text):
            run.font.rtl = True

    def _direct(self, paragraph: Any) -> None:
        """Paragraphs of a right-to-left report begin at the right."""
        if self.rtl:
            properties = paragraph._p.get_or_add_pPr()
            properties.insert_element_before(OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr")


def _is_rtl(text: str) -> bool:
    """Whether a text in a right-to-left report is one: it has such letters, or none that say otherwise."""
    kinds = {unicodedata.bidirectional(each) for each in text}
    return bool(kinds & {"R", "AL"}) or "L" not in kinds


def _clean(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)


def _shade(cell: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _number(paragraph: Any, name: str) -> None:
    """A number that Word counts: PAGE, NUMPAGES."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), name)
    element.append(paragraph.add_run("1")._r)
    paragraph._p.append(element)
