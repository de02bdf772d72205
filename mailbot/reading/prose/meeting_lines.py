"""Lines that belong to what stands above them: days under the name of a month, and what a heading that names
one meeting is followed by.

    March                          Fourth meeting
    9-11: plenary, Lisbon          New dates: 23-26 May
                                   Venue: Cairo
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.entries import heading
from mailbot.reading.findings import Result
from mailbot.reading.prose.meeting_names import candidates
from mailbot.reading.prose.meeting_updates import update
from mailbot.reading.prose.scene import Scene

_MONTH_ALONE = re.compile(r"\W*(?P<month>[^\W\d_]{3,12})\.?(?:\s+(?:de\s)?(?P<year>20\d\d))?\s*[:：]?\s*")
_HAN_ALONE = re.compile(r"\W*(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月\s*[:：]?\s*")
_DAYS = re.compile(
    r"\W*(?P<days>\d{1,2}(?:st|nd|rd|th)?(?:\s?[-–—/至]\s?\d{1,2}(?:st|nd|rd|th)?)?)(?!\w|[.:/-]\d)\s*日?"
)
_LABEL = re.compile(r"\W*(?P<key>[^:：|\n]{2,30}?)\s*[:：]\s*\S")
_LONGEST = 12  # words of a heading
_LINE = 16  # words of a line below it
_MOST = 6  # lines below it
_FIELDS = ("dates", "starts", "ends", "place", "mode", "status", "url")


def under_months(scenes: Sequence[Scene], context: Context) -> tuple[list[Scene], dict[str, str]]:
    """The sentences with the month they stand under; and how each was written."""
    out: list[Scene] = []
    written: dict[str, str] = {}
    month = ""
    for scene in scenes:
        if alone := _month_alone(scene, context):
            month = alone
            continue
        days = _DAYS.match(scene.text) if month and not scene.periods else None
        if days is None:
            month = month if month and scene.periods and scene.sentence.item else ""
            out.append(scene)
            continue
        dated = month.replace("{}", days["days"])
        text = f"{dated}{scene.text[days.end() :]}"
        written[text] = scene.text
        out.append(scene.saying(text))
    return out, written


def _month_alone(scene: Scene, context: Context) -> str:
    """`March 2021` as a heading: what its days look like."""
    if len(scene.text) > 24:
        return ""
    if found := _MONTH_ALONE.fullmatch(scene.text):
        if found["month"].casefold() not in context.words.months:
            return ""
        return f"{{}} {found['month']}" + (f" {found['year']}" if found["year"] else "")
    if found := _HAN_ALONE.fullmatch(scene.text):
        return (f"{found['year']}年" if found["year"] else "") + f"{found['month']}月{{}}日"
    return ""


def headed(scenes: Sequence[Scene], number: int, context: Context) -> tuple[list[Result], int]:
    """What the lines below a heading say of the meeting it names, and how many there are."""
    meeting = _heading(scenes[number], context)
    if meeting is None:
        return [], 0
    results: list[Result] = []
    lines: list[Scene] = []
    for line in scenes[number + 1 : number + 1 + _MOST]:
        if not _below(line, meeting, context):
            break
        lines.append(line)
        results += update(line, context, meeting, True)
    return results, len(lines) if results else 0


def _heading(scene: Scene, context: Context) -> Meeting | None:
    if len(scene.text.split()) > _LONGEST or scene.asks or scene.texts or scene.people or scene.periods:
        return None
    opens = scene.text.rstrip().endswith((":", "："))
    if not opens and not (scene.sentence.item and scene.text[-1:] not in ".;。"):
        return None
    named = candidates(scene, context)
    if len(named) != 1 or named[0].organization != context.organization or update(scene, context, named[0]):
        return None
    return named[0]


def _below(line: Scene, meeting: Meeting, context: Context) -> bool:
    """Whether it is a line on that meeting: one of a list, and names no other."""
    if not line.sentence.item or len(line.text.split()) > _LINE or line.texts or line.emails or line.phones:
        return False
    if labelled(line, context):
        return True
    return not line.has("meeting.noun") and candidates(line, context) in ([], [meeting])


def labelled(scene: Scene, context: Context) -> bool:
    """`New venue: Cairo`: a line whose label is a field of a meeting."""
    found = _LABEL.match(scene.text)
    if found is None:
        return False
    key = context.words.pattern("meeting.new_word").sub("", found["key"]).strip()
    return heading("meeting", key, context) in _FIELDS


def as_written(results: Sequence[Result], written: dict[str, str]) -> list[Result]:
    """The results with the sentences as they were written for their evidence."""
    if not written:
        return list(results)
    return [replace(r, evidence=tuple(written.get(line, line) for line in r.evidence)) for r in results]
