"""When something is, in words: Geneva time, UTC and the recipient's zone, with the day's name in each. Pure.

The programme's zone is called Geneva time where it is Europe/Zurich, else by its own city. Days and cities
are written as the language has them (Unicode CLDR); clock times are the 24 hours of ITU's papers everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location

from mailbot.directory.sheet import MONTHS
from mailbot.directory.sheet import period as english_period
from mailbot.wording import N_, SOURCE, Wording

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GENEVA = N_("Geneva")
_COMMA = {"ar": "،"}  # where it is another than ours


@dataclass(frozen=True)
class Span:
    """One line: ``zone`` is its name, ``text`` like `Tuesday 19 January 2021, 12:30-15:30 CET`."""

    zone: str
    text: str


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def day(moment: date, language: str = SOURCE) -> str:
    """`Tuesday 19 January 2021`, `mardi 19 janvier 2021`, in the moment's own zone."""
    if language == SOURCE:
        return f"{_DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    return str(format_date(moment, "full", _locale(language)))


def short_day(moment: date, language: str = SOURCE) -> str:
    """`19 January 2021`, without the day's name."""
    if language == SOURCE:
        return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    return str(format_date(moment, "long", _locale(language)))


def weekday(moment: date, language: str = SOURCE) -> str:
    """`Tuesday`, `mardi`."""
    return str(format_date(moment, "EEEE", _locale(language)))


def comma(language: str) -> str:
    """What stands between day and clock time."""
    return _COMMA.get(language, ",")


def period(starts: date, ends: date, language: str = SOURCE) -> str:
    """`25-28 January 2021`; in other languages both days in full: `25 janvier 2021 – 28 janvier 2021`."""
    if starts == ends:
        return short_day(starts, language)
    if language == SOURCE:
        return english_period(starts, ends)
    return f"{short_day(starts, language)} – {short_day(ends, language)}"


def zone_name(zone: ZoneInfo, say: Wording | None = None) -> str:
    if zone.key == "Europe/Zurich":
        return say(GENEVA) if say else GENEVA
    if say and say.language != SOURCE:
        return str(get_timezone_location(zone, _locale(say.language), return_city=True))
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


def clock_span(starts: datetime, ends: datetime, zone: ZoneInfo, language: str = SOURCE) -> str:
    """`12:30-15:30`; an end on another day is named with its day."""
    begin, end = starts.astimezone(zone), ends.astimezone(zone)
    if begin.utcoffset() != end.utcoffset():  # over the night on which the clocks change
        later = f"{day(end, language)}, {end:%H:%M}" if begin.date() != end.date() else f"{end:%H:%M}"
        return f"{begin:%H:%M} {label(begin)} - {later}"
    if begin.date() == end.date():
        return f"{begin:%H:%M}-{end:%H:%M}"
    return f"{begin:%H:%M} - {day(end, language)}{comma(language)} {end:%H:%M}"


def span(starts: datetime, ends: datetime, zone: ZoneInfo, language: str = SOURCE) -> str:
    """`Tuesday 19 January 2021, 12:30-15:30`, without the zone."""
    clock = clock_span(starts, ends, zone, language)
    return f"{day(starts.astimezone(zone), language)}{comma(language)} {clock}"


def spans(
    starts: datetime, ends: datetime, programme: ZoneInfo, own: ZoneInfo | None, say: Wording | None = None
) -> tuple[Span, ...]:
    """The lines a mail shows: the programme's time, UTC, and the recipient's own where it is another zone.

    Letters like CST mean several zones, so the own one is named by city and distance from UTC.
    """
    language = say.language if say else SOURCE
    utc = ZoneInfo("UTC")
    first = f"{span(starts, ends, programme, language)} {label(ends.astimezone(programme))}"
    lines = [
        Span(zone_name(programme, say), first),
        Span("UTC", f"{span(starts, ends, utc, language)} UTC"),
    ]
    if own is not None and own.key not in (programme.key, "UTC", "Etc/UTC"):
        there = f"{span(starts, ends, own, language)} {offset(ends.astimezone(own))}"
        lines.append(Span(zone_name(own, say), there))
    return tuple(lines)
