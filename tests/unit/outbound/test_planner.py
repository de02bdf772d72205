"""The planning tick on a real database: once an occasion, whoever plans it; nothing stale; reasons recorded."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.outbound import ledger as ledger_module
from mailbot.outbound import scheduled
from mailbot.outbound.planner import Planned, plan
from mailbot.review.decisions import Decision, decide
from mailbot.review.rules import Rules
from mailbot.settings import Review, Settings
from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import ChangeRow, ChangeSetRow, ContactRow, MailRow, OccasionRow, OutboxRow
from tests.conftest import NOON

SETTINGS = Settings(review=Review(approvers=("officer@itu.example", "second@itu.example")))
NOTICE = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
SENDER = "annelie.sjogren@cept.example"
PHONE = Change(
    "contact", "update", "cept-1", "CEPT", {"phone": FieldChange("+46846500442", "+46846500499")},
    ("my number is +46 8 465 004 99",),
)  # fmt: skip


def outbox(store: Store, kind: str | None = None) -> list[OutboxRow]:
    with store.begin() as session:
        rows = session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return [row for row in rows if kind is None or row.kind == kind]


def ledger(store: Store) -> dict[tuple[str, str], tuple[str, str | None]]:
    with store.begin() as session:
        return {(row.kind, row.key): (row.state, row.reason) for row in session.scalars(select(OccasionRow))}


def change_set(store: Store, *changes: Change, headers: str = "", **values: Any) -> int:
    raw = f"From: {SENDER}\r\nMessage-ID: <m@cept.example>\r\n{headers}Subject: Re: LS 42\r\n\r\nhello\r\n"
    with store.begin() as session:
        number = session.query(MailRow).count()
        mail = MailRow(
            digest=f"{number:064d}", source="test", arrived_at=NOON, state="read",
            interpretation={"subject": "Re: LS 42"},
        )  # fmt: skip
        session.add(mail)
        session.flush()
        contents.keep(session, mail.id, raw.encode())
        form: dict[str, Any] = {
            "mail_id": mail.id, "message_id": "<m@cept.example>", "sender": SENDER, "organization": "CEPT",
            "classification": "changes", "authenticity": "authenticated", "state": "pending",
            "questions": [], "created_at": NOON,
        }  # fmt: skip
        row = ChangeSetRow(**(form | values))
        session.add(row)
        session.flush()
        for n, change in enumerate(changes, 1):
            session.add(ChangeRow(change_set_id=row.id, number=n, change=change.to_json()))
        session.add(OccasionRow(kind="approval-request", key=f"change-set-{row.id}", due_at=NOON))
        return row.id


def revise_event(store: Store, event: str, **fields: tuple[Any, Any]) -> None:
    change = Change(
        "event", "update", event, None, {name: FieldChange(*pair) for name, pair in fields.items()}
    )
    with store.begin() as session:
        apply(session, change, Provenance("operator", NOON))


def test_the_notice_goes_to_everybody_once(store: Store) -> None:
    planned = plan(store, SETTINGS, NOTICE)
    assert planned.done == ["call-notice com3-calls-1"]
    assert planned.queued == 12
    rows = outbox(store)
    assert len({row.recipient for row in rows}) == 12
    assert {(row.state, row.event, row.attempts) for row in rows} == {("queued", "com3-calls-1", 0)}
    assert ledger(store)["call-notice", "com3-calls-1@2021-01-19T11:30Z"] == ("done", None)
    assert plan(store, SETTINGS, NOTICE) == Planned()
    assert len(outbox(store)) == 12


def test_before_the_first_import_nothing_happens(empty_store: Store) -> None:
    assert plan(empty_store, SETTINGS, NOTICE) == Planned()


def test_what_was_due_before_the_import_and_what_came_too_late_is_recorded_with_the_reason(
    store: Store,
) -> None:
    planned = plan(store, SETTINGS, NOTICE + timedelta(hours=48, seconds=1))
    known = ledger(store)
    assert known["circular-reminder", "irm-1@2020-09-18T10:30Z/4d"] == (
        "skipped", "was due before the programme's first import",
    )  # fmt: skip
    assert known["circular-reminder", "irm-2@2021-01-08T11:30Z/4d"] == ("skipped", "the event has begun")
    assert known["call-notice", "com3-calls-1@2021-01-19T11:30Z"] == (
        "skipped",
        "missed by more than 48 hours",
    )
    assert planned.done == ["call-notice com4-calls-1"]


def test_two_workers_at_once_plan_each_occasion_once(store: Store) -> None:
    gate = threading.Barrier(4)
    results: list[Planned] = []

    def work() -> None:
        gate.wait()
        results.append(plan(store, SETTINGS, NOTICE))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert sum(result.queued for result in results) == 12
    assert len(outbox(store)) == 12


def test_a_lost_race_is_somebody_elses_work(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(store, SETTINGS, NOTICE)
    monkeypatch.setattr(ledger_module, "settled", lambda *_: frozenset())
    again = plan(store, SETTINGS, NOTICE)
    assert again.queued == 0
    assert again.elsewhere > 0
    assert len(outbox(store)) == 12


def test_a_crash_half_way_goes_on_with_who_is_missing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class Crash(BaseException):
        pass

    put, calls = scheduled.outbox.put, []

    def dying(*args: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise Crash
        return put(*args, **options)

    monkeypatch.setattr(scheduled, "BATCH", 5)
    monkeypatch.setattr(scheduled.outbox, "put", dying)
    with pytest.raises(Crash):
        plan(store, SETTINGS, NOTICE)
    assert len(outbox(store)) == 10
    assert ledger(store)["call-notice", "com3-calls-1@2021-01-19T11:30Z"] == ("due", None)
    again = plan(store, SETTINGS, NOTICE)
    assert (again.queued, again.done) == (2, ["call-notice com3-calls-1"])
    assert len({row.recipient for row in outbox(store)}) == 12


def test_what_was_begun_and_can_no_longer_be_finished_is_skipped(store: Store) -> None:
    with store.begin() as session:
        session.add(OccasionRow(kind="call-notice", key="com3-calls-1@2021-01-19T11:00Z", due_at=NOTICE))
    planned = plan(store, SETTINGS, NOTICE)
    state, reason = ledger(store)["call-notice", "com3-calls-1@2021-01-19T11:00Z"]
    assert (state, reason) == ("skipped", "not finished: the event was moved, cancelled or removed")
    assert planned.queued == 12


def test_an_occasion_without_anybody_to_write_to_is_skipped(store: Store) -> None:
    with store.begin() as session:
        for row in session.query(ContactRow):
            row.role = "alternate"
    planned = plan(store, SETTINGS, NOTICE)
    assert planned.queued == 0
    assert "call-notice com3-calls-1: nobody to write to" in planned.skipped


def test_a_moved_call_is_announced_anew_with_a_higher_sequence(store: Store) -> None:
    plan(store, SETTINGS, NOTICE)
    moved = [{"call": 1, "starts": "2021-01-20T12:30", "ends": None, "status": None}]
    revise_event(store, "com3-calls", changes=([], moved))
    planned = plan(store, SETTINGS, NOTICE + timedelta(hours=30))
    assert "call-notice com3-calls-1" in planned.done
    rows = [row for row in outbox(store) if row.event == "com3-calls-1"]
    assert len(rows) == 24
    calendars = [_calendar(row.content) for row in rows]
    assert ["SEQUENCE:0" in each for each in calendars] == [True] * 12 + [False] * 12
    assert all("SEQUENCE:1" in each for each in calendars[12:])
    assert all("DTSTART;TZID=Europe/Zurich:20210120T123000" in each for each in calendars[12:])


def _calendar(content: bytes) -> str:
    import email
    from email.policy import default

    message = email.message_from_bytes(content, policy=default)
    return next(p.get_content() for p in message.walk() if p.get_content_type() == "text/calendar")


def test_all_due_approval_requests_are_one_mail_to_each_approver(store: Store) -> None:
    first, second = change_set(store, PHONE), change_set(store, PHONE)
    planned = plan(store, SETTINGS, NOON)
    rows = outbox(store, "approval-request")
    assert [row.recipient for row in rows] == ["officer@itu.example", "second@itu.example"]
    assert rows[0].subject == "To decide: CEPT, Annelie Sjögren: phone (2 changes)"
    for number in (first, second):
        assert f"mailbot review show {number}".encode() in rows[0].content
    assert planned.queued == 2
    assert {state for (kind, _), (state, _) in ledger(store).items() if kind == "approval-request"} == {
        "done"
    }
    assert plan(store, SETTINGS, NOON) == Planned()


def test_a_set_decided_meanwhile_is_not_asked_about(store: Store) -> None:
    number = change_set(store, PHONE)
    with store.begin() as session:
        decide(session, number, Decision("reject", "officer", reason="no"), NOON, Rules())
    plan(store, SETTINGS, NOON)
    assert outbox(store, "approval-request") == []
    assert ledger(store)["approval-request", f"change-set-{number}"] == ("skipped", "already rejected")


def test_without_approvers_requests_wait(store: Store) -> None:
    change_set(store, PHONE)
    planned = plan(store, Settings(), NOON)
    assert planned.waiting is not None
    assert "review.approvers" in planned.waiting
    assert plan(store, SETTINGS, NOON).queued == 2


def test_a_decision_is_answered_once_in_the_senders_thread(store: Store) -> None:
    number = change_set(store, PHONE)
    with store.begin() as session:
        decide(session, number, Decision("approve", "officer"), NOON, Rules())
    plan(store, SETTINGS, NOON)
    (row,) = outbox(store, "answer")
    assert row.recipient == SENDER
    assert b"In-Reply-To: <m@cept.example>\r\n" in row.content
    assert b"Auto-Submitted: auto-replied\r\n" in row.content
    plan(store, SETTINGS, NOON)
    assert len(outbox(store, "answer")) == 1


@pytest.mark.parametrize(
    ("values", "headers"),
    [({"authenticity": "failed"}, ""), ({}, "Auto-Submitted: auto-replied\r\n"), ({"sender": None}, "")],
)
def test_who_must_not_be_answered_is_not(store: Store, values: dict[str, Any], headers: str) -> None:
    number = change_set(store, PHONE, headers=headers, **values)
    with store.begin() as session:
        decide(session, number, Decision("approve", "officer"), NOON, Rules())
    planned = plan(store, SETTINGS, NOON)
    assert outbox(store, "answer") == []
    assert any(each.startswith("answer decision-") for each in planned.skipped)
