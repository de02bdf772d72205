"""The subject of the mail as its first sentence, where the letter points to it: `the change given above`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.prose.new_texts import says_action
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.window import Window
from mailbot.reading.prose.windows import windows

_AGAIN = re.compile(r"^(?:\s*(?:re|fwd?|aw|wg|tr|rv|res|ref|ответ|рез|رد|回复|答复|转发)\s*[:：])+\s*", re.I)


def of_subject(scenes: Sequence[Scene], context: Context) -> list[Window]:
    """What the subject line says of texts, if a sentence of the letter refers to it."""
    subject = _AGAIN.sub("", context.subject).strip()
    if not re.search(r"\d", subject) or not any(s.has("position.see_subject") for s in scenes):
        return []
    scene = scenes[0].saying(subject)
    if scene.others or not (says_action(subject, context) or scene.has("position.withdraw")):
        return []
    first = replace(scene.sentence, text=subject, item=False, lead="", answers=(), paragraph=-1)
    return windows([Scene(first, context)])
