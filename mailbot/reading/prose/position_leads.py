"""What the line above a list says of its items: `The following are MOD, draft:`, `For the next meeting:`.

A line that looks ahead, supposes, doubts or asks takes the news from everything below it.
"""

from __future__ import annotations

from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.prose.position_moods import is_intended, is_supposed
from mailbot.reading.prose.scene import Scene

_ENTERED = ("add", "table", "asks_entry", "kindly", "entered_as")


def line_above(scene: Scene, context: Context) -> Scene | None:
    """The line that announces the list, for an item of it."""
    sentence = scene.sentence
    if not sentence.item or not sentence.lead or sentence.lead == sentence.text:
        return None
    return Scene(replace(sentence, text=sentence.lead, lead=""), context)


def is_open(scene: Scene, context: Context) -> bool:
    """Whether the line above the list leaves open what its items say."""
    above = line_above(scene, context)
    if above is None or any(above.has(f"position.{name}") for name in _ENTERED):
        return False
    if above.has("position.still_open") or above.denied or above.doubted:
        return True
    return is_supposed(above, context) and not is_intended(above, context)
