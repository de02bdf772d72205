"""The calendar's entries, what falls together, and the weeks of a month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.directory.diary import Entry, concerning, diary, month_to_show, months, weeks
from mailbot.directory.programme import load_file
from mailbot.directory.records import CallChange, Event, Meeting
from mailbot.directory.snapshot import Directory
from mailbot.resources import SHIPPED_PROGRAMME

SHIPPED = load_file(SHIPPED_PROGRAMME)


def directory(*, meetings: tuple[Meeting, ...] = (), events: tuple[Event, ...] = ()) -> Directory:
    return Directory(SHIPPED.programme, meetings=meetings, events=events)


def meeting(key: str, first: str, last: str, status: str = "confirmed") -> Meeting:
    form = {"id": key, "organization": key[:4].upper(), "title": key, "starts": first, "ends": last}
    return Meeting.model_validate({**form, "status": status})


def event(key: str, starts: str, ends: str, status: str | None = None) -> Event:
    return Event.model_validate({"id": key, "title": key, "starts": starts, "ends": ends, "status": status})


def overlaps(found: tuple[Entry, ...]) -> dict[str, tuple[str, ...]]:
    return {entry.id: entry.overlaps for entry in found}


def test_the_shipped_programme_has_its_overlaps() -> None:
    found = overlaps(diary(SHIPPED))
    assert found["cept-m1"] == ("com3-calls-2",)
    assert found["com4-calls-3"] == ("apt-m1",)
    assert found["atu-m1"] == ()
    assert len(found) == len(SHIPPED.meetings) + 2 + 10


def test_meetings_fall_together_by_days() -> None:
    found = directory(meetings=(meeting("apt-1", "2021-02-01", "2021-02-03"),
                                meeting("atu-1", "2021-02-03", "2021-02-05"),
                                meeting("rcc-1", "2021-02-06", "2021-02-06")))  # fmt: skip
    assert overlaps(diary(found)) == {"apt-1": ("atu-1",), "atu-1": ("apt-1",), "rcc-1": ()}


def test_events_fall_together_by_the_clock_and_with_meetings_by_the_day() -> None:
    found = directory(
        meetings=(meeting("apt-1", "2021-02-01", "2021-02-01"),),
        events=(event("a", "2021-02-01T09:00", "2021-02-01T10:00"),
                event("b", "2021-02-01T10:00", "2021-02-01T11:00"),
                event("c", "2021-02-01T10:30", "2021-02-01T11:30")),
    )  # fmt: skip
    assert overlaps(diary(found)) == {
        "apt-1": ("a", "b", "c"), "a": ("apt-1",), "b": ("apt-1", "c"), "c": ("apt-1", "b"),
    }  # fmt: skip


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_does_not_take_place_overlaps_nothing(status: str) -> None:
    found = directory(meetings=(meeting("apt-1", "2021-02-01", "2021-02-03", status),
                                meeting("atu-1", "2021-02-03", "2021-02-05")))  # fmt: skip
    assert set(overlaps(diary(found)).values()) == {()}


def test_a_cancelled_call_of_a_series_overlaps_nothing() -> None:
    series = next(each for each in SHIPPED.events if each.id == "com3-calls")
    changed = series.model_copy(update={"changes": (CallChange(call=2, status="cancelled"),)})
    found = directory(meetings=tuple(m for m in SHIPPED.meetings if m.id == "cept-m1"), events=(changed,))
    assert overlaps(diary(found))["cept-m1"] == ()


def test_days_are_those_of_the_programmes_zone() -> None:
    found = diary(directory(events=(event("late", "2021-02-01T23:30+00:00", "2021-02-02T00:30+00:00"),)))
    assert (found[0].first, found[0].last) == (date(2021, 2, 2), date(2021, 2, 2))


def test_one_organization_and_one_committee() -> None:
    found = concerning(diary(SHIPPED), organization="CEPT", committee="COM3")
    assert {entry.organization for entry in found} == {"CEPT", None}
    assert {entry.committee for entry in found} == {None, "COM3", "all"}


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_the_weeks_of_a_month_hold_each_day_once(year: int, month: int) -> None:
    found = weeks(year, month)
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in found)
    days = [day for week in found for day in week]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    inside = [day for day in days if (day.year, day.month) == (year, month)]
    assert inside[0].day == 1
    assert (inside[-1] + timedelta(days=1)).day == 1
    assert all(any((day.year, day.month) == (year, month) for day in week) for week in found)


def test_the_month_to_show() -> None:
    found = diary(SHIPPED)
    assert month_to_show(found, date(2021, 1, 14)) == (2021, 1)
    assert month_to_show(found, date(2020, 10, 2)) == (2021, 1)
    assert month_to_show(found, date(2026, 1, 1)) == months(found)[-1] == (2021, 7)
    assert month_to_show((), date(2021, 1, 14)) == (2021, 1)
