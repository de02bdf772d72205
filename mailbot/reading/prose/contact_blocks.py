"""A line such as `Tel.: +41 ...` that is nobody's news: of a letterhead, a venue, or who is named above it.

A bare number belongs to the writer where nothing tells otherwise. The lines around it tell: a fax number
stands in letterheads and prospectuses, a hotel has its own, and a name above or behind it is its owner.
"""

from __future__ import annotations

import re

from mailbot.reading.prose.owners import Talk
from mailbot.reading.prose.scene import Scene, Value

_LABEL = 5  # words before a bare value
_BEHIND = re.compile(r"\s*[(（,–—-]\s?$")


def of_a_block(scene: Scene, value: Value, talk: Talk) -> bool:
    """Whether the lines around a bare value give it to somebody or something else than the writer."""
    if len(scene.text[: value.start].split()) > _LABEL or scene.spans("contact.subject_i"):
        return False
    lines = [scene, *talk.around]
    if any(line.has(f"contact.{name}") for line in lines for name in ("change", "announce", "own_detail")):
        return False
    if any(line.has("contact.fax_label") or line.has("contact.venue") for line in lines):
        return True
    if any(p.contacts for line in lines for p in line.people):
        return False
    behind = [p for p in scene.people if p.start >= value.end and " " in p.name]
    if any(_BEHIND.search(scene.text[value.end : p.start]) for p in behind):
        return True
    above = [
        p for line in talk.around if line.sentence.paragraph <= scene.sentence.paragraph for p in line.people
    ]
    return any(p.is_new and " " in p.name and "@" not in p.raw for p in above)
