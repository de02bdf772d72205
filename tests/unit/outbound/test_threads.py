"""A reader finds all mails about one call in one thread."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select, update

from mailbot.outbound.heads import ids_in
from mailbot.outbound.planner import plan
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow
from tests.unit.outbound.test_call_changes import LATER, announced, delivered, revise
from tests.unit.outbound.test_delivery import NOTICE

__all__ = ["announced"]
MOVED_FAR = [{"call": 1, "starts": "2021-02-03T12:30", "ends": "2021-02-03T15:30"}]
NEW_NOTICE = datetime(2021, 1, 29, 8, 5, tzinfo=UTC)

DAY_BEFORE = datetime(2021, 1, 18, 8, tzinfo=UTC)


def of(store: Store, kind: str) -> dict[str, OutboxRow]:
    with store.begin() as session:
        rows = session.scalars(
            select(OutboxRow).where(OutboxRow.kind == kind, OutboxRow.event == "com3-calls-1")
        )
        return {row.recipient: row for row in rows}


def test_the_reminder_follows_the_notice(store: Store) -> None:
    plan(store, Settings(), NOTICE)
    notices = of(store, "call-notice")
    assert {tuple(ids_in(row.content, "References")) for row in notices.values()} == {()}
    plan(store, Settings(), DAY_BEFORE)
    reminders = of(store, "call-reminder")
    assert reminders.keys() == notices.keys()
    for recipient, row in reminders.items():
        first = notices[recipient].message_id
        assert ids_in(row.content, "In-Reply-To") == ids_in(row.content, "References") == [first]


def test_what_was_never_sent_is_not_followed(store: Store) -> None:
    plan(store, Settings(), NOTICE)
    one, other, *_ = of(store, "call-notice")
    with store.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.recipient == one).values(state="skipped"))
        session.execute(update(OutboxRow).where(OutboxRow.recipient == other).values(kind="test"))
    plan(store, Settings(), DAY_BEFORE)
    reminders = of(store, "call-reminder")
    assert (
        ids_in(reminders[one].content, "References") == ids_in(reminders[other].content, "References") == []
    )
    assert sum(bool(ids_in(row.content, "References")) for row in reminders.values()) == 10


def test_what_is_said_of_a_moved_call_follows_the_first_notice(announced: Store) -> None:
    first = of(announced, "call-notice")
    revise(announced, LATER, [], MOVED_FAR)
    plan(announced, Settings(), LATER)
    updates = of(announced, "call-update")
    delivered(announced)
    plan(announced, Settings(), NEW_NOTICE)
    with announced.begin() as session:
        notices = select(OutboxRow).where(OutboxRow.kind == "call-notice", OutboxRow.created_at == NEW_NOTICE)
        again = [row for row in session.scalars(notices) if row.event == "com3-calls-1"]
    assert len(again) == len(updates) == 12
    for row in again:
        known = [first[row.recipient].message_id, updates[row.recipient].message_id]
        assert ids_in(row.content, "References") == known
        assert ids_in(row.content, "In-Reply-To") == known[1:]
        assert ids_in(updates[row.recipient].content, "References") == known[:1]
