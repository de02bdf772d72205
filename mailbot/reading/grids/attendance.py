"""A list of participants: names, and beside each whether he comes, in one column or in one an event.

The event is named by the column's heading, else above the table, in the sheet's title, in the subject or the
file's name; a list of people whose event nobody names is a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from mailbot.directory.records import Contact
from mailbot.mail.phrases import phrases
from mailbot.reading import people
from mailbot.reading.choices import without_choice
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.grids import cells
from mailbot.reading.grids.entry import Source
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import languages
from mailbot.reading.grids.model import EMPTY, Cell, Grid, Row
from mailbot.reading.names import units
from mailbot.reading.values import clean, email

SEARCHED = 15  # rows from the top in which the headings may stand
_SIGNS = {
    "yes": {"+", "✓", "✔", "√", "☑", "[x]", "x", "1", "●"},
    "no": {"✗", "✘", "☒", "0", "[ ]"},
    "tentative": {"?", "(?)", "(x)", "±", "+/-"},
}
_SHORT_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})\.?")
_WORDS = {"yes": "sheet.yes", "no": "sheet.no", "tentative": "sheet.maybe"}


@dataclass(frozen=True)
class _Columns:
    """Where the names stand and, column -> event, the answers."""

    fields: Mapping[str, int]
    answers: Mapping[int, tuple[str, ...]]
    has_roles: bool
    said: Mapping[int, str] = field(default_factory=dict)  # of columns headed `Yes`, `No`


def read(grid: Grid, context: Context, source: Source) -> tuple[list[Result], bool] | None:
    """(what the list says, whether the table says nothing else); None if it is no such list."""
    filled = [n for n, each in enumerate(grid.rows) if not each.is_blank and each.state != "removed"]
    for number, row in enumerate(grid.rows[:SEARCHED]):
        body = [grid.rows[n] for n in filled if n > number]
        above = " ".join(each.evidence for each in grid.rows[:number])
        found = _columns(row, body, f"{above}. {grid.title}", context, source)
        if found is not None:
            results = [r for each in body for r in _row(each, found, context, source)]
            return results, not found.has_roles
    turned = _turned(grid, context)
    return read(turned, context, source) if turned is not None else None


def _turned(grid: Grid, context: Context) -> Grid | None:
    """The table with a row a person, where it has a column a person and a row an event."""
    rows = [row for row in grid.rows if not row.is_blank]
    width = max((len(row.cells) for row in rows), default=0)
    if not 2 <= len(rows) <= SEARCHED or not 2 <= width <= SEARCHED:
        return None
    heads = [clean(text) for text in rows[0].new[1:]]
    if not heads or not all(people.find(cells.name(head, context)[1], context) for head in heads):
        return None
    if not all(_events(row.new[0], context) or _on_day(row.new[0], (), context) for row in rows[1:]):
        return None
    first = Row((Cell(""), *(row.cells[0] for row in rows[1:])))
    rest = (
        Row(tuple(row.cells[n] if n < len(row.cells) else EMPTY for row in rows)) for n in range(1, width)
    )
    return Grid((first, *rest), grid.title)


def _columns(row: Row, body: Sequence[Row], above: str, context: Context, source: Source) -> _Columns | None:
    spoken = languages(context)
    fields: dict[str, int] = {}
    for number, cell in enumerate(row.new):
        if named := field_of("contact", cell.strip(), spoken):
            fields.setdefault(named, number)
    if not fields.keys() & {"name", "given", "family"}:
        if (unnamed := _of_people(row, body, context)) is None:
            return None
        fields["name"] = unnamed
    around = _events(above, context) or _events(context.subject, context) or _events(source.source, context)
    headed: dict[int, tuple[str, ...]] = {}
    for number, cell in enumerate(row.new):
        if number in fields.values() or not cell.strip() or not _are_answers(body, number, context):
            continue
        asked = without_choice(cell)
        events = _events(asked, context) or _on_day(asked, around, context)
        if events or any(_is_heading(cell, language, context) for language in spoken):
            headed[number] = events
    if not headed:
        said = _by_answer(row, body, fields, context) if around else {}
        return _Columns(fields, dict.fromkeys(said, around), False, said) if said else None
    headed = {number: ids or around for number, ids in headed.items()}
    return _Columns(fields, headed, bool(fields.keys() & {"role", "committee"}))


def _by_answer(row: Row, body: Sequence[Row], fields: Mapping[str, int], context: Context) -> dict[int, str]:
    """Columns headed `Yes`, `No`, `Maybe`, with a mark in one of them in every row."""
    said = {
        number: value
        for number, cell in enumerate(row.new)
        if number not in fields.values() and (value := _word(clean(cell).strip(" .!"), languages(context)))
    }
    rows = [[clean(each.cells[n].text) for n in said if n < len(each.cells)] for each in body]
    marked = all(sum(bool(text) for text in texts) <= 1 for texts in rows)
    return said if len(set(said.values())) > 1 and marked else {}


def _of_people(row: Row, body: Sequence[Row], context: Context) -> int | None:
    """The first column without a heading, of people on file or of names in two words; of a form turned to
    one row (`Entry to be updated | Ms X`) any that holds one.
    """
    for number, cell in enumerate(row.new[:2]):
        if cell.strip() and len(body) > 1:
            continue
        given = [
            text for each in body if number < len(each.cells) and (text := clean(each.cells[number].text))
        ]
        known = sum(bool(people.find(cells.name(text, context)[1], context)) for text in given)
        if given and known * 2 >= len(given) and all(len(text.split()) <= 5 for text in given):
            return number
    return None


def _on_day(cell: str, around: Sequence[str], context: Context) -> tuple[str, ...]:
    """The meeting or call of the day that a heading is: `21 January`, `11.02.`; of those named around it."""
    text = clean(cell)
    if short := _SHORT_DAY.fullmatch(text):
        text = f"{short[1]}.{short[2]}.{context.today.year}"
    found = periods(text, context.today) if len(text) <= 30 else []
    if len(found) != 1 or found[0].first != found[0].last:
        return ()
    held = [c for c in context.directory.calls if c.takes_place and c.starts.date() == found[0].first]
    of_named = [c for c in held if {c.id, c.event_id} & {*around}] or held
    return (of_named[0].id,) if len(of_named) == 1 else ()


def _is_heading(cell: str, language: str, context: Context) -> bool:
    del context
    return phrases(language).pattern("sheet.attending").search(clean(cell)) is not None and len(cell) < 60


def _events(text: str, context: Context) -> tuple[str, ...]:
    from mailbot.reading.prose.events import named

    return named(clean(text)[:300], context).ids if text.strip() else ()


def _are_answers(body: Sequence[Row], number: int, context: Context) -> bool:
    given = [clean(row.cells[number].text) for row in body if number < len(row.cells)]
    given = [cell for cell in given if cell and cell not in "-–—"]
    known = sum(answer(cell, context) is not None for cell in given)
    return known > 0 and known * 3 >= len(given) * 2


def answer(cell: str, context: Context) -> str | None:
    """`Y`, `oui`, `✓`, `?`: the answer that the cell is."""
    bare = clean(cell).strip(" .!")
    lowered = bare.casefold() or clean(cell)
    for value, signs in _SIGNS.items():
        if lowered in signs or clean(cell) in signs:
            return value
    return _word(bare, languages(context)) if len(bare) <= 60 else None


@lru_cache(maxsize=2048)
def _word(bare: str, spoken: tuple[str, ...]) -> str | None:
    for language in spoken:
        for value, name in _WORDS.items():
            if phrases(language).pattern(name).fullmatch(bare):
                return value
    return None


def _row(row: Row, columns: _Columns, context: Context, source: Source) -> Iterator[Result]:
    def cell(name: str) -> str:
        number = columns.fields.get(name, -1)
        return clean(row.cells[number].text) if 0 <= number < len(row.cells) else ""

    written = cell("name") or " ".join(part for part in (cell("given"), cell("family")) if part)
    _, name = cells.name(written, context)
    address = email(cell("email"))
    if not name or len(name) < 2:
        return
    contact = _contact(name, address, context)
    if isinstance(contact, str):
        yield Doubt(contact, (row.evidence,), source.source, source.reader, "participant")
        return
    for number, events in columns.answers.items():
        said = answer(row.cells[number].text, context) if number < len(row.cells) else None
        said = columns.said.get(number, said) if said == "yes" else said
        if said is None or (number in columns.said and said != columns.said[number]):
            continue
        if not events:
            text = "A list of participants: of which meeting or call?"
            yield Doubt(text, (row.evidence,), source.source, source.reader, "event")
            return
        values = {"name": contact.name if contact else name, "attending": said}
        if found := address or (contact.email if contact else None):
            values["email"] = found
        for event in events:
            yield Finding(
                "participation", "add", name, None, None, {"event": event, **values}, (row.evidence,),
                source.source, 0.93, source.reader, "participant",
            )  # fmt: skip


def _contact(name: str, address: str | None, context: Context) -> Contact | str | None:
    """The own contact that the row names; a question where it could be several."""
    own = [c for c in context.own_contacts if address and (c.email or "").lower() == address.lower()]
    own = own or [c for c in people.find(name, context) if c.organization == context.organization]
    exact = [c for c in own if sorted(units(c.name)) == sorted(units(name))]
    found = exact or own
    if len(found) > 1:
        return f"{name}: which one of {', '.join(c.name for c in found)}?"
    return found[0] if found else None
