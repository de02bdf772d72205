"""A list of changes, one value a row: `Contact | Field | Old | New`; becomes a row a record.

The fields are told by their names, the records by theirs; a subject that is not repeated holds for the rows
below. Without a column of subjects the old values tell the one contact that is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.directory.records import Contact
from mailbot.reading import people, texts
from mailbot.reading.context import Context
from mailbot.reading.grids.cells import name as named
from mailbot.reading.grids.headings import field_of, languages
from mailbot.reading.grids.model import Cell, Grid, Row
from mailbot.reading.grids.was_now import SEARCHED, old_and_new
from mailbot.reading.values import clean, folded

MOST = 60  # rows of such a list
_HEADING = {"contact": "name", "position": "text"}
_BESIDE = {"contact": "email", "position": "action"}  # without one of these no heading is recognized


def by_field(grid: Grid, context: Context) -> list[tuple[Grid, tuple[str, ...]]]:
    """One small table a record, with the rows it comes from; none where the table is no list of changes."""
    for number, row in enumerate(grid.rows[:SEARCHED]):
        if (found := old_and_new(row, context)) is None:
            continue
        body = [each for each in grid.rows[number + 1 : number + MOST + 2] if not each.is_blank]
        if not body or len(body) > MOST:
            continue
        column = _of_fields(body, found, context)
        if column is None:
            continue
        records = _records(body, column, found, context)
        return [
            (
                _table(grid, about, {field: value for field, (value, _) in told.items()}),
                tuple(evidence for _, evidence in told.values()),
            )
            for about, told in records.items()
        ]
    return []


def _cell(row: Row, column: int) -> str:
    return clean(row.cells[column].text) if column < len(row.cells) else ""


def _field(target: str, text: str, context: Context) -> str | None:
    field = field_of(target, text, languages(context))
    return None if field in (None, "name", "text", "title", "key", "remark") else field


def _of_fields(body: Sequence[Row], values: tuple[int, int], context: Context) -> int | None:
    """The one column every cell of which names a field."""
    width = max(len(row.cells) for row in body)
    fits = [
        n
        for n in range(width)
        if n not in values
        and all(any(_field(t, _cell(row, n), context) for t in _HEADING) for row in body if _cell(row, n))
        and any(_cell(row, n) for row in body)
    ]
    return fits[0] if len(fits) == 1 else None


def _records(
    body: Sequence[Row], column: int, values: tuple[int, int], context: Context
) -> dict[tuple[str, str], dict[str, tuple[str, str]]]:
    """(target, subject as written) -> field -> (new value, the row)."""
    out: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    about: tuple[str, str] | None = None
    for row in body:
        told = [
            found
            for n in range(len(row.cells))
            if n != column and n not in values and (found := _subject(_cell(row, n), context))
        ]
        about = told[0] if told else about or _by_value(body, values[0], context)
        field = _field(about[0], _cell(row, column), context) if about else None
        if about and field and _cell(row, values[1]):
            out.setdefault(about, {})[field] = (_cell(row, values[1]), row.evidence)
    return out


def _subject(text: str, context: Context) -> tuple[str, str] | None:
    """The record that a cell names."""
    if not text or len(text) > 120:
        return None
    if people.find(named(text, context)[1], context):
        return "contact", text
    return ("position", text) if texts.find(text, context) else None


def _by_value(body: Sequence[Row], was: int, context: Context) -> tuple[str, str] | None:
    """The one own contact who has an old value on file."""
    old = {folded(_cell(row, was)) for row in body} - {""}
    holders = [c for c in context.own_contacts if old & _on_file(c)]
    return ("contact", holders[0].name) if len(holders) == 1 else None


def _on_file(contact: Contact) -> set[str]:
    told = (contact.email, contact.phone, contact.job_title, contact.affiliation)
    return {folded(value) for value in told if value}


def _table(grid: Grid, about: tuple[str, str], values: dict[str, str]) -> Grid:
    target, subject = about
    given = {_HEADING[target]: subject, **({_BESIDE[target]: ""} | values)}
    heads = Row(tuple(Cell(field.replace("_", " ")) for field in given))
    return replace(grid, rows=(heads, Row(tuple(Cell(value) for value in given.values()))))
