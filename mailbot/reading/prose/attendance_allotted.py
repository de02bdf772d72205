"""Who has which calls, told without a verb: `Tuesdays are for Ms Verne`, `the other four are mine`.

Where a stretch names somebody and an event and nothing else but small words, the one is meant to be at the
other; any word with a sense of its own ("the link for", "chairs", "thanks") makes it something else.
"""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.prose.attendance_topic import Clause
from mailbot.reading.prose.event_names import committees
from mailbot.reading.prose.guests import named_people
from mailbot.reading.prose.scene import Scene

MAX_SIGNS = 160
_POSSESSED = re.compile(r"['’]s?\s+[^\W\d_]")  # "Mr Stone's call" is one he makes
_WORD = re.compile(r"[^\W_]")
_TABLES = ("attendance.weekday", "attendance.weekly", "attendance.ordinal", "attendance.count")
_NAMES = (
    "except", "each_week", "rest", "all_calls", "call", "one_call", "inter_regional", "event", "only_person",
    "me",
    "mine", "third", "committee_word", "both", "from_day", "onward", "until_day", "too", "and", "alas",
)  # fmt: skip


def allotted(scene: Scene, start: int, end: int, clause: Clause) -> bool:
    """Whether the stretch says nothing but who has which of the events it names."""
    text = scene.text[start:end]
    if len(text) > MAX_SIGNS or not clause.named.ids or not clause.guests or scene.asks:
        return False
    return is_bare(scene, start, end)


def is_bare(scene: Scene, start: int, end: int) -> bool:
    """Whether nothing is left of the stretch without people, events and small words."""
    text = scene.text
    words = scene.context.words
    if words.pattern("attendance.call_verb").search(text, start, end):
        return False  # "I shall call you on Tuesday"
    for person in named_people(scene, start, end):
        if _POSSESSED.match(text, person.end):
            return False
        text = text[: person.start] + re.sub(r"\S", "_", text[person.start : person.end]) + text[person.end :]
    for value in scene.emails:
        text = text[: value.start] + re.sub(r"\S", "_", text[value.start : value.end]) + text[value.end :]
    for begin, stop, _ in scene.organizations:
        text = text[:begin] + re.sub(r"\S", "_", text[begin:stop]) + text[stop:]
    left = _without_days(text[start:end], scene.context)
    for name in _NAMES:
        left = words.pattern(f"attendance.{name}").sub("_", left)
    for table in _TABLES:
        for pattern in words.patterns(table).values():
            left = pattern.sub("_", left)
    left = words.pattern("attendance.filler").sub("_", left)
    return _WORD.search(left) is None


def _without_days(text: str, context: Context) -> str:
    for period in periods(text, context.today):
        text = text[: period.start] + "_" * (period.end - period.start) + text[period.end :]
    lowered = text.casefold()
    for month in context.words.months:
        if month in lowered:
            text = re.sub(rf"(?<!\w){re.escape(month)}(?!\w)", "_", text, flags=re.I)
    if committees(text, context):
        text = re.sub(r"(?i)\bcom\s?\d+", "_", text)
    return re.sub(r"\d{1,2}(?:st|nd|rd|th|-?го|-?е|er|º|日|号|月)?", "_", text)
