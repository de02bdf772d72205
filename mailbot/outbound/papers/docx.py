"""Document → a Word file that somebody can work on: real styles, lists, tables, header and footer. Pure.

Texts go in as XML text through python-docx, so `</w:t>` in a name is these five characters. The same document
at the same ``now`` is the same bytes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx as python_docx
from docx.enum.table import WD_TABLE_DIRECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from mailbot.directory.exports.packages import without_clock
from mailbot.outbound.papers.document import (
    Block,
    Break,
    Document,
    Heading,
    Inline,
    Items,
    Line,
    Link,
    Paragraph,
    Placeholder,
    Quote,
    Table,
    Text,
    plain,
)
from mailbot.outbound.papers.docx_styles import put_in, set_styles

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WIDTH = Cm(17)
_DEEPEST = 3  # levels of list styles that Word has


def docx(document: Document, author: str, now: datetime) -> bytes:
    """The file. ``author`` and ``now`` go into its properties."""
    writer = _Writer(document)
    writer.front()
    writer.blocks(document.blocks, writer.file)
    properties = writer.file.core_properties
    properties.title, properties.subject = plain(document.title), document.heading
    properties.author = properties.last_modified_by = author
    properties.created = properties.modified = now.astimezone(UTC).replace(tzinfo=None)
    properties.language, properties.comments = document.language, ""
    saved = BytesIO()
    writer.file.save(saved)
    return without_clock(saved)


@dataclass
class _Writer:
    document: Document

    def __post_init__(self) -> None:
        self.file: Any = python_docx.Document()
        self.rtl = self.document.direction == "rtl"
        set_styles(self.file, self.document)
        self._page()

    def front(self) -> None:
        """What it is, with its number, and the date below."""
        document = self.document
        self.write(self.file.add_paragraph(style="Title"), (Text(document.form), *_after(document.number)))
        if document.date:
            self.write(self.file.add_paragraph(style="Subtitle"), (Text(document.date),))

    def blocks(self, blocks: Iterable[Block], place: Any, depth: int = 0) -> None:
        """``place`` is the document or a cell; ``depth`` how many lists it is in."""
        for block in blocks:
            if isinstance(block, Heading):
                self.write(place.add_paragraph(style=f"Heading {block.level}"), block.line)
            elif isinstance(block, Paragraph):
                style = "Normal" if not depth else _style("List Continue", depth)
                self.write(place.add_paragraph(style=style), block.line)
            elif isinstance(block, Items):
                self._items(block, place, depth + 1)
            elif isinstance(block, Table):
                self._table(block, place)
            elif isinstance(block, Quote):
                for each in block.blocks:
                    if isinstance(each, Paragraph):
                        self.write(place.add_paragraph(style="Quote"), each.line)
                    else:
                        self.blocks((each,), place, depth)
            else:
                place.add_paragraph()

    def _items(self, block: Items, place: Any, depth: int) -> None:
        style = _style("List Bullet" if block.start is None else "List Number", depth)
        number = None if block.start is None else self._numbering(style, block.start)
        for item in block.items:
            paragraph = place.add_paragraph(style=style)
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number
            rest = item
            if item and isinstance(item[0], Paragraph):
                self.write(paragraph, item[0].line)
                rest = item[1:]
            self.blocks(rest, place, depth)

    def _numbering(self, style: str, start: int) -> int:
        """A list of its own, with the look of the style, that begins with ``start``."""
        numbering = self.file.part.numbering_part.element
        known = self.file.styles[style].element.pPr.numPr.numId.val
        abstract = next(each.abstractNumId.val for each in numbering.num_lst if each.numId == known)
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(made.numId)

    def _table(self, block: Table, place: Any) -> None:
        rows = ((block.header, *block.rows)) if block.header else block.rows
        table = place.add_table(rows=0, cols=len(block.shares))
        table.style = self.file.styles["Table Grid"] if block.header else None
        table.autofit = False
        if self.rtl:
            table.table_direction = WD_TABLE_DIRECTION.RTL
        widths = [int(_WIDTH * share / sum(block.shares)) for share in block.shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for number, cells in enumerate(rows):
            row = table.add_row()
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            is_head = bool(block.header) and number == 0
            if is_head:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for place, (cell, line) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = widths[place]
                self._cell(cell, line, bold=is_head or (not block.header and place == 0))
        self.file.add_paragraph(style="Normal")

    def _cell(self, cell: _Cell, line: Line, *, bold: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        self.write(paragraph, line, bold=bold)

    def write(self, paragraph: DocxParagraph, line: Line, *, bold: bool = False) -> None:
        for part in line:
            if isinstance(part, Link):
                self._link(paragraph, part)
            else:
                self._run(paragraph.add_run(), part, bold)

    def _run(self, run: Any, part: Inline, bold: bool) -> None:
        if isinstance(part, Break):
            run.add_break()
            return
        run.text = part.text
        if isinstance(part, Placeholder):
            run.style = self.file.styles["Placeholder"]
        elif isinstance(part, Text):
            run.bold, run.italic = (part.bold or bold) or None, part.italic or None
            if part.code:
                run.style = self.file.styles["Code"]
        is_clock = isinstance(part, Text) and part.clock
        if self.rtl and not is_clock and _is_rtl(part.text):
            run.font.rtl = True

    def _link(self, paragraph: DocxParagraph, link: Link) -> None:
        target = paragraph.part.relate_to(link.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        element = OxmlElement("w:hyperlink")
        element.set(qn("r:id"), target)
        run = paragraph.add_run(link.text, style="Hyperlink")
        run.bold = link.bold or None
        element.append(run._r)
        paragraph._p.append(element)

    def _page(self) -> None:
        """A4, with the series and the paper's number above and the page below."""
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
        if self.rtl:
            put_in(section._sectPr, "w:bidi", before=("w:rtlGutter", "w:docGrid"))
        header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
        document = self.document
        self.write(
            header,
            tuple(Text(t) for t in (document.series, " – " if document.heading else "", document.heading)),
        )
        words = document.page.replace("{pages}", "{page}").split("{page}")
        for number, field in enumerate(("PAGE", "NUMPAGES", "")):
            self.write(footer, (Text(words[number]),) if number < len(words) else ())
            if field and number + 1 < len(words):
                _field(footer, field)


def _after(number: Line) -> Line:
    return (Text(" "), *number) if number else ()


def _style(name: str, depth: int) -> str:
    return name if depth == 1 else f"{name} {min(depth, _DEEPEST)}"


def _is_rtl(text: str) -> bool:
    """Whether a run in a right-to-left paper is one: it has such letters, or none that say otherwise."""
    kinds = {unicodedata.bidirectional(each) for each in text}
    return bool(kinds & {"R", "AL"}) or "L" not in kinds


def _field(paragraph: DocxParagraph, name: str) -> None:
    """A number that Word counts: PAGE, NUMPAGES."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    element.append(run._r)
    paragraph._p.append(element)
