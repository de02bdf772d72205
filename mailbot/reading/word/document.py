"""The XML of a Word document -> paragraphs and tables, as they were and as they are (ECMA-376-1, 17.13.5).

Insertions and deletions are honoured in runs, cells and whole rows; a move is a deletion here and an
insertion there. Struck-through text counts as deleted. Text boxes, headers, footers and field codes are left
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from mailbot.reading.grids.model import (
    EMPTY,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    Cell,
    Grid,
    Oversized,
    Refused,
    Row,
    RowState,
    struck_row,
)

_INSERTED, _DELETED = {"ins", "moveTo", "cellIns"}, {"del", "moveFrom", "cellDel"}
_INSIDE = {"hyperlink", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent", "dir", "bdo"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
MAX_TABLES = 200


@dataclass(frozen=True)
class Document:
    """Paragraphs outside tables, and tables; each table bears the paragraph above it as its title."""

    paragraphs: tuple[Cell, ...]
    tables: tuple[Grid, ...]

    @property
    def is_marked(self) -> bool:
        """Whether there are marks outside the tables."""
        return any(paragraph.is_marked for paragraph in self.paragraphs)

    @property
    def text(self) -> str:
        """The paragraphs as they read now: short ones line by line, as in forms and addresses."""
        out = ""
        before = ""
        for paragraph in self.paragraphs:
            text = paragraph.text.strip()
            if text:
                long = len(text) > 70 or len(before) > 70 or before.endswith((".", "!", "?", ":", ","))
                out += (("\n\n" if long else "\n") if out else "") + text
            elif before:
                out += "\n"
            before = text
        return out


@dataclass
class _Reading:
    paragraphs: list[Cell] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    rows: int = 0
    cells: int = 0


def document(root: Element) -> Document:
    """Raises `Refused` beyond the bounds."""
    body = root.find("body")
    if body is None:
        raise Refused("is no document")
    if sum(len(e.text or "") for e in body.iter() if e.tag in ("t", "delText")) > MAX_TEXT:
        raise Oversized("holds too much text")
    reading = _Reading()
    _blocks(body, reading)
    return Document(tuple(reading.paragraphs), tuple(reading.tables))


def _blocks(parent: Element, reading: _Reading) -> None:
    for element in _through(parent, {"p", "tbl"}):
        if element.tag == "p":
            reading.paragraphs.append(paragraph(element))
        else:
            _table(element, reading, reading.paragraphs[-1].text if reading.paragraphs else "")


def _through(parent: Element, wanted: set[str]) -> Iterator[Element]:
    """The children of the wanted kinds, also inside content controls and custom markup."""
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in _INSIDE or child.tag in ("ins", "moveTo"):
            yield from _through(child, wanted)


def _on(properties: Element | None, name: str) -> bool:
    element = properties.find(name) if properties is not None else None
    return element is not None and element.get("val", "1") not in ("0", "false", "off", "none")


def paragraph(element: Element) -> Cell:
    """The text with and without the marks."""
    new: list[str] = []
    old: list[str] = []
    for text, in_old, in_new in _runs(element, True, True):
        if in_new:
            new.append(text)
        if in_old:
            old.append(text)
    after, before = "".join(new), "".join(old)
    return Cell(after) if after == before else Cell(after, before)


def _runs(parent: Element, in_old: bool, in_new: bool) -> Iterator[tuple[str, bool, bool]]:
    for child in parent:
        if child.tag == "r":
            look = child.find("rPr")
            if _on(look, "vanish"):
                continue
            struck = _on(look, "strike") or _on(look, "dstrike")
            text = "".join(_signs(child))
            if text:
                yield text, in_old, in_new and not struck
        elif child.tag in _INSERTED:
            yield from _runs(child, False, in_new)
        elif child.tag in _DELETED:
            yield from _runs(child, in_old, False)
        elif child.tag in _INSIDE:
            yield from _runs(child, in_old, in_new)


def _signs(run: Element) -> Iterable[str]:
    for child in run:
        if child.tag in ("t", "delText"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]


def _table(element: Element, reading: _Reading, title: str) -> None:
    rows: list[Row] = []
    above: list[Cell] = []
    inner: list[Element] = []
    for tr in _through(element, {"tr"}):
        properties = tr.find("trPr")
        inserted = properties is not None and properties.find("ins") is not None
        deleted = properties is not None and properties.find("del") is not None
        cells = _row(tr, above, inner)
        above = cells
        if inserted and deleted:
            continue  # came and went between two versions
        state: RowState = "added" if inserted else "removed" if deleted else ""
        rows.append(_stated(Row(tuple(cells[:MAX_COLUMNS]), state)))
        reading.rows += 1
        reading.cells += len(cells)
        if reading.rows > MAX_ROWS or reading.cells > MAX_CELLS:
            raise Oversized(f"has tables of more than {MAX_ROWS} rows or {MAX_CELLS} cells")
    if len(reading.tables) >= MAX_TABLES:
        raise Oversized(f"has more than {MAX_TABLES} tables")
    reading.tables.append(Grid(tuple(rows), title[:300]))
    for nested in inner:
        _table(nested, reading, "")


def _row(tr: Element, above: list[Cell], inner: list[Element]) -> list[Cell]:
    cells: list[Cell] = [EMPTY] * _number(tr.find("trPr/gridBefore"))
    for tc in _through(tr, {"tc"}):
        properties = tc.find("tcPr")
        merge = properties.find("vMerge") if properties is not None else None
        if merge is not None and merge.get("val", "continue") == "continue" and len(cells) < len(above):
            cell = above[len(cells)]  # the cell goes on from the row above
        else:
            cell = _cell(tc, properties, inner)
        span = _number(properties.find("gridSpan") if properties is not None else None) or 1
        cells += [cell, *[EMPTY] * (min(span, MAX_COLUMNS) - 1)]
        if len(cells) > MAX_COLUMNS * 2:
            raise Oversized("has a table with too many columns")
    return cells


def _number(element: Element | None) -> int:
    value = element.get("val", "0") if element is not None else "0"
    return min(int(value), MAX_COLUMNS) if value.isdigit() and len(value) < 6 else 0


def _cell(tc: Element, properties: Element | None, inner: list[Element]) -> Cell:
    new: list[str] = []
    old: list[str] = []
    for element in _through(tc, {"p", "tbl"}):
        if element.tag == "tbl":
            inner.append(element)
            continue
        cell = paragraph(element)
        new.append(cell.text)
        old.append(cell.old)
    after = "\n".join(text for text in new if text.strip())
    before = "\n".join(text for text in old if text.strip())
    if properties is not None and properties.find("cellIns") is not None:
        before = ""
    if properties is not None and properties.find("cellDel") is not None:
        after = ""
    return Cell(after) if after == before else Cell(after, before)


def _stated(row: Row) -> Row:
    """A row of which all was inserted is an added one, whether or not the row itself is marked."""
    filled = [cell for cell in row.cells if cell.text.strip() or cell.old.strip()]
    if (
        row.state == ""
        and filled
        and all(cell.before is not None and not cell.old.strip() for cell in filled)
    ):
        return Row(row.cells, "added")
    return struck_row(row)
