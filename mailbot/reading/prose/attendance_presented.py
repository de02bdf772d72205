"""Who comes, told by naming them: `From our side it will be Ms X and Mr Y, not me`.

A word for "it will be" right before the names, and nothing said of them behind: no verb of attending is
needed, where an event is spoken of.
"""

from __future__ import annotations

import re

from mailbot.reading.prose.attendance_topic import Clause
from mailbot.reading.prose.scene import Scene

_GAP = 4  # signs between the word and the first name
_WORDS = 12  # besides the names
_STOP = re.compile(r"[,;:.،؛，；。]")


def presented(scene: Scene, clause: Clause) -> bool:
    text = scene.text[clause.start : clause.end]
    people = [p for p in scene.people if clause.start <= p.start < clause.end and "@" not in p.raw]
    people = [p for p in people if p.contact in scene.context.own_contacts or (p.is_new and p.honorific)]
    if not people or scene.asks or scene.supposed or scene.past:
        return False
    first = people[0].start - clause.start
    found = [
        m for m in scene.context.words.pattern("attendance.it_will_be").finditer(text) if m.end() <= first
    ]
    if not found or len(text[found[-1].end() : first].strip(" :：")) > _GAP:
        return False
    said = sum(len(p.raw.split()) for p in people)
    behind = _STOP.split(scene.text[people[-1].end :])[0]
    relative = scene.context.words.has("attendance.who_does", behind)
    return len(text.split()) <= said + _WORDS and not relative


def not_me(scene: Scene, start: int, end: int) -> bool:
    """Whether the stretch says nothing but that the writer is none of them."""
    found = scene.context.words.pattern("attendance.not_me").match(scene.text[start:end].lstrip())
    return found is not None and not scene.text[start:end].lstrip()[found.end() :].strip(" .!。！")


def at_not_me(scene: Scene, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches cut before such words behind a comma: `X and Y, not me.`"""
    out: list[tuple[int, int]] = []
    for start, end in stretches:
        found = scene.context.words.pattern("attendance.not_me").search(scene.text[start:end])
        cut = start + found.start() if found else start
        if (
            cut > start
            and scene.text[start:cut].rstrip()[-1:] in (",", "，", "،")
            and not_me(scene, cut, end)
        ):
            out += [(start, cut), (cut, end)]
        else:
            out.append((start, end))
    return out
