"""Delivery tick: claim, commit, send, record, commit; again until nothing is due.

- A crash before the send, or before the server's 250, loses nothing: the lease runs out and the mail is sent.
- A crash after the 250 and before the commit sends the mails in flight again (at most `smtp.in_flight`, one
  as shipped), with the same Message-ID.
- Book-keeping that fails after a send is repeated; the send is not.
- A server that cannot be reached ends the tick: the mail at hand waits, the others are not touched.
- A server that does not take the signed return path (VERP) gets this mail, and the tick's others, from our
  own address; the mail is not counted as tried twice.
- A mail about an event that has begun, was moved or cancelled meanwhile is skipped, with the reason; so is a
  mail to an address that bounces have shown to be dead, or whose owner has left the mail's list.
- Nothing is handed over while sending is paused, and no more a minute than `Pace` allows.
- A recipient whom our server refuses for good has failed; his address fares as with a bounce (`refusals`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mailbot.clock import Clock, aware
from mailbot.directory import reachability
from mailbot.directory.choices import left_by
from mailbot.directory.load import load
from mailbot.errors import GiveUp, Retry
from mailbot.outbound import outbox
from mailbot.outbound.addressing import Addressing
from mailbot.outbound.delivery import RecipientRefused, SenderRefused, Transport, Unreachable
from mailbot.outbound.delivery.signing import DkimSigner
from mailbot.outbound.heads import sender_of
from mailbot.outbound.pacing import UNLIMITED, Pace, why_waiting
from mailbot.outbound.refusals import note_refusal
from mailbot.outbound.skipping import has_left, stale
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)  # renewed while a send lasts
STOP_SECONDS = 3.0
_LOOK_UP_SECONDS = 0.1
_BOOKKEEPING_WAITS = (0.1, 0.5, 1.0, 2.0, 5.0)


class Stop(Protocol):
    """threading.Event or asyncio.Event."""

    def is_set(self) -> bool: ...


@dataclass
class Outcome:
    """What a tick did, in mails. ``error`` says why it ended early, ``waiting`` what it left and why."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    skipped: int = 0
    released: int = 0
    error: str | None = None
    waiting: str | None = None
    recipients: list[str] = field(default_factory=list)

    @property
    def handled(self) -> int:
        return self.sent + self.retried + self.failed + self.skipped


async def deliver_due(
    store: Store,
    transport: Transport,
    now: datetime,
    wall: Callable[[], datetime] = Clock.wall,
    worker_name: str = "worker",
    *,
    in_flight: int = 1,
    limit: int | None = None,
    stop: Stop | None = None,
    addressing: Addressing | None = None,
    pace: Pace = UNLIMITED,
    signing: DkimSigner | None = None,
) -> Outcome:
    """Send what is due at ``now``, at most ``limit`` mails; ``stop`` ends it within a few seconds.

    ``wall`` is the running clock, for leases; ``in_flight`` how many mails are claimed at a time;
    ``addressing`` gives Reply-To, return path and the way out of a list; ``signing`` then signs. One
    connection serves all mails and is closed at the end.
    """
    aware(now)
    outcome = Outcome()
    hand = _Hand(addressing, signing, wall)
    tick = _Tick(store, transport, now, wall, worker_name, stop or asyncio.Event(), outcome, hand, pace)
    try:
        while not tick.over and (limit is None or outcome.handled < limit):
            rows = tick.claim(in_flight if limit is None else min(in_flight, limit - outcome.handled))
            if not rows:
                break
            await tick.send_all(rows)
    finally:
        await transport.close()
    with store.begin() as session:
        outcome.waiting = why_waiting(session, pace, now, wall())
    return outcome


@dataclass(frozen=True)
class _Hand:
    """The last touch: what a mail needs besides what was composed."""

    addressing: Addressing | None
    signing: DkimSigner | None
    wall: Callable[[], datetime]

    def envelope(self, row: OutboxRow) -> tuple[str, str, bytes]:
        """Our own address, the return path, and the mail as it travels. Raises GiveUp for what is no mail."""
        try:
            own = sender_of(row.content)
            path = self.addressing.return_path(row) if self.addressing else own
            content = self.addressing.content(row) if self.addressing else row.content
        except ValueError as exc:
            raise GiveUp(f"it cannot be written: {exc}") from exc
        return own, path, self.signing.signed(content, self.wall()) if self.signing else content


@dataclass
class _Tick:
    store: Store
    transport: Transport
    now: datetime
    wall: Callable[[], datetime]
    worker: str
    stop: Stop
    outcome: Outcome
    hand: _Hand
    pace: Pace
    held: list[int] = field(default_factory=list)
    plain: bool = False  # the server takes our own address only as return path

    @property
    def over(self) -> bool:
        return self.stop.is_set() or self.outcome.error is not None

    def claim(self, size: int) -> list[OutboxRow]:
        """Claimed rows worth sending; those that are not are marked skipped at once."""
        with self.store.begin() as session:
            rows = outbox.claim(session, self.now, self.wall(), self.worker, size, LEASE, self.pace)
            people = [row.recipient for row in rows]
            dead, choices = reachability.dead(session, people), left_by(session, people)
            directory = load(session) if choices.left or any(row.event for row in rows) else None
            for row in rows:
                reason = stale(row, directory, self.now) or dead.get(row.recipient)
                reason = reason or has_left(row, directory, choices)
                if reason:
                    outbox.skipped(row, reason)
                    self.outcome.skipped += 1
        return rows

    async def send_all(self, rows: list[OutboxRow]) -> None:
        waiting = [row for row in rows if row.state == "sending"]
        self.held = [row.id for row in waiting]
        while waiting and not self.over:
            await self._send(waiting.pop(0))
        if waiting:
            with self.store.begin() as session:
                self.outcome.released += outbox.release(session, self.worker, [row.id for row in waiting])

    async def _send(self, row: OutboxRow) -> None:
        try:
            answer = await self._until_stopped(asyncio.ensure_future(self._handed_over(row)))
        except Retry as exc:
            if isinstance(exc, Unreachable):
                self.outcome.error = str(exc)
            self.outcome.retried += 1
            text = str(exc)
            await self._record(row.id, lambda _, kept: outbox.retry(kept, text, self.now))
        except GiveUp as exc:
            self.outcome.failed += 1
            await self._record(row.id, partial(self._given_up, exc))
        else:
            self.outcome.sent += 1
            self.outcome.recipients.append(row.recipient)
            await self._record(row.id, lambda _, kept: outbox.sent(kept, answer, self.now), accepted=True)

    def _given_up(self, why: GiveUp, session: Session, row: OutboxRow) -> None:
        outbox.failed(row, str(why))
        if isinstance(why, RecipientRefused):
            note_refusal(session, row, str(why), self.now)

    async def _handed_over(self, row: OutboxRow) -> str:
        """The server's answer. Raises what the transport raises."""
        own, path, content = self.hand.envelope(row)
        if path != own and not self.plain:
            try:
                return await self.transport.send(path, row.recipient, content)
            except SenderRefused as exc:
                log.warning("return paths with a token are refused (%s); bounces come to %s", exc, own)
                self.plain = True
        return await self.transport.send(own, row.recipient, content)

    async def _until_stopped(self, sending: asyncio.Future[str]) -> str:
        """The answer; after a stop the mail at hand gets a few seconds more, then counts as unanswered."""
        loop = asyncio.get_running_loop()
        renewal, deadline = loop.time() + LEASE.total_seconds() / 3, None
        try:
            while not sending.done() and (deadline is None or loop.time() < deadline):
                await asyncio.wait({sending}, timeout=_LOOK_UP_SECONDS)
                if deadline is None and self.stop.is_set():
                    deadline = loop.time() + STOP_SECONDS
                if loop.time() > renewal:
                    self._renew()
                    renewal = loop.time() + LEASE.total_seconds() / 3
            if sending.done():
                return sending.result()
        finally:
            sending.cancel()
        await asyncio.wait({sending})
        if not sending.cancelled():
            return sending.result()
        raise Retry("interrupted by a stop before the server answered")

    def _renew(self) -> None:
        with self.store.begin() as session:
            outbox.renew(session, self.worker, self.held, self.wall() + LEASE)

    async def _record(
        self, row_id: int, write: Callable[[Session, OutboxRow], None], *, accepted: bool = False
    ) -> None:
        """Write the outcome down and commit. A mail whose lease ran out meanwhile belongs to another worker;
        only that it was accepted is recorded nevertheless."""
        for wait in (*_BOOKKEEPING_WAITS, None):
            try:
                with self.store.begin() as session:
                    found = select(OutboxRow).where(OutboxRow.id == row_id).with_for_update()
                    row = session.scalars(found).one()
                    if accepted or (row.state == "sending" and row.claimed_by == self.worker):
                        write(session, row)
                        row.handed_at = self.wall()  # a limit counts from the end of what took its time
                return
            except OperationalError as exc:
                if wait is None:
                    raise Retry(f"the outcome of mail {row_id} could not be recorded: {exc.orig}") from exc
                await asyncio.sleep(wait)
