"""Who goes and who comes, told in two words: `OUT  X / IN  Y`, `X is out, Y is in`, `Sale X, entra Y`.

The words are too short to mean anything alone: one stands right beside an own contact, the other beside
somebody else in the same or the next sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.people import Person
from mailbot.reading.prose.leaving import own
from mailbot.reading.prose.scene import Scene

_GAP = re.compile(r"[\s:：–—,→=(-]{0,6}(?:(?:is|goes|comes|est|es|la|le|el)\s)?")


def out_in(scenes: Sequence[Scene], number: int, context: Context) -> tuple[Contact, Person, int] | None:
    """(old, new, number of the sentence that names the new one)."""
    scene = scenes[number]
    if not scene.has("contact.out_mark") or scene.texts or scene.temporary or not scene.asserted:
        return None
    if scene.has("attendance.call") or scene.has("attendance.inter_regional"):
        return None  # who comes to a meeting
    old = next((c for p in _beside(scene, "contact.out_mark") if (c := own(p, context))), None)
    if old is None:
        return None
    for at in range(number, min(number + 3, len(scenes))):
        if at > number and (scenes[at].temporary or not scenes[at].asserted):
            return None
        coming = [p for p in _beside(scenes[at], "contact.in_mark") if p.contact != old]
        coming = [p for p in coming if own(p, context) or (p.is_new and (p.honorific or " " in p.name))]
        if coming:
            return old, coming[0], at
    return None


def _beside(scene: Scene, name: str) -> list[Person]:
    """The people right before or behind such a word."""
    found = []
    for start, end in scene.spans(name):
        for person in scene.people:
            before = _GAP.fullmatch(scene.text[end : person.start]) if person.start >= end else None
            behind = _GAP.fullmatch(scene.text[person.end : start]) if person.end <= start else None
            if "@" not in person.raw and (before or behind):
                found.append(person)
        if not found:  # `Mr X (x@y, +33 ...) is in`
            near = [p for p in scene.people if p.end <= start and "@" not in p.raw]
            if near and re.fullmatch(r"\s*\([^()]*\)\s*(?:is\s)?", scene.text[near[-1].end : start]):
                found.append(near[-1])
    return found
