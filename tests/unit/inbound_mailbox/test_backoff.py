"""The waits between attempts."""

from __future__ import annotations

from mailbot.inbound.mailbox import Backoff


def test_waits_grow_from_one_second_to_five_minutes() -> None:
    backoff, delays = Backoff(), []
    for _ in range(12):
        backoff = backoff.failed()
        delays.append(backoff.delay)
    assert delays == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_no_failure_no_wait_and_success_starts_anew() -> None:
    assert Backoff().delay == 0
    assert Backoff(failures=7).succeeded() == Backoff()
    assert Backoff(failures=10**9).delay == 300
