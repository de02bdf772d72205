"""What the subject of a mail says for the names below it: `Our participants on 8 January`.

A subject of the sender's own that speaks of attending one event opens it as a heading does; that of an
answer to our mail ("Re: ...") repeats our words and says nothing.
"""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.attendance_allotted import is_bare
from mailbot.reading.prose.attendance_topic import Clause
from mailbot.reading.prose.guests import writer
from mailbot.reading.prose.scene import Scene

# in whatever language the mail program speaks
_REPLY = re.compile(
    r"\s*(?:re|aw|rv|sv|fw|fwd|tr|rif|antw|odp|отв|на|пересл|رد|答复|回复|转发)\s*(?:\[\d+\])?\s?[:：]", re.I
)
_CURT = 8  # words
_CURT_SIGNS = 16


def opened(context: Context) -> str | None:
    """The answer that the subject gives for those who are named under it."""
    subject = context.subject
    if _REPLY.match(subject):
        return None
    words = context.words
    said = answer(subject, words)
    if said in ("no", "tentative"):
        return said
    return "yes" if said or words.has("attendance.who_comes", subject) else None


def taken_up(scene: Scene, clause: Clause, said: str) -> None:
    """Gives the clause the answer of the subject where it says no more than names, or is a few words."""
    if clause.answer is None and clause.guests and is_bare(scene, clause.start, clause.end):
        clause.answer = said
    short = len(scene.text.split()) <= _CURT and (" " in scene.text or len(scene.text) <= _CURT_SIGNS)
    if clause.answer is not None and not clause.guests and short and not scene.people:
        clause.guests = [writer(scene.context, clause.start)]
