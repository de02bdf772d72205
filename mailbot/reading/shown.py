"""A line of a mail that shows one of the sender's own records, in whatever layout the mail has it.

`coordinator | COM3 | Ms Ada Verne | ...`, `* Resolution 64 - SUP - draft`, `Resolution 1: MOD (draft)`,
`Fifth meeting: 2021-03-01 / 2021-03-03, virtual, no place, confirmed`. The record is told by what is on file
of it, the other cells by what is in them; a line with cells that fit nothing is prose and shows no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from mailbot.directory.records import Contact, Position, Record
from mailbot.directory.sheet import row
from mailbot.mail.phrases import phrases
from mailbot.reading import names, texts
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.values import clean, email, folded, phone_spans

MAX_LINE = 400
_BULLET = re.compile(r"^[\s>|]*(?:[*•·▪◦–—-]\s+|\(?\d{1,2}[.)]\s+)?")
_CUT = re.compile(r"\s*[|;；\t]\s*|\s+/\s+|\s+[-–—]\s+|[,，،]\s*|[:：](?:\s+|$)|\s*[()（）]\s*")
_ARROW = re.compile(r"\s*(?:->|→|=>|⇒|--+>|>>)\s*")
_BLANK = {"", "-", "–", "—", "?", "n/a", "no place", "tbd", "none"}
_ACTIONS = ("ADD", "MOD", "SUP", "NOC")
_STATUSES = ("preliminary", "draft", "agreed", "submitted", "withdrawn")


@dataclass(frozen=True)
class Shown:
    """The record, and the values the line gives for its fields, in the contract's form."""

    record: Record
    text: str
    values: dict[str, Any] = field(default_factory=dict)


def shown(line: str, context: Context) -> Shown | None:
    """What the line shows; None if it is no row of an own record."""
    asked = ("shown", line)
    if asked not in context.kept:
        context.kept[asked] = _shown(line, context)
    found: Shown | None = context.kept[asked]
    return found


def _shown(line: str, context: Context) -> Shown | None:
    bare = clean(_BULLET.sub("", line, count=1)).strip("| ")
    if not 4 < len(bare) <= MAX_LINE or context.organization is None:
        return None
    return _contact(bare, context) or _position(bare, context) or _meeting(bare, context)


def answered(lines: Sequence[str], context: Context) -> Shown | None:
    """The record that quoted lines end with, also where a mail client broke its row in two."""
    filled = [line for line in lines if line.strip(" >")][-2:]
    for size in (1, 2):
        if len(filled) >= size and (found := shown(" ".join(filled[-size:]), context)):
            return found
    return None


def as_row(found: Shown) -> str:
    """The record's row in the layout of our own mails."""
    return str(row(found.record))


def _cells(text: str) -> list[str]:
    return [cell.strip(" *") for cell in _CUT.split(text)]


def _last(cell: str) -> str:
    """`MOD -> NOC` means NOC."""
    return _ARROW.split(cell)[-1].strip()


def _word(target: str, name: str, cell: str, context: Context) -> str | None:
    """A word of a closed list that is all of the cell, in the language of the mail or English."""
    return _in_language(target, name, cell, context.language)


@lru_cache(maxsize=4096)
def _in_language(target: str, name: str, cell: str, spoken: str) -> str | None:
    """Kept, since our rows have few different cells, and mails quote the same ones again and again."""
    plain = cell.casefold().replace(" ", "_").replace("-", "_")
    for language in dict.fromkeys((spoken, "en")):
        for table in (f"{target}.{name}", f"sheet.{target}_{name}"):
            for value, pattern in phrases(language).patterns(table).items():
                if plain == value.casefold() or pattern.fullmatch(cell):
                    return value
    return None


def _contact(text: str, context: Context) -> Shown | None:
    cells = _cells(text)
    if len(cells) < 3:
        return None
    lowered = text.casefold()
    by_address = [c for c in context.own_contacts if c.email and c.email.casefold() in lowered]
    found = by_address if len(by_address) == 1 else list(_named(cells, context))
    roles = [role for cell in cells if (role := _word("contact", "role", _last(cell), context))]
    if len(found) != 1 or len(roles) != 1:
        return None
    values: dict[str, Any] = {"role": roles[0]}
    addresses = [a for cell in cells if (a := email(_last(cell)))]
    numbers = [spans[-1][2] for cell in cells if (spans := phone_spans(_last(cell)))]
    committees = [c for cell in cells if (c := _committee(_last(cell), context))]
    for name, told in (("email", addresses), ("phone", numbers), ("committee", committees)):
        if len(told) == 1:
            values[name] = told[0]
    return Shown(found[0], text, values)


def _named(cells: Sequence[str], context: Context) -> Iterator[Contact]:
    """The own contacts whose whole name is in a cell, with an honorific perhaps."""
    said = [set(names.units(_last(cell))) for cell in cells]
    for contact in context.own_contacts:
        have = set(names.units(contact.name))
        if any(have <= units and len(units) <= len(have) + 1 for units in said):
            yield contact


def _committee(cell: str, context: Context) -> str | None:
    if cell.casefold() == "all":
        return "all"
    return next((c.code for c in context.directory.committees if c.code == cell), None)


def _position(text: str, context: Context) -> Shown | None:
    cells = _cells(text)
    if cells[0] == context.organization:
        cells = cells[1:]
    elif any(cells[0] == o.code for o in context.directory.organizations):
        return None
    record, rest = _text_of(text, cells, context)
    if record is None or not rest:
        return None
    actions = [c for cell in rest if (c := _last(cell)) in _ACTIONS]
    stages = [s for cell in rest if (s := _stage(_last(cell), context))]
    known = folded(record.summary or "")
    free = [
        c for c in rest if _last(c) not in _ACTIONS and not _stage(_last(c), context) and not _is_blank(c)
    ]
    if len(actions) > 1 or len(stages) > 1 or not (actions or stages):
        return None
    if any(folded(cell) not in known and len(rest) - len(free) < 2 for cell in free):
        return None  # a sentence that begins with the text's name
    values = {"action": actions[0]} if actions else {}
    return Shown(record, text, values | ({"status": stages[0]} if stages else {}))


def _text_of(text: str, cells: list[str], context: Context) -> tuple[Position | None, list[str]]:
    """The position the line begins with, and the cells behind its text."""
    for own in context.directory.positions:
        if own.organization != context.organization or not own.text.startswith("New:"):
            continue
        at = text.find(own.text)
        if 0 <= at <= len(context.organization) + 4:
            return own, _cells(text[at + len(own.text) :])[1:]
    told = any(_last(cell) in _ACTIONS or _stage(_last(cell), context) for cell in cells[1:])
    reference = texts.find(cells[0], context) if told and len(cells[0]) <= 60 else None
    if reference is None or not reference.known:
        return None, []
    record = context.directory.get("position", f"{context.organization}/{reference.id}")
    return (record, cells[1:]) if isinstance(record, Position) else (None, [])


def _stage(cell: str, context: Context) -> str | None:
    if cell.casefold() in _STATUSES:
        return cell.casefold()
    return _word("position", "status", cell, context) if cell and len(cell) < 30 else None


def _is_blank(cell: str) -> bool:
    return cell.casefold() in _BLANK


def _meeting(text: str, context: Context) -> Shown | None:
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    found = [m for m in own if text.casefold().startswith(clean(m.title).casefold())]
    if not found:
        return None
    record = max(found, key=lambda m: len(m.title))
    rest = text[len(clean(record.title)) :]
    spans = periods(_last(rest) if _ARROW.search(rest.split("|")[0]) else rest, context.today)
    if not spans or rest[:1].isalnum() or spans[0].start > 12:
        return None
    values: dict[str, Any] = {"starts": spans[0].first.isoformat(), "ends": spans[-1].last.isoformat()}
    cells = [_last(cell) for cell in _cells(rest[spans[-1].end :])]
    for name in ("mode", "status"):
        told = {w for cell in cells if (w := _word("meeting", name, cell, context))}
        if len(told) == 1:
            values[name] = told.pop()
    if len(values) == 2:
        return None
    free = [c for c in cells if not _is_blank(c) and not _is_told(c, context)]
    if free and not any(len(cell.split()) > 5 or re.search(r"\d", cell) for cell in free):
        values["place"] = ", ".join(free)
    return Shown(record, text, values)


def _is_told(cell: str, context: Context) -> bool:
    return any(_word("meeting", name, cell, context) for name in ("mode", "status"))
