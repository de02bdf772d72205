"""CSV and XLSX. A cell never becomes a formula in a spreadsheet, whatever a mail has put into it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime

from mailbot.directory.records import Record, values
from mailbot.directory.snapshot import Directory

COLUMNS: dict[str, tuple[str, ...]] = {
    "contacts": (
        "id", "organization", "role", "committee", "honorific", "name", "email", "phone",
        "job_title", "affiliation", "country", "language",
    ),
    "positions": ("organization", "text", "action", "status", "summary", "coordinator", "document"),
    "meetings": ("id", "organization", "title", "starts", "ends", "mode", "place", "url", "status"),
}  # fmt: skip
_FORMULA = tuple("=+-@\t\r")
_PHONE = re.compile(r"\+[0-9]{7,15}")
_WIDEST = 60


def _rows(directory: Directory, table: str) -> list[list[str]]:
    records: Sequence[Record] = getattr(directory, table)
    names = COLUMNS[table]
    return [["" if (v := values(r)[name]) is None else str(v) for name in names] for r in records]


def csv_bytes(directory: Directory, table: str) -> bytes:
    """One table as CSV (RFC 4180), UTF-8 with a byte order mark so that spreadsheets see the encoding."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS[table])
    writer.writerows([_inert(cell) for cell in row] for row in _rows(directory, table))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _inert(cell: str) -> str:
    """A leading apostrophe makes a spreadsheet take the cell as text; a telephone number needs none."""
    return "'" + cell if cell.startswith(_FORMULA) and not _PHONE.fullmatch(cell) else cell


def xlsx_bytes(directory: Directory, tables: Sequence[str], now: datetime) -> bytes:
    """A workbook with one sheet a table: headings frozen and filtered, every cell text."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one sheet
    book.properties.title, book.properties.creator = directory.programme.title, "mailbot"
    book.properties.created = book.properties.modified = now.replace(tzinfo=None)
    for table in tables:
        sheet = book.create_sheet(table.capitalize())
        sheet.append([name.replace("_", " ").capitalize() for name in COLUMNS[table]])
        rows = _rows(directory, table)
        for number, row in enumerate(rows, 2):
            for column, text in enumerate(row, 1):
                cell = sheet.cell(number, column)
                cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
                cell.data_type = "s"
                cell.quotePrefix = text.startswith(_FORMULA)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for heading in sheet[1]:
            heading.font = Font(bold=True)
        for column in range(1, len(COLUMNS[table]) + 1):
            widest = max((len(row[column - 1]) for row in rows), default=8)
            sheet.column_dimensions[get_column_letter(column)].width = min(max(widest, 8), _WIDEST) + 2
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
