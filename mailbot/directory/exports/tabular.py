"""The tables as rows of text, and as CSV. A cell never becomes a formula, whatever a mail has put into it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

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
DATES = ("starts", "ends")
KINDS = {"contacts": "contact", "positions": "position", "meetings": "meeting"}
# how `workbook` marks what it makes, for those who read it back
KEY_HEADING = "mailbot:id"  # heading of the hidden column of keys: `contact:cept-1`
BASE_SHEET, MARK, VERSION = "mailbot", "mailbot workbook", "1"
HIDDEN_BASE = "mailbot:base"  # as readers call that sheet where it is hidden; no sheet can have this name
FORMULA = tuple("=+-@\t\r")
_PHONE = re.compile(r"\+[0-9]{7,15}")


def rows(directory: Directory, table: str) -> list[list[str]]:
    """The records of a table (of `COLUMNS`) in its columns; no value is an empty text."""
    records: Sequence[Record] = getattr(directory, table)
    names = COLUMNS[table]
    found = []
    for record in records:
        given = values(record)
        found.append(["" if given[name] is None else str(given[name]) for name in names])
    return found


def csv_bytes(directory: Directory, table: str) -> bytes:
    """One table as CSV (RFC 4180), UTF-8 with a byte order mark so that spreadsheets see the encoding."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS[table])
    writer.writerows([_inert(cell) for cell in row] for row in rows(directory, table))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _inert(cell: str) -> str:
    """A leading apostrophe makes a spreadsheet take the cell as text; a telephone number needs none."""
    return "'" + cell if cell.startswith(FORMULA) and not _PHONE.fullmatch(cell) else cell
