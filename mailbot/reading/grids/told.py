"""What a column is, told by its cells: nearly every one an address, a status, an own meeting.

Used where the headings are words of the sender's own, and for single columns whose heading is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from mailbot.reading import countries, people, texts
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.entries import own_meeting
from mailbot.reading.grids import cells
from mailbot.reading.grids.model import Row
from mailbot.reading.values import ascii_digits, clean, email, phone_spans

MAX_CELLS = 200  # of a column that are looked at
MAX_REFERENCE = 60  # characters
MIN_ROWS = 2
_MOST = 0.8
Test = Callable[[str, Context], bool]


def values(rows: Sequence[Row], number: int) -> list[str]:
    """The cells of a column that say something; a row with one cell only is a title."""
    found = [
        clean(row.cells[number].text)
        for row in rows[:MAX_CELLS]
        if number < len(row.cells) and sum(bool(c.text.strip()) for c in row.cells) > 1
    ]
    return [text for text in found if not cells.is_nothing(text)]


def fits(target: str, field: str, found: Sequence[str], context: Context) -> bool:
    """Whether the cells are of that field: two at least, and nearly all."""
    if len(found) < MIN_ROWS:
        return False
    test = TESTS[target][field]
    hits = 0
    for number, text in enumerate(found):
        hits += test(text, context)
        if hits + len(found) - number - 1 < max(MIN_ROWS, _MOST * len(found)):
            return False  # the others cannot make up for it
    return True


def text(cell: str, context: Context) -> bool:
    """A Resolution or Recommendation of the programme; a bare number may number anything."""
    if len(cell) > MAX_REFERENCE or ascii_digits(cell).isdigit():
        return False
    if re.fullmatch(r"(?i)\W*new\W*", cell):
        return True
    asked = ("told text", cell)
    if asked not in context.kept:  # tables repeat their cells
        found = texts.find(cell, context)
        context.kept[asked] = found is not None and found.known
    return bool(context.kept[asked])


def _word(target: str, field: str) -> Test:
    def test(cell: str, context: Context) -> bool:
        if cells.is_word(target, field, cell, context):
            return True
        short = len(cell) <= 40 and len(cell.split()) <= 4
        return short and "(" in cell and cells.choice(target, field, cell, context) is not None

    return test


def _is_contact(cell: str, context: Context) -> bool:
    if len(cell) > MAX_REFERENCE:
        return False
    try:
        return bool(cells.coordinator(cell, context))
    except cells.Unreadable:
        return False


def _is_person(cell: str, context: Context) -> bool:
    _, bare = cells.name(cell, context)
    found = people.find(bare, context)
    return bool(found) and len(bare.split()) <= 5


def _is_email(cell: str, context: Context) -> bool:
    del context
    return email(cell) is not None and len(cell) < 80


def _is_phone(cell: str, context: Context) -> bool:
    del context
    return bool(phone_spans(cell)) and len(re.sub(r"[\d\s()+./-]", "", ascii_digits(cell))) <= 12


def _is_date(cell: str, context: Context) -> bool:
    return len(cell) < 80 and len(periods(cell, context.today)) == 1


def _is_meeting(cell: str, context: Context) -> bool:
    return len(cell) > 8 and own_meeting(cell, context) is not None


def is_of_else(heading: str, context: Context) -> bool:
    """A column of deadlines, arrivals, tasks: dates and texts that are not those of the record."""
    if any(one.words.pattern("sheet.other_column").fullmatch(heading) for one in cells.spoken(context)):
        return True
    return is_of_country(heading)


def is_of_country(heading: str) -> bool:
    """`Proposal by Sweden`, `Norway`; not `Country: Sweden (host)`."""
    return len(heading.split()) <= 6 and bool(countries.mentioned(heading))


def are_titles(found: Sequence[str], context: Context) -> bool:
    """Whether the cells are titles of meetings: one on file, the others called meetings, sessions, ..."""
    on_file = [_is_meeting(cell, context) for cell in found]
    nouns = [one.words.pattern("meeting.noun") for one in cells.spoken(context)]
    named = (
        known or any(noun.search(cell) for noun in nouns) for known, cell in zip(on_file, found, strict=True)
    )
    return (
        any(on_file)
        and all(len(cell.split()) > 1 or known for cell, known in zip(found, on_file, strict=True))
        and all(named)
    )


def are_places(found: Sequence[str]) -> bool:
    """Whether the cells are cities with their countries."""
    return bool(found) and all(len(cell) <= 80 and countries.at_end(cell) is not None for cell in found)


def _is_country(cell: str, context: Context) -> bool:
    del context
    return countries.code(cell) is not None


TESTS: Mapping[str, Mapping[str, Test]] = {
    "contact": {
        "email": _is_email, "phone": _is_phone, "role": _word("contact", "role"), "name": _is_person,
        "country": _is_country,
    },
    "position": {
        "text": text, "action": _word("position", "action"), "status": _word("position", "status"),
        "coordinator": _is_contact,
    },
    "meeting": {
        "title": _is_meeting, "dates": _is_date, "mode": _word("meeting", "mode"),
        "status": _word("meeting", "status"),
    },
}  # fmt: skip
