"""Edits inside our own sheet, table and calendar: in the quotation, or in a block copied into the new text.

Each row is matched with a record and compared cell by cell with what that person was sent (`context.shown`),
else with the directory, in the layout of `directory.sheet`. A cell that reads as before says nothing; so does
a row that is missing, for people cut quotations.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mailbot.directory.records import Contact, Meeting, Record
from mailbot.directory.sheet import LAYOUTS, row
from mailbot.reading import names, normal, texts
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.entries import NOTHING
from mailbot.reading.findings import Doubt, Finding, Material, Result
from mailbot.reading.honorifics import split_name
from mailbot.reading.quoted_cells import after_arrow, changed_cell, noted, role_in, unchanged
from mailbot.reading.quoted_lines import other_layouts
from mailbot.reading.rows import TextRow, text_rows
from mailbot.reading.values import clean, folded

READER = "quoted edit"


def read(material: Material, context: Context) -> list[Result]:
    results: list[Result] = []
    unmatched: list[TextRow] = []
    matched: set[str] = set()
    quoted = text_rows(material.reply.quoted)
    copied = _without_views(text_rows(material.reply.new_text), context)
    for line in (*quoted, *copied):
        kind = kind_of(line.cells, context)
        if kind is None:
            continue
        record = _record(kind, line.cells, context)
        if record is None:
            if kind == "contact":
                unmatched.append(line)
            else:
                results += _added(kind, line, context)
            continue
        matched.add(record.key)
        results += _compared(kind, line, record, context)
    ours = {line.text for line in quoted if kind_of(line.cells, context) is not None}
    results += other_layouts(material.reply.quoted, ours, context)
    return results + _new_people(unmatched, matched, context)


def _without_views(rows: list[TextRow], context: Context) -> list[TextRow]:
    """The rows but those of a table in which views are given: `ATU | Resolution 65 | support | -`."""
    table, last = 0, -1
    tables: dict[int, list[TextRow]] = {}
    for line in rows:
        table += line.line > last + 1
        tables.setdefault(table, []).append(line)
        last = line.line + line.lines - 1
    return [line for own in tables.values() if not any(_views(each, context) for each in own) for line in own]


def _views(line: TextRow, context: Context) -> bool:
    if kind_of(line.cells, context) != "position" or line.cells[0].strip() == context.organization:
        return False
    said = ("view.support", "view.oppose", "view.in_favour", "view.in_opposition")
    return any(context.words.pattern(name).match(clean(line.cells[2])) for name in said)


def kind_of(cells: tuple[str, ...], context: Context) -> str | None:
    """Which of the three tables the row belongs to, told by its cells."""
    words = context.words
    if len(cells) == 5 and role_in(cells[0], context):
        return "contact"
    codes = {o.code for o in context.directory.organizations}
    if len(cells) == 4 and cells[0].strip() in codes:
        return "position"
    if len(cells) == 5 and (periods(cells[1], context.today) or _same_title(cells[0], context)):
        mode = clean(after_arrow(cells[2]))
        if (
            mode in NOTHING
            or normal.choice("meeting", "mode", mode, context)
            or words.pattern("meeting.mode.virtual").search(mode)
        ):
            return "meeting"
    return None


def _same_title(title: str, context: Context) -> bool:
    return any(folded(m.title) == folded(title) for m in context.directory.meetings)


def _equal_cells(record: Record, cells: tuple[str, ...]) -> int:
    have = row(record).cells
    return sum(folded(a) == folded(b) and a not in NOTHING for a, b in zip(have, cells, strict=True))


def _candidates(kind: str, context: Context) -> Iterable[Record]:
    """Own records first, so that a tie is the sender's own."""
    records = context.directory.of_kind(kind)
    own = [r for r in records if getattr(r, "organization", None) == context.organization]
    return [*own, *(r for r in records if getattr(r, "organization", None) != context.organization)]


def _record(kind: str, cells: tuple[str, ...], context: Context) -> Record | None:
    """The record the row shows, perhaps edited; None for a new row."""
    if kind == "position":
        found = texts.find(cells[1], context)
        key = f"{cells[0].strip()}/{found.id}" if found else f"{cells[0].strip()}/{clean(cells[1])}"
        return context.directory.get("position", key)
    if kind == "meeting":
        same_title = [
            r
            for r in _candidates(kind, context)
            if isinstance(r, Meeting) and folded(r.title) == folded(cells[0])
        ]
        if same_title:
            return same_title[0]
        scored = [(_equal_cells(r, cells), r) for r in _candidates(kind, context)]
        best = max(scored, key=lambda pair: pair[0], default=(0, None))
        return best[1] if best[0] >= 3 else None
    email, name = clean(cells[3]).lower(), split_name(clean(after_arrow(cells[2])), context)[1]
    for contact in _candidates(kind, context):
        if isinstance(contact, Contact) and (
            (contact.email or "").lower() == email
            or sorted(names.units(contact.name)) == sorted(names.units(name))
        ):
            return contact
    return None


def _compared(kind: str, line: TextRow, record: Record, context: Context) -> list[Result]:
    base = context.seen(kind, record.key) or record
    shown = row(base).cells
    values: dict[str, Any] = {}
    for field, before, cell in zip(LAYOUTS[kind], shown, line.cells, strict=True):
        cell = noted(before, cell)
        if unchanged(field, before, cell):
            continue
        read_cell = changed_cell(kind, field, cell, base, context)
        if read_cell is None:
            return [
                Doubt(
                    f"{record.key}: {cell!r} in the {kind} table could not be read.",
                    (line.text,),
                    "body",
                    READER,
                    "cell",
                )
            ]
        values.update(read_cell)
    if not values:
        return []
    owner = getattr(record, "organization", None)
    return [
        Finding(
            kind, "update", record.key, record.key, owner, values, (line.text,), "body", 0.97, READER, "cell"
        )
    ]


def _added(kind: str, line: TextRow, context: Context) -> list[Result]:
    """A row that shows no record on file: somebody wrote it into the table."""
    cells = [clean(after_arrow(c)) for c in line.cells]
    evidence = (line.text,)
    if kind == "position":
        if cells[0] != context.organization:
            return [
                Finding(
                    "position",
                    "set",
                    cells[1],
                    None,
                    cells[0],
                    {"action": cells[2]},
                    evidence,
                    "body",
                    0.9,
                    READER,
                    "row",
                )
            ]
        values = {
            k: v for k, v in (("action", cells[2]), ("status", cells[3])) if v.casefold() not in NOTHING
        }
        found = texts.find(cells[1], context)
        key = f"{cells[0]}/{found.id}" if found and found.known else None
        return [
            Finding(
                "position", "set", cells[1], key, cells[0], values, evidence, "body", 0.95, READER, "new row"
            )
        ]
    found_periods = periods(cells[1], context.today)
    if len(found_periods) != 1:
        return [
            Doubt(
                f"{cells[0]}: the dates {cells[1]!r} could not be read.", evidence, "body", READER, "new row"
            )
        ]
    span = found_periods[0]
    given = {"title": cells[0], "starts": span.first.isoformat(), "ends": span.last.isoformat()}
    given |= {
        k: v
        for k, v in (("mode", cells[2]), ("place", cells[3]), ("status", cells[4]))
        if v.casefold() not in NOTHING
    }
    return [Finding("meeting", "add", cells[0], None, None, given, evidence, "body", 0.95, READER, "new row")]


def _new_people(rows: list[TextRow], matched: set[str], context: Context) -> list[Result]:
    """New rows of the contact sheet. One in the place of a row that is gone replaces that person."""
    results: list[Result] = []
    for line in rows:
        role = role_in(line.cells[0], context)
        committee = normal.committee(clean(after_arrow(line.cells[1])), context)
        honorific, name = split_name(clean(after_arrow(line.cells[2])), context)
        given: dict[str, Any] = {"honorific": honorific, "name": name, "role": role, "committee": committee}
        given |= {"email": clean(after_arrow(line.cells[3])), "phone": clean(after_arrow(line.cells[4]))}
        given = {k: v for k, v in given.items() if v and str(v).casefold() not in NOTHING}
        gone = [
            c
            for c in context.own_contacts
            if c.role == role and c.committee == committee and c.id not in matched
        ]
        if len(gone) == 1:
            results.append(
                Finding(
                    "contact",
                    "remove",
                    gone[0].name,
                    gone[0].id,
                    None,
                    {},
                    (line.text,),
                    "body",
                    0.9,
                    READER,
                    "replaced row",
                )
            )
        results.append(
            Finding("contact", "add", name, None, None, given, (line.text,), "body", 0.93, READER, "new row")
        )
    return results
