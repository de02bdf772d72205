"""Numbers of a sheet as text: dates as ISO days, telephone numbers without a decimal point."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

# the built-in formats that show a date (ECMA-376 18.8.30), those of East Asia included
_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_NOT_SIGNS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def is_date(number: int, code: str = "") -> bool:
    """Whether the format, built in or written out, shows a day."""
    if not code:
        return number in _DATES
    plain = _NOT_SIGNS.sub("", code).lower()
    return ("d" in plain or "y" in plain) and "general" not in plain


def number_text(raw: str) -> str:
    """`33153440210.0` and `3.315344021E10` as `33153440210`; other numbers as they are."""
    try:
        value = float(raw)
    except ValueError:
        return raw
    if value != value or abs(value) >= 1e15:
        return raw
    return str(int(value)) if value == int(value) else repr(round(value, 10))


def day(raw: str, from_1904: bool = False) -> str:
    """The serial number of a day as an ISO date, with a time if it has one; as it is if it is none."""
    try:
        value = float(raw)
    except ValueError:
        return raw
    if not 1 <= value < 200_000:  # up to the year 2447
        return number_text(raw)
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - days have no zone
    moment = start + timedelta(minutes=round(value * 1440))
    return moment.strftime("%Y-%m-%d %H:%M" if moment.hour or moment.minute else "%Y-%m-%d")
