"""A table as it stands in a file. Every cell knows its text before and after the marks made in it.

The marks are Word's revisions and struck-through text alike: ``before`` is the text with what was deleted and
without what was inserted, ``text`` the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MAX_ROWS = 2_000  # of a file, rows with anything in them
MAX_COLUMNS = 60
MAX_CELLS = 100_000
MAX_CELL = 10_000  # characters
MAX_TEXT = 1_000_000  # characters of all cells and paragraphs that are read

RowState = Literal["", "added", "removed"]


class Refused(Exception):
    """The file is encrypted, damaged or foreign; the text says so, for a question."""

    rule = "refused"


class Oversized(Refused):
    """The file breaches a bound: what came in by mail is quarantined, a question is all that parse makes."""

    rule = "expansion"


@dataclass(frozen=True, slots=True)
class Cell:
    """``before`` is None where nothing was marked. ``is_uncomputed``: a formula without a result that is kept
    in the file, or with an error: what the sender sees there is not known.
    """

    text: str = ""
    before: str | None = None
    is_uncomputed: bool = False

    @property
    def old(self) -> str:
        return self.text if self.before is None else self.before

    @property
    def is_marked(self) -> bool:
        return self.before is not None and self.before.strip() != self.text.strip()


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    state: RowState = ""

    @property
    def new(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.cells)

    @property
    def old(self) -> tuple[str, ...]:
        return tuple(cell.old for cell in self.cells)

    @property
    def is_blank(self) -> bool:
        for cell in self.cells:  # noqa: SIM110  # asked of every row of long tables: a generator costs more
            if cell.text.strip() or cell.old.strip():
                return False
        return True

    @property
    def evidence(self) -> str:
        """The row as it reads; a removed row as it read."""
        shown = self.old if self.state == "removed" else self.new
        return " | ".join(text for text in (" ".join(cell.split()) for cell in shown) if text)


@dataclass(frozen=True, slots=True)
class Note:
    """A comment in a cell or margin: the words or the cell it is about, and the row of that cell."""

    text: str
    author: str = ""
    about: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: a sheet of a workbook, or a table in a document."""

    rows: tuple[Row, ...]
    title: str = ""
    notes: tuple[Note, ...] = ()
    is_cut: bool = False  # there were more columns than are read


def struck_row(row: Row) -> Row:
    """A row of which everything is struck out was removed."""
    if row.state == "" and not any(c.text.strip() for c in row.cells) and not row.is_blank:
        return Row(row.cells, "removed")
    return row
