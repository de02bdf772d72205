"""Why a mail that was queued is not sent after all. Pure; the deliverer records the reason with the mail."""

from __future__ import annotations

from datetime import datetime

from mailbot.directory.choices import Choices
from mailbot.directory.snapshot import Directory
from mailbot.outbound import outbox
from mailbot.outbound.membership import why_not
from mailbot.store.tables import OutboxRow


def has_left(row: OutboxRow, directory: Directory | None, choices: Choices) -> str | None:
    """Why a mail of a list is not sent to somebody who left it."""
    if row.kind == outbox.TEST:
        return None
    left = choices.why_not(row.recipient, row.list_) if row.list_ is not None else None
    if left is None and directory is not None:
        return why_not(row.kind, row.event, row.recipient, directory, choices)
    return left


def stale(row: OutboxRow, directory: Directory | None, now: datetime) -> str | None:
    """Why a mail about an event is of no use any more, None where it is."""
    if row.event is None or directory is None:
        return None
    call = directory.call(row.event)
    if call is None:
        return "the event is no longer in the programme"
    if not call.takes_place:
        return f"the event was {call.status}"
    if row.expires_at is not None and call.starts != row.expires_at:
        return "the event was moved"
    return "the event has begun" if call.starts <= now else None
