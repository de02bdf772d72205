"""What a worker does, one function a tick. Each returns quickly or heeds `stop`; none knows of a schedule.

Failure semantics: every tick commits as it goes, so it may be cut off anywhere and simply run again.
`poll` raises Retry while the inbox is away; the others raise only what the operator must mend.
"""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from dataclasses import dataclass, field

from mailbot import __version__
from mailbot.clock import Clock
from mailbot.errors import Retry, UsageError
from mailbot.inbound.mailbox import Mailbox
from mailbot.store.tables import WorkerRow
from mailbot.wiring import Wiring


@dataclass
class Ticks:
    """The worker's work on one wiring. ``stop`` is set once and for all when the worker shall end."""

    wiring: Wiring
    stop: threading.Event = field(default_factory=threading.Event)
    name: str = field(default_factory=lambda: f"{socket.gethostname()}-{os.getpid()}")
    waiting: str | None = None  # what the last delivery left, and why
    _mailboxes: tuple[Mailbox, ...] = ()

    def recover(self) -> int:
        """Give back the mails a worker of this machine held when it died; returns how many.

        Without this they would wait for their lease to run out, as those of other machines do.
        """
        from mailbot.outbound import outbox

        host = self.name.rpartition("-")[0]
        count = 0
        with self.wiring.store.begin() as session:
            for holder in outbox.holders(session):
                machine, _, pid = holder.rpartition("-")
                if machine == host and pid.isdigit() and not (holder != self.name and _is_alive(int(pid))):
                    count += outbox.release(session, holder)
        return count

    def poll(self) -> int:
        """Keep what is new in each folder; returns how many. A folder in trouble does not keep the others
        from being read; its error is raised at the end."""
        from mailbot.inbound.keeping import keep_new

        count, trouble = 0, None
        for mailbox in self._folders():
            try:
                mailbox.open()
                count += len(keep_new(self.wiring.store, mailbox, self.wiring.clock.now(), self.stop).new)
            except (Retry, UsageError) as exc:
                trouble = trouble or exc
        if trouble is not None:
            raise trouble
        return count

    def wait_for_mail(self, seconds: float) -> bool:
        """Until there may be new mail, at most `seconds`; by IDLE on the first folder where the server has
        it."""
        first = self._folders()[0]
        first.open()
        return first.wait(seconds, self.stop)

    def read(self) -> int:
        """Read what is kept; returns how many mails were settled."""
        from mailbot.inbound.intake import read_kept

        count = 0
        wired = self.wiring
        for _ in read_kept(wired.store, wired.settings, wired.clock.now(), wired.resolver):
            count += 1
            if self.stop.is_set():
                break
        return count

    def plan(self) -> int:
        """Compose what is due into the outbox; returns how many mails were queued."""
        from mailbot.outbound.planner import plan

        return plan(self.wiring.store, self.wiring.settings, self.wiring.clock.now()).queued

    def deliver(self) -> int:
        """Hand over what is queued; returns how many were sent. Raises Retry where the server is away."""
        from mailbot.outbound.deliverer import deliver_due

        wired = self.wiring
        outcome = asyncio.run(
            deliver_due(
                wired.store, wired.transport(), wired.clock.now(), Clock.wall, self.name,
                in_flight=wired.settings.smtp.in_flight, stop=self.stop, addressing=wired.addressing(),
                pace=wired.pace, signing=wired.signing,
            )
        )  # fmt: skip
        self.waiting = outcome.waiting
        if outcome.error is not None:
            raise Retry(outcome.error)
        return outcome.sent

    def beat(self, error: str | None = None) -> None:
        """Leave a sign of life for `status`."""
        with self.wiring.store.begin() as session:
            wall = Clock.wall()
            row = session.get(WorkerRow, self.name)
            if row is None:
                row = WorkerRow(name=self.name, started_at=wall, seen_at=wall, version=__version__, ticks=0)
                session.add(row)
            row.seen_at, row.last_error, row.ticks = wall, error, row.ticks + 1

    def close(self) -> None:
        """End the connections."""
        mailboxes, self._mailboxes = self._mailboxes, ()
        for mailbox in mailboxes:
            mailbox.close()

    def _folders(self) -> tuple[Mailbox, ...]:
        self._mailboxes = self._mailboxes or self.wiring.mailboxes()
        return self._mailboxes


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
