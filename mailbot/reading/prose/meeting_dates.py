"""New dates of a meeting: which of the days in a sentence hold, and whether they are its first or its
last.
"""

from __future__ import annotations

import re
from datetime import date

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.dates import Period
from mailbot.reading.prose.scene import Scene


def new_dates(scene: Scene, context: Context, meeting: Meeting | None) -> dict[str, str | None]:
    fresh = [p for p in scene.periods if not is_old(p, scene, context, meeting)]
    if not fresh or not (
        scene.has("meeting.move") or scene.has("meeting.postpone") or scene.sentence.answers
    ):
        return {}
    if len(fresh) > 1:
        pair = _ends_of_span(fresh, scene, context)
        return pair if pair else {"unclear": "several dates; which hold?"}
    period = fresh[0]
    if not period.is_day:
        return {"starts": period.first.isoformat(), "ends": period.last.isoformat()}
    return _one_day(period, scene, context, meeting)


def _one_day(
    period: Period, scene: Scene, context: Context, meeting: Meeting | None
) -> dict[str, str | None]:
    """A single day is the first or the last one if the words say so; a meeting of one day moves whole."""
    words = context.words
    before = scene.text[max(0, period.start - 60) : period.start]
    starts = list(words.pattern("meeting.start_word").finditer(before))
    ends = list(words.pattern("meeting.end_word").finditer(before))
    day = period.first.isoformat()
    if starts and (not ends or ends[-1].start() < starts[-1].start()):
        return {"starts": day}
    if ends:
        return {"ends": day}
    if meeting is None or meeting.starts == meeting.ends:
        return {"starts": day, "ends": day}
    return {
        "unclear": f"it lasts {(meeting.ends - meeting.starts).days + 1} days; when does it start and end?"
    }


def _ends_of_span(fresh: list[Period], scene: Scene, context: Context) -> dict[str, str | None] | None:
    """`starts on 7 February and ends on 10 February`."""
    if len(fresh) != 2 or not all(p.is_day for p in fresh) or fresh[1].first < fresh[0].first:
        return None
    words = context.words
    if words.pattern("meeting.start_word").search(scene.text[: fresh[0].start]) and words.pattern(
        "meeting.end_word"
    ).search(scene.text[fresh[0].end : fresh[1].start]):
        return {"starts": fresh[0].first.isoformat(), "ends": fresh[1].first.isoformat()}
    return None


def is_old(period: Period, scene: Scene, context: Context, meeting: Meeting | None) -> bool:
    """Dates on file, or marked as those that no longer hold."""
    if meeting and (period.first, period.last) == (meeting.starts, meeting.ends):
        return True
    if meeting and _same_days(period, meeting):
        return True
    before = scene.text[max(0, period.start - 40) : period.start]
    marks = list(context.words.pattern("time.old_before").finditer(before))
    gap = before[marks[-1].end() :] if marks else ""
    return bool(marks) and len(gap.split()) <= 3 and not re.search(r"[\d,;:，；]", gap)


def _same_days(period: Period, meeting: Meeting) -> bool:
    def day(value: date) -> tuple[int, int]:
        return value.month, value.day

    return (day(period.first), day(period.last)) == (day(meeting.starts), day(meeting.ends))
