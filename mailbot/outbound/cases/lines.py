"""One change in words, as officers and senders read it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mailbot.directory.change import Change
from mailbot.directory.snapshot import Directory
from mailbot.outbound.words import field_name, noun
from mailbot.wording import Wording


@dataclass(frozen=True)
class FieldLine:
    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class ChangeLine:
    """One change in words, for officers (`Contact Ada Verne (cept-1)`) and for the sender
    (`Contact Ada Verne`), the record's name or title, and the fields."""

    heading: str
    noun: str
    title: str
    fields: tuple[FieldLine, ...]


def change_line(change: Change, directory: Directory, say: Wording) -> ChangeLine:
    """The change as officers and senders read it."""
    title = _title(change, directory)
    place = change.id or change.organization
    what = noun(change, title or "", say)
    heading = what + (f" ({place})" if place and place != title else "")
    fields = tuple(
        FieldLine(field_name(field, say), shown(value.old), shown(value.new))
        for field, value in change.fields.items()
    )
    return ChangeLine(heading, what, title or "", () if change.op == "remove" else fields)


def _title(change: Change, directory: Directory) -> str | None:
    """The record's name or title; for a position, view or attendance what it is about."""
    record = directory.get(change.target, change.id)
    stated = {name: value.new for name, value in change.fields.items()}
    removed = {name: value.old for name, value in change.fields.items()}
    for name in ("name", "title"):
        for found in (getattr(record, name, None), stated.get(name), removed.get(name)):
            if found:
                return str(found)
    return change.id or stated.get("text") or stated.get("event")


def shown(value: Any) -> str | None:
    """A value as people read it; None where there is none."""
    if value is None or value == "":
        return None
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
