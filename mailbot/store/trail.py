"""The trail of everything that was decided and done, from all its records, in one order.

Decisions, revisions, what was done with a mail by hand, confirmations of papers and the audit log are kept
apart; here they are one list, oldest first. Reads only; nothing of it is held in memory at once.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.store.tables import (
    AuditRow,
    DecisionRow,
    MailActionRow,
    PaperConfirmationRow,
    PaperRow,
    RevisionRow,
)

_BATCH = 500


@dataclass(frozen=True)
class Line:
    """One thing that was done. ``record`` says where it is kept and ``number`` which it is there; ``what`` it
    concerns: `change set 7`, `contact cept-1`, `mail 12`, `circular-letter 5`. ``detail`` is JSON."""

    at: datetime
    record: str
    number: str
    actor: str
    verb: str
    what: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """One object; ``at`` is ISO 8601, UTC."""
        return {
            "at": self.at.isoformat(), "record": self.record, "number": self.number, "actor": self.actor,
            "verb": self.verb, "what": self.what, "detail": dict(self.detail),
        }  # fmt: skip


def trail(session: Session, since: datetime | None = None) -> Iterator[Line]:
    """Every line from ``since`` on, by time; what was done at one moment by the records' names."""
    parts = (_audit, _confirmations, _decisions, _mail_actions, _revisions)
    return heapq.merge(*(part(session, since) for part in parts), key=lambda line: line.at)


def _rows(session: Session, wanted: Any, at: Any, key: Any, since: datetime | None) -> Iterator[Any]:
    """The rows by time, fetched in batches."""
    chosen = wanted if since is None else wanted.where(at >= since)
    return iter(session.execute(chosen.order_by(at, key).execution_options(yield_per=_BATCH)))


def _audit(session: Session, since: datetime | None) -> Iterator[Line]:
    for (row,) in _rows(session, select(AuditRow), AuditRow.at, AuditRow.id, since):
        yield Line(row.at, "audit", str(row.id), row.actor, row.verb, row.what,
                   {"door": row.door, **(row.detail or {})})  # fmt: skip


def _confirmations(session: Session, since: datetime | None) -> Iterator[Line]:
    made = PaperConfirmationRow
    wanted = select(made, PaperRow.kind, PaperRow.key).join(PaperRow, PaperRow.id == made.paper_id)
    for row, kind, key in _rows(session, wanted, made.at, made.officer, since):
        number = f"{row.paper_id}.{row.version}"
        yield Line(row.at, "confirmation", number, row.officer, "confirm", f"{kind} {key}",
                   {"version": row.version})  # fmt: skip


def _decisions(session: Session, since: datetime | None) -> Iterator[Line]:
    for (row,) in _rows(session, select(DecisionRow), DecisionRow.at, DecisionRow.id, since):
        detail = {"changes": row.numbers, "reason": row.reason}
        what = f"change set {row.change_set_id}"
        yield Line(row.at, "decision", str(row.id), row.officer, row.verb, what, detail)


def _mail_actions(session: Session, since: datetime | None) -> Iterator[Line]:
    for (row,) in _rows(session, select(MailActionRow), MailActionRow.at, MailActionRow.id, since):
        detail = {"reason": row.reason, **(row.detail or {})}
        what = f"mail {row.mail_id}"
        yield Line(row.at, "mail action", str(row.id), row.officer, row.verb, what, detail)


def _revisions(session: Session, since: datetime | None) -> Iterator[Line]:
    for (row,) in _rows(session, select(RevisionRow), RevisionRow.at, RevisionRow.id, since):
        told = {"mail": row.mail_id, "message_id": row.message_id, "change": row.change_id,
                "import": row.import_id, "excerpt": row.excerpt}  # fmt: skip
        detail = {"fields": row.fields, **{name: value for name, value in told.items() if value is not None}}
        yield Line(row.at, "revision", str(row.id), row.actor, row.op, f"{row.target} {row.record}", detail)
