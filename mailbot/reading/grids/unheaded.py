"""Columns whose headings are not known, told by their cells: every one an honorific, a role, a colleague."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mailbot.reading import normal
from mailbot.reading.grids import cells
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import Header
from mailbot.reading.grids.model import Row
from mailbot.reading.grids.told import MAX_CELLS, are_places, fits, is_of_country, is_of_else, values
from mailbot.reading.values import clean

# a column whose heading is not known, or is taken for one of these, may be told by its cells
_TOLD = {
    "contact": ("honorific", "role", "committee"),
    "position": ("action", "status"),
    "meeting": ("mode", "status"),
}
_MISTAKEN = {"honorific": ("given", "family", "name"), "role": ("job_title",)}
# fields that are told by what their cells are, whatever stands above them
_BY_THINGS: Mapping[str, tuple[str, ...]] = {
    "contact": ("email", "phone", "country"),
    "position": ("coordinator",),
    "meeting": (),
}


def by_cells(header: Header, rows: Sequence[Row]) -> dict[int, str]:
    """The columns, with those that only their cells name: every cell an honorific, a role, a mode."""
    columns = dict(header.columns)
    width = max((len(row.cells) for row in rows), default=0)
    for field in _TOLD[header.target]:
        for number in range(width):
            before = columns.get(number)
            if field in columns.values() or (before and before not in _MISTAKEN.get(field, ())):
                continue
            found = [clean(row.cells[number].text) for row in rows if number < len(row.cells)]
            values = [text for text in found if not cells.is_nothing(text)][:200]
            if number < len(header.headings) and is_of_country(header.headings[number]):
                continue
            least = 1 if field == "honorific" else 2
            if len(values) < least or not all(_is_word(header, field, text) for text in values):
                continue
            if field == "committee" and all(text.isdigit() for text in values):
                continue  # numbers may number anything
            columns[number] = field
            if before == "name" and (other_name := _name_beside(header, columns)) is not None:
                columns[other_name] = "name"  # `Mr/Ms | Name`
            if before in ("given", "family"):  # `Title | Name`: the other half is the whole name
                other = "family" if before == "given" else "given"
                columns = {n: "name" if f == other else f for n, f in columns.items()}
    return _rest(columns, header, rows)


def _rest(columns: dict[int, str], header: Header, rows: Sequence[Row]) -> dict[int, str]:
    """The columns, with those of which the heading is not known and nearly every cell is such a thing."""
    context = header.context
    for number, heading in enumerate(header.headings):
        if number in columns or not heading.strip() or is_of_else(clean(heading), context):
            continue
        found = values(rows, number)[:MAX_CELLS]
        for field in _BY_THINGS[header.target]:
            if field not in columns.values() and fits(header.target, field, found, context):
                columns[number] = field
                break
        else:
            is_open = header.target == "meeting" and "place" not in columns.values()
            if is_open and len(found) >= 2 and are_places(found):
                columns[number] = "place"
    return columns


def _name_beside(header: Header, columns: Mapping[int, str]) -> int | None:
    """The column, not yet told, that is headed like a name."""
    spoken = (header.context.language, "en")
    found = (n for n, text in enumerate(header.headings) if n not in columns)
    return next((n for n in found if field_of("contact", header.headings[n], spoken) == "name"), None)


def _is_word(header: Header, field: str, text: str) -> bool:
    if field == "honorific":
        return cells.honorific(text, header.context) is not None
    if field == "role" and len(text.split()) <= 5 and cells.committee(text, header.context):
        return cells.choice("contact", "role", text, header.context) is not None  # `Coordinator COM3`
    if field == "committee":
        named = text.isdigit() or not re.search(r"\d", text) or normal.committee(text, header.context)
        return bool(named) and len(text.split()) <= 3 and cells.committee(text, header.context) is not None
    return cells.is_word(header.target, field, text, header.context)
