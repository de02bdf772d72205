"""When something is, in words: Geneva time, UTC and the recipient's zone, with the day's name in each. Pure.

The programme's zone is called Geneva time where it is Europe/Zurich, else by its own city.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.directory.sheet import MONTHS

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Span:
    """One line: ``zone`` is its name, ``text`` like `Tuesday 19 January 2021, 12:30-15:30 CET`."""

    zone: str
    text: str


def day(moment: datetime) -> str:
    """`Tuesday 19 January 2021`, in the moment's own zone."""
    return f"{_DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def zone_name(zone: ZoneInfo) -> str:
    if zone.key == "Europe/Zurich":
        return "Geneva"
    return zone.key.rpartition("/")[2].replace("_", " ")


def offset(moment: datetime) -> str:
    """The distance from UTC, which every reader understands: `UTC+7`, `UTC-3:30`, `UTC+0`."""
    distance = moment.utcoffset()
    assert distance is not None
    minutes = int(distance.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def label(moment: datetime) -> str:
    """The zone's letters (`CET`, `UTC`), where it has some of its own, else its distance from UTC."""
    name = moment.tzname() or ""
    return name if name.isalpha() else offset(moment)


def clock_span(starts: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """`12:30-15:30`; an end on another day is named with its day."""
    begin, end = starts.astimezone(zone), ends.astimezone(zone)
    if begin.date() == end.date():
        return f"{begin:%H:%M}-{end:%H:%M}"
    return f"{begin:%H:%M} - {day(end)}, {end:%H:%M}"


def span(starts: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """`Tuesday 19 January 2021, 12:30-15:30`, without the zone."""
    return f"{day(starts.astimezone(zone))}, {clock_span(starts, ends, zone)}"


def spans(starts: datetime, ends: datetime, programme: ZoneInfo, own: ZoneInfo | None) -> tuple[Span, ...]:
    """The lines a mail shows: the programme's time, UTC, and the recipient's own where it is another zone.

    Letters like CST mean several zones, so the own one is named by city and distance from UTC.
    """
    utc = ZoneInfo("UTC")
    first = f"{span(starts, ends, programme)} {label(starts.astimezone(programme))}"
    lines = [Span(zone_name(programme), first), Span("UTC", f"{span(starts, ends, utc)} UTC")]
    if own is not None and own.key not in (programme.key, "UTC", "Etc/UTC"):
        there = f"{span(starts, ends, own)} {offset(starts.astimezone(own))}"
        lines.append(Span(zone_name(own), there))
    return tuple(lines)
