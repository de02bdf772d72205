"""What came of a mail's earlier readings: its change sets, and what of them a new reading leaves alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.change import Change
from mailbot.store.tables import ChangeRow, ChangeSetRow


@dataclass(frozen=True)
class SetOfMail:
    """One of the change sets that a mail has led to."""

    row: ChangeSetRow
    changes: Sequence[ChangeRow]

    @property
    def is_undecided(self) -> bool:
        return self.row.state in ("pending", "held")

    @property
    def waiting(self) -> list[ChangeRow]:
        """What readers proposed and nobody has touched: it gives way to a new reading."""
        return [c for c in self.changes if c.state == "pending" and not (c.added_by or c.amended_by)]

    @property
    def decided(self) -> list[Change]:
        """What persons have settled, as they entered it and as the reader had proposed it."""
        settled = [change for change in self.changes if change not in self.waiting]
        forms = [form for c in settled for form in (c.change, c.original) if form]
        return [Change.from_json(form) for form in forms]


def sets_of(session: Session, mail_id: int) -> list[SetOfMail]:
    """The change sets of a mail, the oldest first; nobody decides them until the transaction ends."""
    wanted = select(ChangeSetRow).where(ChangeSetRow.mail_id == mail_id).order_by(ChangeSetRow.reading)
    rows = session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()
    changes = select(ChangeRow).order_by(ChangeRow.number)
    return [
        SetOfMail(row, session.scalars(changes.where(ChangeRow.change_set_id == row.id)).all())
        for row in rows
    ]


def key(change: Change) -> tuple[object, ...]:
    """What a change comes to, whatever words it was read from."""
    fields = tuple(sorted((name, str(value.new)) for name, value in change.fields.items()))
    return change.target, change.op, change.id, change.organization, fields


def beside(change: Change, decided: Sequence[Change]) -> Change | None:
    """What is left of a change beside what was decided; None where nothing is."""
    same = [d for d in decided if (d.target, d.op, d.id) == (change.target, change.op, change.id)]
    if change.op != "update":
        return None if any(key(d) == key(change) for d in same) else change
    left = {
        name: value for name, value in change.fields.items()
        if not any(name in d.fields and d.fields[name].new == value.new for d in same)
    }  # fmt: skip
    return replace(change, fields=left) if left else None
