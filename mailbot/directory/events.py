"""ITU-T's own meetings in time: a series becomes its calls, numbered from 1 in order of date.

Numbers never shift: a call that was moved or cancelled keeps its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.directory.records import WEEKDAYS, Event


@dataclass(frozen=True)
class Occurrence:
    """One event or one call. ``starts`` and ``ends`` are aware; ``number`` is None outside a series."""

    id: str
    event_id: str
    number: int | None
    title: str
    committee: str
    starts: datetime
    ends: datetime
    url: str | None = None
    status: str | None = None

    @property
    def is_call(self) -> bool:
        return self.number is not None

    @property
    def takes_place(self) -> bool:
        return self.status not in ("cancelled", "postponed")


def uid(programme: str, event_id: str, domain: str) -> str:
    """The iCalendar UID of an event, a call or a regional meeting: the same wherever it is shown or sent."""
    return f"{event_id}.{programme}@{domain}"


def _aware(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def occurrences(event: Event, zone: ZoneInfo) -> tuple[Occurrence, ...]:
    """The event itself, or the calls of the series, with `zone` for times that name none."""
    if not event.is_series:
        assert event.starts and event.ends
        return (
            Occurrence(
                event.id, event.id, None, event.title, event.committee,
                _aware(event.starts, zone), _aware(event.ends, zone), event.url, event.status,
            ),
        )  # fmt: skip
    assert event.from_ and event.until and event.start and event.end and event.weekday
    changes = {change.call: change for change in event.changes}
    day = event.from_ + timedelta(days=(WEEKDAYS.index(event.weekday) - event.from_.weekday()) % 7)
    calls: list[Occurrence] = []
    while day <= event.until:
        number = len(calls) + 1
        change = changes.get(number)
        starts = datetime.combine(day, event.start, zone)
        ends = datetime.combine(day, event.end, zone)
        if change and change.starts:
            length = ends - starts
            starts = _aware(change.starts, zone)
            ends = starts + length
        if change and change.ends:
            ends = _aware(change.ends, zone)
        status = (change.status if change else None) or event.status
        calls.append(
            Occurrence(
                f"{event.id}-{number}", event.id, number, event.title, event.committee,
                starts, ends, event.url, status,
            )
        )  # fmt: skip
        day += timedelta(days=7)
    return tuple(calls)
