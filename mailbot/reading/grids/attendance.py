"""A list of participants: names, and beside each whether he comes, in one column or in one an event.

The event is named by the column's heading, else above the table, in the sheet's title, in the subject or the
file's name; a list of people whose event nobody names is a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mailbot.directory.records import Contact
from mailbot.reading import people
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.grids import cells
from mailbot.reading.grids.entry import Source
from mailbot.reading.grids.headings import field_of, languages
from mailbot.reading.grids.model import Grid, Row
from mailbot.reading.names import units
from mailbot.reading.values import clean, email

SEARCHED = 15  # rows from the top in which the headings may stand
_SIGNS = {
    "yes": {"+", "✓", "✔", "√", "☑", "[x]", "x", "1", "●"},
    "no": {"✗", "✘", "☒", "0", "[ ]"},
    "tentative": {"?", "(?)", "(x)", "±", "+/-"},
}
_WORDS = {"yes": "sheet.yes", "no": "sheet.no", "tentative": "sheet.maybe"}


@dataclass(frozen=True)
class _Columns:
    """Where the names stand and, column -> event, the answers."""

    fields: Mapping[str, int]
    answers: Mapping[int, tuple[str, ...]]
    has_roles: bool


def read(grid: Grid, context: Context, source: Source) -> tuple[list[Result], bool] | None:
    """(what the list says, whether the table says nothing else); None if it is no such list."""
    for number, row in enumerate(grid.rows[:SEARCHED]):
        body = [each for each in grid.rows[number + 1 :] if not each.is_blank and each.state != "removed"]
        above = " ".join(each.evidence for each in grid.rows[:number])
        found = _columns(row, body, f"{above}. {grid.title}", context, source)
        if found is not None:
            results = [r for each in body for r in _row(each, found, context, source)]
            return results, not found.has_roles
    return None


def _columns(row: Row, body: Sequence[Row], above: str, context: Context, source: Source) -> _Columns | None:
    spoken = languages(context)
    fields: dict[str, int] = {}
    for number, cell in enumerate(row.new):
        field = field_of("contact", cell.strip(), spoken)
        if field:
            fields.setdefault(field, number)
    if not fields.keys() & {"name", "given", "family"}:
        return None
    headed: dict[int, tuple[str, ...]] = {}
    for number, cell in enumerate(row.new):
        if number in fields.values() or not cell.strip() or not _are_answers(body, number, context):
            continue
        events = _events(cell, context)
        if events or any(_is_heading(cell, language, context) for language in spoken):
            headed[number] = events
    if not headed:
        return None
    if () in headed.values():
        events = (
            _events(above, context) or _events(context.subject, context) or _events(source.source, context)
        )
        headed = {number: ids or events for number, ids in headed.items()}
    return _Columns(fields, headed, bool(fields.keys() & {"role", "committee"}))


def _is_heading(cell: str, language: str, context: Context) -> bool:
    from mailbot.mail.phrases import phrases

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
    for one in cells.spoken(context):
        for value, name in _WORDS.items():
            if one.words.pattern(name).fullmatch(bare):
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
        if said is None:
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
