"""When what is due: the plan of the shipped programme, weekends, DST, moved and cancelled calls, late workers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailbot.directory.records import CallChange, Event
from mailbot.directory.snapshot import Directory
from mailbot.outbound.rules import load_rules
from mailbot.outbound.schedule import Occasion, due, occasions

RULES = tuple(
    rule for rule in load_rules() if rule.kind in ("call-notice", "call-reminder", "circular-reminder")
)
GENEVA = ZoneInfo("Europe/Zurich")
IMPORTED = datetime(2020, 12, 1, 8, tzinfo=UTC)


def planned(
    directory: Directory, first: str = "2020-12-01", last: str = "2021-02-28"
) -> tuple[Occasion, ...]:
    return occasions(directory, RULES, date.fromisoformat(first), date.fromisoformat(last))


def with_event(directory: Directory, event_id: str, **changes: object) -> Directory:
    events = tuple(e.model_copy(update=changes) if e.id == event_id else e for e in directory.events)
    return replace(directory, events=events, _indexes={})


def test_ten_calls_with_notice_and_reminder_and_two_circular_reminders(shipped: Directory) -> None:
    found = planned(shipped)
    assert len(found) == 22
    by_kind = {kind: [o for o in found if o.kind == kind] for kind in ("call-notice", "call-reminder")}
    tuesdays = [date(2021, 1, 19) + timedelta(weeks=n) for n in range(5)]
    thursdays = [date(2021, 1, 21) + timedelta(weeks=n) for n in range(5)]
    for each in by_kind.values():
        assert sorted(o.starts.date() for o in each) == sorted(tuesdays + thursdays)
        assert {o.starts.strftime("%H:%M %Z") for o in each} == {"12:30 CET"}
        assert {o.starts.astimezone(UTC).strftime("%H:%M") for o in each} == {"11:30"}
    circular = [o for o in found if o.kind == "circular-reminder"]
    assert [(o.event, o.at.isoformat(), o.days) for o in circular] == [
        ("irm-2", "2020-12-18T09:00:00+01:00", 21),
        ("irm-2", "2021-01-04T09:00:00+01:00", 4),
    ]


def test_thursdays_notice_goes_out_on_the_friday_before(shipped: Directory) -> None:
    notices = {o.event: o.at for o in planned(shipped) if o.kind == "call-notice"}
    assert notices["com3-calls-1"] == datetime(2021, 1, 14, 9, tzinfo=GENEVA)
    assert notices["com4-calls-1"] == datetime(2021, 1, 15, 9, tzinfo=GENEVA)
    assert all(at.weekday() < 5 for at in notices.values())


def test_a_sunday_goes_to_the_friday_too(shipped: Directory) -> None:
    moved = with_event(
        shipped, "com3-calls",
        changes=(CallChange(call=1, starts=datetime(2021, 1, 18, 12, 30, tzinfo=GENEVA)),),
    )  # fmt: skip
    reminder = next(o for o in planned(moved) if (o.kind, o.event) == ("call-reminder", "com3-calls-1"))
    assert reminder.at == datetime(2021, 1, 15, 9, tzinfo=GENEVA)


def test_the_range_is_by_the_occasions_own_local_day(shipped: Directory) -> None:
    assert [o.event for o in planned(shipped, "2021-01-15", "2021-01-15")] == ["com4-calls-1"]
    assert not planned(shipped, "2021-01-16", "2021-01-17")


def test_keys_are_unique_and_stable(shipped: Directory) -> None:
    keys = [(o.kind, o.key) for o in planned(shipped)]
    assert len(set(keys)) == len(keys)
    assert ("call-notice", "com3-calls-2@2021-01-26T11:30Z") in keys
    assert ("circular-reminder", "irm-2@2021-01-08T11:30Z/21d") in keys


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_nothing_for_a_call_that_does_not_take_place(shipped: Directory, status: str) -> None:
    changed = with_event(shipped, "com3-calls", changes=(CallChange(call=2, status=status),))  # type: ignore[arg-type]
    assert "com3-calls-2" not in {o.event for o in planned(changed)}
    assert "com3-calls-3" in {o.event for o in planned(changed)}


def test_nine_oclock_stays_nine_oclock_over_the_change_to_summer_time(shipped: Directory) -> None:
    spring = Event.model_validate(
        {"id": "spring", "title": "Spring meeting", "starts": "2021-03-30T12:30", "ends": "2021-03-30T15:30"}
    )
    found = planned(replace(shipped, events=(spring,), _indexes={}), "2021-03-01", "2021-03-31")
    assert [o.at.isoformat() for o in found] == ["2021-03-09T09:00:00+01:00", "2021-03-26T09:00:00+01:00"]
    assert found[0].starts.utcoffset() == timedelta(hours=2)


def test_due_at_its_minute_and_not_before(shipped: Directory) -> None:
    at = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
    before = due(shipped, RULES, (), at - timedelta(seconds=1), IMPORTED)
    assert "call-notice" not in {o.kind for o in before.send}
    now = due(shipped, RULES, (), at, IMPORTED)
    assert [(o.kind, o.event) for o in now.send] == [("call-notice", "com3-calls-1")]


def test_what_is_settled_is_not_due_again(shipped: Directory) -> None:
    at = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
    first = due(shipped, RULES, (), at, IMPORTED)
    settled = {(o.kind, o.key) for o in first.send} | {(s.occasion.kind, s.occasion.key) for s in first.skip}
    again = due(shipped, RULES, settled, at + timedelta(hours=1), IMPORTED)
    assert again.send == again.skip == ()


@pytest.mark.parametrize(
    ("late", "sent"), [(timedelta(hours=48), True), (timedelta(hours=48, seconds=1), False)]
)
def test_a_missed_occasion_is_sent_within_48_hours(shipped: Directory, late: timedelta, sent: bool) -> None:
    found = due(shipped, RULES, (), datetime(2021, 1, 14, 8, tzinfo=UTC) + late, IMPORTED)
    assert (("call-notice", "com3-calls-1") in {(o.kind, o.event) for o in found.send}) is sent
    reasons = {s.occasion.event: s.reason for s in found.skip if s.occasion.kind == "call-notice"}
    assert reasons == ({} if sent else {"com3-calls-1": "missed by more than 48 hours"})


def test_never_after_the_event_has_begun(shipped: Directory) -> None:
    begin = datetime(2021, 1, 19, 11, 30, tzinfo=UTC)
    just_before = due(shipped, RULES, (), begin - timedelta(seconds=1), IMPORTED)
    assert ("call-reminder", "com3-calls-1") in {(o.kind, o.event) for o in just_before.send}
    begun = due(shipped, RULES, (), begin, IMPORTED)
    reasons = {(s.occasion.kind, s.occasion.event): s.reason for s in begun.skip}
    assert reasons["call-reminder", "com3-calls-1"] == "the event has begun"


def test_never_what_was_due_before_the_first_import(shipped: Directory) -> None:
    now = datetime(2021, 1, 14, 8, 30, tzinfo=UTC)
    found = due(shipped, RULES, (), now, since=now - timedelta(minutes=15))
    assert found.send == ()
    reasons = {s.occasion.event: s.reason for s in found.skip}
    assert reasons["com3-calls-1"] == "was due before the programme's first import"


def test_a_call_that_was_moved_after_its_notice_is_announced_anew(shipped: Directory) -> None:
    now = datetime(2021, 1, 15, 14, tzinfo=UTC)
    settled = {(o.kind, o.key) for o in planned(shipped) if o.at <= now}
    moved = with_event(
        shipped, "com3-calls",
        changes=(CallChange(call=1, starts=datetime(2021, 1, 20, 12, 30, tzinfo=GENEVA)),),
    )  # fmt: skip
    found = due(moved, RULES, settled, now, IMPORTED)
    assert [(o.kind, o.event) for o in found.send] == [("call-notice", "com3-calls-1")]


def test_now_must_be_aware(shipped: Directory) -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(shipped, RULES, (), datetime(2021, 1, 14, 8), IMPORTED)  # noqa: DTZ001 - that is the point
