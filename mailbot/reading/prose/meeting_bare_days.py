"""Days without their month, and which end of a meeting a day is: `starts on the 23rd, closes on the 25th`."""

from __future__ import annotations

import contextlib
import re

from mailbot.directory.records import Meeting
from mailbot.reading.dates import Period
from mailbot.reading.ordinals import of_meetings
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import ascii_digits

CLAUSE = re.compile(r"[,;()，；、،]|\s[–—-]\s")
_BARE = re.compile(
    r"(?<![\w.:/+-])(?:(?:on |the |le |au |el(?: día)? |al(?: día)? |يوم |числа )"
    r"(?:[^\W\d_]{3,6}(?:day|di|es|ado|ngo)\s)?(\d{1,2})(?:st|nd|rd|th|er)?"
    r"|(\d{1,2})(?:-?го| числа|日|号))"
    r"(?!\d|[:./-]\d)(?!\s?[^\W\d_]{3,}\s?(?:19|20)\d\d)",
    re.I,
)
# `from Monday 25 to Friday 29`, `from the 25th to the 29th`, `del 25 al 29`
_BARE_SPAN = re.compile(
    r"(?:\b(?:from|del|du|с)\s(?:the\s|[^\W\d_]{5,11},?\s)?|\bthe\s)(\d{1,2})(?:st|nd|rd|th|er)?\s?(?:to|until|till|through"
    r"|-|–|al?|au|по|hasta el)\s?(?:the\s|[^\W\d_]{5,11},?\s)?(\d{1,2})(?:st|nd|rd|th)?(?![\w:/.-]\d|\w)",
    re.I,
)
# `we start preparing it on 1 March`: what begins is something else
BEGINS = re.compile(r"\s(?:\w+ing\b|to\s(?!be\b)\w+|à\s\w+er\b|a\s\w+[aei]r\b|подготов|готовить|работ)", re.I)


def bare_days(scene: Scene, meeting: Meeting | None) -> list[Period]:
    """`starts on the 23rd and closes on the 25th`: days of the month it is in, where start or end is said."""
    if meeting is None:
        return []
    out = []
    for found in _BARE_SPAN.finditer(ascii_digits(scene.text)) if not scene.periods else ():
        with contextlib.suppress(ValueError):
            first, last = (meeting.starts.replace(day=int(number)) for number in found.groups())
            out += [Period(first, last, found.start(1), found.end())] if first <= last else []
    counted = of_meetings(scene.text, scene.context)
    for found in _BARE.finditer(ascii_digits(scene.text)):
        number = found[1] or found[2]
        if int(number) in counted:
            continue
        if any(p.start <= found.end() - 1 and found.start() < p.end for p in scene.periods):
            continue
        with contextlib.suppress(ValueError):
            day = meeting.starts.replace(day=int(number))
            period = Period(day, day, found.start(1 if found[1] else 2), found.end())
            out += [period] if end_named(period, scene) or scene.has("meeting.longer") else []
    return out


def end_named(day: Period, scene: Scene) -> str | None:
    """`starts` or `ends`: the nearest such word before the day, else one behind it in the same clause."""
    words = scene.context.words
    earlier = [p.end for p in scene.periods if p.end <= day.start]
    before = scene.text[max([day.start - 60, 0, *earlier]) : day.start]
    after = CLAUSE.split(scene.text[day.end : day.end + 40].lstrip(" ("), maxsplit=1)[0]
    starts, ends = words.pattern("meeting.start_word"), words.pattern("meeting.end_word")
    first = max((m.start() for m in starts.finditer(before) if not BEGINS.match(before, m.end())), default=-1)
    last = max((m.start() for m in ends.finditer(before)), default=-1)
    own = _own_word(day, scene)  # `8月6日开幕，8月8日闭幕`
    if own:
        return own
    if first >= 0 or last >= 0:
        return "starts" if first > last else "ends"
    if any(p.start < day.end + 40 and p.start >= day.end for p in scene.periods):
        after = ""
    if starts.search(after) and not ends.search(after):
        return "starts"
    return "ends" if ends.search(after) and not starts.search(after) else None


def _own_word(day: Period, scene: Scene) -> str | None:
    """`starts` or `ends` where the word stands right behind the day, as in Chinese."""
    for name, pattern in (("starts", "meeting.start_word"), ("ends", "meeting.end_word")):
        found = scene.context.words.pattern(pattern).match(scene.text, day.end)
        if found and not found[0].isascii() and re.match(r"[\u3400-\u9fff]", found[0]):
            return name
    return None
