"""New dates of a meeting: which of the days in a sentence hold, and whether they are its first or its
last.
"""

from __future__ import annotations

import re
from datetime import date

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.dates import Period
from mailbot.reading.prose.meeting_bare_days import BEGINS, CLAUSE, bare_days, end_named
from mailbot.reading.prose.meeting_mode import visits
from mailbot.reading.prose.meeting_shift import shifted
from mailbot.reading.prose.scene import Scene

# nothing but a colon, a dash, a bracket or "now" between the meeting's name and its dates
_DIRECT = re.compile(r"(?:[:：(–—-]|,)\s*(?:\w{1,5}\s){0,2}$")
_BETWEEN = re.compile(r"\b(?:between|entre|между|بين)\s(?:\w+\s)?$", re.I)
_WEAK = 14  # words: a line as short as this is no sentence about something else


def new_dates(
    scene: Scene, context: Context, meeting: Meeting | None, moved: bool = False
) -> dict[str, str | None]:
    """The fields `starts` and `ends` the sentence sets, or `unclear` with what has to be asked."""
    fresh = [
        p
        for p in (*scene.periods, *bare_days(scene, meeting))
        if not is_old(p, scene, context, meeting)
        and not (meeting and _of_its_sister(p, meeting, context))
        and not _of_something_else(p, scene)
        and not (meeting and _is_over(p, meeting, context))
    ]
    fresh = list({(p.first, p.last): p for p in reversed(fresh)}.values())[::-1]  # each once
    spans = [p for p in fresh if not p.is_day]
    if meeting and len(spans) == 1 and meeting.starts != meeting.ends:
        fresh = spans  # days beside it tell why: "because the week of 8 March ..."
    if not fresh:
        return shifted(scene, meeting) if meeting else {}
    resized = scene.has("meeting.longer") or scene.has("meeting.shorter")
    moves = (
        moved
        or resized
        or scene.has("meeting.move")
        or scene.has("meeting.postpone")
        or bool(scene.sentence.answers)
    )
    if not moves and not (meeting and _speaks_of_it(fresh, scene)):
        return {}
    if _of_several(fresh, scene):
        return {}
    if len(fresh) == 1 and not fresh[0].is_day:
        return _moved_day(fresh[0], scene, meeting) or _span(fresh[0])
    if all(p.is_day for p in fresh):
        return _days(fresh, scene, meeting)
    return {"unclear": "several dates; which hold?"}


def _of_its_sister(period: Period, meeting: Meeting, context: Context) -> bool:
    """Whether another meeting of the region is on file with these very days: `after which the plenary (7-9
    April) adopts it`.
    """
    return any(
        m.organization == meeting.organization and m.id != meeting.id and is_on_file(period, m)
        for m in context.directory.meetings
    )


def _is_over(period: Period, meeting: Meeting, context: Context) -> bool:
    """`was confirmed on 15 January`: a day gone by is when somebody decided, not when they will meet."""
    return period.last < context.today < meeting.starts


def _span(period: Period) -> dict[str, str | None]:
    return {"starts": period.first.isoformat(), "ends": period.last.isoformat()}


def _moved_day(period: Period, scene: Scene, meeting: Meeting | None) -> dict[str, str | None]:
    """`postponed from 30 July to 6 August`: of a meeting of one day that is where it goes."""
    words = scene.context.words
    if meeting is None or period.first != meeting.starts:
        return {}
    marks = [*words.pattern("meeting.moved").finditer(scene.text, 0, period.start)]
    marks += words.pattern("meeting.postpone").finditer(scene.text, 0, period.start)
    if not marks or period.start - max(m.end() for m in marks) > 12:
        return {}
    if meeting.starts != meeting.ends:
        return {"unclear": "is that when it starts and ends, or from when to when it moves?"}
    return {"starts": period.last.isoformat(), "ends": period.last.isoformat()}


def _days(days: list[Period], scene: Scene, meeting: Meeting | None) -> dict[str, str | None]:
    """Single days: each is the first or last one if the words say so; a meeting of one day moves whole."""
    out: dict[str, str | None] = {}
    open_days: list[Period] = []
    for day in days:
        end = end_named(day, scene)
        if end is None and len(days) == 1 and (scene.has("meeting.longer") or scene.has("meeting.shorter")):
            end = "ends"  # "extended to 30 July"
        if end is None:
            open_days.append(day)
        elif out.setdefault(end, day.first.isoformat()) != day.first.isoformat():
            return {"unclear": "several dates; which hold?"}
    if meeting and not (scene.has("meeting.moved") or scene.has("meeting.postpone")):
        inside = [
            d
            for d in open_days
            if meeting.starts <= d.first <= meeting.ends and meeting.starts != meeting.ends
        ]
        if len(days) == 1 and inside and _one_day(scene) and inside[0].first == meeting.starts:
            return {"ends": inside[0].first.isoformat()}
        open_days = [d for d in open_days if d not in inside]
    if meeting and (out or len(open_days) > 1):
        open_days = [d for d in open_days if d.first not in (meeting.starts, meeting.ends)]
    if not open_days:
        return out
    last = out.get("ends")
    if len(open_days) == 1 and set(out) == {"ends"} and last and open_days[0].first.isoformat() <= last:
        return {"starts": open_days[0].first.isoformat(), **out}  # `delayed to 23 May, finishes on 26 May`
    if out or len(open_days) > 1:
        return {"unclear": "several dates; which hold?"}
    if meeting is None or meeting.starts == meeting.ends:
        return _span(open_days[0])
    return {
        "unclear": f"it lasts {(meeting.ends - meeting.starts).days + 1} days; when does it start and end?"
    }


def _of_several(days: list[Period], scene: Scene) -> bool:
    """`meetings on 10 July and 24 July`: a day for each of several, not where one begins and ends."""
    if not any(end <= days[0].start for _, end in scene.spans("meeting.plural")):
        return False
    if len(days) == 1:
        joined = scene.context.words.pattern("attendance.and").search(scene.text, days[0].start, days[0].end)
        return (
            not days[0].is_day
            and joined is not None
            and _BETWEEN.search(scene.text, 0, days[0].start) is None
        )
    return not any(end_named(day, scene) for day in days)


def _one_day(scene: Scene) -> bool:
    """`loses a day: only 24 February`"""
    return scene.has("meeting.shorter") or scene.has("meeting.only")


def _speaks_of_it(fresh: list[Period], scene: Scene) -> bool:
    """Whether dates hold of the meeting though no word says that it moves: a span of days, or dates right
    behind its name.
    """
    if visits(scene) or scene.has("meeting.not_itself") or scene.has("meeting.business"):
        return False
    return any(_is_direct(p, scene) for p in fresh) or (len(fresh) == 1 and not fresh[0].is_day)


def _is_direct(period: Period, scene: Scene) -> bool:
    """`5th APG meeting: 12-16 August`: the dates stand right behind the meeting's name."""
    before = scene.text[: period.start]
    if not before.strip() or scene.has("contact.i"):
        return False
    return (
        len(before.split()) <= _WEAK
        and _DIRECT.search(before) is not None
        and not scene.has("meeting.not_itself")
    )


def _of_something_else(period: Period, scene: Scene) -> bool:
    """A deadline, a registration, a visit: a date in the sentence that is not the meeting's."""
    pattern = scene.context.words.pattern("meeting.not_itself")
    start = max((m.end() for m in CLAUSE.finditer(scene.text, 0, period.start)), default=0)
    following = CLAUSE.search(scene.text, period.end)
    clause = scene.text[start : following.start() if following else len(scene.text)]
    begins = scene.context.words.pattern("meeting.start_word").finditer(clause)
    return pattern.search(clause) is not None or any(BEGINS.match(clause, m.end()) for m in begins)


def is_old(period: Period, scene: Scene, context: Context, meeting: Meeting | None) -> bool:
    """Dates on file, or marked as those that no longer hold."""
    if meeting and is_on_file(period, meeting):
        return True
    before = scene.text[max(0, period.start - 40) : period.start]
    now = [m.span() for m in context.words.pattern("time.now_planned").finditer(before)]
    marks = [
        m
        for m in context.words.pattern("time.old_before").finditer(before)
        if not any(a <= m.start() < b for a, b in now)  # "is now scheduled for", not "scheduled for"
    ]
    if not period.is_day:
        marks = [m for m in marks if len(m[0]) > 1]  # "с 15 по 17": where the span begins
    gap = before[marks[-1].end() :] if marks else ""
    if scene.has_in("meeting.moved", gap) or scene.has_in("meeting.postpone", gap):
        return False  # "was brought forward to 6-10 May"
    return bool(marks) and len(gap.split()) <= 3 and not re.search(r"[\d,;:，；]", gap)


def is_on_file(period: Period, meeting: Meeting) -> bool:
    """Whether these are the days on file, in whatever year."""

    def day(value: date) -> tuple[int, int]:
        return value.month, value.day

    return (day(period.first), day(period.last)) == (day(meeting.starts), day(meeting.ends))
