"""One attached sheet: told by its first bytes, whatever it is called, then read table by table."""

from __future__ import annotations

from mailbot.directory.exports.tabular import HIDDEN_BASE
from mailbot.mail.message import Part
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Material, Result
from mailbot.reading.grids import opinions
from mailbot.reading.grids.entry import Source
from mailbot.reading.grids.model import MAX_COLUMNS, MAX_ROWS, Cell, Grid, Oversized, Refused, Row
from mailbot.reading.grids.ole import MAGIC
from mailbot.reading.grids.package import Package
from mailbot.reading.grids.reader import read_grid
from mailbot.reading.rows import cells
from mailbot.reading.sheets.comments import unread, with_remarks, without_doubts
from mailbot.reading.sheets.current import current
from mailbot.reading.sheets.own_base import base_of

READER = "sheet"
MAX_FILE = 20_000_000


def read_sheets(part: Part, material: Material, context: Context) -> list[Result]:
    label = part.filename or "the attached sheet"
    source = Source(f"attachment:{part.filename}" if part.filename else "body", READER)

    def ask(text: str, rule: str, evidence: str = label) -> Doubt:
        return Doubt(text, (evidence,), source.source, READER, rule)

    try:
        found = grids_of(part, context)
    except Refused as reason:
        return [ask(f"{label} {reason} and was not read; please look at it.", reason.rule)]
    results, found, ours = _of_ours(found, context, source)
    wanted = current(found, material)
    understood = bool(ours)
    for grid in found:
        if grid not in wanted:  # "Other regions": their table is no business of ours, views on it are
            results += opinions.read(grid, context, source) or []
    understood = understood or bool(results)
    for grid in [*ours, *wanted]:
        read = None if grid in ours else read_grid(with_remarks(grid, context), context, source)
        understood = understood or read is not None
        results += without_doubts(grid.notes, read or [])
        if grid.is_cut:
            text = f"{label}: only the first {MAX_COLUMNS} columns of {grid.title or 'the table'} were read."
            results.append(ask(text, "columns"))
        for note in unread(grid.notes, read or []):
            who = f" by {note.author}" if note.author else ""
            where = f" at {note.about}" if note.about else ""
            results.append(ask(f"{label}: a comment{who}{where}: {note.text}", "comment", note.text))
    if not understood:
        results.append(ask(f"{label}: its columns could not be told; please look at it.", "headings"))
    elif context.organization is None and results:
        return [
            ask(f"The sender of {label} belongs to no organization on file; is it to be applied?", "stranger")
        ]
    return results


def _of_ours(
    found: list[Grid], context: Context, source: Source
) -> tuple[list[Result], list[Grid], list[Grid]]:
    """Of a workbook of our own making: what was changed in it, the sheets that somebody added, our sheets."""
    base = base_of(found)
    sheets = [grid for grid in found if grid.title != HIDDEN_BASE]
    if base is None:
        return [], sheets, []
    from mailbot.reading.sheets import own

    results, others = own.read(sheets, base, context, source)
    return results, others, [grid for grid in sheets if grid not in others]


def grids_of(part: Part, context: Context) -> list[Grid]:
    """The tables of the file. Raises `Refused`."""
    content = part.content
    if len(content) > MAX_FILE:
        raise Oversized("is too large")
    if content.startswith(b"PK\x03\x04"):
        package = Package(content)
        if "xl/workbook.xml" in package:
            from mailbot.reading.sheets import xlsx

            return xlsx.grids(package)
        if package.head("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            from mailbot.reading.sheets import ods

            return ods.grids(package)
        raise Refused("is a workbook of a kind that cannot be read")
    if content.startswith(MAGIC):
        from mailbot.reading.sheets import xls

        return xls.grids(content)
    if content[:2000].lstrip().lower().startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return [_of_html(part.text)]
    from mailbot.reading.sheets import delimited

    return [delimited.grid(content, part.charset, context)]


def _of_html(markup: str) -> Grid:
    """A web page called .xls, which is how some systems export."""
    from mailbot.mail.html import to_text

    lines = [line for line in to_text(markup).split("\n") if line.strip()]
    return Grid(tuple(Row(tuple(Cell(c) for c in cells(line))) for line in lines if "|" in line)[:MAX_ROWS])
