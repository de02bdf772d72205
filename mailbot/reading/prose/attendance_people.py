"""Whom a sentence on attendance means: somebody named in full before, the two of us."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.prose.attendance_topic import Clause, Topic
from mailbot.reading.prose.guests import Guest, writer
from mailbot.reading.prose.scene import Scene

_TITLED = re.compile(r"([\u3400-\u9fff]{1,2})(?:女士|先生|小姐|博士|教授|主任|处长|司长|工程师|老师)$")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}$")


def by_first_name(scene: Scene, clause: Clause, topic: Topic) -> list[Guest]:
    """`Dinara and I`: somebody who was named in full before."""
    text = scene.text[clause.start : clause.end]
    found = []
    for name in dict.fromkeys(topic.newcomers):
        first = name.split()[0]
        place = re.search(rf"(?<!\w){re.escape(first)}(?!\w)", text)
        if place and name not in text and all(g.name.split()[0] != first for g in clause.guests):
            found.append(Guest(name, None, clause.start + place.start()))
    return found


def is_full_name(name: str) -> bool:
    """Whether it is more than a family name, with or without a title."""
    return " " in name or (_HAN_NAME.match(name) is not None and not _TITLED.match(name))


def in_full(guests: Sequence[Guest], topic: Topic) -> list[Guest]:
    """`Mr Keita`: somebody new who was named in full before."""
    out: list[Guest] = []
    for guest in guests:
        family = _TITLED.match(guest.name)
        same = [
            n
            for n in dict.fromkeys(topic.newcomers)
            if (" " not in guest.name and guest.name in n.split()) or (family and n.startswith(family[1]))
        ]
        out.append(replace(guest, name=same[0]) if len(same) == 1 and guest.start >= 0 else guest)
    return out


def we_two(scene: Scene, clause: Clause, topic: Topic) -> list[Guest]:
    """`We shall both be connected`: the writer and the person spoken of last."""
    if not scene.has("attendance.we_two"):
        return []
    me = writer(scene.context)
    if any(g.name != me.name for g in clause.guests):
        return []
    return [*[g for g in topic.people if g.name != me.name][-1:], me]
