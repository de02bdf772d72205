"""Days and months as pages show them, in the reader's language (Unicode CLDR)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

from mailbot.directory.diary import Entry
from mailbot.outbound.times import Span, clock_span, comma, day, label, period

_LTR, _END = "\u2066", "\u2069"  # LEFT-TO-RIGHT ISOLATE, POP DIRECTIONAL ISOLATE (UAX #9)
_MONDAY = date(2021, 1, 4)


@cache
def month_name(year: int, month: int, language: str) -> str:
    """`January 2021`, `janvier 2021`."""
    return str(format_skeleton("yMMMM", date(year, month, 1), locale=language))


@cache
def weekdays(language: str) -> tuple[tuple[str, str], ...]:
    """(short, full) names of the days from Monday on."""
    days = [_MONDAY + timedelta(days=number) for number in range(7)]
    return tuple(
        (str(format_date(each, "EEE", language)), str(format_date(each, "EEEE", language))) for each in days
    )


def when(entry: Entry, zone: ZoneInfo, language: str) -> str:
    """`Tuesday 19 January 2021, 12:30-15:30 CET`; of a regional meeting its days."""
    if not (entry.starts and entry.ends):
        return period(entry.first, entry.last, language)
    clock = f"{clock_span(entry.starts, entry.ends, zone, language)} {label(entry.ends.astimezone(zone))}"
    return f"{day(entry.starts.astimezone(zone), language)}{comma(language)} {_LTR}{clock}{_END}"


def left_to_right(line: Span, language: str) -> Span:
    """The line with its clock times kept in their order, in a right-to-left page, too."""
    named, between, clock = line.text.rpartition(f"{comma(language)} ")
    return Span(line.zone, f"{named}{between}{_LTR}{clock}{_END}")
