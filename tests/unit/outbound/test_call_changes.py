"""A call that changes after its notice: updates and cancellations at once, to who holds an invitation."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta
from email.policy import default
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.outbound.planner import plan
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow, OutboxRow

NOTICE = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
LATER = NOTICE + timedelta(hours=2)
MOVED = [{"call": 1, "starts": "2021-01-20T14:00", "ends": "2021-01-20T17:00"}]
OFF = [{"call": 1, "starts": None, "ends": None, "status": "cancelled"}]
PUT_OFF = [{"call": 1, "status": "postponed"}]


@pytest.fixture
def announced(store: Store) -> Store:
    """The first call of Committee 3 has been announced to its twelve people."""
    plan(store, Settings(), NOTICE)
    delivered(store)
    return store


def delivered(store: Store) -> None:
    with store.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.state == "queued").values(state="sent"))


def revise(
    store: Store, at: datetime, old: Any, new: Any, event: str = "com3-calls", name: str = "changes"
) -> None:
    change = Change("event", "update", event, None, {name: FieldChange(old, new)})
    with store.begin() as session:
        apply(session, change, Provenance("operator", at))


def mails(store: Store, kind: str) -> list[OutboxRow]:
    with store.begin() as session:
        return list(session.scalars(select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id)))


def invitation(row: OutboxRow) -> Any:
    message = email.message_from_bytes(row.content, policy=default)
    (part,) = (p for p in message.walk() if p.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["METHOD"]
    return calendar


def text(row: OutboxRow) -> str:
    body = email.message_from_bytes(row.content, policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_moved_call_is_told_at_once_to_who_was_invited(announced: Store) -> None:
    before = {row.recipient: row for row in mails(announced, "call-notice")}
    revise(announced, NOTICE + timedelta(hours=1), [], MOVED)
    assert plan(announced, Settings(), LATER).done == ["call-update com3-calls-1"]
    rows = mails(announced, "call-update")
    assert {row.recipient for row in rows} == set(before)
    for row in rows:
        old, new = invitation(before[row.recipient]), invitation(row)
        (was,), (now) = old.events, new.events[0]
        assert new["METHOD"] == "REQUEST"
        assert (now["UID"], now["ATTENDEE"]) == (was["UID"], was["ATTENDEE"])
        assert (was["SEQUENCE"], now["SEQUENCE"]) == (0, 1)
        assert now["DTSTART"].dt == datetime(2021, 1, 20, 13, 0, tzinfo=UTC)
        message = email.message_from_bytes(row.content, policy=default)
        assert message["In-Reply-To"] == before[row.recipient].message_id
    english = next(row for row in rows if "Dear Ms Caroline" in text(row))
    assert english.subject.startswith("Changed: ")
    assert "Not any longer: Tuesday 19 January 2021, 12:30-15:30 CET" in text(english)
    assert "Wednesday 20 January 2021, 14:00-17:00 CET" in text(english)


@pytest.mark.parametrize(("change", "word"), [(OFF, "Cancelled"), (PUT_OFF, "Postponed")])
def test_a_call_that_does_not_take_place_is_taken_out_of_calendars(
    announced: Store, change: Any, word: str
) -> None:
    revise(announced, NOTICE + timedelta(hours=1), [], change)
    plan(announced, Settings(), LATER)
    rows = mails(announced, "call-cancelled")
    assert len(rows) == 12
    calendar = invitation(rows[0])
    (event,) = calendar.events
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["UID"] == "com3-calls-1.wtsa20@itu.example"
    assert not event.walk("VALARM")
    assert any(row.subject.startswith(f"{word}: ") for row in rows)
    assert all(row.event is None for row in rows), "delivery drops mails about events that do not take place"


def test_each_change_is_told_once(announced: Store) -> None:
    revise(announced, NOTICE + timedelta(hours=1), [], OFF)
    plan(announced, Settings(), LATER)
    delivered(announced)
    assert plan(announced, Settings(), LATER + timedelta(minutes=1)).queued == 0
    revise(announced, LATER, OFF, [])
    planned = plan(announced, Settings(), LATER + timedelta(hours=1))
    assert planned.done == ["call-update com3-calls-1"]
    assert invitation(mails(announced, "call-update")[0]).events[0]["SEQUENCE"] == 2


def test_a_new_link_is_an_update_and_a_new_title_is_none(announced: Store) -> None:
    revise(
        announced,
        NOTICE + timedelta(hours=1),
        "Inter-regional call on Committee 3 matters",
        "Call",
        name="title",
    )
    assert plan(announced, Settings(), LATER).queued == 0
    revise(announced, LATER, None, "https://meet.example/1", name="url")
    plan(announced, Settings(), LATER + timedelta(hours=1))
    assert all("https://meet.example/1" in text(row) for row in mails(announced, "call-update"))
    assert all("Not any longer" not in text(row) for row in mails(announced, "call-update"))


def test_who_holds_no_invitation_is_not_told(store: Store) -> None:
    plan(store, Settings(), NOTICE)  # queued, not delivered: delivery will drop what is stale
    revise(store, NOTICE + timedelta(hours=1), [], OFF)
    plan(store, Settings(), LATER)
    assert mails(store, "call-cancelled") == []


def test_what_was_announced_with_the_new_time_is_not_told_again(announced: Store) -> None:
    soon = [{"call": 2, "starts": "2021-01-19T16:00", "ends": "2021-01-19T18:00"}]
    revise(announced, NOTICE - timedelta(hours=1), [], soon)
    plan(announced, Settings(), LATER)
    delivered(announced)
    assert len(mails(announced, "call-notice")) == 24
    assert mails(announced, "call-update") == []


def test_a_call_that_has_begun_is_left_alone(announced: Store) -> None:
    begun = datetime(2021, 1, 19, 12, 0, tzinfo=UTC)
    revise(announced, begun - timedelta(minutes=10), [], OFF)
    assert "call-cancelled com3-calls-1" not in plan(announced, Settings(), begun).done


def test_an_event_taken_out_of_the_programme_is_cancelled(announced: Store) -> None:
    with announced.begin() as session:
        apply(session, Change("event", "remove", "com3-calls", None, {}), Provenance("operator", LATER))
    plan(announced, Settings(), LATER + timedelta(hours=1))
    rows = mails(announced, "call-cancelled")
    assert len(rows) == 12
    assert invitation(rows[0]).events[0]["SEQUENCE"] == 1
    plan(announced, Settings(), LATER + timedelta(hours=2))
    assert len(mails(announced, "call-cancelled")) == 12
    with announced.begin() as session:
        kinds = set(session.scalars(select(OccasionRow.kind).where(OccasionRow.state == "done")))
    assert "call-cancelled" in kinds
