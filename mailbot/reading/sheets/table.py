"""Cells as a file lists them -> a Grid, within the bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from mailbot.reading.grids.model import (
    EMPTY,
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    Cell,
    Grid,
    Note,
    Oversized,
    Row,
    struck_row,
)

MAX_MERGED = 10_000


def _row_of(reference: str) -> int:
    """The number of the row, from 0, of a cell such as `D3`; -1 where that is none."""
    found = re.fullmatch(r"[A-Z]{1,3}(\d{1,7})", reference)
    return int(found[1]) - 1 if found else -1


@dataclass
class Budget:
    """How many rows and cells one file may still have."""

    rows: int = MAX_ROWS
    cells: int = MAX_CELLS
    text: int = MAX_TEXT


@dataclass
class Sheet:
    """A sheet being read: only cells with something in them, wherever they are said to stand."""

    title: str
    budget: Budget
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first row, column, last row, column
    notes: list[Note] = field(default_factory=list)
    wide: bool = False

    def put(self, row: int, column: int, cell: Cell) -> None:
        if not cell.text.strip() and not cell.old.strip() and not cell.is_uncomputed:
            return
        if column >= MAX_COLUMNS:
            self.wide = True
            return
        if len(cell.text) > MAX_CELL or len(cell.old) > MAX_CELL:
            raise Oversized(f"has a cell of more than {MAX_CELL} characters")
        if row not in self.cells:
            self.cells[row] = {}
            self.budget.rows -= 1
        self.budget.cells -= 1
        self.budget.text -= len(cell.old) + (len(cell.text) if cell.before is not None else 0)
        if self.budget.rows < 0:
            raise Oversized(f"has more than {MAX_ROWS} rows")
        if self.budget.cells < 0:
            raise Oversized(f"has more than {MAX_CELLS} cells")
        if self.budget.text < 0:
            raise Oversized("holds too much text")
        self.cells[row][column] = cell

    def merge(self, first_row: int, first: int, last_row: int, last: int) -> None:
        if last_row > first_row and len(self.merged) < MAX_MERGED:
            self.merged.append((first_row, first, last_row, last))

    def grid(self) -> Grid:
        """The rows in order; one blank row stands for any number of them."""
        self._fill()
        rows: list[Row] = []
        places: dict[int, int] = {}
        previous = -1
        for number in sorted(self.cells):
            if rows and number > previous + 1:
                rows.append(Row(()))
            found = self.cells[number]
            cells = tuple(found.get(column, EMPTY) for column in range(max(found) + 1))
            places[number] = len(rows)
            rows.append(struck_row(Row(cells)))
            previous = number
        notes = tuple(replace(note, row=places.get(_row_of(note.about))) for note in self.notes)
        return Grid(tuple(rows), self.title, notes, self.wide)

    def _fill(self) -> None:
        """A value merged over several rows holds for each of them that has anything else."""
        for first_row, column, last_row, _ in self.merged:
            value = self.cells.get(first_row, {}).get(column)
            if value is None:
                continue
            for number in self.cells.keys() & range(first_row + 1, last_row + 1):
                self.cells[number].setdefault(column, value)
