"""Grids -> findings: headings found, rows named, each row compared with the file.

A value that repeats what is on file falls away in `resolve`. Rows of other organizations are compared as
well, for a table that is sent back whole repeats them; only where they differ is it a question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mailbot.directory.change import Change
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.grids import (
    attendance,
    attendance_by_event,
    meetings,
    opinions,
    people,
    positions,
    remarks,
)
from mailbot.reading.grids.by_field import by_field
from mailbot.reading.grids.columns import entries
from mailbot.reading.grids.entry import Entry, Source
from mailbot.reading.grids.headings import Header, find_header, header_of
from mailbot.reading.grids.headless import headless
from mailbot.reading.grids.inferred import inferred
from mailbot.reading.grids.labelled import labelled
from mailbot.reading.grids.meeting_titles import are_foreign
from mailbot.reading.grids.members import is_of_members, is_of_other_dates, is_of_participants, is_timetable
from mailbot.reading.grids.model import EMPTY, Grid, Row
from mailbot.reading.grids.moved import without_moves
from mailbot.reading.grids.was_now import without_was
from mailbot.reading.normal import Unclear
from mailbot.reading.targets import TARGETS
from mailbot.reading.values import same

READERS: dict[str, Callable[[Entry], list[Result]]] = {
    "contact": people.read,
    "position": positions.read,
    "meeting": meetings.read,
}
MAX_ASKED = 3  # questions of one kind from one table; more are one question
MAX_TRIED = 40  # rows of a table that might be another heading
MAX_FORM = 40  # rows of a table that is a form: names of fields in its first column


def read_grid(grid: Grid, context: Context, source: Source) -> list[Result] | None:
    """What the table says; None if it is none of ours. Notes are left to the caller."""
    if is_of_members(grid, context):
        return []
    if (told := labelled(grid, context)) is not None:
        return [result for each in told for result in _changed(*each, context, source)]
    if listed := by_field(grid, context):
        return [
            replace(result, evidence=rows)
            for table, rows in listed
            for result in read_grid(table, context, source) or []
        ]
    grid = without_was(grid, context)
    views = opinions.read(grid, context, source)
    if views is not None:
        return views
    if listed_events := attendance_by_event.read(grid, context, source):
        return few(listed_events, source)
    coming = attendance.read(grid, context, source)
    if coming is not None and coming[1]:
        return few(coming[0], source)
    results: list[Result] = coming[0] if coming else []
    found = find_header(grid.rows, context, grid.title)
    rows = grid.rows
    if found is None:
        rows = transposed(rows)
        found = find_header(rows, context, grid.title) if rows else None
        if found is not None and not results:  # `Attendance on 8 January | yes` among the lines of a form
            turned = attendance.read(replace(grid, rows=rows), context, source)
            results = turned[0] if turned else []
    if found is None:
        rows = grid.rows
        found = inferred(rows, context) or headless(rows, context)
    if found is None:
        return results or None
    for header, body in _sections(rows, *found, grid.title):
        results += _table(header, body, grid.title, source)
    return results


def _changed(told: Finding | Doubt | Grid, row: str, context: Context, source: Source) -> list[Result]:
    """One row of a list of changes."""
    if isinstance(told, Grid):
        return [replace(result, evidence=(row,)) for result in read_grid(told, context, source) or []]
    return [replace(told, evidence=(row,), source=source.source, reader=source.reader)]


def _sections(rows: Sequence[Row], number: int, header: Header, title: str) -> list[tuple[Header, list[Row]]]:
    """The tables that stand one below the other; a new heading follows a blank row or a title."""
    out: list[tuple[Header, list[Row]]] = [(header, [])]
    may_begin, tried = False, 0
    index = number + header.rows
    above = title
    while index < len(rows):
        row = rows[index]
        filled = sum(bool(cell.text.strip()) for cell in row.cells)
        tried += may_begin and filled > 1
        test = may_begin and filled > 1 and tried <= MAX_TRIED
        if test and (found := header_of(row.new, header.context, above)):
            out.append((found, []))
        else:
            out[-1][1].append(row)
        may_begin = filled <= 1
        above = row.evidence if filled == 1 else above
        index += 1
    return out


def transposed(rows: Sequence[Row]) -> tuple[Row, ...]:
    """A form, field names in the first column, turned into a row of headings and rows of values."""
    kept = [row for row in rows if sum(bool(cell.old.strip()) for cell in row.cells) > 1 or row.is_blank]
    kept = [row for row in kept if not row.is_blank]
    width = max((len(row.cells) for row in kept), default=0)
    if not 2 <= len(kept) <= MAX_FORM or not 2 <= width <= 12:
        return ()
    return tuple(
        Row(tuple(row.cells[n] if n < len(row.cells) else EMPTY for row in kept)) for n in range(width)
    )


def _table(header: Header, rows: Sequence[Row], title: str, source: Source) -> list[Result]:
    results: list[Result] = []
    foreign: dict[str, list[Result]] = {}
    header = positions.with_summaries(header, rows)
    if header.target == "contact" and "role" not in header.fields and is_of_participants(title):
        return []  # who was there, or is on a mailing list
    if header.target == "meeting" and (
        is_of_other_dates(title) or is_timetable(rows) or are_foreign(_titles(header, rows), header.context)
    ):
        return []
    for entry in without_moves(entries(header, rows, title, source)):
        own = entry.context.organization == header.context.organization
        found = READERS[entry.target](entry)
        if own:
            results += remarks.read(entry, found) if entry.remark else found
        elif differing := [r for r in found if differs(r, entry.context)]:
            foreign.setdefault(entry.context.organization or "", []).extend(differing)
    results = meetings.by_elimination(results, header.context)
    return _agreed(few(results, source)) + of_others(foreign, header.context.organization, source)


def _titles(header: Header, rows: Sequence[Row]) -> list[str]:
    column = next((number for number, field in header.columns.items() if field == "title"), None)
    return [row.new[column] for row in rows if column is not None and column < len(row.cells)]


def differs(result: Result, context: Context) -> bool:
    """Whether what another organization's row says is not on file."""
    if isinstance(result, Doubt):
        return False
    try:
        return isinstance(TARGETS[result.target](result, context), Change)
    except Unclear:
        return True


def of_others(foreign: dict[str, list[Result]], own: str | None, source: Source) -> list[Result]:
    out: list[Result] = []
    for code, results in foreign.items():
        evidence = tuple(dict.fromkeys(text for r in results for text in r.evidence))
        rows = "a row" if len(results) == 1 else f"{len(results)} rows"
        text = f"The table of {own or 'the sender'} changes {rows} of {code}; please check with {code}."
        out.append(Doubt(text, evidence[:10], source.source, source.reader, "other organization"))
    return out


def few(results: list[Result], source: Source) -> list[Result]:
    """Many questions of one kind are one question."""
    kinds: dict[str, list[Doubt]] = {}
    for result in results:
        if isinstance(result, Doubt):
            kinds.setdefault(result.rule, []).append(result)
    out: list[Result] = [r for r in results if isinstance(r, Finding)]
    for rule, doubts in kinds.items():
        unique = list(dict.fromkeys(doubts))
        if len(unique) <= MAX_ASKED:
            out += unique
            continue
        evidence = tuple(dict.fromkeys(text for doubt in unique for text in doubt.evidence))
        text = f"{unique[0].text} And {len(unique) - 1} more rows with such a question."
        out.append(Doubt(text, evidence[:20], source.source, source.reader, rule))
    return out


def _agreed(results: list[Result]) -> list[Result]:
    """Rows about one record that disagree, such as one person in two roles, are a question."""
    first: dict[tuple[str, str], int] = {}
    out: list[Result] = []
    for result in results:
        if not isinstance(result, Finding) or result.key is None or result.op == "remove":
            out.append(result)
            continue
        at = first.setdefault((result.target, result.key), len(out))
        if at == len(out):
            out.append(result)
            continue
        before = out[at]
        assert isinstance(before, Finding)
        clash = [
            n for n, v in result.values.items() if n in before.values and not same(n, before.values[n], v)
        ]
        kept = {n: v for n, v in {**before.values, **result.values}.items() if n not in clash}
        out[at] = replace(before, values=kept, evidence=before.evidence + result.evidence)
        if clash:
            named = ", ".join(n.replace("_", " ") for n in clash)
            text = f"{result.subject} stands in two rows that differ in {named}; which holds?"
            out.append(
                Doubt(text, before.evidence + result.evidence, result.source, result.reader, "two rows")
            )
    return out
