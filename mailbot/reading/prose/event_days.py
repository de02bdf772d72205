"""Which days a text names where the calls are known: `5, 12 and 26 July`, `11/6`, `the 8th`, `this Friday`,
`from 17 July on`. A doubtful form counts only where it hits a day on which something is held.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mailbot.reading.context import Context
from mailbot.reading.dates import Period, periods
from mailbot.reading.prose.event_weekdays import from_today, one_day

_AND = (
    r"(?:\s?[,،、]\s?(?:and\s|y\s|et\s|и\s|e\s)?|\s?&\s?"
    r"|\s(?:and|or|nor|y|e|ni|et|и|ни|و|ولا|أو|ou|o)\s|\s?[和及与]\s?)"
)
_THE = r"(?:the\s|el\s|del\s|le\s|du\s)?"
_LIST_BEFORE = re.compile(
    rf"((?<![\d.:/+-])\d{{1,2}}(?:st|nd|rd|th|-?го|-?е)?"
    rf"(?:{_AND}{_THE}\d{{1,2}}(?:st|nd|rd|th|-?го|-?е)?)*){_AND}{_THE}$",
    re.I,
)
_LIST_AFTER = re.compile(
    rf"(?:{_AND}(?:the\s)?\d{{1,2}}(?:st|nd|rd|th|日|号)?(?![\d:/.]|\s?[A-Za-zА-я]))+", re.I
)
_SHORT = re.compile(r"(?<![\d.+/:,-])(\d{1,2})\s?[./-]\s?(\d{1,2})(?![\d/%]|:\d|[.-]\d)")
_COUNTED = (  # what a number behind an article can count instead
    r"calls?|sessions?|meetings?|appels?|séances?|llamadas?|sesion\w*|comm?i\w+|contacts?|people|personnes"
    r"|delegates|regions?|or so|of|o?'clock|heures?|horas?|h"
)
_BARE = re.compile(
    r"(?<![\w.:/+-])(?:the |le |el |du |del |el día |يوم |числа )?(\d{1,2})"
    r"(st|nd|rd|th|-го|日|号| числа| число| منه)(?!\s?(?:call|session|meeting|inter|one|of the|committee))"
    rf"|\b(?:the|le|el|du|del|al|au|el día) (\d{{1,2}})(?![\d/%]|:\d|[.,]\d|\s?[-–]\s?\d|\s(?:{_COUNTED})\b)",
    re.I,
)
_TO = re.compile(r"[-–—‑~]|\b(?:to|until|till|through|au|al|hasta|по|до|a)\b|إلى|حتى|至|到", re.I)


@dataclass(frozen=True)
class Days:
    """The days named; ``since`` and ``upto`` bound an open span ("from 17 July on"); ``span``: from day to
    day ("3-4 July").
    """

    days: frozenset[date] = frozenset()
    since: date | None = None
    upto: date | None = None
    unmatched: frozenset[date] = frozenset()
    span: bool = False

    def __bool__(self) -> bool:
        return bool(self.days or self.since or self.upto)


def days(text: str, held: Collection[date], context: Context, with_weekdays: bool) -> Days:
    """``held`` are the days on which something takes place; ``text`` has ASCII digits."""
    found: set[date] = set()
    wide: set[date] = set()
    since: date | None = None
    upto: date | None = None
    spans = periods(text, context.today)
    for period in spans:
        if period.is_day and _is_week(text, period.start, period.end, context):
            monday = period.first - timedelta(days=period.first.weekday())
            wide |= {d for d in held if monday <= d < monday + timedelta(days=7)}
            continue
        if period.is_day:
            side = _side(text, period.start, period.end, context)
            since = period.first if side == "from" else since
            upto = period.first if side == "until" else upto
            if not side:
                found |= {period.first} | _listed(text, period)
            continue
        if _TO.search(text[period.start : period.end]):
            wide |= {d for d in held if period.first <= d <= period.last}
        else:
            found |= {period.first, period.last}
        found |= _listed(text, period)
    plain = _masked(text, [(p.start, p.end) for p in spans])
    found |= _short(plain, held, context)
    span = bool(wide) and not found & wide  # else "I am away from 8 to 19 July and miss the 10th"
    found |= wide if span else set()
    if not found and not since and not upto:
        bare, since, upto = _bare(plain, held, context)
        found |= bare
    if not found and not since and not upto:
        found |= from_today(text, held, context)
        found |= one_day(text, held, context) if with_weekdays else set()
    if not found and not since and context.words.has("attendance.from_now", plain):
        since = context.today
    return Days(frozenset(found & set(held)), since, upto, frozenset(found - set(held)), span)


def _is_week(text: str, start: int, end: int, context: Context) -> bool:
    """`in the week of 8 February`, `2月8日那一周`"""
    if context.words.pattern("attendance.week_behind").match(text, end):
        return True
    before = text[max(0, start - 24) : start].rstrip()
    return any(m.end() == len(before) for m in context.words.pattern("attendance.week_of").finditer(before))


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


def _listed(text: str, period: Period) -> set[date]:
    """Numbers before `26 July` or after `July 5` that share its month."""
    found: set[date] = set()
    before = _LIST_BEFORE.search(text[max(0, period.start - 60) : period.start])
    after = _LIST_AFTER.match(text, period.end)
    for listed, day in (
        (before[1] if before else "", period.first),
        (after[0] if after else "", period.last),
    ):
        for number in re.findall(r"\d+", listed):
            try:
                found.add(day.replace(day=int(number)))
            except ValueError:
                continue
    return found


def _short(text: str, held: Collection[date], context: Context) -> set[date]:
    """`11/6` and `19.07`: day and month, where something is held on it."""
    ahead = [d for d in held if d >= context.today - timedelta(days=31)]
    pairs = {(int(m[1]), int(m[2])) for m in _SHORT.finditer(text)}
    return {d for d in ahead if (d.day, d.month) in pairs}


def _bare(text: str, held: Collection[date], context: Context) -> tuple[set[date], date | None, date | None]:
    """`the 8th`, `from the 12th on`: the next such day on which something is held."""
    found: set[date] = set()
    ends: dict[str, date] = {}
    for start, end, number in [*_figures(text), *_in_words(text, context)]:
        if _counts_meeting(text, end, context):
            continue
        near = sorted(d for d in held if d.day == number and d >= context.today)[:1]
        side = _side(text, start, end, context)
        if near and side:
            ends[side] = near[0]
        else:
            found |= set(near)
    return found, ends.get("from"), ends.get("until")


def _counts_meeting(text: str, end: int, context: Context) -> bool:
    """`the eighth meeting`, `our 8th working group meeting`: an ordinal and no day."""
    noun = context.words.pattern("meeting.noun").search(text, end, end + 40)
    if noun is None:
        return False
    gap = text[end : noun.start()]
    if len(gap.split()) > 3 or re.search(r"[,;:.!?()]", gap):
        return False
    said = ("attendance.only_person", "attendance.verb", "attendance.yes", "attendance.no")
    return not any(context.words.has(name, gap) for name in said)


def _figures(text: str) -> list[tuple[int, int, int]]:
    out = []
    for match in _BARE.finditer(text):
        group = 1 if match[1] else 3
        out.append((match.start(group), match.end(group), int(match[group])))
    return out


def _in_words(text: str, context: Context) -> list[tuple[int, int, int]]:
    """`двенадцатого - нет`; the first five could be the calls themselves."""
    if context.language not in ("ru", "en"):
        return []
    return [
        (*match.span(), int(number))
        for number, pattern in context.words.patterns("time.day").items()
        if int(number) > 5
        for match in pattern.finditer(text)
    ]
