"""Calls told by the month: `the January calls`, `until the end of January`, `from February on`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from mailbot.directory.events import Occurrence
from mailbot.reading.context import Context
from mailbot.reading.dates import periods

_OURS = 12  # signs between "our" and the month
_BEFORE = 40  # signs before a month in which it is said that it opens or closes a span


def of_months(text: str, calls: Sequence[Occurrence], context: Context) -> list[str]:
    """Ids of the calls in the months named outside dates; none where no month with a call is named."""
    words, zone = context.words, context.directory.zone
    held = [(c.id, c.starts.astimezone(zone).date()) for c in calls if c.takes_place]
    months = {day.month for _, day in held}
    named = [(m, n) for n in months for m in _places(text, n, context)]
    ours = [m.end() for m in words.pattern("meeting.own").finditer(text)]
    if not named or any(0 <= start - end <= _OURS for end in ours for (start, _), _ in named):
        return []  # "our January meeting" is no call's month
    found: set[str] = set()
    for (start, end), month in named:
        firsts = [day for _, day in held if day.month == month]
        side, whole = _side(text, start, end, context)
        if side == "from":
            found |= {i for i, day in held if day >= min(firsts)}
        elif side == "until":
            last = max(firsts)
            found |= {i for i, day in held if (day <= last if whole else day < min(firsts))}
        else:
            found |= {i for i, day in held if day.month == month and _of_year(day, firsts)}
    return [i for i, _ in held if i in found]


def _of_year(day: date, days: Sequence[date]) -> bool:
    return day.year == min(days).year


def _places(text: str, month: int, context: Context) -> list[tuple[int, int]]:
    """Where the month stands by name, not as part of a date."""
    lowered = text.casefold()
    names = [n for n, number in context.words.months.items() if number == month and n in lowered]
    names += [f"{month}月"] if "月" in text else []
    adjective = context.words.patterns("time.month_adjective").get(str(month))
    found = [m.span() for n in names for m in _whole(n).finditer(text)]
    found += [m.span() for m in adjective.finditer(text)] if adjective else []
    if not found:
        return []
    dates = [(p.start, p.end) for p in periods(text, context.today)]
    return [(a, b) for a, b in dict.fromkeys(found) if not any(s < b and a < e for s, e in dates)]


@lru_cache(maxsize=128)
def _whole(name: str) -> re.Pattern[str]:
    """The name as a word of its own; Chinese sets no blanks, and `11月` is not January."""
    letter = r"[^\W_\u3400-\u9fff]"
    return re.compile(rf"(?<!{letter}){re.escape(name)}(?!{letter})", re.I)


def _side(text: str, start: int, end: int, context: Context) -> tuple[str, bool]:
    """Whether the month opens or closes a span, and whether it closes it with its end."""
    words = context.words
    before = text[max(0, start - _BEFORE) : start].rstrip()
    ends = [m for m in words.pattern("attendance.end_of").finditer(before) if m.end() == len(before)]
    whole = bool(ends) or words.pattern("attendance.end_of").match(text, end) is not None
    before = before[: ends[0].start()].rstrip() if ends else before
    for name, side in (("from_day", "from"), ("until_day", "until")):
        if any(m.end() == len(before) for m in words.pattern(f"attendance.{name}").finditer(before)):
            return side, whole
    if any(m.end() == len(before) for m in words.pattern("attendance.before_month").finditer(before)):
        return "until", False
    onward = words.pattern("attendance.onward").match(text[end : end + 14].lstrip(" ,"))
    return ("from", whole) if onward and (len(onward[0]) > 2 or not onward[0].isascii()) else ("", whole)
