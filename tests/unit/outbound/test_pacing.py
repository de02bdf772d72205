"""When and how fast mails leave: the pause, the limits of a minute for all workers together, quiet hours."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from mailbot.directory import choices
from mailbot.outbound import pacing
from mailbot.outbound.deliverer import Outcome, deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.pacing import Pace, end_of_quiet
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow
from tests.unit.outbound.test_delivery import NOTICE, WALL, queued, rows, states

__all__ = ["queued"]
NIGHT = (time(21), time(7))


def deliver(
    store: Store, pace: Pace, wall: datetime = WALL, transport: MemoryTransport | None = None, **options: int
) -> Outcome:
    way_out = transport or MemoryTransport()
    return asyncio.run(deliver_due(store, way_out, NOTICE, lambda: wall, "w1", pace=pace, **options))


def test_a_minute_takes_so_many_and_no_more(queued: Store) -> None:
    pace = Pace(per_minute=5)
    first = deliver(queued, pace, in_flight=3)
    assert (first.sent, first.waiting) == (5, "7 wait: 5 a minute (smtp.per_minute)")
    assert deliver(queued, pace, WALL + timedelta(seconds=59)).sent == 0
    assert deliver(queued, pace, WALL + timedelta(seconds=60)).sent == 5
    last = deliver(queued, pace, WALL + timedelta(seconds=120))
    assert (last.sent, last.waiting) == (2, None)


def test_a_failed_attempt_counts_and_a_skipped_mail_does_not(queued: Store) -> None:
    gone, refused = rows(queued)[:2]
    with queued.begin() as session:
        choices.unsubscribe(session, gone.recipient, "irm-com3", NOTICE, None)
    from mailbot.errors import GiveUp

    transport = MemoryTransport()
    transport.fail(refused.recipient, GiveUp("550 no"))
    outcome = deliver(queued, Pace(per_minute=3), transport=transport)
    assert (outcome.skipped, outcome.failed, outcome.sent) == (1, 1, 2)


def test_one_domain_waits_and_the_others_do_not(queued: Store) -> None:
    with queued.begin() as session:
        few = session.scalars(select(OutboxRow).order_by(OutboxRow.id).limit(6))
        for row in few:
            row.domain = "busy.example"
    outcome = deliver(queued, Pace(per_domain=2), in_flight=4)
    assert outcome.waiting == "4 wait: 2 a minute and domain (smtp.per_domain_per_minute)"
    sent = Counter(row.domain for row in rows(queued) if row.state == "sent")
    assert sent["busy.example"] == 2
    assert sent.total() == 8
    assert deliver(queued, Pace(per_domain=2), WALL + timedelta(minutes=1)).sent == 2


def test_the_domain_is_always_written_the_same() -> None:
    written = {
        pacing.domain_of(each) for each in ("a@Bücher.example", "b@XN--bcher-kva.example", "c@bücher.EXAMPLE")
    }
    assert written == {"xn--bcher-kva.example"}
    assert pacing.domain_of("no address") == "no address"


def test_workers_share_the_minute(queued: Store) -> None:
    transport, gate = MemoryTransport(), threading.Barrier(4)

    def work(number: int) -> int:
        gate.wait()
        return asyncio.run(
            deliver_due(
                queued, transport, NOTICE, lambda: WALL, f"w{number}", in_flight=2, pace=Pace(per_minute=7)
            )
        ).sent

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 7
    assert len(transport.sent) == 7


def test_a_mail_counts_until_a_minute_after_its_answer(queued: Store) -> None:
    """What a slow server answered late is as much in this minute as what it answered at once."""
    moments = iter([WALL])
    clock = lambda: next(moments, WALL + timedelta(seconds=50))  # noqa: E731
    asyncio.run(deliver_due(queued, MemoryTransport(), NOTICE, clock, "w1", pace=Pace(per_minute=1)))
    assert deliver(queued, Pace(per_minute=1), WALL + timedelta(seconds=70)).sent == 0
    assert deliver(queued, Pace(per_minute=1), WALL + timedelta(seconds=111)).sent == 1


def test_nothing_is_handed_over_while_paused(queued: Store) -> None:
    with queued.begin() as session:
        assert pacing.pause(session, "ada", "the server moves", NOTICE)
        assert not pacing.pause(session, "bo", None, NOTICE + timedelta(hours=1))
    outcome = deliver(queued, Pace())
    assert (outcome.handled, states(queued)) == (0, {"queued": 12})
    assert outcome.waiting is not None
    assert "by ada: the server moves" in outcome.waiting
    with queued.begin() as session:
        assert pacing.resume(session)
        assert not pacing.resume(session)
    assert deliver(queued, Pace()).sent == 12


def test_a_pause_in_the_middle_of_a_tick_ends_it(queued: Store) -> None:
    class Pausing(MemoryTransport):
        async def send(self, envelope_from: str, recipient: str, content: bytes) -> str:
            with queued.begin() as session:
                pacing.pause(session, "ada", None, NOTICE)
            return await super().send(envelope_from, recipient, content)

    assert deliver(queued, Pace(), transport=Pausing()).sent == 1


@pytest.mark.parametrize(
    ("now", "zone", "until"),
    [
        ("2021-01-14T22:30+01:00", "Europe/Zurich", "2021-01-15T07:00+01:00"),
        ("2021-01-15T06:59+01:00", "Europe/Zurich", "2021-01-15T07:00+01:00"),
        ("2021-01-15T07:00+01:00", "Europe/Zurich", None),
        ("2021-01-14T20:59+01:00", "Europe/Zurich", None),
        ("2021-01-14T09:00+01:00", "America/Lima", "2021-01-14T07:00-05:00"),
        ("2021-01-14T14:00+01:00", "Asia/Tokyo", "2021-01-15T07:00+09:00"),
        # the night in which summer time begins has seven hours less one
        ("2021-03-28T01:00+01:00", "Europe/Zurich", "2021-03-28T07:00+02:00"),
        ("2021-10-31T01:00+02:00", "Europe/Zurich", "2021-10-31T07:00+01:00"),
    ],
)
def test_quiet_hours_are_the_recipients(now: str, zone: str, until: str | None) -> None:
    found = end_of_quiet(datetime.fromisoformat(now), ZoneInfo(zone), *NIGHT)
    assert found == (datetime.fromisoformat(until) if until else None)


def test_quiet_hours_within_a_day() -> None:
    noon = datetime(2021, 1, 14, 12, 30, tzinfo=UTC)
    assert end_of_quiet(noon, ZoneInfo("UTC"), time(12), time(14)) == datetime(2021, 1, 14, 14, tzinfo=UTC)
    assert end_of_quiet(noon, ZoneInfo("UTC"), time(13), time(14)) is None


def test_ordinary_mail_waits_for_the_morning_and_an_answer_does_not(queued: Store) -> None:
    """09:00 in Geneva: it is day in Europe, Africa, Arabia and Asia, and night in the Americas."""
    with queued.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == 1).values(zone="America/Lima", waits=False))
    outcome = deliver(queued, Pace(quiet=NIGHT))
    waiting = [row for row in rows(queued) if row.state == "queued"]
    assert outcome.sent == 12 - len(waiting)
    assert rows(queued)[0].state == "sent"
    assert waiting
    assert {row.zone for row in waiting} <= {
        "America/Bogota",
        "America/Mexico_City",
        "America/New_York",
        "America/Lima",
        "America/Sao_Paulo",
        "America/Argentina/Buenos_Aires",
    }
    for row in waiting:
        assert row.zone is not None
        local = row.not_before.astimezone(ZoneInfo(row.zone))
        assert (local.hour, local.minute) == (7, 0)
        assert row.not_before > NOTICE
        assert row.last_answer == f"quiet hours in {row.zone}"
        assert row.attempts == 0
    assert deliver(queued, Pace(quiet=NIGHT)).sent == 0


def test_what_would_come_too_late_does_not_wait(queued: Store) -> None:
    with queued.begin() as session:
        session.execute(
            update(OutboxRow).values(zone="America/Lima", event=None, expires_at=NOTICE + timedelta(hours=1))
        )
    assert deliver(queued, Pace(quiet=NIGHT)).sent == 12
