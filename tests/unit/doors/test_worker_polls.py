"""The chain of polls: whatever happens in one, the next is arranged, after a wait that grows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError

from mailbot.doors.worker import Worker
from mailbot.errors import MailbotError, Retry
from mailbot.inbound.mailbox import MailboxRefused
from mailbot.settings import Settings
from mailbot.wiring import Wiring


class Watched(Worker):
    """Notes when the next ticks would run instead of running them."""

    def __init__(self) -> None:
        super().__init__(Wiring(Settings()))
        self.next: list[tuple[str, float]] = []

    def _soon(self, name: str, tick: Callable[[], None], seconds: float = 0.0) -> None:
        self.next.append((name, seconds))


@pytest.mark.parametrize(
    "error",
    [
        Retry("away"),
        MailboxRefused("no longer"),
        OperationalError("SELECT", {}, Exception("gone")),
        KeyError("x"),
    ],
)
def test_no_error_ends_the_chain_once_it_has_worked(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    worker = Watched()
    monkeypatch.setattr(worker.ticks, "wait_for_mail", lambda seconds: False)
    monkeypatch.setattr(worker.ticks, "poll", lambda: 0)
    worker._poll()
    assert worker.next == [("poll", 0.0)]

    def fails() -> int:
        raise error

    monkeypatch.setattr(worker.ticks, "poll", fails)
    worker.next.clear()
    for _ in range(4):
        worker._poll()
    waits = [seconds for name, seconds in worker.next if name == "poll"]
    assert len(waits) == 4
    assert all(0.75 * base <= wait <= 1.25 * base for wait, base in zip(waits, (1, 2, 4, 8), strict=True))
    assert not worker.stop.is_set()


def test_a_configuration_that_never_worked_ends_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Watched()

    def refused() -> int:
        raise MailboxRefused("check imap.password")

    monkeypatch.setattr(worker.ticks, "poll", refused)
    worker._poll()
    assert worker.stop.is_set()
    assert isinstance(worker._fatal, MailbotError)
