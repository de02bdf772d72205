"""One value of one record that is changed: what a line of a form or a row of a list of changes says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mailbot.directory.records import Contact, Meeting
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.findings import Finding
from mailbot.reading.grids import cells
from mailbot.reading.grids.model import Cell, Grid, Row
from mailbot.reading.values import folded, phone, phone_spans

READER = "form"
_HEADS = {"contact": ("name", "email"), "position": ("text", "action"), "meeting": ("title", "dates")}
_NAMES = ("name", "title")  # a table names its record by them, so a new one cannot be a row


@dataclass
class Amendment:
    """One change, as far as the lines so far tell; ``subject`` is (target, name as written, key)."""

    subject: tuple[str, str, str] | None = None
    unknown: str = ""  # what the subject's line says where it names no record
    what: str = ""  # the field as named
    old: str = ""
    new: str = ""
    request: str = ""  # what becomes of the whole entry
    owner: str = ""  # the organization named above, where it is not the sender's
    lines: list[str] = field(default_factory=list)


def change(
    one: Amendment, values: Mapping[str, str], evidence: tuple[str, ...], context: Context
) -> Finding | Grid | None:
    """What the new values come to: a finding, or a table of one row to be read as such."""
    assert one.subject is not None
    target, subject, key = one.subject
    name, new = next(iter(values.items()))
    gone = any(c.words.pattern("form.emptied").fullmatch(new.strip(" .()")) for c in cells.spoken(context))
    if gone and target == "position":
        return None
    if gone or (name in _NAMES and target != "position"):
        value = None if gone else new.strip(' "“”«»')
        return updated(target, subject, key, {name: value}, evidence)
    heads = dict.fromkeys((*_HEADS[target], *values))
    told = {_HEADS[target][0]: subject, **values}
    return Grid(
        (
            Row(tuple(Cell(head.replace("_", " ")) for head in heads)),
            Row(tuple(Cell(told.get(head, "")) for head in heads)),
        )
    )


def updated(
    target: str, subject: str, key: str, values: dict[str, str | None], evidence: tuple[str, ...]
) -> Finding:
    return Finding(target, "update", subject, key, None, values, evidence, "body", 0.93, READER, "amended")


def of_value(one: Amendment, about: tuple[str, str, str], context: Context) -> str | None:
    """The field that holds the present value, on file or by its form."""
    target, _, key = about
    record = context.directory.get(target, f"{context.organization}/{key}" if target == "position" else key)
    country = record.country if isinstance(record, Contact) else None
    written = {folded(one.old)} | {folded(n) for n in [phone(one.old, country)] if n}
    for name in ("phone", "email", "job_title", "affiliation", "place", "url", "summary"):
        if (on_file := getattr(record, name, None)) and folded(str(on_file)) in written:
            return name
    if phone_spans(one.new) and target == "contact":
        return "phone"
    if target == "contact" and re.fullmatch(r"\S+@\S+\.\w+", one.new):
        return "email"
    closed = [f for (t, f) in cells.CLOSED if t == target and cells.is_word(t, f, one.new, context)]
    if len(closed) == 1:
        return closed[0]
    if isinstance(record, Meeting) and periods(one.new, context.today):
        return "dates"
    if isinstance(record, Meeting) and folded(one.old) == folded(record.title):
        return "title"
    return "name" if isinstance(record, Contact) and folded(one.old) == folded(record.name) else None
