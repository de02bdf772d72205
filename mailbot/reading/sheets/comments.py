"""Comments on the cells of a sheet, read as remarks on their rows: `Should be +48 22 ...` on a number.

A comment that says nothing of its row's record stays what it is, a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.grids.headings import find_header
from mailbot.reading.grids.model import EMPTY, Cell, Grid, Note, Row

_HEADING = "Remarks"


def with_remarks(grid: Grid, context: Context) -> Grid:
    """The table with a column of remarks that holds the comments on each row; as it is where it has one."""
    placed = [note for note in grid.notes if note.row is not None]
    found = find_header(grid.rows, context, grid.title) if placed else None
    if found is None or "remark" in found[1].columns.values():
        return grid
    number, header = found
    width = max(len(row.cells) for row in grid.rows)
    said: dict[int, str] = {}
    for note in placed:
        if note.row is not None and note.row >= number + header.rows:
            said[note.row] = f"{said[note.row]} {note.text}" if note.row in said else note.text
    rows = [
        _with(row, width, _HEADING if n == number else said.get(n, "")) if n >= number else row
        for n, row in enumerate(grid.rows)
    ]
    return replace(grid, rows=tuple(rows)) if said else grid


def _with(row: Row, width: int, text: str) -> Row:
    if row.is_blank or not text:
        return row
    padding = (EMPTY,) * (width - len(row.cells))
    return replace(row, cells=(*row.cells, *padding, Cell(text)))


def unread(notes: Sequence[Note], results: Sequence[Result]) -> list[Note]:
    """The comments of which nothing came."""
    told = [piece for r in results if isinstance(r, Finding) for piece in r.evidence]
    return [
        note for note in notes if note.row is None or not any(piece and piece in note.text for piece in told)
    ]


def without_doubts(notes: Sequence[Note], results: Sequence[Result]) -> list[Result]:
    """The results but for the questions of remarks that are comments: those are asked as such."""
    said = [note.text for note in notes if note.row is not None]
    return [
        r
        for r in results
        if not (isinstance(r, Doubt) and any(piece in text for piece in r.evidence for text in said))
    ]
