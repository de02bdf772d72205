"""`worker --once --dry-run`: what would be read, planned and delivered now, by the very code that does it.

It works on a `Rehearsal` of the database and hands mails to memory, so nothing is sent and nothing stays
changed; the inbox is not looked at. All that is due is named, however many minutes a limit would make of it.
"""

from __future__ import annotations

import asyncio
import dataclasses
from dataclasses import dataclass

from sqlalchemy import func, select

from mailbot.doors.ticks import Ticks
from mailbot.store.rehearsal import Rehearsal
from mailbot.store.tables import OutboxRow
from mailbot.wiring import Wiring

_OPEN = ("queued", "sending")


@dataclass(frozen=True)
class Rehearsed:
    """The mails that would be sent, skipped for good, and put off; ``waiting``: what else is held back."""

    sent: list[OutboxRow]
    skipped: list[OutboxRow]
    put_off: list[OutboxRow]
    waiting: str | None


def rehearse(wired: Wiring) -> Rehearsed:
    """What a worker would do now. Raises what its ticks raise."""
    from mailbot.outbound.deliverer import deliver_due
    from mailbot.outbound.delivery.memory import MemoryTransport
    from mailbot.outbound.pacing import Pace

    now = wired.clock.now()
    with Rehearsal(wired.store) as store:
        trying = dataclasses.replace(wired)
        trying.__dict__["store"] = store  # in the place of the cached one
        with store.begin() as session:
            open_now = set(session.scalars(select(OutboxRow.id).where(OutboxRow.state.in_(_OPEN))))
            last = session.scalar(select(func.max(OutboxRow.id))) or 0
        ticks = Ticks(trying)
        ticks.read()
        ticks.plan()
        outcome = asyncio.run(
            deliver_due(
                store, MemoryTransport(), now, worker_name=ticks.name, pace=Pace(quiet=wired.pace.quiet)
            )
        )
        with store.begin() as session:
            touched = select(OutboxRow).where(OutboxRow.id.in_(open_now) | (OutboxRow.id > last))
            rows = list(session.scalars(touched.order_by(OutboxRow.id)))
    late = [row for row in rows if row.state == "queued" and row.not_before > now]
    return Rehearsed(
        [row for row in rows if row.state == "sent"],
        [row for row in rows if row.state == "skipped"],
        [row for row in late if row.last_answer],
        outcome.waiting,
    )
