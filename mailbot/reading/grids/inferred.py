"""A table of proposals whose headings are words of its own, told by its cells.

Every cell of a column has to say the same thing: texts of the programme, actions, statuses, own contacts.
Free text is only believed to be the summary if a row repeats the summary on file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mailbot.reading import texts
from mailbot.reading.context import Context
from mailbot.reading.grids import cells
from mailbot.reading.grids.headings import Header, languages
from mailbot.reading.grids.model import Row
from mailbot.reading.values import clean, folded

SEARCHED = 10  # rows from the top in which the headings may stand
MAX_CELLS = 200  # of a column that are looked at
MAX_REFERENCE = 60  # characters
_MIN_ROWS = 2


def proposals(rows: Sequence[Row], context: Context) -> tuple[int, Header] | None:
    """Where the headings stand, and the header; None if the cells do not tell."""
    for number, row in enumerate(rows[:SEARCHED]):
        headings = [clean(text) for text in row.new]
        if sum(bool(text) for text in headings) < 3:
            continue
        body = [r for r in rows[number + 1 :] if not r.is_blank]
        if len(body) < _MIN_ROWS:
            return None
        for language in languages(context)[:3]:
            spoken = replace(context, language=language)
            columns = _columns(headings, body, spoken)
            if columns is not None:
                told = {n: row.new[n].strip() for n in columns}
                return number, Header("position", columns, spoken, told)
        return None
    return None


def _columns(headings: list[str], body: Sequence[Row], context: Context) -> dict[int, str] | None:
    columns: dict[int, str] = {}
    tests: dict[str, Callable[[str], bool]] = {
        "text": lambda text: _text(text, context) is not None,
        "action": lambda text: _is_choice("action", text, context),
        "status": lambda text: _is_choice("status", text, context),
        "coordinator": lambda text: _is_contact(text, context),
    }
    for field, test in tests.items():
        fits = [
            n for n in range(len(headings))
            if n not in columns and headings[n] and not test(headings[n])
            and len(values := _values(body, n)) >= _MIN_ROWS and all(test(v) for v in values)
        ]  # fmt: skip
        if len(fits) > 1:
            return None  # two statuses: which one holds?
        columns |= dict.fromkeys(fits, field)
    if not {"text", "status"} <= set(columns.values()) and not {"text", "action"} <= set(columns.values()):
        return None
    reference = next(n for n, field in columns.items() if field == "text")
    free = [n for n in range(len(headings)) if n not in columns and _values(body, n)]
    summaries = [n for n in free if _repeats_summary(body, reference, n, context)]
    if len(summaries) == 1:
        columns[summaries[0]] = "summary"
    return columns


def _values(body: Sequence[Row], number: int) -> list[str]:
    found = [clean(row.cells[number].text) for row in body[:MAX_CELLS] if number < len(row.cells)]
    return [text for text in found if not cells.is_nothing(text)]


def _text(text: str, context: Context) -> str | None:
    if len(text) > MAX_REFERENCE or text.isdigit():
        return None
    found = texts.find(text, context)
    return found.id if found is not None and found.known else None


def _is_choice(field: str, text: str, context: Context) -> bool:
    return cells.is_word("position", field, text, context)


def _is_contact(text: str, context: Context) -> bool:
    try:
        return len(text) <= MAX_REFERENCE and bool(cells.coordinator(text, context))
    except cells.Unreadable:
        return False


def _repeats_summary(body: Sequence[Row], reference: int, number: int, context: Context) -> bool:
    """Whether a row of the column says what is on file as the summary of its text."""
    on_file = {
        p.text: folded(p.summary)
        for p in context.directory.positions
        if p.organization == context.organization and p.summary
    }
    for row in body[:MAX_CELLS]:
        if max(reference, number) < len(row.cells):
            key = _text(clean(row.cells[reference].text), context)
            if key in on_file and folded(clean(row.cells[number].text)) == on_file[key]:
                return True
    return False
