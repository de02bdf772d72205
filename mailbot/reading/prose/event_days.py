"""Which days a text names where the calls are known: `5, 12 and 26 July`, `11/6`, `the 8th`, `this Friday`,
`from 17 July on`. A doubtful form counts only where it hits a day on which something is held.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mailbot.directory.records import WEEKDAYS
from mailbot.reading.context import Context
from mailbot.reading.dates import Period, periods

_AND = r"(?:\s?[,،、]\s?(?:and\s|y\s|et\s|и\s)?|\s?&\s?|\s(?:and|or|y|e|et|и|و|ou)\s|\s?[和及与]\s?)"
_THE = r"(?:the\s|el\s|del\s|le\s|du\s)?"
_LIST_BEFORE = re.compile(
    rf"((?<![\d.:/+-])\d{{1,2}}(?:st|nd|rd|th|-?го|-?е)?"
    rf"(?:{_AND}{_THE}\d{{1,2}}(?:st|nd|rd|th|-?го|-?е)?)*){_AND}{_THE}$",
    re.I,
)
_LIST_AFTER = re.compile(
    rf"(?:{_AND}(?:the\s)?\d{{1,2}}(?:st|nd|rd|th|日|号)?(?![\d:/.]|\s?[A-Za-zА-я]))+", re.I
)
_SHORT = re.compile(r"(?<![\d.+/:,-])(\d{1,2})\s?[./-]\s?(\d{1,2})(?![\d:/%]|[.-]\d)")
_BARE = re.compile(
    r"(?<![\w.:/+-])(?:the |le |el |el día |يوم |числа )?(\d{1,2})(st|nd|rd|th|-го|日|号| числа| число)"
    r"(?!\s?(?:call|session|meeting|inter|one|of the|committee))"
    r"|\b(?:the|le|el|el día) (\d{1,2})(?=[\s,.;!?]*(?:$|,|;|and\b|y\b|et\b|but\b|or\b))",
    re.I,
)
_TO = re.compile(r"[-–—‑~]|\b(?:to|until|till|through|au|al|hasta|по|до|a)\b|إلى|حتى|至|到", re.I)


@dataclass(frozen=True)
class Days:
    """The days named; ``since`` and ``upto`` bound an open span ("from 17 July on")."""

    days: frozenset[date] = frozenset()
    since: date | None = None
    upto: date | None = None
    unmatched: frozenset[date] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.days or self.since or self.upto)


def days(text: str, held: Collection[date], context: Context, with_weekdays: bool) -> Days:
    """``held`` are the days on which something takes place; ``text`` has ASCII digits."""
    found: set[date] = set()
    since: date | None = None
    upto: date | None = None
    spans = periods(text, context.today)
    for period in spans:
        if period.is_day:
            side = _side(text, period.start, period.end, context)
            since = period.first if side == "from" else since
            upto = period.first if side == "until" else upto
            if not side:
                found |= {period.first} | _listed(text, period)
            continue
        found |= _of_span(text, period, held) | _listed(text, period)
    plain = _masked(text, [(p.start, p.end) for p in spans])
    found |= _short(plain, held, context)
    if not found and not since and not upto:
        found |= _bare(plain, held, context)
    if not found and not since and not upto and with_weekdays:
        found |= _weekdays(text, held, context)
    return Days(frozenset(found & set(held)), since, upto, frozenset(found - set(held)))


def _side(text: str, start: int, end: int, context: Context) -> str:
    """Whether a day opens or closes an open span."""
    words = context.words
    before = re.sub(
        r"(?i)\b(?:the|le|el|on|l')\s?$", "", text[max(0, start - 30) : start].rstrip() + " "
    ).rstrip()
    for name, side in (("from_day", "from"), ("until_day", "until")):
        if any(m.end() == len(before) for m in words.pattern(f"attendance.{name}").finditer(before)):
            return side
    after = text[end : end + 14].lstrip(" ,")
    onward = words.pattern("attendance.onward").match(after)
    if onward and (len(onward[0]) > 2 or not onward[0].isascii()):
        return "from"
    return ""


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "_" * (end - start) + text[end:]
    return text


def _of_span(text: str, period: Period, held: Collection[date]) -> set[date]:
    """`21 and 28 January` are two days; `8 to 12 March` is everything held between."""
    if _TO.search(text[period.start : period.end]):
        return {d for d in held if period.first <= d <= period.last}
    return {period.first, period.last}


def _listed(text: str, period: Period) -> set[date]:
    """Numbers before `26 July` or after `July 5` that share its month."""
    found: set[date] = set()
    before = _LIST_BEFORE.search(text[max(0, period.start - 60) : period.start])
    after = _LIST_AFTER.match(text, period.end)
    for listed in (before[1] if before else "", after[0] if after else ""):
        for number in re.findall(r"\d+", listed):
            try:
                found.add(period.last.replace(day=int(number)))
            except ValueError:
                continue
    return found


def _short(text: str, held: Collection[date], context: Context) -> set[date]:
    """`11/6` and `19.07`: day and month, where something is held on it."""
    ahead = [d for d in held if d >= context.today - timedelta(days=31)]
    pairs = {(int(m[1]), int(m[2])) for m in _SHORT.finditer(text)}
    return {d for d in ahead if (d.day, d.month) in pairs}


def _bare(text: str, held: Collection[date], context: Context) -> set[date]:
    """`the 8th`: the next such day on which something is held."""
    found = set()
    for match in _BARE.finditer(text):
        number = int(match[1] or match[3])
        near = sorted(d for d in held if d.day == number and d >= context.today)
        found |= set(near[:1])
    return found


def _weekdays(text: str, held: Collection[date], context: Context) -> set[date]:
    """`this Wednesday`: the next one, if something is held on it."""
    found = set()
    for name, pattern in context.words.patterns("attendance.weekday").items():
        if name in WEEKDAYS and pattern.search(text):
            ahead = (WEEKDAYS.index(name) - context.today.weekday()) % 7
            day = context.today + timedelta(days=ahead or 7)
            found |= {day} & set(held)
    return found
