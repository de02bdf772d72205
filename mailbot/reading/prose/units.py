"""A unit that went to another body, and its people: `the branch is now with X, and I went with it`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.reading.prose.post_words import fits_employer, is_employer, proper
from mailbot.reading.prose.scene import Scene

_INTO = re.compile(
    r"\b(?:to|into|by|under|of|à|au|aux|du|de|al?|en|del|por|в|во)\s(?:the\s|la\s|le\s|el\s|l['’])?"
    r"(?=(?-i:[A-ZÀ-ÞА-ЯЁ]))|\b[àd](?:e l)?['’](?=(?-i:[A-ZÀ-Þ]))",
    re.I,
)


def gone_with_unit(scene: Scene) -> Iterator[tuple[int, str, str]]:
    """The body that the writer's unit belongs to from now on."""
    if not scene.asserted or scene.asks or scene.texts or scene.past or scene.has("meeting.noun"):
        return
    words = scene.context.words
    too = words.pattern("contact.i_too").search(scene.text)
    unit = words.pattern("contact.my_unit").search(scene.text)
    if unit is None and too is not None:
        unit = words.pattern("contact.the_unit").search(scene.text)
    if unit is None or not scene.has("contact.unit_moves"):
        return
    end = too.start() if too and too.start() > unit.end() else len(scene.text)
    said = scene.text[:end].rstrip(" ,;")
    for led in _INTO.finditer(said, unit.end()):
        name = proper(said[led.end() :])
        if name and is_employer(name) and fits_employer(scene, name):
            yield unit.start(), "affiliation", name
            return
