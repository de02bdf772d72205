"""How things stand: what `status` shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.directory.load import has_programme, load
from mailbot.store import tables
from mailbot.wiring import Wiring

_AHEAD = timedelta(days=14)
_LISTED = 20


def standing(wired: Wiring) -> dict[str, Any]:
    """Queue depths by state, last poll of each mailbox, next occasions, failures; JSON values."""
    now = wired.clock.now()
    with wired.store.begin() as session:
        found: dict[str, Any] = {
            "now": now.isoformat(),
            "mails": _count(session, tables.MailRow),
            "change_sets": _count(session, tables.ChangeSetRow),
            "outbox": _count(session, tables.OutboxRow),
            "mailboxes": [
                {"name": row.mailbox, "polled_at": row.polled_at.isoformat()}
                for row in session.scalars(select(tables.MailboxRow))
            ],
            "workers": [
                {"name": row.name, "seen_at": row.seen_at.isoformat(), "last_error": row.last_error}
                for row in session.scalars(select(tables.WorkerRow).order_by(tables.WorkerRow.seen_at.desc()))
            ][:_LISTED],
            "failures": _failures(session),
            "next": _next(wired, session, now),
        }
    return found


def _count(session: Session, table: Any) -> dict[str, int]:
    rows = session.execute(select(table.state, func.count()).group_by(table.state))
    return {state: number for state, number in rows}  # noqa: C416 - a Row is no pair to the type checker


def _failures(session: Session) -> list[dict[str, Any]]:
    unread = (
        select(tables.MailRow).where(tables.MailRow.state == "quarantined").order_by(tables.MailRow.id.desc())
    )
    unsent = (
        select(tables.OutboxRow)
        .where(tables.OutboxRow.state == "failed")
        .order_by(tables.OutboxRow.id.desc())
    )
    return [
        {"what": f"mail {row.id} quarantined", "why": row.error}
        for row in session.scalars(unread.limit(_LISTED))
    ] + [
        {"what": f"{row.kind} to {row.recipient} not delivered", "why": row.last_answer}
        for row in session.scalars(unsent.limit(_LISTED))
    ]


def _next(wired: Wiring, session: Session, now: datetime) -> list[dict[str, Any]]:
    from mailbot.outbound.rules import load_rules
    from mailbot.outbound.schedule import occasions

    if not has_programme(session):
        return []
    directory = load(session)
    today = now.astimezone(directory.zone).date()
    due = occasions(directory, load_rules(wired.settings.schedule.file), today, today + _AHEAD)
    return [
        {"at": each.at.isoformat(), "kind": each.kind, "event": each.event} for each in due if each.at > now
    ][:_LISTED]
