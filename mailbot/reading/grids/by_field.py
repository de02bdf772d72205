"""A list of changes, one value a row: `Contact | Field | Old | New`; becomes a row a record.

The fields are told by their names, the records by theirs; a subject that is not repeated holds for the rows
below. Without a column of subjects the old values tell the one contact that is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.directory.records import Contact
from mailbot.reading import people, texts
from mailbot.reading.context import Context
from mailbot.reading.entries import own_meeting
from mailbot.reading.grids.cells import is_same
from mailbot.reading.grids.cells import name as named
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import languages
from mailbot.reading.grids.model import Cell, Grid, Row
from mailbot.reading.grids.was_now import SEARCHED, old_and_new
from mailbot.reading.values import clean, folded, phone

MOST = 60  # rows of such a list
_HEADING = {"contact": "name", "position": "text", "meeting": "title"}
_BESIDE = {
    "contact": "email",
    "position": "action",
    "meeting": "dates",
}  # without one of these no heading is recognized


def by_field(grid: Grid, context: Context) -> list[tuple[Grid, tuple[str, ...]]]:
    """One small table a record, with the rows it comes from; none where the table is no list of changes."""
    for number, row in enumerate(grid.rows[:SEARCHED]):
        body = [each for each in grid.rows[number + 1 : number + MOST + 2] if not each.is_blank]
        if not body or len(body) > MOST:
            continue
        named = re.split(r"\s*[:：]\s*", grid.title)[-1]  # `Person concerned: Ms X` above the table
        above = _subject(named, context)
        found = old_and_new(row, context) or (_on_file_beside(body, above, context) if number == 0 else None)
        column = _of_fields(body, found, context) if found else None
        if found is None or column is None:
            continue
        records = _records(body, column, found, context, above)
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
    body: Sequence[Row],
    column: int,
    values: tuple[int, int],
    context: Context,
    about: tuple[str, str] | None = None,
) -> dict[tuple[str, str], dict[str, tuple[str, str]]]:
    """(target, subject as written) -> field -> (new value, the row); ``about`` is the one named above."""
    out: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for row in body:
        told = [
            found
            for n in range(len(row.cells))
            if n != column and n not in values and (found := _subject(_cell(row, n), context))
        ]
        about = told[0] if told else about or _by_value(body, values[0], context)
        field = _field(about[0], _cell(row, column), context) if about else None
        if about and field and _cell(row, values[1]) and not is_same(_cell(row, values[1]), context):
            out.setdefault(about, {})[field] = (_cell(row, values[1]), row.evidence)
    return out


def _subject(text: str, context: Context) -> tuple[str, str] | None:
    """The record that a cell names."""
    if not text or len(text) > 120:
        return None
    if people.find(named(text, context)[1], context):
        return "contact", text
    if texts.find(text, context):
        return "position", text
    return ("meeting", text) if len(text) > 8 and own_meeting(text, context) else None


def _on_file_beside(
    body: Sequence[Row], about: tuple[str, str] | None, context: Context
) -> tuple[int, int] | None:
    """(1, 2) where the second of three columns holds what is on file, whatever its heading is."""
    if any(len(row.cells) != 3 for row in body):
        return None
    if about is None or about[0] == "contact":
        found = people.find(named(about[1], context)[1], context) if about else ()
        holders = found if len(found) == 1 else () if about else context.own_contacts
        stands = any(
            folded(_cell(row, 1)) in _on_file(c) or (c.phone and phone(_cell(row, 1), c.country) == c.phone)
            for c in holders
            for row in body
        )
        return (1, 2) if stands else None
    return None


def _by_value(body: Sequence[Row], was: int, context: Context) -> tuple[str, str] | None:
    """The one own contact who has an old value on file."""
    cells = [_cell(row, was) for row in body]
    old = {folded(cell) for cell in cells} - {""}
    holders = [
        c
        for c in context.own_contacts
        if old & _on_file(c) or (c.phone and any(phone(cell, c.country) == c.phone for cell in cells))
    ]
    return ("contact", holders[0].name) if len(holders) == 1 else None


def _on_file(contact: Contact) -> set[str]:
    told = (contact.email, contact.phone, contact.job_title, contact.affiliation)
    return {folded(value) for value in told if value}


def _table(grid: Grid, about: tuple[str, str], values: dict[str, str]) -> Grid:
    target, subject = about
    given = {_HEADING[target]: subject, **({_BESIDE[target]: ""} | values)}
    heads = Row(tuple(Cell(field.replace("_", " ")) for field in given))
    return replace(grid, rows=(heads, Row(tuple(Cell(value) for value in given.values()))))
