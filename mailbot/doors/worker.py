"""The worker: which tick runs when, and a clean end. It holds no state: what is due is computed, what was
done is in the database, so it may be killed and started at any moment, and any number may run.

Each tick is a one-shot job that names its successor when it is done, and new mail or a new decision wakes
the next stage at once. A tick that is woken while it runs takes its turn afterwards: so none runs twice at
once, a slow one delays only itself, and no chain breaks because the scheduler drops a run that came early.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from mailbot.doors.ticks import Ticks
from mailbot.errors import MailbotError, Retry, UsageError
from mailbot.inbound.mailbox import Backoff
from mailbot.wiring import Wiring

log = logging.getLogger("mailbot.worker")
_READ_SECONDS, _PLAN_SECONDS, _DELIVER_SECONDS, _BEAT_SECONDS = 30.0, 30.0, 10.0, 30.0
_TICKS = ("poll", "read", "plan", "deliver", "beat")
_IN_LINE = 3  # one that runs, one that waits for its turn, one whose end the scheduler has not seen yet
_GRACE_SECONDS = 4.0


class Worker:
    """Runs until `stop` is set or SIGTERM arrives."""

    def __init__(self, wiring: Wiring) -> None:
        self.stop = threading.Event()
        self.ticks = Ticks(wiring, self.stop)
        self.wiring = wiring
        self._backoff = Backoff()
        self._has_polled = False
        self._fatal: UsageError | None = None
        self._last_error: str | None = None
        self._turns = {name: threading.Lock() for name in _TICKS}
        pool = ThreadPoolExecutor(2 * len(_TICKS))
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": pool})

    def run(self) -> None:
        """Blocks. Raises UsageError where the configuration makes work impossible."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        self.ticks.recover()
        if self.wiring.settings.imap.host:
            self._soon("poll", self._poll)
        self._soon("read", self._read)
        self._soon("plan", self._plan)
        if self.wiring.settings.smtp.host:
            self._soon("deliver", self._deliver)
        self._soon("beat", self._beat)
        self._scheduler.start()
        log.info("worker %s is at work", self.ticks.name)
        self.stop.wait()
        self._end()
        if self._fatal is not None:
            raise self._fatal

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.stop.set()

    def _end(self) -> None:
        """At most a few seconds. A tick stuck in a server's silence is cut off: nothing depends on it."""
        waiter = threading.Thread(target=self._scheduler.shutdown, daemon=True)
        waiter.start()
        waiter.join(_GRACE_SECONDS)
        log.info("worker %s has stopped", self.ticks.name)
        if waiter.is_alive() and self._fatal is None:
            logging.shutdown()
            os._exit(0)
        self.ticks.close()

    def _soon(self, name: str, tick: Callable[[], None], seconds: float = 0.0) -> None:
        if not self.stop.is_set():
            when = datetime.now(UTC) + timedelta(seconds=seconds)
            self._scheduler.add_job(
                self._in_turn, "date", [name, tick], run_date=when, id=name, replace_existing=True,
                misfire_grace_time=None, max_instances=_IN_LINE,
            )  # fmt: skip

    def _in_turn(self, name: str, tick: Callable[[], None]) -> None:
        with self._turns[name]:
            if not self.stop.is_set():
                tick()

    def _poll(self) -> None:
        wait = 0.0
        try:
            if count := self.ticks.poll():
                log.info("%d taken in", count)
                self._soon("read", self._read)
            self._backoff, self._has_polled = self._backoff.succeeded(), True
            self.ticks.wait_for_mail(self.wiring.settings.imap.poll_seconds)
        except Retry as exc:
            wait = self._failed(exc)
        except UsageError as exc:
            if not self._has_polled:
                self._give_up(exc)
            wait = self._failed(exc)
        except Exception as exc:  # the database is away, say: the chain of polls must not break
            log.exception("a poll failed")
            wait = self._failed(Retry(f"{type(exc).__name__}: {exc}"))
        self._soon("poll", self._poll, wait)

    def _failed(self, exc: MailbotError) -> float:
        """Seconds to wait. What worked before may work again: the cause need not be in our configuration."""
        self._backoff = self._backoff.failed()
        log.warning("%s; next try in %.0f s", exc, self._backoff.delay)
        self._last_error = str(exc)
        return self._backoff.delay

    def _read(self) -> None:
        if self._guarded("read", self.ticks.read):
            self._soon("plan", self._plan)
        self._soon("read", self._read, _READ_SECONDS)  # what another worker left, or what failed once

    def _plan(self) -> None:
        if self._guarded("mails queued", self.ticks.plan):
            self._soon("deliver", self._deliver)
        self._soon("plan", self._plan, _PLAN_SECONDS)

    def _deliver(self) -> None:
        if self.wiring.settings.smtp.host:
            self._guarded("mails sent", self.ticks.deliver)
            self._soon("deliver", self._deliver, _DELIVER_SECONDS)

    def _beat(self) -> None:
        self._guarded("", self._sign_of_life)
        self._soon("beat", self._beat, _BEAT_SECONDS)

    def _sign_of_life(self) -> int:
        self.ticks.beat(self._last_error)
        return 0

    def _guarded(self, what: str, tick: Callable[[], int]) -> int:
        """One tick's failure is logged and shown in `status`; the next run tries again."""
        try:
            count = tick()
        except MailbotError as exc:
            log.warning("%s", exc)
            self._last_error = str(exc)
            return 0
        except Exception as exc:
            log.exception("a tick failed")
            self._last_error = f"{type(exc).__name__}: {exc}"
            return 0
        if count:
            log.info("%d %s", count, what)
            self._last_error = None
        return count

    def _give_up(self, exc: UsageError) -> None:
        self._fatal = exc
        self.stop.set()
