"""Paragraphs with revision marks outside tables: lists of people, proposals or meetings corrected in place.

What a line said before is compared with what it says now; the record is the one the old line names, or the
person named just above it. A change that cannot be told is a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.directory.records import Contact, Meeting
from mailbot.reading import people, texts
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.findings import Finding, FindingOp, Result
from mailbot.reading.grids import cells
from mailbot.reading.grids.entry import Source
from mailbot.reading.grids.model import Cell
from mailbot.reading.people import Person
from mailbot.reading.values import emails, folded, phone_spans

RULE = "marked line"
MAX_LINES = 400
MAX_LINE = 4_000  # characters, before and after


@dataclass(frozen=True)
class _Line:
    """One marked paragraph, and whom the lines above are about."""

    cell: Cell
    person: Contact | None
    context: Context
    source: Source

    def find(
        self, target: str, op: FindingOp, key: str | None, subject: str, values: dict[str, object]
    ) -> Finding:
        evidence = (self.cell.text.strip() or self.cell.old.strip(),)
        where, reader = self.source.source, self.source.reader
        return Finding(target, op, subject, key, None, values, evidence, where, 0.92, reader, RULE)


def read(paragraphs: Sequence[Cell], context: Context, source: Source) -> tuple[list[Result], list[str]]:
    """(findings, marked lines that could not be read)."""
    results: list[Result] = []
    unread: list[str] = []
    person: Contact | None = None
    for cell in [p for p in paragraphs if len(p.old) + len(p.text) < MAX_LINE][:MAX_LINES]:
        named = _own(cell.old or cell.text, context)
        if not cell.old.strip() and not cell.text.strip():
            person = None
        elif len(named) == 1:
            person = named[0]
        if not cell.is_marked:
            continue
        line = _Line(cell, person, context, source)
        found = _position(line) or _meeting(line) or _contact(line, named)
        if not found and folded(cell.text) != folded(cell.old) and _matters(cell, context):
            unread.append(cell.text.strip() or cell.old.strip())
        results += found
    return results, unread


def _matters(cell: Cell, context: Context) -> bool:
    """Whether a marked line replaces words by others, or speaks of anything that may be on file."""
    if len(cell.old.split()) <= len(cell.text.split()) and not _is_longer(cell):
        return True
    for text in (cell.old, cell.text):
        if emails(text) or phone_spans(text) or periods(text, context.today) or _own(text, context):
            return True
        if texts.mentions(text, context) or any(
            folded(m.title) in folded(text) for m in context.directory.meetings
        ):
            return True
    return False


def _is_longer(cell: Cell) -> bool:
    """Whether words were only put in: an explanation, which takes nothing back."""
    old, new = folded(cell.old).split(), iter(folded(cell.text).split())
    return all(word in new for word in old)


def _mentions(text: str, context: Context) -> list[Person]:
    return people.people(text, context) if text.strip() else []


def _own(text: str, context: Context) -> list[Contact]:
    found = [p.contact for p in _mentions(text, context) if p.contact is not None]
    return list(dict.fromkeys(c for c in found if c.organization == context.organization))


def _contact(line: _Line, named: list[Contact]) -> list[Result]:
    old, new, context = line.cell.old, line.cell.text, line.context
    if len(named) == 1 and named[0] not in _own(new, context):
        gone = named[0]
        others = [p for p in _mentions(new, context) if p.is_new]
        if not new.strip():
            is_entry = bool(emails(old) or phone_spans(old) or cells.choice("contact", "role", old, context))
            return [line.find("contact", "remove", gone.id, gone.name, {})] if is_entry else []
        if len(others) == 1:
            return _replaced(line, gone, others[0])
    if line.person is None or not old.strip():
        return _added(line)
    return _details(line, line.person)


def _replaced(line: _Line, gone: Contact, person: Person) -> list[Result]:
    values: dict[str, object] = {"honorific": person.honorific} if person.honorific else {}
    values |= {"name": person.name, "role": gone.role, "committee": gone.committee}
    new = line.cell.text
    values |= {"email": emails(new)[0][2]} if len(emails(new)) == 1 else {}
    values |= {"phone": phone_spans(new)[0][2]} if len(phone_spans(new)) == 1 else {}
    return [
        line.find("contact", "remove", gone.id, gone.name, {}),
        line.find("contact", "add", None, person.name, values),
    ]


def _added(line: _Line) -> list[Result]:
    """A line that was inserted: somebody new, with a role and a way to reach him."""
    new = line.cell.text
    found = [p for p in _mentions(new, line.context) if p.is_new]
    role = cells.choice("contact", "role", new, line.context)
    if line.cell.old.strip() or len(found) != 1 or role is None or not (emails(new) or phone_spans(new)):
        return []
    values: dict[str, object] = {"honorific": found[0].honorific} if found[0].honorific else {}
    values |= {"name": found[0].name, "role": role}
    if committee := cells.committee(new, line.context):
        values["committee"] = committee
    values |= {"email": emails(new)[0][2]} if len(emails(new)) == 1 else {}
    values |= {"phone": phone_spans(new)[0][2]} if len(phone_spans(new)) == 1 else {}
    return [line.find("contact", "add", None, found[0].name, values)]


def _details(line: _Line, person: Contact) -> list[Result]:
    old, new, context = line.cell.old, line.cell.text, line.context
    values: dict[str, object] = {}
    for name, before, after in (
        ("email", [a for _, _, a in emails(old)], [a for _, _, a in emails(new)]),
        ("phone", [n for _, _, n in phone_spans(old)], [n for _, _, n in phone_spans(new)]),
    ):
        if before != after and len(after) == 1:
            values[name] = after[0]
        elif before and not after:
            values[name] = None
    told = {
        "role": [cells.choice("contact", "role", text, context) for text in (old, new)],
        "committee": [cells.committee(text, context) for text in (old, new)],
    }
    values |= {name: now for name, (was, now) in told.items() if was and now and now != was}
    return [line.find("contact", "update", person.id, person.name, values)] if values else []


def _position(line: _Line) -> list[Result]:
    old, new, context = line.cell.old, line.cell.text, line.context
    named = {r.id for r in texts.mentions(new, context) if r.known}
    if len(named) != 1 or (old.strip() and named != {r.id for r in texts.mentions(old, context) if r.known}):
        return []
    values: dict[str, object] = {}
    for name in ("action", "status"):
        before = cells.choice("position", name, old, context) if old.strip() else None
        after = cells.choice("position", name, new, context)
        if after is not None and after != before:
            values[name] = after
    text = named.pop()
    key = f"{context.organization}/{text}"
    return [line.find("position", "set", key, text, values)] if values else []


def _meeting(line: _Line) -> list[Result]:
    old, new, context = line.cell.old, line.cell.text, line.context
    own = [
        m for m in context.directory.meetings
        if m.organization == context.organization and folded(m.title) in folded(old)
    ]  # fmt: skip
    if len(own) != 1:
        return []
    record: Meeting = own[0]
    if not new.strip():
        return [line.find("meeting", "update", record.id, record.title, {"status": "cancelled"})]
    values: dict[str, object] = {}
    before, after = periods(old, context.today), periods(new, context.today)
    if len(after) == 1 and [(p.first, p.last) for p in before] != [(p.first, p.last) for p in after]:
        values["starts"], values["ends"] = after[0].first.isoformat(), after[0].last.isoformat()
    for name in ("mode", "status"):
        was, now = (
            cells.choice("meeting", name, text.replace(record.title, ""), context) for text in (old, new)
        )
        if now is not None and now != was:
            values[name] = now
    return [line.find("meeting", "update", record.id, record.title, values)] if values else []
