"""How things stand: what `status` shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mailbot.directory import reachability
from mailbot.directory.load import has_programme, load
from mailbot.doors.papers_standing import papers_standing
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
            "paused": _paused(session),
            **_sources(session),
            "workers": [
                {"name": row.name, "seen_at": row.seen_at.isoformat(), "last_error": row.last_error}
                for row in session.scalars(select(tables.WorkerRow).order_by(tables.WorkerRow.seen_at.desc()))
            ][:_LISTED],
            "tokens": tokens_standing(session, tokens, now),
            "failures": _failures(session),
            "addresses": reachability.listed(session, now, _LISTED),
            "next": _next(wired, session, now),
            "freshness": _freshness(session),
            "papers": papers_standing(session, wired, now),
        }
    return found


def _sources(session: Session) -> dict[str, Any]:
    """When each mailbox was last looked at, newest first; of files taken in one by one how many, and when
    the last was."""
    from mailbot.inbound.mailbox.files import SINGLE

    rows = list(session.scalars(select(tables.MailboxRow).order_by(tables.MailboxRow.polled_at.desc())))
    files = [row for row in rows if row.mailbox.startswith(SINGLE)]
    return {
        "mailboxes": [
            {"name": row.mailbox, "polled_at": row.polled_at.isoformat()} for row in rows if row not in files
        ],
        "ingested": {"files": len(files), "last": files[0].polled_at.isoformat() if files else None},
    }


def _paused(session: Session) -> dict[str, Any] | None:
    """Since when, by whom and why nothing is sent; None where mails are sent."""
    from mailbot.outbound import pacing

    row = pacing.pausing(session)
    if row is None or row.paused_at is None:
        return None
    return {"since": row.paused_at.isoformat(), "by": row.paused_by, "reason": row.reason}


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


def _freshness(session: Session) -> list[dict[str, Any]]:
    """Of each organization how many rows it has confirmed of how many, and when it last answered for them."""
    from mailbot.directory.freshness import standings

    if not has_programme(session):
        return []
    return [
        {"organization": each.organization, "rows": len(each.rows), "confirmed": each.confirmed,
         "answered": each.answered.isoformat() if each.answered else None}
        for each in standings(session, load(session))
    ]  # fmt: skip


def _next(wired: Wiring, session: Session, now: datetime) -> list[dict[str, Any]]:
    from mailbot.outbound.circumstances import load_circumstances, upcoming
    from mailbot.outbound.rules import load_rules

    if not has_programme(session):
        return []
    directory = load(session)
    today = now.astimezone(directory.zone).date()
    circumstances = load_circumstances(session, wired.settings.review.approvers)
    rules = load_rules(wired.settings.schedule.file)
    ahead = [each for each, _ in upcoming(directory, rules, today, today + _AHEAD, circumstances)]
    told = dict.fromkeys((each.at.isoformat(), each.kind, each.event) for each in ahead if each.at > now)
    return [{"at": at, "kind": kind, "event": event} for at, kind, event in told][:_LISTED]
