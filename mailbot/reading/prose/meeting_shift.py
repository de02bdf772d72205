"""Meetings that move by a number of days or weeks: `one week later`, `brought forward by two days`.

The whole meeting moves, unless the words say its start or its end; `extended` and `shortened` move the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from mailbot.directory.records import Meeting
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import ascii_digits

_CLAUSE = re.compile(r"[,;()，；،]")


def shifted(scene: Scene, meeting: Meeting) -> dict[str, str | None]:
    """The new dates, or `unclear` where the direction is not said; nothing where nothing is shifted."""
    found = _distance(scene)
    if found is None or scene.has("meeting.ago"):
        return {}
    days, clause = found
    words = scene.context.words
    longer, shorter = words.has("meeting.longer", clause), words.has("meeting.shorter", clause)
    later, earlier = words.has("meeting.later", clause), words.has("meeting.earlier", clause)
    only_start = words.has("meeting.start_word", clause) and not words.has("meeting.end_word", clause)
    only_end = words.has("meeting.end_word", clause) and not words.has("meeting.start_word", clause)
    step = timedelta(days=days)
    if longer != shorter:
        if only_start:
            return {"starts": _iso(meeting.starts - step if longer else meeting.starts + step)}
        if shorter and not only_end:
            return {"unclear": "it becomes shorter; does it start later or end earlier?"}
        return {"ends": _iso(meeting.ends + step if longer else meeting.ends - step)}
    if later == earlier:
        moved = words.has("meeting.moved", clause) or words.has("meeting.postpone", clause)
        return {"unclear": "in which direction does it move?"} if moved and not longer else {}
    step = step if later else -step
    if only_start:
        return {"starts": _iso(meeting.starts + step)}
    if only_end:
        return {"ends": _iso(meeting.ends + step)}
    return {"starts": _iso(meeting.starts + step), "ends": _iso(meeting.ends + step)}


def by_shift(scene: Scene, meetings: Sequence[Meeting]) -> Meeting | None:
    """The one of them that, moved as far as the sentence says, comes to lie on the days it names."""
    found = _distance(scene)
    if not scene.periods or found is None or not scene.has("meeting.moved"):
        return None
    step = timedelta(days=found[0])
    days = (scene.periods[0].first, scene.periods[-1].last)
    fits = [
        m for m in meetings if days in ((m.starts + step, m.ends + step), (m.starts - step, m.ends - step))
    ]
    return fits[0] if len(fits) == 1 else None


def _iso(day: date) -> str:
    return day.isoformat()


def _distance(scene: Scene) -> tuple[int, str] | None:
    """(days, the clause it stands in), where exactly one distance is named."""
    text = ascii_digits(scene.text)
    hits: list[tuple[int, int, int]] = []
    for name, pattern in scene.context.words.patterns("time.span").items():
        days = int(name[:-1]) * (7 if name.endswith("w") else 1)
        hits += [(m.start(), m.end(), days) for m in pattern.finditer(text)]
    hits = [h for h in hits if not any(o != h and o[0] <= h[0] and h[1] <= o[1] for o in hits)]
    if len({days for _, _, days in hits}) != 1:
        return None
    start, end, days = hits[0]
    first = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    following = _CLAUSE.search(text, end)
    stop = following.start() if following else len(text)
    joint = scene.context.words.pattern("attendance.and").search(text, end, stop)
    marks = [scene.context.words.pattern(f"meeting.{name}_word") for name in ("start", "end")]
    if joint and any(p.search(text, first, start) for p in marks):  # `starts a day later and ends as planned`
        stop = joint.start() if any(p.search(text, joint.end(), stop) for p in marks) else stop
    return days, text[first:stop]
