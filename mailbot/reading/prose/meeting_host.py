"""A place that falls out, or a day: not the meeting is off, only where it was to be, or a part of it.

`Brisbane has had to bow out as host. Jakarta, Indonesia steps in`, `Vienna is off the table: the plenary goes
online`, `the second day falls away`. The place on file stands in one clause with a word for giving up.
"""

from __future__ import annotations

import re
from datetime import timedelta

from mailbot.directory.records import Meeting
from mailbot.reading.prose.meeting_places import as_place, with_its_country
from mailbot.reading.prose.meeting_taken_back import on_file
from mailbot.reading.prose.scene import Scene

_STOP = re.compile(r"[,;:.!?،؛，；：。]")
_NEAR = 60  # signs between the place and what becomes of it


def host_gone(scene: Scene, meeting: Meeting | None) -> bool:
    """Whether the sentence says of the place on file that it is none any more."""
    if meeting is None or meeting.place is None:
        return False
    gone = [m.span() for m in scene.context.words.pattern("meeting.host_gone").finditer(scene.text)]
    if not gone:
        return False
    places = [(a, b) for a, b, kind in on_file(scene, meeting) if kind == "place"]
    return any(_together(scene.text, place, word) for place in places for word in gone)


def _together(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    first, last = sorted((one, other))
    gap = text[first[1] : last[0]]
    return len(gap) <= _NEAR and not _STOP.search(gap)


def without_host(scene: Scene) -> Scene:
    """The sentence behind the clause in which the place is given up, where something is said there."""
    gone = scene.context.words.pattern("meeting.host_gone").search(scene.text)
    if gone is None:
        return scene
    stop = _STOP.search(scene.text, gone.end())
    stop = stop or next(scene.context.words.pattern("attendance.and").finditer(scene.text, gone.end()), None)
    rest = scene.text[stop.end() :].strip() if stop else ""
    return scene.saying(rest) if rest else scene


def new_host(scene: Scene, meeting: Meeting) -> str | None:
    """The one other place with its country in such a sentence."""
    named = {place for raw in with_its_country(scene) if (place := as_place(raw, scene, meeting, True))}
    return named.pop() if len(named) == 1 else None


def day_off(scene: Scene, meeting: Meeting | None) -> dict[str, str | None] | None:
    """What becomes of the days where only the first or the last is off; None where that is not said."""
    found = scene.context.words.pattern("meeting.one_day").search(scene.text)
    if found is None or meeting is None:
        return None
    clause = _STOP.split(scene.text[: found.start()])[-1] + _STOP.split(scene.text[found.start() :])[0]
    if not any(scene.has_in(f"meeting.{name}", clause) for name in ("cancel", "day_gone")):
        return None
    days = (meeting.ends - meeting.starts).days + 1
    words = scene.context.words
    which = {int(n) for n, p in words.patterns("ordinal").items() if p.search(found[0])}
    if days < 2 or which == {1}:
        return {"starts": (meeting.starts + timedelta(days=1)).isoformat()} if days > 1 else {}
    if which in (set(), {days}):
        return {"ends": (meeting.ends - timedelta(days=1)).isoformat()}
    return {}
