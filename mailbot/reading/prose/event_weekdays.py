"""Weekdays and days told from today: `the Tuesday calls`, `every Friday`, `this Wednesday`, `tomorrow`.

A weekday in the plural or with "every" means the series held on it; in the singular the next such day.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from mailbot.directory.records import WEEKDAYS, Event
from mailbot.reading.context import Context

# `本周四的电话会` is one call, `周四的电话会` are all
_THIS_ONE = re.compile(r"(?:本|下|这|上|下个|这个|本月|\d日|\d日（|\d号)$")


def weekly(text: str, context: Context) -> list[Event]:
    """The series whose weekday the text names as a habit."""
    asked = ("weekly", text)
    if asked not in context.kept:
        context.kept[asked] = _weekly(text, context)
    found: list[Event] = context.kept[asked]
    return list(found)


def _weekly(text: str, context: Context) -> list[Event]:
    found: list[Event] = []
    for name, pattern in context.words.patterns("attendance.weekly").items():
        if any(not _THIS_ONE.search(text[: m.start()]) for m in pattern.finditer(text)):
            found += [e for e in context.directory.events if e.is_series and e.weekday == name]
    return found


def contrasted(text: str, hint: Collection[str], context: Context) -> list[Event]:
    """`For Thursday, I was not appointed`, behind `all Tuesday calls`: the other series, by its day alone."""
    every = [e for e in context.directory.events if e.is_series]
    if not any(e.id in hint for e in every) or re.search(r"\d", text):
        return []
    if any(context.words.has(f"attendance.{name}", text) for name in ("next", "next_week")):
        return []
    patterns = context.words.patterns("attendance.weekday")
    on = [name for name, pattern in patterns.items() if pattern.search(text)]
    if any(e.weekday in on for e in every if e.id in hint) or len(on) != 1:
        return []
    if any(_THIS_ONE.search(text[: m.start()]) for m in patterns[on[0]].finditer(text)):
        return []
    return [e for e in every if e.weekday == on[0]]


def one_day(text: str, held: Collection[date], context: Context) -> set[date]:
    """`this Wednesday`: the next one, or that of next week, if something is held on it."""
    found = set()
    today = context.today
    for name, pattern in context.words.patterns("attendance.weekday").items():
        if name not in WEEKDAYS or not pattern.search(text):
            continue
        ahead = (WEEKDAYS.index(name) - today.weekday()) % 7
        if context.words.has("attendance.next_week", text):
            day = today + timedelta(days=WEEKDAYS.index(name) - today.weekday() + 7)
        else:
            day = today + timedelta(days=ahead or 7)
            later = day + timedelta(days=7)
            if day not in held and later in held and context.words.has("attendance.next", text):
                day = later  # "next Friday" on a Thursday
        found |= {day} & set(held)
    return found


def from_today(text: str, held: Collection[date], context: Context) -> set[date]:
    """`tomorrow`, where something is held on it; `next week`: what is held in it."""
    found = set()
    for number, pattern in context.words.patterns("attendance.day").items():
        if pattern.search(text):
            found.add(context.today + timedelta(days=int(number)))
    weekdays = context.words.patterns("attendance.weekday").values()
    calls = context.words.has("attendance.call", text)
    if (
        calls
        and context.words.has("attendance.next_week", text)
        and not any(p.search(text) for p in weekdays)
    ):
        monday = context.today + timedelta(days=7 - context.today.weekday())
        return {d for d in held if monday <= d < monday + timedelta(days=7)}
    return set(sorted(found)[-1:]) & set(held)
