"""When a phase of the programme begins and ends, by the programme's own dates. Pure.

The preparation lasts from ITU-T's first event to the last day on which anything takes place, be it an event
of ITU-T or a regional meeting; the calls last from the first call to the last. What was cancelled or
postponed does not count. A schedule file may give other dates (`[phases]`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mailbot.directory.snapshot import Directory
from mailbot.outbound.rule_words import Phase

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """Local days, both included; None is open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


NEVER = Window(date.max, date.min)


def window(phase: Phase | None, directory: Directory) -> Window:
    """The days of a phase; without one, from ITU-T's first event on."""
    preparation = _preparation(directory)
    if phase is None:
        return Window(preparation.first)
    if phase.name is None:
        return Window(phase.first or preparation.first, phase.last)
    if phase.name == "preparation":
        return Window(phase.first, phase.last) if phase.first else preparation
    calls = Window(phase.first, phase.last) if phase.first else _calls(directory)
    if calls is NEVER or preparation is NEVER:
        return NEVER
    assert calls.first is not None
    assert calls.last is not None
    if phase.name == "before calls":
        return Window(preparation.first, calls.first - _DAY)
    return calls if phase.name == "calls" else Window(calls.last + _DAY, preparation.last)


def _preparation(directory: Directory) -> Window:
    zone = directory.zone
    events = [call for call in directory.calls if call.takes_place]
    if not events:
        return NEVER
    meetings = [m.ends for m in directory.meetings if m.status not in ("cancelled", "postponed")]
    first = min(call.starts.astimezone(zone).date() for call in events)
    return Window(first, max([*(call.ends.astimezone(zone).date() for call in events), *meetings]))


def _calls(directory: Directory) -> Window:
    zone = directory.zone
    days = [
        each.starts.astimezone(zone).date() for each in directory.calls if each.is_call and each.takes_place
    ]
    return Window(min(days), max(days)) if days else NEVER


def weeks(held: Window, weekday: int, every: int, until: date) -> Iterable[date]:
    """Every so many weeks that day, counted from the week in which the window begins, not after ``until``.

    What comes every 4 weeks comes first when 4 weeks have passed: who has just begun need not be asked.
    """
    if held.first is None or held is NEVER:
        return
    day = held.first - timedelta(days=held.first.weekday()) + timedelta(days=weekday)
    day += timedelta(weeks=every if every > 1 else 0)
    last = min(until, held.last or until)
    while day <= last:
        if day >= held.first:
            yield day
        day += timedelta(weeks=every)
