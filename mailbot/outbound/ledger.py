"""The ledger in the database: what has been planned, and what the database itself asks to be sent.

Uniqueness is the database's: an occasion exists once (kind, key), a mail once (occasion and recipient, and
Message-ID). Whoever loses a race gets IntegrityError; nothing of his transaction stays, and the work is done
by somebody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.directory.records import Event, values
from mailbot.directory.snapshot import Directory
from mailbot.outbound import invitations
from mailbot.store.tables import ImportRow, OccasionRow, RevisionRow


@dataclass
class Planned:
    """What a planning tick did; ``elsewhere`` counts occasions that are another worker's."""

    queued: int = 0
    done: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    elsewhere: int = 0
    waiting: str | None = None


def settled(session: Session, kinds: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The (kind, key) of all occasions of these kinds that are done or skipped."""
    rows = session.execute(
        select(OccasionRow.kind, OccasionRow.key).where(
            OccasionRow.kind.in_(list(kinds)), OccasionRow.state != "due"
        )
    )
    return frozenset((kind, key) for kind, key in rows)


def begun(session: Session, kinds: Iterable[str]) -> list[int]:
    """The ids of the occasions of these kinds whose mails are being queued, or were when a worker died."""
    rows = select(OccasionRow.id).where(OccasionRow.kind.in_(list(kinds)), OccasionRow.state == "due")
    return list(session.scalars(rows))


def number(row: OccasionRow) -> int:
    """The id that the key ends with: `decision-7`, `posting-4`."""
    return int(row.key.rpartition("-")[2])


def find(session: Session, kind: str, key: str) -> OccasionRow | None:
    """The occasion, locked for this transaction."""
    query = select(OccasionRow).where(OccasionRow.kind == kind, OccasionRow.key == key)
    return session.scalar(query.with_for_update())


def first_import(session: Session) -> datetime | None:
    """When the programme was first imported, None where it never was."""
    return session.scalar(select(func.min(ImportRow.at)))


def open_occasions(session: Session, kind: str, now: datetime, limit: int | None = None) -> list[OccasionRow]:
    """The due occasions of a kind, oldest first, locked for this transaction; others' are left out."""
    due = select(OccasionRow).where(
        OccasionRow.kind == kind, OccasionRow.state == "due", OccasionRow.due_at <= now
    )
    return list(session.scalars(due.order_by(OccasionRow.id).limit(limit).with_for_update(skip_locked=True)))


def settle(row: OccasionRow, now: datetime, *, skipped: str | None = None, note: str | None = None) -> None:
    """due → done, or skipped with the reason. ``note`` is kept with what was done (who was not reached)."""
    row.state = "skipped" if skipped else "done"
    row.reason = skipped or note
    row.settled_at = now


def record(
    session: Session, kind: str, key: str, due_at: datetime, now: datetime, *, skipped: str | None = None,
    note: str | None = None,
) -> OccasionRow:  # fmt: skip
    """A new, settled occasion. Raises IntegrityError where it is in the ledger already."""
    row = OccasionRow(kind=kind, key=key, due_at=due_at)
    settle(row, now, skipped=skipped, note=note)
    session.add(row)
    session.flush()
    return row


@dataclass(frozen=True)
class Substance:
    """How often a call's time, place or status changed since it was entered, and when it did last."""

    sequence: int
    changed_at: datetime | None = None


def sequences(session: Session, directory: Directory) -> Callable[[str], int]:
    """The invitation number of every call, from the event's revisions."""
    found = substance(session, directory)
    return lambda call: found(call).sequence


def substance(session: Session, directory: Directory) -> Callable[[str], Substance]:
    """The changes of every call that matter to who was invited (RFC 5546, section 2.1.4)."""
    rows = session.execute(
        select(RevisionRow.record, RevisionRow.op, RevisionRow.fields, RevisionRow.at)
        .where(RevisionRow.target == "event")
        .order_by(RevisionRow.id.desc())
    )
    updates: dict[str, list[tuple[datetime, dict[str, Any]]]] = {}
    entered: set[str] = set()
    for event, op, fields, at in rows:
        if op != "update":
            entered.add(event)  # what was before it was entered (again) belongs to an earlier record
        elif event not in entered:
            updates.setdefault(event, []).append((at, fields))
    return lambda call: _substance(call, directory, updates, directory.zone)


def _substance(
    call: str, directory: Directory, updates: dict[str, list[tuple[datetime, dict[str, Any]]]], zone: ZoneInfo
) -> Substance:
    occurrence = directory.call(call)
    event = directory.get("event", occurrence.event_id) if occurrence else None
    if not isinstance(event, Event):
        return Substance(0)
    made = updates.get(event.id, [])
    steps = invitations.history(values(event), [fields for _, fields in made])
    moments = [at for (at, _), step in zip(reversed(made), steps, strict=True)
               if invitations.sequence(call, [step], zone)]  # fmt: skip
    return Substance(len(moments), moments[-1] if moments else None)
