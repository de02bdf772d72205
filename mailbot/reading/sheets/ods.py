"""OpenDocument spreadsheets (.ods): values, dates, struck-through text, merged cells, comments.

Hidden sheets are not read, but for the one in which our own workbooks keep what they said.
"""

from __future__ import annotations

from mailbot.directory.exports.tabular import BASE_SHEET, HIDDEN_BASE
from mailbot.reading.grids.model import MAX_COLUMNS, Cell, Grid, Note, Oversized, Refused
from mailbot.reading.grids.package import Package
from mailbot.reading.sheets.numbers import number_text
from mailbot.reading.sheets.table import Budget, Sheet

MAX_SHEETS = 30
MAX_REPEATED = 50  # of a row with something in it; empty ones are repeated a million times


def grids(package: Package) -> list[Grid]:
    """The visible sheets in their order."""
    if b"manifest:encryption-data" in package.head("META-INF/manifest.xml", 65_536):
        raise Refused("is encrypted")
    handler = _Content()
    package.stream("content.xml", handler)
    return [sheet.grid() for sheet in handler.sheets if sheet is not None]


def _number(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(name, "1")
    return max(1, int(value)) if value.isdigit() and len(value) < 9 else 1


class _Content:
    """Reads `content.xml`; the styles come before the tables that use them."""

    def __init__(self) -> None:
        self.sheets: list[Sheet | None] = []
        self.budget = Budget()
        self.struck: set[str] = set()
        self.hidden: set[str] = set()
        self.style = ""
        self.sheet: Sheet | None = None
        self.row = self.rows = self.column = 0
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[str] = []
        self.old: list[str] = []
        self.spans: list[bool] = []
        self.note: dict[str, list[str]] | None = None
        self.where = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style":
            self.style = attributes.get("name", "")
        elif tag == "text-properties":
            if attributes.get("text-line-through-style", "none") != "none":
                self.struck.add(self.style)
        elif tag == "table-properties" and attributes.get("display") == "false":
            self.hidden.add(self.style)
        elif tag == "table":
            self._table(attributes)
        elif tag == "table-row":
            self.rows, self.column = _number(attributes, "number-rows-repeated"), 0
        elif tag in ("table-cell", "covered-table-cell"):
            self.cell, self.paragraphs, self.old, self.spans = attributes, [], [], []
        elif tag == "annotation":
            self.note, self.where = {"creator": [], "p": []}, ""
        elif self.note is not None:
            self.where = tag if tag in ("creator", "p") else self.where
        elif tag == "p" and self.cell is not None:
            if self.paragraphs or self.old:
                self._text("\n")
        elif tag == "span":
            self.spans.append(attributes.get("style-name", "") in self.struck)
        elif tag in ("s", "tab", "line-break") and self.cell is not None:
            self._text("\n" if tag == "line-break" else " ")

    def _table(self, attributes: dict[str, str]) -> None:
        if len(self.sheets) >= MAX_SHEETS:
            raise Oversized(f"has more than {MAX_SHEETS} sheets")
        visible = attributes.get("style-name", "") not in self.hidden
        title = attributes.get("name", "")
        self.sheet = Sheet(title, self.budget) if visible else None
        if title == BASE_SHEET and not visible:
            self.sheet = Sheet(HIDDEN_BASE, Budget())
        self.sheets.append(self.sheet)
        self.row = 0

    def data(self, text: str) -> None:
        if self.note is not None:
            if self.where:
                self.note[self.where].append(text)
        elif self.cell is not None:
            self._text(text)

    def _text(self, text: str) -> None:
        self.old.append(text)
        if not any(self.spans):
            self.paragraphs.append(text)

    def end(self, tag: str) -> None:
        if tag == "annotation":
            self._end_note()
        elif self.note is not None:
            if tag == "p":
                self.note["p"].append(" ")
            self.where = ""
        elif tag == "span" and self.spans:
            self.spans.pop()
        elif tag in ("table-cell", "covered-table-cell") and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif tag == "table-row":
            self.row += self.rows
        elif tag == "table":
            self.sheet = None

    def _end_note(self) -> None:
        note, self.note = self.note, None
        text = " ".join("".join(note["p"]).split()) if note else ""
        if self.sheet is not None and note and text:
            self.sheet.notes.append(Note(text, "".join(note["creator"]).strip()))

    def _end_cell(self, attributes: dict[str, str]) -> None:
        repeated = _number(attributes, "number-columns-repeated")
        cell = self._value(attributes)
        if self.sheet is not None and cell.old.strip():
            for row in range(self.row, self.row + min(self.rows, MAX_REPEATED)):
                for column in range(self.column, min(self.column + repeated, MAX_COLUMNS + 1)):
                    self.sheet.put(row, column, cell)
            spanned = _number(attributes, "number-rows-spanned")
            self.sheet.merge(self.row, self.column, self.row + spanned - 1, self.column)
        self.column += repeated

    def _value(self, attributes: dict[str, str]) -> Cell:
        new, old = "".join(self.paragraphs), "".join(self.old)
        kind = attributes.get("value-type", "")
        if kind == "date":
            new = old = attributes.get("date-value", new).replace("T00:00:00", "").replace("T", " ")
        elif kind == "float":
            new = old = number_text(attributes.get("value", new))
        if attributes.get("style-name", "") in self.struck:
            return Cell("", old)
        if new == old:
            return Cell(new)
        return Cell(new.strip(), old.replace(new, "").strip() if new.strip() else old)
