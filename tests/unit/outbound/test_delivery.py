"""The outbox: leases, retries, giving up, stale mails, stopping; and that book-keeping never repeats a send."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.errors import GiveUp, IllegalMove, Retry
from mailbot.outbound import deliverer, outbox
from mailbot.outbound.deliverer import Outcome, deliver_due
from mailbot.outbound.delivery import Unreachable
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.planner import plan
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow
from tests.conftest import NOON

NOTICE = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
WALL = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def queued(store: Store) -> Store:
    """Twelve call notices wait."""
    assert plan(store, Settings(), NOTICE).queued == 12
    return store


def deliver(store: Store, transport: Any, now: datetime = NOTICE, **options: Any) -> Outcome:
    wall: Callable[[], datetime] = options.pop("wall", lambda: WALL)
    return asyncio.run(deliver_due(store, transport, now, wall, options.pop("worker", "w1"), **options))


def rows(store: Store) -> list[OutboxRow]:
    with store.begin() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def states(store: Store) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows(store):
        found[row.state] = found.get(row.state, 0) + 1
    return found


def test_everything_due_is_sent_once_from_our_address(queued: Store) -> None:
    transport = MemoryTransport()
    outcome = deliver(queued, transport)
    assert (outcome.sent, outcome.error, transport.closed) == (12, None, 1)
    assert {each.envelope_from for each in transport.sent} == {"tsb-irc@itu.example"}
    assert len({each.recipient for each in transport.sent}) == 12
    assert {(r.state, r.sent_at, r.claimed_by) for r in rows(queued)} == {("sent", NOTICE, None)}
    assert deliver(queued, transport).sent == 0


def test_limit_and_in_flight(queued: Store) -> None:
    transport = MemoryTransport()
    assert deliver(queued, transport, limit=5, in_flight=3).sent == 5
    assert states(queued) == {"sent": 5, "queued": 7}


def test_a_4xx_is_tried_again_after_growing_waits(queued: Store) -> None:
    first = rows(queued)[0]
    transport = MemoryTransport()
    now = NOTICE
    for wait in (1, 5, 15, 60, 240, 240):
        transport.fail(first.recipient, Retry("451 4.7.1 later"))
        assert deliver(queued, transport, now).retried == 1
        row = rows(queued)[0]
        assert (row.state, row.last_answer) == ("queued", "451 4.7.1 later")
        assert row.not_before - now == timedelta(minutes=wait)
        assert deliver(queued, transport, row.not_before - timedelta(seconds=1)).handled == 0
        now = row.not_before
    assert deliver(queued, transport, now).sent == 1
    assert rows(queued)[0].attempts == 7


def test_after_five_days_it_has_failed_with_the_last_answer(queued: Store) -> None:
    first = rows(queued)[0]
    with queued.begin() as session:
        session.execute(update(OutboxRow).values(event=None))
    transport = MemoryTransport()
    transport.fail(first.recipient, Retry("451 later"))
    deliver(queued, transport, NOTICE + timedelta(days=5))
    row = rows(queued)[0]
    assert (row.state, row.last_answer) == ("failed", "given up after 5 days: 451 later")


def test_a_5xx_is_given_up_and_shown_and_the_others_go_out(queued: Store) -> None:
    first = rows(queued)[0]
    transport = MemoryTransport()
    transport.fail(first.recipient, GiveUp("550 5.1.1 no such user"))
    outcome = deliver(queued, transport)
    assert (outcome.sent, outcome.failed) == (11, 1)
    row = rows(queued)[0]
    assert (row.state, row.last_answer, row.attempts) == ("failed", "550 5.1.1 no such user", 1)


def test_a_server_that_is_away_costs_one_attempt_not_twelve(queued: Store) -> None:
    transport = MemoryTransport()
    transport.fail(rows(queued)[0].recipient, Unreachable("mail.example:587: refused"))
    outcome = deliver(queued, transport, in_flight=4)
    assert outcome.error == "mail.example:587: refused"
    assert (outcome.sent, outcome.retried, outcome.released) == (0, 1, 3)
    assert sum(row.attempts for row in rows(queued)) == 1
    assert states(queued) == {"queued": 12}


def test_a_dead_workers_mails_wait_for_the_lease_then_go_out(queued: Store) -> None:
    with queued.begin() as session:
        assert len(outbox.claim(session, NOTICE, WALL, "dead", 2, deliverer.LEASE)) == 2
    transport = MemoryTransport()
    assert deliver(queued, transport).sent == 10
    assert states(queued) == {"sending": 2, "sent": 10}
    later = WALL + deliverer.LEASE + timedelta(seconds=1)
    assert deliver(queued, transport, wall=lambda: later).sent == 2
    assert len({each.recipient for each in transport.sent}) == 12


def test_a_worker_that_starts_again_takes_its_own_back_at_once(queued: Store) -> None:
    with queued.begin() as session:
        outbox.claim(session, NOTICE, WALL, "host-17", 2, deliverer.LEASE)
    with queued.begin() as session:
        assert outbox.holders(session) == ["host-17"]
        assert outbox.release(session, "other") == 0
        assert outbox.release(session, "host-17") == 2
    assert deliver(queued, MemoryTransport()).sent == 12


def test_two_workers_never_send_the_same_mail(queued: Store) -> None:
    transports = [MemoryTransport(), MemoryTransport()]
    gate = threading.Barrier(2)

    def work(number: int) -> None:
        gate.wait()
        deliver(queued, transports[number], worker=f"w{number}")

    threads = [threading.Thread(target=work, args=[n]) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.recipient for t in transports for each in t.sent) == sorted(
        row.recipient for row in rows(queued)
    )


def test_book_keeping_that_fails_is_repeated_and_the_send_is_not(
    queued: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [OperationalError("update", {}, Exception("database is locked"))] * 2
    record = outbox.sent

    def unlucky(row: OutboxRow, answer: str, now: datetime) -> None:
        if failures:
            raise failures.pop()
        record(row, answer, now)

    monkeypatch.setattr(deliverer, "_BOOKKEEPING_WAITS", (0, 0, 0))
    monkeypatch.setattr(outbox, "sent", unlucky)
    transport = MemoryTransport()
    assert deliver(queued, transport).sent == 12
    assert len(transport.sent) == 12
    assert states(queued) == {"sent": 12}


def test_an_accepted_mail_is_recorded_even_if_the_lease_ran_out(queued: Store) -> None:
    class Slow(MemoryTransport):
        async def send(self, envelope_from: str, recipient: str, content: bytes) -> str:
            with queued.begin() as session:
                session.execute(update(OutboxRow).where(OutboxRow.state == "sending").values(claimed_by="w2"))
            return await super().send(envelope_from, recipient, content)

    deliver(queued, Slow(), limit=1)
    assert rows(queued)[0].state == "sent"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([{"call": 1, "status": "cancelled"}], "the event was cancelled"),
        ([{"call": 1, "status": "postponed"}], "the event was postponed"),
        ([{"call": 1, "starts": "2021-01-26T12:30"}], "the event was moved"),
    ],
)
def test_a_notice_of_a_call_that_changed_meanwhile_is_not_sent(
    queued: Store, changes: list[dict[str, Any]], reason: str
) -> None:
    full = [{"starts": None, "ends": None, "status": None} | each for each in changes]
    with queued.begin() as session:
        change = Change("event", "update", "com3-calls", None, {"changes": FieldChange([], full)})
        apply(session, change, Provenance("operator", NOON))
    transport = MemoryTransport()
    outcome = deliver(queued, transport)
    assert (outcome.skipped, transport.sent) == (12, [])
    assert {(row.state, row.last_answer) for row in rows(queued)} == {("skipped", reason)}


def test_a_notice_is_not_sent_once_the_call_has_begun(queued: Store) -> None:
    begin = datetime(2021, 1, 19, 11, 30, tzinfo=UTC)
    assert deliver(queued, MemoryTransport(), begin - timedelta(seconds=1), limit=1).sent == 1
    outcome = deliver(queued, MemoryTransport(), begin)
    assert (outcome.sent, outcome.skipped) == (0, 11)
    assert {r.last_answer for r in rows(queued) if r.state == "skipped"} == {"the event has begun"}


@pytest.mark.parametrize("event", [asyncio.Event, threading.Event])
def test_a_stop_lets_go_of_a_server_that_does_not_answer(
    queued: Store, monkeypatch: pytest.MonkeyPatch, event: Callable[[], Any]
) -> None:
    stop = event()

    class Hanging(MemoryTransport):
        async def send(self, envelope_from: str, recipient: str, content: bytes) -> str:
            stop.set()
            await asyncio.Event().wait()
            raise AssertionError

    monkeypatch.setattr(deliverer, "STOP_SECONDS", 0.2)
    outcome = deliver(queued, Hanging(), in_flight=3, stop=stop)
    assert (outcome.retried, outcome.released, outcome.sent) == (1, 2, 0)
    assert states(queued) == {"queued": 12}
    assert "interrupted" in str(rows(queued)[0].last_answer)


def test_a_stop_before_the_tick_sends_nothing(queued: Store) -> None:
    stop = threading.Event()
    stop.set()
    assert deliver(queued, MemoryTransport(), stop=stop).handled == 0
    assert states(queued) == {"queued": 12}


def test_only_legal_moves() -> None:
    row = OutboxRow(id=1, state="sent")
    for state in ("queued", "failed", "skipped", "sending"):
        with pytest.raises(IllegalMove, match="outbox mail 1 is sent"):
            outbox.move(row, state)


def test_what_is_no_mail_has_failed_and_the_others_go_out(queued: Store) -> None:
    with queued.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == 1).values(content=b"no head\r\n\r\nat all"))
    outcome = deliver(queued, MemoryTransport())
    assert (outcome.failed, outcome.sent, outcome.error) == (1, 11, None)
    assert rows(queued)[0].last_answer == "it cannot be written: the mail names no sender"
