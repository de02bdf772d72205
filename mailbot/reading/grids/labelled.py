"""A table of changes whose rows say themselves which record and which field they are about.

    What                    | You have          | Should be
    Phone of Ada Verne      | +33 1 42 34 56 78 | +33 1 42 34 56 99
    Resolution 7, status    | draft             | agreed

Where the headings are the region's own, the columns are told by what is on file: the old values stand there.
A field that the row does not name is the one that holds the old value, or that the new one fits.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.directory.records import Contact, Position, Record
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.findings import Doubt, Finding
from mailbot.reading.grids import cells
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import TARGETS, languages
from mailbot.reading.grids.labels import Label, foreign, label
from mailbot.reading.grids.model import Grid, Row
from mailbot.reading.grids.one_change import Amendment, change, of_value
from mailbot.reading.grids.was_now import SEARCHED, old_and_new, pair
from mailbot.reading.values import ascii_digits, clean, folded, phone

MOST = 60  # rows
_LEAST_FIELDS = 2  # rows that name their field, of a table with new values only


def labelled(grid: Grid, context: Context) -> list[tuple[Finding | Doubt | Grid, str]] | None:
    """What the rows change, as findings or as tables of one row, each with its row; None where the table is
    none of this make.
    """
    rows = [row for row in grid.rows if not row.is_blank and row.state != "removed"]
    if not 2 <= len(rows) <= MOST + SEARCHED or any(cell.is_marked for row in rows for cell in row.cells):
        return None
    for number, row in enumerate(rows[:SEARCHED]):
        body = rows[number + 1 :]
        if not body:
            break
        values = old_and_new(row, context)
        where = _where(row, body, values, context)
        if where is None or (values is None and _is_of_fields(row, where, body, context)):
            continue
        results: list[tuple[Finding | Doubt | Grid, str]] = []
        for each in body:
            found = _label(each, where[0], row, context)
            was, now = (_cell(each, n) for n in where[1:])
            told = _change(found, was, now, each.evidence, context) if found else None
            code = foreign(_cell(each, where[0]), context) if told else None
            said = _of_other(code, context) if code else told
            results += [(said, each.evidence)] if said else []
        return results
    return None


def _of_other(code: str, context: Context) -> Doubt:
    whose = context.organization or "the sender"
    text = f"The table of {whose} changes a row of {code}; please check with {code}."
    return Doubt(text, (), "body", "form", "other organization")


def _cell(row: Row, column: int) -> str:
    return clean(row.cells[column].text) if 0 <= column < len(row.cells) else ""


def _where(
    head: Row, body: Sequence[Row], values: tuple[int, int] | None, context: Context
) -> tuple[int, int, int] | None:
    """(labels, old values, new values); -1 for old values that are not told."""
    width = max(len(row.cells) for row in body)
    told = [n for n in range(width) if any(_cell(row, n) for row in body)]
    told = [n for n in told if not _numbers(head, body, n, context)]
    others = [n for n in told if values is None or n not in values]
    if not others or len(told) > 3 + (values is not None) or (values and len(others) > 2):
        return None
    if len(others) > 1 and _are_fields([_cell(row, others[1]) for row in body], context):
        return None  # the fields stand beside the records
    first = others[0]
    found = [_label(row, first, head, context) for row in body if _cell(row, first)]
    named = [one for one in found if one is not None]
    if not named or len(named) * 3 < len(found) * 2:
        return None
    fields = sum(one.field is not None for one in named)
    if values is not None:
        mixed = len({one.target for one in named}) > 1 or fields > 0
        mixed = mixed or any(foreign(_cell(row, first), context) for row in body)
        return (first, *values) if mixed or _is_on_file(head, body, (first, values[0]), context) else None
    if len(told) == 3 and _is_on_file(head, body, (first, told[1]), context) and (fields or len(named) > 1):
        return first, told[1], told[2]
    if len(told) == 2 and fields == len(found) >= _LEAST_FIELDS:
        return first, -1, told[1]
    return None


def _is_of_fields(head: Row, where: tuple[int, int, int], body: Sequence[Row], context: Context) -> bool:
    """Whether the columns are two fields, or not of one kind: `Action | Status`, whatever they are called."""
    spoken = languages(context)
    columns = where[1:]
    named = [one for row in body if (one := _label(row, where[0], head, context))]
    targets = {one.target for one in named}
    if columns[0] >= 0 and any(field_of(t, _cell(head, n), spoken) for n in columns for t in targets):
        return True
    for row in body:
        if cells.is_same(_cell(row, columns[1]), context):
            continue
        was, now = (pair(_cell(row, n), context) for n in columns)
        if was and now and not any(a and b for a, b in zip(was, now, strict=True)):
            return True
    return False


def _label(row: Row, column: int, head: Row, context: Context) -> Label | None:
    """What the row is about; a number below `Resolution` is one."""
    said = _cell(row, column)
    return label(f"{_cell(head, column)} {said}" if said.isdigit() else said, context)


def _are_fields(given: Sequence[str], context: Context) -> bool:
    spoken = languages(context)
    return all(any(field_of(t, text, spoken) for t in TARGETS) for text in given if text)


def _numbers(head: Row, body: Sequence[Row], column: int, context: Context) -> bool:
    """A column that numbers the rows, and no texts."""
    if field_of("position", _cell(head, column), languages(context)) == "text":
        return False
    given = [ascii_digits(_cell(row, column)).strip(".)") for row in body]
    return all(text.isdigit() or not text for text in given)


def _is_on_file(head: Row, body: Sequence[Row], columns: tuple[int, int], context: Context) -> bool:
    """Whether the column holds what is on file of the records, in more than half of the rows."""
    hits = rows = 0
    for row in body:
        found, said = _label(row, columns[0], head, context), _cell(row, columns[1])
        record = _record(found, context) if found else None
        if record is not None and said:
            rows += 1
            hits += _stands(said, record, context)
    return hits > 0 and hits * 2 > rows


def _record(found: Label, context: Context) -> Record | None:
    key = f"{context.organization}/{found.key}" if found.target == "position" else found.key
    return context.directory.get(found.target, key)


def _stands(said: str, record: Record, context: Context) -> bool:
    """Whether a value of the record is what the cell says."""
    if isinstance(record, Position) and (both := pair(said, context)):
        on_file = {record.action, record.status}
        read = [
            cells.choice("position", n, v, context) for n, v in zip(("action", "status"), both, strict=True)
        ]
        return all(value in on_file for value in read if value)
    if isinstance(record, Contact) and record.phone and phone(said, record.country) == record.phone:
        return True
    starts, ends = getattr(record, "starts", None), getattr(record, "ends", None)
    if starts and any((p.first, p.last) == (starts, ends) for p in periods(said, context.today)):
        return True
    names = (
        "email",
        "job_title",
        "affiliation",
        "place",
        "mode",
        "status",
        "summary",
        "title",
        "role",
        "name",
    )
    return any(
        (value := getattr(record, name, None)) and folded(str(value).replace("_", " ")) == folded(said)
        for name in names
    )


def _change(found: Label, was: str, now: str, evidence: str, context: Context) -> Finding | Grid | None:
    if cells.is_same(now, context) or not now or folded(was) == folded(now):
        return None
    one = Amendment(found.about, what=found.field or "", old=was, new=now)
    if found.target == "position" and found.field is None and (both := pair(now, context)):
        values = dict(zip(("action", "status"), both, strict=True))
        return change(one, {n: v for n, v in values.items() if v}, (evidence,), context)
    name = found.field or of_value(one, found.about, context)
    return change(one, {name: now}, (evidence,), context) if name else None
