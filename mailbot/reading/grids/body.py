"""Tables in the body: in HTML, or typed as `Text | Action | Status` or in columns set apart by tabs.

They become grids and are read like those of attached files: the headings are the region's own, in its own
language, and the rows that repeat what is on file yield nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.mail.message import Message
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Material, Result
from mailbot.reading.grids.entry import Source
from mailbot.reading.grids.markup import tables
from mailbot.reading.grids.model import Cell, Grid, Row
from mailbot.reading.grids.reader import read_grid
from mailbot.reading.rows import cells
from mailbot.reading.values import clean

READER = "table"
_RULE = re.compile(r"[\s|:+=_-]*")
MAX_TYPED = 30  # columns of a table in plain text
_COLUMNS = re.compile(r"\t+|\s{3,}|(?<=\S)\s{2}(?=\S)")


def read_tables(material: Material, context: Context) -> list[Result]:
    results: list[Result] = []
    for grid in body_grids(material):
        if _is_ours(grid, context):
            continue
        results += read_grid(grid, context, Source("body", READER)) or []
        if grid.is_cut:
            text = f"Only the first {MAX_TYPED} columns of a table were read; please read the others."
            results.append(Doubt(text, (grid.rows[0].cells[0].text,), "body", READER, "columns"))
    return results


def _is_ours(grid: Grid, context: Context) -> bool:
    """Whether it is a table of our own mails, copied without marks: the rows are compared one by one then."""
    from mailbot.reading.quoted_edit import kind_of

    if any(cell.is_marked for row in grid.rows for cell in row.cells):
        return False
    return all(kind_of(row.new, context) is not None for row in grid.rows)


def body_grids(material: Material) -> Iterator[Grid]:
    """The tables of the mail; where it is HTML, those of the HTML, for they keep what was struck out."""
    marked = _of_html(material.message) or _beside(material)
    if marked:
        yield from marked
        return
    yield from text_grids(material.reply.new_text)
    # rows of our own stand without headings and are compared elsewhere
    yield from (grid for grid in text_grids(material.reply.quoted) if _is_headed(grid))


def _is_headed(grid: Grid) -> bool:
    """Whether the first row may hold headings: no numbers, no addresses."""
    return not re.search(r"[\d@]", grid.rows[0].evidence)


def _of_html(message: Message) -> list[Grid]:
    if message.html is None or not any(
        line.count(" | ") or "\t" in line for line in message.text.split("\n")
    ):
        return []
    return [table.grid for table in tables(message.html)]


def _beside(material: Material) -> list[Grid]:
    """Tables of the HTML whose cells stand one below the other in the plain text, as Outlook writes them."""
    html = material.message.html
    if html is None or "<table" not in html.lower():
        return []
    lines = {clean(line) for line in material.reply.new_text.split("\n")}
    found = [table.grid for table in tables(html)]
    return [grid for grid in found if _stands_in(grid, lines)]


def _stands_in(grid: Grid, lines: set[str]) -> bool:
    """Whether it has columns, headings, and every cell of its first rows as a line of its own."""
    if len(grid.rows) < 2 or max(len(row.cells) for row in grid.rows) < 3 or not _is_headed(grid):
        return False
    told = {clean(cell.old) for row in grid.rows[:6] for cell in row.cells} - {""}
    return told <= lines


def text_grids(text: str) -> Iterator[Grid]:
    """Runs of lines with cells: two lines at least, each cut in the same way."""
    for cut in (_piped, _spaced):
        group: list[tuple[str, ...]] = []
        title = before = ""
        for line in [*text.split("\n"), ""]:
            row = cut(line, bool(group))
            if row is not None:
                title = title if group else before
                if row:
                    group.append(row)
            elif line.strip() or group:
                if len(group) > 1:
                    yield _grid(group, title)
                group = []
            before = line.strip() or before


def _grid(group: list[tuple[str, ...]], title: str) -> Grid:
    rows = tuple(Row(tuple(Cell(cell) for cell in each[:MAX_TYPED])) for each in group)
    return Grid(rows, title[:200], is_cut=max(map(len, group)) > MAX_TYPED)


def _piped(line: str, goes_on: bool) -> tuple[str, ...] | None:
    if "|" not in line or len(line) > 2000:
        return None
    if _RULE.fullmatch(line):
        return ()
    return cells(line) if line.count("|") >= 2 or goes_on or line.strip()[0] != "|" else None


def _spaced(line: str, goes_on: bool) -> tuple[str, ...] | None:
    """Columns set apart by tabs or several blanks, three at least."""
    del goes_on
    if "|" in line or not 8 < len(line) < 400 or _RULE.fullmatch(line):
        return None
    found = tuple(cell.strip() for cell in _COLUMNS.split(line.strip()))
    return found if len(found) >= 3 else None
