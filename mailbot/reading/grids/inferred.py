"""A table whose headings are words of its own, told by its cells.

A column is what nearly all of its cells are; where two columns are the same thing, the table is left to a
person. Free text is only believed to be the summary if a row repeats the summary on file, or if it is all the
free text there is and a heading known for it stands above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailbot.reading import texts
from mailbot.reading.context import Context
from mailbot.reading.grids import told
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import Header, languages, lists_documents
from mailbot.reading.grids.model import Row
from mailbot.reading.values import clean, folded

SEARCHED = 10  # rows from the top in which the headings may stand
_NEEDED = {
    "contact": ({"email", "phone"}, {"email", "phone", "role", "name"}, 2),
    "position": ({"text"}, {"action", "status"}, 1),
    "meeting": ({"dates", "starts"}, {"title", "mode", "status"}, 1),
}


def inferred(rows: Sequence[Row], context: Context) -> tuple[int, Header] | None:
    """Where the headings stand, and the header; None if the cells do not tell."""
    for number, row in enumerate(rows[:SEARCHED]):
        headings = [clean(text) for text in row.new]
        if sum(bool(text) for text in headings) < 3:
            continue
        body = [r for r in rows[number + 1 :] if not r.is_blank]
        if len(body) < told.MIN_ROWS:
            return None
        headings = ["" if told.is_of_else(text, context) else text for text in headings]
        if sum(bool(text) for text in headings) < 2:
            return None
        cells = {n: told.values(body, n) for n in range(len(headings))}
        best: Header | None = None
        for language in languages(context):
            spoken = replace(context, language=language)
            found = ((t, c) for t in _NEEDED if (c := _columns(t, headings, cells, body, spoken)) is not None)
            target, columns = next(found, ("", {}))
            if columns and (best is None or len(columns) > len(best.columns)):
                shown = {n: row.new[n].strip() for n in columns if n < len(row.new)}
                best = Header(target, columns, spoken, shown)
        return (number, best) if best is not None else None
    return None


def _columns(
    target: str, headings: list[str], cells: Mapping[int, list[str]], body: Sequence[Row], context: Context
) -> dict[int, str] | None:
    columns: dict[int, str] = {}
    if target == "position" and (numbers := _numbered(headings, cells, context)) is not None:
        columns[numbers] = "text"
    for field, test in told.TESTS[target].items():
        if field in columns.values():
            continue
        found = [
            n for n in cells
            if n not in columns and headings[n] and told.fits(target, field, cells[n], context)
            and not test(headings[n], context)
        ]  # fmt: skip
        if field == "dates" and len(found) == 2:
            columns |= {found[0]: "starts", found[1]: "ends"}
            continue
        if len(found) > 1:
            return None  # two statuses: which one holds?
        columns |= dict.fromkeys(found, field)
    if target == "meeting" and lists_documents(headings):
        return None
    if target == "meeting" and "title" not in columns.values():
        columns |= _titles(columns, headings, cells, context)
    needed, beside, least = _NEEDED[target]
    fields = set(columns.values())
    if not fields & needed or len(fields & (beside - needed if least == 1 else beside)) < least:
        return None
    columns = _with_known(target, columns, headings, body, context)
    return None if target == "meeting" and "title" not in columns.values() else columns


def _numbered(headings: list[str], cells: Mapping[int, list[str]], context: Context) -> int | None:
    """The column headed `Resolution` of which every cell is the number of one: `2`, `58`."""
    spoken = (context.language, "en")
    for number, given in cells.items():
        if field_of("position", headings[number], spoken) == "text" and len(given) >= told.MIN_ROWS:
            found = [texts.find(text, context) for text in given if len(text) <= told.MAX_REFERENCE]
            if len(found) == len(given) and all(one is not None and one.known for one in found):
                return number
    return None


def _titles(
    columns: Mapping[int, str], headings: list[str], cells: Mapping[int, list[str]], context: Context
) -> dict[int, str]:
    """The column of titles in a calendar of which most meetings are new: all rows differ, one is on file."""
    found = [
        n for n, texts_ in cells.items()
        if n not in columns and headings[n] and len(texts_) >= told.MIN_ROWS
        and len(set(texts_)) == len(texts_) and told.are_titles(texts_, context)
    ]  # fmt: skip
    return {found[0]: "title"} if len(found) == 1 else {}


def _with_known(
    target: str, columns: dict[int, str], headings: list[str], body: Sequence[Row], context: Context
) -> dict[int, str]:
    """The columns, with those whose heading is known after all, and the summary."""
    spoken = (context.language, "en")
    for number, heading in enumerate(headings):
        field = field_of(target, heading, spoken) if heading and number not in columns else None
        if field and field not in columns.values() and field not in told.TESTS[target]:
            columns[number] = field
    if target == "meeting" and "place" not in columns.values():
        free = [n for n in range(len(headings)) if n not in columns and headings[n]]
        places = [n for n in free if told.are_places(told.values(body, n))]
        if len(places) == 1:
            columns[places[0]] = "place"
    if target == "position" and "summary" not in columns.values():
        reference = next(n for n, field in columns.items() if field == "text")
        free = [n for n in range(len(headings)) if n not in columns and told.values(body, n)]
        summaries = [n for n in free if repeats_summary(body, reference, n, context)]
        if len(summaries) == 1:
            columns[summaries[0]] = "summary"
    return columns


def repeats_summary(body: Sequence[Row], reference: int, number: int, context: Context) -> bool:
    """Whether a row of the column says what is on file as the summary of its text."""
    on_file = {
        p.text: folded(p.summary)
        for p in context.directory.positions
        if p.organization == context.organization and p.summary
    }
    for row in body[: told.MAX_CELLS]:
        if max(reference, number) < len(row.cells):
            cell = clean(row.cells[reference].text)
            found = texts.find(cell, context) if len(cell) <= told.MAX_REFERENCE else None
            if found is None or found.id not in on_file:
                continue
            cell_ = row.cells[number]
            if on_file[found.id] in (folded(clean(cell_.text)), folded(clean(cell_.old))):
                return True
    return False
