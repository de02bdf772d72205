"""The mode a sentence gives a meeting."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.prose.scene import Scene

_ARROW = re.compile(r"\s*(?:->|→|=>|⇒|--+>|>>)")


def visits(scene: Scene) -> bool:
    """Whether the sentence is about somebody who comes to a meeting, not about the meeting."""
    return scene.has("meeting.attending")


def mode_of(scene: Scene, context: Context) -> str | None:
    """The new mode: the one named, and not as the old one ("instead of in person")."""
    fresh: list[str] = []
    for name, pattern in context.words.patterns("meeting.mode").items():
        for found in pattern.finditer(scene.text):
            if _ARROW.match(scene.text, found.end()):
                continue  # `hybrid -> physical`
            before = scene.text[max(0, found.start() - 28) : found.start()]
            marks = list(context.words.pattern("time.old_before").finditer(before))
            if not marks or len(before[marks[-1].end() :].split()) > 3:
                fresh.append(name)
    names = list(dict.fromkeys(fresh))
    if visits(scene) and (scene.says_i or scene.people or "hybrid" not in names):
        return None  # somebody takes part remotely
    if "hybrid" in names:
        return "hybrid"
    cued = (
        _ARROW.search(scene.text)
        or scene.has("meeting.mode_cue")
        or scene.has("meeting.move")
        or bool(scene.periods)
    )
    return names[0] if len(names) == 1 and (cued or scene.sentence.answers) else None
