"""The outbox: mails waiting for delivery, claimed by one worker at a time.

A claim is a lease: the row says `sending`, by whom and until when, and is committed before anything is sent.
A worker that dies leaves its rows to whoever comes after the lease; what it had in flight may then arrive
twice, with the same Message-ID, and nothing else can. On PostgreSQL rows are claimed with FOR UPDATE SKIP
LOCKED; on SQLite there is one writer at a time. Leases go by the wall clock, all else by the `now` passed in.
While sending is paused nothing is claimed; a limit of mails a minute holds for all workers together
(`pacing`), and a mail that comes at night to its reader is put off until his morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.load import timezone
from mailbot.errors import IllegalMove
from mailbot.outbound.composing import Mail
from mailbot.outbound.heads import following
from mailbot.outbound.pacing import UNLIMITED, Pace, Room, domain_of, pausing, quiet_until, room
from mailbot.outbound.threads import earlier
from mailbot.store.tables import OccasionRow, OutboxRow

TEST = "test"  # the kind of a copy that an officer asked for
MOVES: dict[str, frozenset[str]] = {
    "queued": frozenset({"sending", "skipped"}),
    "sending": frozenset({"sent", "queued", "failed", "skipped"}),
    "failed": frozenset({"queued"}),
    "sent": frozenset(),
    "skipped": frozenset(),
}
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)
GIVE_UP_AFTER = timedelta(days=5)


def move(row: OutboxRow, state: str) -> None:
    """Raises IllegalMove where the row's state does not lead there."""
    if state not in MOVES[row.state]:
        raise IllegalMove(f"outbox mail {row.id} is {row.state}; it cannot become {state}")
    row.state = state


def put(
    session: Session,
    mails: Iterable[Mail],
    kind: str,
    now: datetime,
    *,
    occasion: OccasionRow | None = None,
    event: str | None = None,
    expires_at: datetime | None = None,
) -> list[OutboxRow]:
    """Queue mails in the caller's transaction. A mail that is there already raises IntegrityError.

    ``event`` and ``expires_at`` (its start): they are not sent once it has begun, moved or was cancelled, and
    follow in their thread what the same reader was sent about it.
    """
    mails = list(mails)
    before = earlier(session, event, [mail.recipient.address for mail in mails])
    rows = [
        OutboxRow(
            occasion_id=occasion.id if occasion else None,
            kind=kind,
            recipient=mail.recipient.address,
            subject=mail.subject,
            message_id=mail.message_id,
            content=following(mail.content, before.get(mail.recipient.address, [])),
            shown=[dict(each) for each in mail.shown],
            event=event,
            expires_at=expires_at,
            created_at=aware(now),
            not_before=now,
            list_=mail.mailing_list,
            domain=domain_of(mail.recipient.address),
            zone=mail.recipient.zone.key if mail.recipient.zone else None,
            waits=not mail.answering and kind != TEST,
        )
        for mail in mails
    ]
    session.add_all(rows)
    session.flush()
    return rows


def claim(
    session: Session,
    now: datetime,
    wall: datetime,
    worker: str,
    limit: int,
    lease: timedelta,
    pace: Pace = UNLIMITED,
) -> list[OutboxRow]:
    """Up to ``limit`` mails that are due, now `sending` by ``worker``; oldest first. None while sending is
    paused; fewer where ``pace`` allows no more. Those for whose readers it is night are put off."""
    if pausing(session) is not None:
        return []
    there = room(session, pace, aware(wall))
    zone = (timezone(session) or "UTC") if pace.quiet else "UTC"
    taken: list[OutboxRow] = []
    while len(taken) < limit and (rows := _due(session, now, wall, there, limit - len(taken))):
        for row in rows:
            if (until := quiet_until(row, pace, zone, now)) is not None:
                row.state, row.not_before, row.claimed_by, row.lease_until = "queued", until, None, None
                row.last_answer = f"quiet hours in {row.zone or zone}"
            elif there.take(row.domain):
                row.state, row.claimed_by, row.lease_until = "sending", worker, wall + lease
                row.handed_at = wall
                taken.append(row)
        session.flush()
    return taken


def _due(session: Session, now: datetime, wall: datetime, there: Room, limit: int) -> list[OutboxRow]:
    """The next rows to claim, locked; those of domains that get no more are passed over."""
    if there.left == 0:
        return []
    ready = and_(OutboxRow.state == "queued", OutboxRow.not_before <= aware(now))
    abandoned = and_(OutboxRow.state == "sending", OutboxRow.lease_until < wall)
    found = select(OutboxRow).where(or_(ready, abandoned), OutboxRow.domain.not_in(there.full))
    found = found.order_by(OutboxRow.not_before, OutboxRow.id).limit(limit)
    return list(session.scalars(found.with_for_update(skip_locked=True)))


def renew(session: Session, worker: str, ids: Sequence[int], until: datetime) -> None:
    """Hold on to mails that take longer than the lease."""
    mine = (OutboxRow.id.in_(ids), OutboxRow.state == "sending", OutboxRow.claimed_by == worker)
    session.execute(update(OutboxRow).where(*mine).values(lease_until=aware(until)))


def release(session: Session, worker: str, only: Sequence[int] | None = None) -> int:
    """Give back what ``worker`` holds, without counting an attempt; returns how many.

    For a worker that starts again under the same name, or stops with mails it has not begun to send.
    """
    mine = [OutboxRow.state == "sending", OutboxRow.claimed_by == worker]
    if only is not None:
        mine.append(OutboxRow.id.in_(only))
    done = session.execute(
        update(OutboxRow)
        .where(*mine)
        .values(state="queued", claimed_by=None, lease_until=None, handed_at=None)
    )
    return int(getattr(done, "rowcount", 0))


def holders(session: Session) -> list[str]:
    """The workers that hold mails now."""
    held = select(OutboxRow.claimed_by).where(OutboxRow.state == "sending", OutboxRow.claimed_by.is_not(None))
    return [name for name in session.scalars(held.distinct()) if name]


def sent(row: OutboxRow, answer: str, now: datetime) -> None:
    """The server took it. This is recorded whoever holds the row by now: it must not go out again."""
    row.state, row.sent_at, row.last_answer = "sent", now, answer
    _settle(row)


def failed(row: OutboxRow, answer: str) -> None:
    """The server refused it for good."""
    move(row, "failed")
    row.last_answer = answer
    _settle(row)


def skipped(row: OutboxRow, reason: str) -> None:
    """It is not sent, with the reason."""
    move(row, "skipped")
    row.last_answer = reason
    row.claimed_by = row.lease_until = row.handed_at = None


def retry(row: OutboxRow, answer: str, now: datetime) -> None:
    """Later, after a growing wait; five days after it was queued it has failed."""
    if now - row.created_at >= GIVE_UP_AFTER:
        failed(row, f"given up after {GIVE_UP_AFTER.days} days: {answer}")
        return
    move(row, "queued")
    row.not_before = now + WAITS[min(row.attempts, len(WAITS) - 1)]
    row.last_answer = answer
    _settle(row)


def _settle(row: OutboxRow) -> None:
    row.attempts += 1
    row.claimed_by = row.lease_until = None
