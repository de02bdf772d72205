"""The calendar: regional meetings and ITU-T's own in one order of days, with what falls together. Pure.

Two entries overlap if both take place and share time: two of ITU-T's own by the clock, all others by whole
days in the programme's time zone, for a regional meeting has no clock times. That is what a coordinator has
to know when he chooses a date: his experts cannot be in two meetings on one day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Literal

from mailbot.directory.events import Occurrence
from mailbot.directory.records import Meeting
from mailbot.directory.snapshot import Directory

_NOT_HELD = ("cancelled", "postponed")


@dataclass(frozen=True)
class Entry:
    """A regional meeting (`organization`) or an event or call of ITU-T's (`committee`, `starts`, `ends`).

    ``first`` and ``last`` are the local days; ``overlaps`` are the ids of what falls together with it.
    """

    kind: Literal["meeting", "event"]
    id: str
    title: str
    first: date
    last: date
    organization: str | None = None
    committee: str | None = None
    number: int | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    mode: str | None = None
    place: str | None = None
    url: str | None = None
    status: str | None = None
    overlaps: tuple[str, ...] = ()

    @property
    def takes_place(self) -> bool:
        return self.status not in _NOT_HELD

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


def diary(directory: Directory) -> tuple[Entry, ...]:
    """Every meeting, event and call, in order of days; what falls together is marked in both."""
    entries = [_of_meeting(each) for each in directory.meetings]
    entries += [_of_event(each, directory) for each in directory.calls]
    entries.sort(key=_order)
    together: dict[str, list[str]] = {entry.id: [] for entry in entries}
    for one, other in combinations(entries, 2):
        if _overlap(one, other):
            together[one.id].append(other.id)
            together[other.id].append(one.id)
    return tuple(_with_overlaps(entry, together[entry.id]) for entry in entries)


def concerning(
    entries: Sequence[Entry], *, organization: str | None = None, committee: str | None = None
) -> tuple[Entry, ...]:
    """Those of one organization, with ITU-T's own; of ITU-T's own those that concern the Committee."""

    def wanted(entry: Entry) -> bool:
        if entry.organization:
            return organization in (None, entry.organization)
        return committee is None or entry.committee in ("all", committee)

    return tuple(filter(wanted, entries))


def weeks(year: int, month: int) -> list[list[date]]:
    """The weeks of a month, Monday to Sunday, with the days around it that fill them."""
    first = date(year, month, 1)
    day = first - timedelta(days=first.weekday())
    found: list[list[date]] = []
    while day < first or day.month == month:
        found.append([day + timedelta(days=number) for number in range(7)])
        day += timedelta(days=7)
    return found


def months(entries: Sequence[Entry]) -> tuple[tuple[int, int], ...]:
    """The (year, month) in which there is something, in order."""
    found = {step for entry in entries for step in _months_of(entry)}
    return tuple(sorted(found))


def month_to_show(entries: Sequence[Entry], today: date) -> tuple[int, int]:
    """This month or the next in which there is something; the last one where nothing follows."""
    now = (today.year, today.month)
    known = months(entries)
    return next((each for each in known if each >= now), known[-1] if known else now)


def _months_of(entry: Entry) -> Iterator[tuple[int, int]]:
    year, month = entry.first.year, entry.first.month
    while (year, month) <= (entry.last.year, entry.last.month):
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _order(entry: Entry) -> tuple[date, float, str]:
    return entry.first, entry.starts.timestamp() if entry.starts else 0.0, entry.id


def _overlap(one: Entry, other: Entry) -> bool:
    if not (one.takes_place and other.takes_place):
        return False
    if one.starts and one.ends and other.starts and other.ends:
        return one.starts < other.ends and other.starts < one.ends
    return one.first <= other.last and other.first <= one.last


def _of_meeting(meeting: Meeting) -> Entry:
    return Entry(
        "meeting", meeting.id, meeting.title, meeting.starts, meeting.ends, meeting.organization,
        mode=meeting.mode, place=meeting.place, url=meeting.url, status=meeting.status,
    )  # fmt: skip


def _of_event(call: Occurrence, directory: Directory) -> Entry:
    starts, ends = call.starts.astimezone(directory.zone), call.ends.astimezone(directory.zone)
    return Entry(
        "event", call.id, call.title, starts.date(), ends.date(), committee=call.committee,
        number=call.number, starts=call.starts, ends=call.ends, mode="virtual" if call.is_call else None,
        url=call.url, status=call.status,
    )  # fmt: skip


def _with_overlaps(entry: Entry, ids: Sequence[str]) -> Entry:
    return replace(entry, overlaps=tuple(ids)) if ids else entry
