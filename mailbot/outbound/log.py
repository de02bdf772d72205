"""The outbox as a log: what was sent to whom, and what an officer does with one mail of it.

Works in the caller's transaction. A mail that is sent again is a row of its own, which names the first one;
the first one stays as it is. What waits can be dropped, which is a skip with the officer's reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from mailbot.clock import aware
from mailbot.errors import IllegalMove, InputRefused
from mailbot.outbound import outbox
from mailbot.outbound.composing import Identity
from mailbot.outbound.heads import again
from mailbot.outbound.mime import message_id
from mailbot.outbound.pacing import domain_of
from mailbot.store.tables import OutboxRow

SETTLED = ("sent", "failed", "skipped")


def listed(
    session: Session,
    *,
    state: str | None = None,
    kind: str | None = None,
    to: str | None = None,
    limit: int | None = None,
) -> Sequence[OutboxRow]:
    """The mails, newest first, without their content; ``to`` is an address, without case."""
    rows = select(OutboxRow).options(defer(OutboxRow.content, raiseload=True)).order_by(OutboxRow.id.desc())
    if state is not None:
        rows = rows.where(OutboxRow.state == state)
    if kind is not None:
        rows = rows.where(OutboxRow.kind == kind)
    if to is not None:
        rows = rows.where(func.lower(OutboxRow.recipient) == to.lower())
    return session.scalars(rows.limit(limit)).all()


def get(session: Session, number: int) -> OutboxRow:
    """Raises InputRefused where there is none."""
    row = session.get(OutboxRow, number, with_for_update=True)
    if row is None:
        raise InputRefused(f"there is no mail {number} in the outbox; see: mailbot outbox list")
    return row


def resend(
    session: Session, number: int, identity: Identity, now: datetime, to: str | None = None
) -> OutboxRow:
    """Queue the mail once more, with all its parts, for its reader or for ``to``. What it says of an event is
    sent as it was, whatever became of the event.

    Raises InputRefused for an unknown mail or a bad address, IllegalMove while it waits anyway.
    """
    old = get(session, number)
    if old.state not in SETTLED:
        raise IllegalMove(f"outbox mail {number} is {old.state}; it will be sent anyway")
    times = session.scalar(select(func.count()).where(OutboxRow.resends == number)) or 0
    recipient = to or old.recipient
    named = message_id(
        identity.domain,
        old.kind,
        "again",
        str(number),
        str(times),
        recipient.casefold(),
        signer=identity.signer,
    )
    try:
        content = again(old.content, named, now, to)
    except ValueError as exc:
        raise InputRefused(str(exc)) from exc
    new = OutboxRow(
        kind=old.kind, recipient=recipient, subject=old.subject, message_id=named, content=content,
        shown=old.shown if recipient.casefold() == old.recipient.casefold() else [],
        created_at=aware(now), not_before=now, list_=old.list_, domain=domain_of(recipient), zone=old.zone,
        waits=False, resends=number,
    )  # fmt: skip
    session.add(new)
    session.flush()
    return new


def drop(session: Session, number: int, who: str, reason: str) -> OutboxRow:
    """Take a waiting mail out. Raises InputRefused for an unknown one, IllegalMove for one that does not
    wait."""
    row = get(session, number)
    if row.state != "queued":
        raise IllegalMove(f"outbox mail {number} is {row.state}; only what is queued can be dropped")
    outbox.skipped(row, f"dropped by {who}: {reason}")
    return row
