"""Excel workbooks (.xlsx, .xlsm) as XML: values, dates, struck-through text, merged cells, comments.

Streamed cell by cell, so a sheet that declares a million rows costs what is really in it. Hidden sheets, rows
and columns are not read: nobody had them before his eyes. But for those of our own workbooks, which keep what
they said in a hidden sheet, and their keys in a hidden column.
"""

from __future__ import annotations

import re

from mailbot.directory.exports.tabular import BASE_SHEET, HIDDEN_BASE
from mailbot.reading.grids.model import MAX_COLUMNS, Cell, Grid, Oversized, Refused
from mailbot.reading.grids.package import Package
from mailbot.reading.sheets.numbers import day, number_text
from mailbot.reading.sheets.table import Budget, Sheet
from mailbot.reading.sheets.xlsx_parts import Runs, Styles, notes_of, shared_strings, styles

MAX_SHEETS = 30
_TRUE = ("1", "true")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def grids(package: Package) -> list[Grid]:
    """The visible sheets in their order, and a hidden `BASE_SHEET` as `HIDDEN_BASE`."""
    workbook = "xl/workbook.xml"
    if workbook not in package:
        raise Refused("is no workbook")
    root = package.tree(workbook)
    properties = root.find("workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    related = package.related(workbook)
    parts = dict(related.values())
    look = styles(package, parts.get("styles", "xl/styles.xml"))
    strings = shared_strings(package, parts.get("sharedStrings", "xl/sharedStrings.xml"))
    budget = Budget()
    is_ours = any(sheet.get("name") == BASE_SHEET for sheet in root.iterfind("sheets/sheet"))
    out: list[Grid] = []
    for sheet in root.iterfind("sheets/sheet"):
        _, name = related.get(sheet.get("id", ""), ("", ""))
        title, visible = sheet.get("name", ""), sheet.get("state", "visible") == "visible"
        if not (visible or title == BASE_SHEET) or name not in package or "worksheets" not in name:
            continue
        if len(out) >= MAX_SHEETS:
            raise Oversized(f"has more than {MAX_SHEETS} sheets")
        found = Sheet(title, budget) if visible else Sheet(HIDDEN_BASE, Budget())
        found.notes = notes_of(package, name)
        package.stream(name, _SheetHandler(found, look, strings, from_1904, is_ours))
        out.append(found.grid())
    return out


def place(reference: str) -> tuple[int, int] | None:
    """`B3` -> (2, 1): row and column, from nought."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class _SheetHandler:
    """Tells a Sheet of the cells of one worksheet."""

    def __init__(
        self, sheet: Sheet, look: Styles, strings: list[Cell], from_1904: bool, shows_all: bool
    ) -> None:
        self.sheet, self.look, self.strings, self.from_1904 = sheet, look, strings, from_1904
        self.shows_all, self.row_hidden = shows_all, False
        self.hidden: set[int] = set()
        self.row, self.column = -1, -1
        self.kind, self.style = "", 0
        self.is_formula = False
        self.value: list[str] | None = None
        self.text = ""
        self.runs: Runs | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.runs is not None:
            self.runs.start(tag, attributes)
        elif tag == "row":
            number = attributes.get("r", "")
            self.row = int(number) - 1 if number.isdigit() else self.row + 1
            self.column = -1
            self.row_hidden = attributes.get("hidden") in _TRUE
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdigit() and last.isdigit():
                self.hidden |= set(range(int(first) - 1, min(int(last), MAX_COLUMNS)))
        elif tag == "c":
            at = place(attributes.get("r", ""))
            self.row, self.column = at if at else (self.row, self.column + 1)
            self.kind, self.text, self.is_formula = attributes.get("t", "n"), "", False
            style = attributes.get("s", "0")
            self.style = int(style) if style.isdigit() else 0
        elif tag == "v":
            self.value = []
        elif tag == "f":
            self.is_formula = True
        elif tag == "is":
            self.runs = Runs()
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            begin, end = place(first), place(last)
            if begin and end:
                self.sheet.merge(*begin, *end)

    def data(self, text: str) -> None:
        if self.runs is not None:
            self.runs.data(text)
        elif self.value is not None:
            self.value.append(text)

    def end(self, tag: str) -> None:
        if tag == "is" and self.runs is not None:
            self._put(self.runs.cell())
            self.runs = None
        elif self.runs is not None:
            self.runs.end(tag)
        elif tag == "v":
            self.text, self.value = "".join(self.value or ()), None
        elif tag == "c" and (self.text or self.is_formula):
            self._put(self._cell())

    def _cell(self) -> Cell:
        if self.kind == "e" or (self.is_formula and not self.text and self.kind != "str"):
            return Cell(is_uncomputed=True)
        if self.kind == "s":
            number = int(self.text) if self.text.strip().isdigit() else -1
            return self.strings[number] if 0 <= number < len(self.strings) else Cell()
        if self.kind in ("str", "inlineStr", "d"):
            return Cell(self.text.removesuffix("T00:00:00") if self.kind == "d" else self.text)
        if self.kind == "b":
            return Cell("yes" if self.text.strip() == "1" else "no")
        shows_day = self.look.is_date(self.style)
        return Cell(day(self.text, self.from_1904) if shows_day else number_text(self.text))

    def _put(self, cell: Cell) -> None:
        if not self.shows_all and (self.row_hidden or self.column in self.hidden):
            return
        if self.look.is_struck(self.style) and cell.before is None:
            cell = Cell("", cell.text)
        self.sheet.put(self.row, self.column, cell)
