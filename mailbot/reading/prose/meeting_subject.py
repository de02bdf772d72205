"""The subject of the mail: which meeting it names, and what it tells where the letter tells nothing.

`Com-ITU plenary moved to 14-16 April` over "Please see the subject" is news; the subject of an answer is that
of the mail it answers.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose.meeting_names import candidates
from mailbot.reading.prose.meeting_others import about_meetings
from mailbot.reading.prose.meeting_updates import update
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.sentences import Sentence

_ANSWERS = re.compile(
    r"\s*(?:re|aw|sv|fwd?|wg|rv|tr|rép|enc|res|ha|на|отв|пересл|fw)(?:\[\d+\])?\s*[:：]"
    r"|\s*(?:رد|إعادة توجيه|回复|答复|转发)",
    re.I,
)
_NEWS = ("moved", "postpone", "cancel", "confirm", "now", "rename", "place_moves", "move")


def of_subject(context: Context) -> Meeting | None:
    """The one meeting the subject of the mail names."""
    if not context.subject:
        return None
    found = candidates(_scene(context), context)
    return found[0] if len(found) == 1 and found[0].organization == context.organization else None


def told_by_subject(context: Context) -> list[Result]:
    """What the subject alone tells of that meeting."""
    meeting = None if _ANSWERS.match(context.subject) else of_subject(context)
    scene = about_meetings(_scene(context)) if meeting else None
    if meeting is None or scene is None or scene.asks or not scene.asserted:
        return []
    if not (any(scene.has(f"meeting.{name}") for name in _NEWS) or re.search(r"->|→|=>", scene.text)):
        return []
    return [r for r in update(scene, context, meeting) if isinstance(r, Finding)]


def _scene(context: Context) -> Scene:
    return Scene(Sentence(context.subject, -1), context)
