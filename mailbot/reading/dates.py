"""Days and periods as people write them, in six languages, day before month.

`8-12/3/21`, `12 to 16 April`, `le 12 avril`, `١٢ أبريل`, `4月12日`. A year left out is the next one after the
message; but a date close before it (a month) is taken as just past.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache

from mailbot.mail.needs import flat, need
from mailbot.mail.phrases import LANGUAGES, every_language, phrases
from mailbot.reading.numerals import Digits
from mailbot.reading.values import ascii_digits

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Period:
    """A day or a span of days found in a text, at [start:end]."""

    first: date
    last: date
    start: int
    end: int

    @property
    def is_day(self) -> bool:
        return self.first == self.last


@cache
def _months_of(language: str) -> tuple[str, ...]:
    return tuple(phrases(language).months)


@cache
def _ends(language: str) -> tuple[str, ...]:
    """The months as they end in a flat text."""
    return tuple(piece for month in _months_of(language) for piece in need(month, False, True)[0])


def _spoken(text: str) -> tuple[str, ...]:
    """The languages that a month of the text can be in."""
    plain = flat(text)
    return tuple(code for code in LANGUAGES if any(month in plain for month in _ends(code)))


@cache
def _patterns(languages: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The ways to write a date, with the months of these languages; without, those that name no month."""
    known = {month for language in languages for month in _months_of(language)}
    names = sorted((m for m in every_language().months if m in known), key=len, reverse=True)
    name = "(?:" + ("|".join(re.escape(n) for n in names) or "(?!)") + ")"
    other = r"[\u0621-\u064a]{2,8}(?:\s(?:الأول|الثاني))?"  # in Arabic often in both usages: شباط/فبراير
    month = rf"{name}\.?(?:\s?/\s?{other}|\s\({other}\))?(?!\w)"
    no_number = r"(?<![\d.+/:#])(?<![nN][°º]\s)(?<![nN][°º])(?<!№\s)(?<!№)"
    day = no_number + r"(?:%s)(?:\s?(?:st|nd|rd|th|er|º|°|-?го|-?е|日|号))?(?![\d:])"
    dd = r"(?:0?[1-9]|[12]\d|3[01])"
    year = r"(?:\s?,?\s?(?:de\s|del\s|г\.\s)?(?P<{0}>(?:19|20)\d\d)(?!\d)(?:\s?г(?:ода|\.)?)?)?"
    of = r"\s?[-‑]?(?:of\s|de\s|d['’]|من\s(?:شهر\s)?)?\s?"
    joint = (
        r"\s?(?:[-–—‑~ـ]|to the|to|until|till|through|and|au|jusqu['’]au|et|al|a|y|hasta el|hasta|по|до|и|"
        r"إلى|الى|حتى|و|至|到|和)\s?(?:the\s|el\s)?"
    )
    d1, d2 = day % f"(?P<d1>{dd})", day % f"(?P<d2>{dd})"
    wd = r"(?:[^\W\d_]{3,12}\.?,?\s)?"
    th = r"(?:st|nd|rd|th)?"
    dmy1, dmy2 = (rf"(?P<d{n}>{dd})[./](?P<m{n}n>0?[1-9]|1[0-2])" for n in (1, 2))
    y_1, y_2 = r"(?:[./](?P<y1>\d{4}|\d\d)(?![\d]))", r"(?:[./](?P<y2>\d{4}|\d\d)(?![\d]))"
    alone = r"(?P<pre>\b(?:on|from|to|until|le|du|au|el|del|al|с|на|до|по)\s(?:the\s)?)"
    return tuple(
        re.compile(p, re.I)
        for p in (
            # 31 January [2021] - 3 February 2021
            rf"(?<!\d[-–]){d1}{of}(?P<m1>{month}){year.format('y1')}{joint}{wd}{d2}{of}(?P<m2>{month}){year.format('y2')}",
            # 29, 30 and 31 July (days in a row only)
            rf"{d1}(?P<list>(?:\s?[,،、]\s?{dd})+)\s?,?\s?(?:and|&|et|y|и|و|和|、|،|,)\s?{d2}{of}(?P<m2>{month}){year.format('y2')}",
            # 7 to 10 February 2021
            rf"{d1}{joint}{wd}{d2}{of}(?P<m2>{month}){year.format('y2')}",
            # 8/9 April 2021
            rf"{d1}/(?P<d2>{dd}){th}{of}(?P<m2>{month}){year.format('y2')}",
            # July 29[, 2024] to August 2, 2024
            rf"(?<!\w)(?P<m1>{month})\s(?P<d1>{dd}){th}{year.format('y1')}{joint}{wd}(?P<m2>{month})\s(?P<d2>{dd}){th}(?!\d|\s?[:/.]\d){year.format('y2')}",
            # February 7 to 10, 2021; February 7
            rf"(?<!\w)(?P<m2>{month})\s(?P<d1>{dd})(?:st|nd|rd|th)?(?:\s?(?:[-–]|to|and|through|until|till)\s?(?:the\s)?(?P<d2>{dd})(?:st|nd|rd|th)?)?(?!\d|\s?[-–:/.]\d){year.format('y2')}",
            # mid-April (12-16)
            rf"(?<!\w)(?P<m2>{month})\s?\((?:the\s)?(?P<d1>{dd}){th}\s?(?:[-–—/]|to|and|al?|au|и|по|и)\s?(?P<d2>{dd}){th}\)",
            # 2021年1月26日至29日, 4月12日
            r"(?:(?P<y2>(?:19|20)\d\d)\s?年\s?)?(?P<m1n>\d{1,2})\s?月\s?(?P<d1>\d{1,2})\s?(?:[日号](?!\s?[至到\-–—~]\s?\d)|[日号]?\s?[至到\-–—~]\s?(?:(?P<m2n>\d{1,2})\s?月\s?)?(?P<d2>\d{1,2})\s?[日号])",
            # 7 February 2021
            rf"{d1}{of}(?P<m2>{month}){year.format('y2')}",
            # 2021-02-07 [to 2021-02-10], 2021/02/07
            rf"(?<![\d.+])(?P<y1>(?:19|20)\d\d)[-/](?P<m1n>\d\d)[-/](?P<d1>\d\d)(?:{joint}(?P<y2>(?:19|20)\d\d)[-/](?P<m2n>\d\d)[-/](?P<d2>\d\d))?(?!\d)",
            # 29/07/2024 to 02/08/2024, 29.07 - 02.08.2024, 29/7-2/8
            rf"(?<![\d.+/-]){dmy1}{y_1}{joint}{wd}{dmy2}{y_2}(?![\d])",
            rf"(?<![\d.+/-]){dmy1}{joint}{wd}{dmy2}{y_2}?(?![\d./])",
            # 8-12/3/21, 8-12.03.2021, 8/3/2021, 30.03-01.04.2021
            rf"(?<![\d.+/-])(?P<d1>{dd})(?:[./](?P<m1n>\d\d?))?{joint}(?P<d2>{dd})[./](?P<m2n>\d\d?)[./](?P<y2>\d{{4}}|\d\d)(?![\d.])",
            rf"(?<![\d.+/-])(?P<d1>{dd})[./](?P<m2n>\d\d?)[./](?P<y2>\d{{4}}|\d\d)(?![\d])",
            # on 11/6
            rf"{alone}(?P<d1>{dd})[/](?P<m2n>0?[1-9]|1[0-2])(?![\d/]|\.\d)",
        )
        if names or name not in p
    )


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)


def _next(month: int, day: int, today: date) -> date | None:
    """The first such day that is not more than a month before the message."""
    for year in range(today.year - 1, today.year + 5):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today - timedelta(days=31):
            return found
    return None


def _month(groups: dict[str, str | None], name: str) -> int | None:
    number = groups.get(f"{name}n")
    if number:
        return int(number) if 1 <= int(number) <= 12 else None
    word = groups.get(name)
    bare = re.split(r"\s?/|\s\(", word)[0] if word else ""
    return every_language().months.get(bare.casefold().rstrip("."))


def _period(found: re.Match[str], today: date) -> Period | None:
    groups = found.groupdict()
    last_month = _month(groups, "m2") or _month(groups, "m1")
    first_month = _month(groups, "m1") or last_month
    if not last_month or not first_month:
        return None
    last_year = _year(groups.get("y2"))
    first_year = _year(groups.get("y1")) or last_year
    first_day = int(groups["d1"] or 0)
    last_day = int(groups.get("d2") or first_day)
    try:
        if first_year is None:
            first = _next(first_month, first_day, today)
            if first is None:
                return None
        else:
            first = date(first_year, first_month, first_day)
        last = date(last_year or first.year, last_month, last_day)
        if last < first and last_year is None:
            last = date(first.year + 1, last_month, last_day)
        elif last < first and not groups.get("y1"):
            first = date(last.year - 1, first_month, first_day)
    except ValueError:
        return None
    if last < first or (last - first).days > 60 or not _in_a_row(groups, first_day, last_day):
        return None
    start = found.end("pre") if groups.get("pre") else found.start()
    return Period(first, last, start, found.end())


def _in_a_row(groups: dict[str, str | None], first: int, last: int) -> bool:
    """`29, 30 and 31 July` is one span; `5, 12 and 19 July` is none."""
    listed = groups.get("list")
    days = [first, *map(int, re.findall(r"\d+", listed)), last] if listed else []
    return not days or days == list(range(first, last + 1))


def periods(text: str, today: date) -> list[Period]:
    """Every day or span of days in the text, from left to right, no two overlapping."""
    return list(_periods(text, today))


@lru_cache(maxsize=1024)
def _periods(text: str, today: date) -> tuple[Period, ...]:
    """Kept, since several readers ask about the same words."""
    digits = Digits(ascii_digits(text))
    found: list[Period] = []
    if not _DIGIT.search(digits.text):
        return ()
    for pattern in _patterns(_spoken(digits.text)):
        for match in pattern.finditer(digits.text):
            period = _period(match, today)
            if period and not any(period.start < p.end and p.start < period.end for p in found):
                found.append(period)
    placed = [replace(p, start=digits.before(p.start), end=digits.before(p.end)) for p in found]
    return tuple(sorted(placed, key=lambda p: p.start))
