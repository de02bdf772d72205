"""Meetings that leave their month without new days: `not in January any more`, `slips to March`."""

from __future__ import annotations

import re

from mailbot.directory.records import Meeting
from mailbot.mail.hanzi import HAN
from mailbot.reading.prose.scene import Scene

_BREAK = re.compile(r"[,;:.，；、،]")
_NEAR = 8  # characters between "not held" and the month
_GAP = 3  # words between the negation or the verb and the month
_GAP_SIGNS = 5


def leaves_month(scene: Scene, meeting: Meeting) -> bool:
    """Whether the sentence takes the month on file back or names another one, and no days."""
    words = scene.context.words
    if scene.periods or any(
        words.has("meeting.noun", m[0]) for m in words.pattern("meeting.cancel").finditer(scene.text)
    ):
        return False  # "there will be no ninth meeting in April" at all
    moves = [words.pattern(f"meeting.{name}") for name in ("moved", "postpone", "later")]
    for time in words.pattern("meeting.later_time").finditer(scene.text):
        if any(_behind(scene.text, time.start(), move) for move in moves):
            return True  # `slips to the autumn`
    months = _months(scene)
    if not months:
        return False
    there = [start for start, number in months if number == meeting.starts.month]
    elsewhere = [start for start, number in months if number != meeting.starts.month]
    if any(_behind(scene.text, start, words.pattern("modality.negation")) for start in there):
        return True
    for off in words.pattern("meeting.cancel").finditer(scene.text):
        if any(
            0 < start - off.end() <= _NEAR and len(scene.text[off.end() : start].split()) == 1
            for start in there
        ):
            return True
    late = [s for s, number in months if s in elsewhere and number > meeting.starts.month]
    no = words.pattern("modality.negation")
    late = [s for s in late if no.search(_BREAK.split(scene.text[:s])[-1]) is None]
    return any(_behind(scene.text, start, move) for start in late for move in moves)


def _months(scene: Scene) -> list[tuple[int, int]]:
    """(where, number) of every month named."""
    words, text = scene.context.words, scene.text
    lowered = text.casefold()
    found = [
        (m.start(), number)
        for name, number in words.months.items()
        if name in lowered
        for m in re.finditer(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])", text, re.I)
    ]
    found += [(m.start(), int(m[1])) for m in re.finditer(r"(?<!\d)(1?\d)月(?!\d)", text)]
    adjectives = words.patterns("time.month_adjective").items()
    found += [(m.start(), int(n)) for n, p in adjectives for m in p.finditer(text)]
    return [f for f in found if not re.search(r"\d\s?$", text[: f[0]])]


def _behind(text: str, place: int, pattern: re.Pattern[str]) -> bool:
    """Whether the pattern is found a few words before the place, in the same clause."""
    clause = _BREAK.split(text[max(0, place - 60) : place])[-1]
    gaps = [clause[m.end() :] for m in pattern.finditer(clause)]
    if HAN.search(text):
        return any(len(gap) <= _GAP_SIGNS for gap in gaps)
    return any(len(gap.split()) <= _GAP for gap in gaps)
