"""Spreadsheets a region made itself: .xlsx, .xls, .ods, .csv and what is called so. `read` is the reader."""

from __future__ import annotations

from mailbot.mail.message import Part
from mailbot.reading.context import Context
from mailbot.reading.findings import Material, Result


def read(part: Part, material: Material, context: Context) -> list[Result]:
    from mailbot.reading.sheets.reader import read_sheets

    return read_sheets(part, material, context)
