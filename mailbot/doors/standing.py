"""How things stand: what `status` shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.directory import reachability
from mailbot.directory.load import has_programme, load
from mailbot.inbound.quarantine import MAX_TRIES
from mailbot.store import tables
from mailbot.wiring import Wiring

_AHEAD = timedelta(days=14)
_LISTED = 20


def standing(wired: Wiring) -> dict[str, Any]:
    """Queue depths by state, last poll of each mailbox, next occasions, failures; JSON values."""
    from mailbot.oauth.standing import standing as tokens_standing

    now = wired.clock.now()
    tokens = wired.tokens_in_use()
    with wired.store.begin() as session:
        found: dict[str, Any] = {
            "now": now.isoformat(),
            "mails": _count(session, tables.MailRow),
            "quarantine": _quarantine(session),
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
            "tokens": tokens_standing(session, tokens, now),
            "failures": _failures(session),
            "addresses": reachability.listed(session, now, _LISTED),
            "next": _next(wired, session, now),
        }
    return found


def _count(session: Session, table: Any) -> dict[str, int]:
    rows = session.execute(select(table.state, func.count()).group_by(table.state))
    return {state: number for state, number in rows}  # noqa: C416 - a Row is no pair to the type checker


def _quarantine(session: Session) -> dict[str, int]:
    """How many mails are in quarantine, by reason."""
    mail = tables.MailRow
    rows = session.execute(
        select(mail.reason, func.count()).where(mail.state == "quarantined").group_by(mail.reason)
    )
    return {reason or "reader-failed": number for reason, number in rows}


def _failures(session: Session) -> list[dict[str, Any]]:
    mail = tables.MailRow
    unread = select(mail.id, mail.state, mail.attempts, mail.reason, mail.error).order_by(mail.id.desc())
    unread = unread.where((mail.state == "quarantined") | ((mail.state == "kept") & (mail.attempts > 0)))
    unsent = (
        select(tables.OutboxRow)
        .where(tables.OutboxRow.state == "failed")
        .order_by(tables.OutboxRow.id.desc())
    )
    return [
        {"what": f"mail {row.id} quarantined ({row.reason})", "why": row.error}
        if row.state == "quarantined"
        else {"what": f"mail {row.id} not read yet, {row.attempts} of {MAX_TRIES} tries", "why": row.error}
        for row in session.execute(unread.limit(_LISTED))
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
