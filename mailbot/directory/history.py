"""Where each value of the directory comes from, the whole history of a record, and what changed lately.

What was said is the mail's and the officers' words, for TSB; `lately` is what everybody may read. Reads only;
works in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.directory.records import KINDS
from mailbot.directory.snapshot import Directory
from mailbot.store.tables import ChangeRow, ChangeSetRow, ImportRow, RevisionRow


@dataclass(frozen=True)
class Entry:
    """One revision of a record. ``fields`` are name → (old, new).

    ``by`` approved or entered it. ``sender``, ``organization``, ``message_id``, ``excerpt`` tell of the mail
    that asked for it, ``file`` of the import. ``undoes`` is the number of the revision that it takes back.
    """

    number: int
    at: datetime
    by: str
    op: str
    fields: Mapping[str, tuple[Any, Any]]
    sender: str | None = None
    organization: str | None = None
    mail_id: int | None = None
    message_id: str | None = None
    excerpt: str | None = None
    change_set: int | None = None
    amended_by: str | None = None
    added_by: str | None = None
    file: str | None = None
    undoes: int | None = None


@dataclass(frozen=True)
class Origin:
    """Where a value comes from: the entry that set it. ``restored`` is the undoing that brought it back."""

    value: Any
    entry: Entry
    restored: Entry | None = None

    @property
    def since(self) -> datetime:
        """From when on the value has stood, without a break."""
        return (self.restored or self.entry).at


@dataclass(frozen=True)
class Recent:
    """A change as everybody may read it. ``title`` is what the record is about, None where that is a person
    who is not published; ``fields`` are name → (old, new), none of a person's."""

    at: datetime
    kind: str
    op: str
    key: str
    organization: str | None
    title: str | None
    fields: Mapping[str, tuple[Any, Any]]


def entries(session: Session, kind: str, key: str) -> tuple[Entry, ...]:
    """Everything that ever happened to a record, from the oldest on; empty where it never was there."""
    wanted = (
        select(
            RevisionRow, ChangeSetRow.sender, ChangeSetRow.organization, ChangeRow.change_set_id,
            ChangeRow.amended_by, ChangeRow.added_by, ImportRow.file,
        )
        .outerjoin(ChangeRow, ChangeRow.id == RevisionRow.change_id)
        .outerjoin(ChangeSetRow, ChangeSetRow.id == ChangeRow.change_set_id)
        .outerjoin(ImportRow, ImportRow.id == RevisionRow.import_id)
        .where(RevisionRow.target == kind, RevisionRow.record == key)
        .order_by(RevisionRow.id)
    )  # fmt: skip
    made: dict[int, int] = {}  # a change → the revision it made: a second one takes that back
    found = []
    for row in session.execute(wanted):
        revision: RevisionRow = row[0]
        found.append(_entry(revision, made.get(revision.change_id or 0), row[1:]))
        if revision.change_id is not None:
            made.setdefault(revision.change_id, revision.id)
    return tuple(found)


def _entry(revision: RevisionRow, undoes: int | None, told: Sequence[Any]) -> Entry:
    sender, organization, change_set, amended_by, added_by, file = told
    fields = {name: (value["old"], value["new"]) for name, value in revision.fields.items()}
    return Entry(
        revision.id, revision.at, revision.actor, revision.op, fields, sender, organization, revision.mail_id,
        revision.message_id, revision.excerpt, change_set, amended_by, added_by, file, undoes,
    )  # fmt: skip


def cells(session: Session, kind: str, key: str) -> dict[str, Origin]:
    """Where the value of each field comes from; empty where there is no such record now. A value that came
    back because a change was undone comes from whoever said it, not from the mail that was taken back."""
    return origins(entries(session, kind, key))


def origins(history: tuple[Entry, ...]) -> dict[str, Origin]:
    """The same from a record's history."""
    now: dict[str, Origin] = {}
    before: dict[int, dict[str, Origin]] = {}
    for entry in history:
        before[entry.number] = dict(now)
        former = before.get(entry.undoes or 0, {})
        if entry.op == "remove":
            now = {}
            continue
        for name, (_, new) in entry.fields.items():
            back = former.get(name)
            restored = back is not None and back.value == new
            now[name] = replace(back, restored=entry) if back and restored else Origin(new, entry)
    return now


_OPEN = frozenset(KINDS) - {"contact", "participation"}
_OF_A_PERSON = ("organization", "role", "committee")


def lately(session: Session, public: Directory, since: datetime, most: int = 20) -> tuple[Recent, ...]:
    """What changed after ``since``, the newest first, at most ``most``, without what the first import
    brought.

    ``public`` is the directory as everybody may read it (`consent.published`): a person who is not in it is
    not named. Of people only organization, role and Committee are told; attendances are left out.
    """
    first = session.scalar(select(func.min(ImportRow.id)))
    wanted = (
        select(RevisionRow)
        .where(RevisionRow.at > since, RevisionRow.target != "participation")
        .where(RevisionRow.import_id.is_distinct_from(first))
        .order_by(RevisionRow.id.desc())
        .limit(most)
    )
    return tuple(_recent(row, public) for row in session.scalars(wanted))


def _recent(row: RevisionRow, public: Directory) -> Recent:
    record = public.get(row.target, row.record)
    told = row.fields if row.target in _OPEN else {n: row.fields[n] for n in _OF_A_PERSON if n in row.fields}
    fields = {name: (value["old"], value["new"]) for name, value in told.items()}
    organization = getattr(record, "organization", None) or next(
        (each for each in reversed(fields.get("organization", ())) if each), None
    )
    title = _title(row, record)
    return Recent(row.at, row.target, row.op, row.record, organization, title, fields)


def _title(row: RevisionRow, record: Any) -> str | None:
    if row.target == "contact":
        return record.name if record is not None and row.op != "remove" else None
    for name in ("title", "name", "text"):
        if value := getattr(record, name, None) or next(
            (v for v in reversed(list((row.fields.get(name) or {}).values())) if v), None
        ):
            return str(value)
    return row.record
