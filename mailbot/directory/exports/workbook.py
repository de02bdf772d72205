"""The workbook that can be edited and mailed back: `reading/sheets/own` tells exactly what was changed in it.

A sheet a table, for people. Column A is hidden and has each record's key (`contact:cept-1`) under
`KEY_HEADING`; a very hidden sheet `BASE_SHEET` has, from A1: the mark and version, the programme, when it was
made, then for each table a row of field names and each record's key with its values as written. What a person
changed is what differs from there, whatever he sorted, filtered or inserted, and whatever the directory has
become meanwhile. No cell is ever a formula (THREATS row 24).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, get_args

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from mailbot.directory.exports.packages import without_clock
from mailbot.directory.exports.tabular import (
    BASE_SHEET,
    COLUMNS,
    DATES,
    FORMULA,
    KEY_HEADING,
    KINDS,
    MARK,
    VERSION,
    rows,
)
from mailbot.directory.records import Action, MeetingStatus, Mode, PositionStatus, Role
from mailbot.directory.snapshot import Directory

_CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("contacts", "role"): get_args(Role),
    ("positions", "action"): get_args(Action),
    ("positions", "status"): get_args(PositionStatus),
    ("meetings", "mode"): get_args(Mode),
    ("meetings", "status"): get_args(MeetingStatus),
}
_ALLOWED = (
    "formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "insertHyperlinks",
    "deleteColumns", "deleteRows", "sort", "autoFilter",
)  # fmt: skip
_MOST = 250  # characters of a list of choices (255 is Excel's bound)
_LAST_COLUMN = 16_384  # of a sheet
_SPARE = 200  # rows below the last one that have the choices too
_NARROWEST, _WIDEST = 8, 60  # characters
_CELL = 32_767  # characters that a cell can hold (Excel's bound)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def workbook(directory: Directory, tables: Sequence[str], now: datetime) -> bytes:
    """The tables (of `KINDS`) as a workbook; the same directory at the same ``now`` is the same bytes."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one sheet
    book.properties.title, book.properties.creator = directory.programme.title, "mailbot"
    book.properties.created = now.astimezone(UTC).replace(tzinfo=None)
    for table in tables:
        _table(book.create_sheet(table.capitalize()), directory, table)
    _base(book.create_sheet(BASE_SHEET), directory, tables, now)
    saved = io.BytesIO()
    book.save(saved)
    return without_clock(saved, _dated(now))


def _dated(now: datetime) -> Callable[[str, bytes], bytes]:
    """openpyxl writes the hour of saving into the properties; ours is the hour of the export."""
    stamp = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()

    def change(name: str, content: bytes) -> bytes:
        return _MODIFIED.sub(rb"\g<1>" + stamp, content) if name == "docProps/core.xml" else content

    return change


def _table(sheet: Any, directory: Directory, table: str) -> None:
    names, found = COLUMNS[table], rows(directory, table)
    sheet.append([KEY_HEADING, *(name.replace("_", " ").capitalize() for name in names)])
    for number, (record, texts) in enumerate(zip(getattr(directory, table), found, strict=True), 2):
        _text(sheet.cell(number, 1), f"{KINDS[table]}:{record.key}")
        for column, (name, text) in enumerate(zip(names, texts, strict=True), 2):
            cell = sheet.cell(number, column)
            if name in DATES and text:
                cell.value, cell.number_format = date.fromisoformat(text), "yyyy-mm-dd"
            else:
                _text(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _dress(sheet, names, found)
    _restrict(sheet, directory, table, len(found) + 1 + _SPARE)


def _text(cell: Any, text: str) -> None:
    """Text whatever it begins with: neither a formula nor a number."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)[:_CELL]
    cell.data_type, cell.number_format = "s", "@"
    cell.quotePrefix = text.startswith(FORMULA)


def _dress(sheet: Any, names: Sequence[str], found: Sequence[Sequence[str]]) -> None:
    """Widths, headings that stay in sight, filters, paper."""
    sheet.column_dimensions["A"].hidden = True
    for column, name in enumerate(names):
        widest = max((len(line) for row in found for line in row[column].split("\n")), default=_NARROWEST)
        letter = get_column_letter(column + 2)
        sheet.column_dimensions[letter].width = min(max(widest, len(name), _NARROWEST), _WIDEST) + 2
    for heading in sheet[1]:
        heading.font, heading.fill = Font(bold=True), PatternFill("solid", fgColor="E7F0F8")
        heading.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names) + 1)}{len(found) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = (
        "landscape",
        1,
        0,
    )
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _restrict(sheet: Any, directory: Directory, table: str, last: int) -> None:
    """Only the headings cannot be changed; what has a list of values offers it, and warns of others."""
    open_ = Protection(locked=False)
    for column in range(1, len(COLUMNS[table]) + 2):
        sheet.column_dimensions[get_column_letter(column)].protection = open_
    beyond = sheet.column_dimensions[get_column_letter(len(COLUMNS[table]) + 2)]
    beyond.min, beyond.max, beyond.protection, beyond.width = len(COLUMNS[table]) + 2, _LAST_COLUMN, open_, 13
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.protection = open_
    sheet.protection.sheet = True  # without a password: who has to, can
    for may in _ALLOWED:
        setattr(sheet.protection, may, False)  # false is: not forbidden (ECMA-376 18.3.1.85)
    for letter, choices in _choices(directory, table):
        listed = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        listed.errorStyle, listed.showErrorMessage = "warning", True
        listed.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(listed)


def _choices(directory: Directory, table: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(column's letter, its values), where there are few enough."""
    committees = ("all", *(each.code for each in directory.committees))
    organizations = tuple(each.code for each in directory.organizations)
    for column, name in enumerate(COLUMNS[table], 2):
        shared = {"committee": committees, "organization": organizations}
        found = _CHOICES.get((table, name)) or shared.get(name)
        if found and len(",".join(found)) <= _MOST and not any('"' in each or "," in each for each in found):
            yield get_column_letter(column), found


def _base(sheet: Any, directory: Directory, tables: Sequence[str], now: datetime) -> None:
    stamp = now.astimezone(UTC).isoformat(timespec="seconds")
    lines = [[MARK, VERSION], ["programme", directory.programme.id], ["made", stamp]]
    for table in tables:
        lines.append([KINDS[table], *COLUMNS[table]])
        lines += [
            [f"{KINDS[table]}:{record.key}", *texts]
            for record, texts in zip(getattr(directory, table), rows(directory, table), strict=True)
        ]
    for number, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            _text(sheet.cell(number, column), text)
    sheet.sheet_state = "veryHidden"
