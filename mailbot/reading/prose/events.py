"""Which of ITU's meetings and calls a text means: by date, committee, ordinal, "all calls", or by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.directory.events import Occurrence
from mailbot.directory.records import WEEKDAYS, Event
from mailbot.reading import normal
from mailbot.reading.context import Context
from mailbot.reading.dates import Period
from mailbot.reading.values import ascii_digits, folded


def _day(call: Occurrence, context: Context) -> object:
    return call.starts.astimezone(context.directory.zone).date()


def _series(text: str, context: Context) -> list[Event]:
    """The series a text is about: of the committee or weekday named, else all of them."""
    series = [e for e in context.directory.events if e.is_series]
    committee = normal.committee(text, context)
    if committee and committee != "all":
        return [e for e in series if e.committee == committee]
    days = [d for d, pattern in context.words.patterns("attendance.weekday").items() if pattern.search(text)]
    by_day = [e for e in series if e.weekday in days and e.weekday in WEEKDAYS]
    return by_day or series


def events_in(
    text: str, periods: Sequence[Period], context: Context, hint: Sequence[str] = ()
) -> tuple[str, ...]:
    """Ids of the events and calls named; of a series all calls of which are meant, its id.

    ``hint`` are the events spoken of just before: a bare date is a call's only where calls are the subject.
    """
    words = context.words
    found: list[str] = []
    speaks_of_calls = words.pattern("attendance.call").search(text) is not None
    calls_before = any((c := context.directory.call(h)) is None or c.is_call for h in hint)
    days = _listed_days(text, periods, context)
    for call in context.directory.calls:
        if _day(call, context) not in days:
            continue
        if not call.is_call:
            if not speaks_of_calls or words.pattern("attendance.inter_regional").search(text):
                found.append(call.id)
        elif (speaks_of_calls or calls_before) and any(e.id == call.event_id for e in _series(text, context)):
            found.append(call.id)
    singles = [e for e in context.directory.events if not e.is_series]
    named = [e.id for e in singles if folded(e.title) in folded(text)]
    if not named and not any(not c.is_call and c.id in found for c in context.directory.calls):
        named = _inter_regional(text, singles, periods, context)
    found += [n for n in named if n not in found]
    if speaks_of_calls and not any(c.id in found and c.is_call for c in context.directory.calls):
        found += _calls(text, context)
    return tuple(dict.fromkeys(found))


def _listed_days(text: str, periods: Sequence[Period], context: Context) -> set[object]:
    """The days meant: `21 and 28 January` are two days, not a span, and `the 8th` is the next one."""
    days: set[object] = set()
    for period in periods:
        if period.is_day:
            days.add(period.first)
            continue
        days |= {period.first, period.last}
    for ordinal in re.finditer(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b", ascii_digits(text)):
        wanted = int(ordinal[1])
        near = [c for c in context.directory.calls if c.starts.date() >= context.today]
        hit = next((c for c in near if c.starts.astimezone(context.directory.zone).day == wanted), None)
        if hit is not None and context.words.pattern("attendance.inter_regional").search(text):
            days.add(_day(hit, context))
    return days


def _inter_regional(
    text: str, singles: list[Event], periods: Sequence[Period], context: Context
) -> list[str]:
    """`the inter-regional meeting`: the only one, or the next one after the message."""
    if not context.words.pattern("attendance.inter_regional").search(text):
        return []
    if any(p.is_day for p in periods) and not context.words.pattern("attendance.away").search(text):
        wanted = {p.first for p in periods}
        if wanted and not any(e.starts and e.starts.date() in wanted for e in singles):
            return []
    ahead = [e for e in singles if e.starts and e.starts.date() >= context.today]
    return [ahead[0].id] if len(ahead) == 1 else []


def _calls(text: str, context: Context) -> list[str]:
    """Calls by ordinal (`the first two calls` is left alone), else all of the series."""
    words = context.words
    series = _series(text, context)
    ordinal = [n for n, pattern in words.patterns("attendance.ordinal").items() if pattern.search(text)]
    plain_number = re.search(r"(?:call|calls)\s(?:no\.?\s?|#\s?)(\d{1,2})\b", text, re.I)
    if len(series) == 1 and (plain_number or len(ordinal) == 1):
        calls = [c for c in context.directory.calls if c.event_id == series[0].id]
        places = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
        place = int(plain_number[1]) - 1 if plain_number else places.get(ordinal[0], 99)
        if re.search(r"\b(?:two|three|dos|tres|deux|trois)\b|两", text):
            return []
        return [calls[place].id] if -1 <= place < len(calls) else []
    if words.pattern("attendance.all_calls").search(text) and series:
        return [e.id for e in series]
    return []
