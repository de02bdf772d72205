"""The waits between attempts."""

from __future__ import annotations

from mailbot.inbound.mailbox import Backoff


def test_waits_grow_from_one_second_to_five_minutes() -> None:
    backoff, delays = Backoff(), []
    for _ in range(12):
        backoff = backoff.failed(lambda: 0.5)
        delays.append(backoff.delay)
    assert delays == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_waits_are_spread_by_a_quarter_and_never_beyond_the_limit() -> None:
    assert [Backoff(2).failed(lambda chance=chance: chance).delay for chance in (0.0, 0.5, 1.0)] == [3, 4, 5]
    assert [Backoff(20).failed(lambda chance=chance: chance).delay for chance in (0.0, 1.0)] == [225, 300]


def test_two_workers_do_not_come_back_together() -> None:
    waits = {Backoff(5).failed().delay for _ in range(50)}
    assert len(waits) > 40
    assert all(24 <= wait <= 40 for wait in waits)


def test_no_failure_no_wait_and_success_starts_anew() -> None:
    assert Backoff().delay == 0
    assert Backoff(failures=7, chance=0.1).succeeded() == Backoff()
    assert Backoff(failures=10**9).delay == 300
