"""One proposal of a case as its page shows it, and what must be confirmed before it is approved."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mailbot.directory.change import FieldChange
from mailbot.directory.records import values
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.console.differing import Stretch, differing
from mailbot.doors.web.console.words import UNSURE, choice, in_words
from mailbot.outbound.cases.lines import change_line, shown
from mailbot.outbound.words import field_name
from mailbot.review.case import Case, Item
from mailbot.review.changes import Merged
from mailbot.review.rivals import Later, Rival
from mailbot.wording import N_, Wording

CHANGED_SINCE = N_("The value on file is no longer the one that the sender saw.")
CONTRADICTED = N_("Another mail that waits asks for something else.")
NOT_SURE = N_("The reader is not sure of it.")
NOT_PROVEN = N_("The sender's address is not proven.")
FORGED = N_("The sender's address is probably forged.")
REMOVAL = N_("It removes an entry.")
RELEASE = N_("The mail is held.")


@dataclass(frozen=True)
class FieldView:
    """A field from its value on file to the one that is wanted, word by word. ``seen`` is what the sender had
    been sent, where that was something else; ``read`` what the reader had made of it before an officer
    amended it; ``conflict`` the three values, where they do not fit."""

    name: str
    label: str
    old: str | None
    new: str | None
    stretches: tuple[Stretch, ...]
    seen: str | None = None
    has_seen: bool = False
    read: str | None = None
    has_read: bool = False
    conflict: Merged | None = None


@dataclass(frozen=True)
class Proposal:
    """``doubts`` are texts of the catalogues: why an officer must confirm that he has looked."""

    item: Item
    heading: str
    fields: tuple[FieldView, ...]
    rivals: tuple[Rival, ...] = ()
    later: tuple[Later, ...] = ()
    doubts: tuple[str, ...] = ()
    confirmation: str = ""

    @property
    def number(self) -> int:
        return self.item.number

    @property
    def percent(self) -> int:
        return round(self.item.change.confidence * 100)

    @property
    def by_reader(self) -> bool:
        """Whether a reader proposed it, so that there is a confidence."""
        return self.item.added_by is None


def proposals(
    case: Case,
    directory: Directory,
    say: Wording,
    rivals: Mapping[int, tuple[Rival, ...]],
    later: Mapping[int, tuple[Later, ...]],
) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(
            item,
            change_line(item.change, directory, say).heading,
            tuple(_fields(item, directory, say)),
            rivals.get(item.number, ()) if item.state == "pending" else (),
            later.get(item.number, ()) if item.state == "pending" else (),
            doubts(case, item, rivals.get(item.number, ())) if item.state == "pending" else (),
            confirmation(case, [item], rivals) if item.state == "pending" else "",
        )
        for item in case.items
    )


def doubts(case: Case, item: Item, rivals: Sequence[Rival] = ()) -> tuple[str, ...]:
    """Why this must not be approved in passing."""
    found = {
        RELEASE: case.state == "held",
        CHANGED_SINCE: bool(item.conflicts),
        CONTRADICTED: any(not rival.agrees for rival in rivals),
        NOT_SURE: item.added_by is None and item.amended_by is None and item.change.confidence < UNSURE,
        NOT_PROVEN: case.authenticity == "unverified",
        FORGED: case.authenticity == "failed",
        REMOVAL: item.change.op == "remove",
    }
    return tuple(text for text, holds in found.items() if holds)


def confirmation(case: Case, items: Sequence[Item], rivals: Mapping[int, Sequence[Rival]]) -> str:
    """What the box that confirms stands for: other doubts, or another value on file, and it is another word.
    Empty where there is nothing to confirm."""
    found = [
        (item.number, why, [str(each) for each in item.conflicts])
        for item in items if (why := doubts(case, item, rivals.get(item.number, ())))
    ]  # fmt: skip
    return hashlib.sha256(repr(found).encode()).hexdigest()[:20] if found else ""


def _fields(item: Item, directory: Directory, say: Wording) -> list[FieldView]:
    change = item.change
    if change.op == "remove":
        record = directory.get(change.target, change.id)
        on_file = values(record) if record else {name: field.old for name, field in change.fields.items()}
        gone = {name: value for name, value in on_file.items() if value not in (None, "") and name != "id"}
        return [
            _field(name, FieldChange(value, None), None, None, directory, say) for name, value in gone.items()
        ]
    conflicts = {each.field: each for each in item.conflicts}
    proposed = item.original.fields if item.original else {}
    return [
        _field(name, field, conflicts.get(name), proposed.get(name), directory, say)
        for name, field in change.fields.items()
    ]


def _field(
    name: str, field: FieldChange, conflict: Merged | None, read: FieldChange | None, directory: Directory,
    say: Wording,
) -> FieldView:  # fmt: skip
    def text(value: Any) -> str | None:
        return in_words(name, shown(value), directory, say)

    old, new = text(conflict.now if conflict else field.old), text(field.new)
    was_sent_other = field.has_seen and text(field.seen) != old
    was_amended = read is not None and text(read.new) != new
    return FieldView(
        name, field_name(name, say), old, new, differing(old, new),
        text(field.seen) if was_sent_other else None, was_sent_other,
        text(read.new) if was_amended and read else None, was_amended, conflict,
    )  # fmt: skip


@dataclass(frozen=True)
class Brief:
    """A change on one line of the queue: `Contact Ada Verne: phone +33 1 42 34 56 99`. ``values`` are (label,
    value)."""

    noun: str
    values: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        said = ", ".join(f"{label} {value}" for label, value in self.values)
        return f"{self.noun}: {said}" if said else self.noun


def in_brief(item: Item, directory: Directory, say: Wording) -> Brief:
    line = change_line(item.change, directory, say)
    told = zip(item.change.fields, line.fields, strict=False)
    return Brief(line.noun, tuple(
        (field.name, choice(name, field.new, say) if field.new else "–")
        for name, field in told if item.change.op == "update" or name in _TELLING
    ))  # fmt: skip


_TELLING = frozenset({"role", "action", "status", "starts", "ends", "stance", "attending", "email"})
