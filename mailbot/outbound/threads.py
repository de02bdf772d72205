"""Mails about one event make a thread for each reader: the reminder follows its notice, the notice of a moved
call the first one. Works in the caller's transaction, reads only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.outbound.heads import MOST_NAMED
from mailbot.store.tables import OutboxRow

_NOT_SENT = ("failed", "skipped")


def earlier(session: Session, event: str | None, recipients: Iterable[str]) -> dict[str, list[str]]:
    """For each of the recipients the Message-IDs of what he was sent about the event, oldest first."""
    found: dict[str, list[str]] = defaultdict(list)
    if event is None:
        return found
    rows = select(OutboxRow.recipient, OutboxRow.message_id).where(
        OutboxRow.event == event,
        OutboxRow.recipient.in_(list(recipients)),
        OutboxRow.state.not_in(_NOT_SENT),
        OutboxRow.kind != "test",
    )
    for recipient, message_id in session.execute(rows.order_by(OutboxRow.id)):
        found[recipient].append(message_id)
    return {recipient: ids[-MOST_NAMED:] for recipient, ids in found.items()}
