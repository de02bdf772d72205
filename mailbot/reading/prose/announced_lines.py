"""Meetings announced over the lines of a list: "We will hold one more meeting:", and below it the title, the
dates, the place, each on its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.findings import Result
from mailbot.reading.prose.announced_titles import first_cell
from mailbot.reading.prose.announcements import Draft, replace_text
from mailbot.reading.prose.meeting_mode import mode_of
from mailbot.reading.prose.meeting_names import candidates
from mailbot.reading.prose.meeting_places import with_country
from mailbot.reading.prose.meeting_titles import QUOTED, title_of
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean

MAX_LINES = 5  # of one meeting
MOST = 30  # of all
_BRIEF = 12  # words of a line with a place


def over_lines(scenes: Sequence[Scene], number: int, context: Context) -> tuple[list[Result], int]:
    """`We will hold one more meeting:` and below it the title, the dates, the place, each on its line; and
    further meetings in the same way.

    Gives the results and how many of the following sentences are used up.
    """
    scene = scenes[number]
    below = scenes[number + 1] if number + 1 < len(scenes) else None
    if not _announces(scene, below, context):
        return [], 0
    results: list[Result] = []
    used = 0
    while number + 1 + used < len(scenes) and used < MOST:
        if used and not _opens_entry(scenes[number + 1 + used]):
            break
        lines = _entry(scenes, number + 1 + used, context)
        if not lines or lines[0].sentence.paragraph == scene.sentence.paragraph:
            break
        results += _draft(scene, lines, context).results()
        used += len(lines)
    return results, used


def _announces(scene: Scene, below: Scene | None, context: Context) -> bool:
    """Whether the sentence, or the subject over a list, says that there are meetings to enter."""
    opens_list = scene.text.rstrip().endswith((":", "："))
    if scene.periods or scene.texts or scene.asks:
        return False
    if opens_list and (scene.has("meeting.lacks") or _is_on_additions(context)):
        return True
    bare = context.words.pattern("meeting.new_word").sub(" ", scene.text)  # "not yet in your calendar"
    if not replace_text(scene, bare).asserted:
        return False
    fresh = scene.has("meeting.new_word")
    announces = scene.has("meeting.new") or (fresh and opens_list)
    titled = opens_list and below is not None and below.sentence.alone and below.has("meeting.noun")
    named = titled or scene.has("meeting.noun") or scene.has("meeting.calendar")
    return announces and (fresh or opens_list) and named


def _is_on_additions(context: Context) -> bool:
    """`Additions to the calendar` as the subject of the mail."""
    words, subject = context.words, context.subject
    return bool(subject) and words.has("meeting.calendar", subject) and words.has("meeting.new", subject)


def _opens_entry(line: Scene) -> bool:
    return line.sentence.item and line.has("meeting.noun") and not line.periods


def _entry(scenes: Sequence[Scene], first: int, context: Context) -> list[Scene]:
    """The lines of one meeting: up to the one with its days; none where no days come."""
    lines: list[Scene] = []
    for following in scenes[first : first + MAX_LINES]:
        if following.texts or not (following.asserted or following.periods) or candidates(following, context):
            break
        dated = any(line.periods for line in lines)
        goes_on = lines and lines[-1].text.rstrip().endswith((";", "；"))
        if dated and not goes_on and not _adds(following, lines[-1]):
            break
        if dated and goes_on and following.sentence.paragraph != lines[-1].sentence.paragraph:
            break
        lines.append(following)
    return lines if any(line.periods for line in lines) else []


def _adds(line: Scene, before: Scene) -> bool:
    """Whether the line below the days has nothing but the place or the mode: `Yerevan, Armenia (hybrid)`."""
    if (
        line.periods
        or line.sentence.block != before.sentence.block
        or not (line.sentence.alone and before.sentence.alone)
    ):
        return False
    modes = line.context.words.patterns("meeting.mode").values()
    brief = len(line.text.split()) <= _BRIEF and not line.text.rstrip().endswith((".", "。"))
    return brief and (with_country(line) is not None or any(p.search(line.text) for p in modes))


def _draft(scene: Scene, lines: Sequence[Scene], context: Context) -> Draft:
    draft = Draft(_line_title(scene, lines) or first_cell(lines[0]), context, True)
    draft.add(replace_text(scene, ", ".join(_bare(line.text) for line in lines)))
    if place := next((p for line in lines if (p := with_country(line))), None):
        draft.values.setdefault("place", place)
    if mode := mode_of(scene, context, True):
        draft.values.setdefault("mode", mode)  # `one more online session:`
    draft.evidence = [scene.text, *(line.text for line in lines)]
    return draft


def _line_title(scene: Scene, lines: Sequence[Scene]) -> str | None:
    """The line that is the title: quoted, `Title: ...`, else the one with the word for a meeting."""
    for line in (scene, *lines):
        if QUOTED.search(line.text):
            return title_of(line)
    for line in lines:
        if line.has("meeting.noun") and not line.periods:
            return _without_mode(re.sub(r"^\w+\s?[:：]\s", "", _bare(line.text)), line)
    return None


def _without_mode(title: str, line: Scene) -> str:
    """`Third coordination meeting` where the line below it, `virtual`, was read as its end."""
    for pattern in line.context.words.patterns("meeting.mode").values():
        for found in pattern.finditer(title):
            if found.end() == len(title) and found.start() > 0:
                return title[: found.start()].rstrip(" ,;–—-(")
    return title


def _bare(text: str) -> str:
    return clean(text).rstrip(".;,")
