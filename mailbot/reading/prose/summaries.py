"""A summary on a line of its own: `for the summary of Resolution 29 please put:` and the words below.

The field is told by its name, or by quoting the words that are on file.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.directory.records import Position
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding
from mailbot.reading.prose.new_texts import QUOTED
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.windows import Window, of_others
from mailbot.reading.values import clean, folded

LONGEST = 400


def summaries_below(scenes: Sequence[Scene], found: Sequence[Window], context: Context) -> list[Finding]:
    out: list[Finding] = []
    for window in found:
        scene = window.scene  # it may deny what is on file: "these words do not describe it any more"
        if len(window.keys) != 1 or of_others(scene) or scene.supposed or scene.asks:
            continue
        record = context.directory.get("position", f"{context.organization}/{window.keys[0].id}")
        if not isinstance(record, Position) or not _names_summary(window.scene, record):
            continue
        pair = _announced(scenes, window.scene)
        if pair is not None:
            above, below = pair
            values = {"summary": clean(below.text).strip('"“”«»').rstrip(".")}
            out.append(
                Finding(
                    "position", "set", window.keys[0].id, record.key, None, values,
                    (above.text, below.text), "body", 0.9, "prose", "summary below",
                )
            )  # fmt: skip
    return out


def _names_summary(scene: Scene, record: Position) -> bool:
    if scene.has("position.value_summary") or scene.has("position.summary_set"):
        return True
    now = folded(record.summary or "")
    return bool(now) and any(folded(quoted[1]) == now for quoted in QUOTED.finditer(scene.text))


def _announced(scenes: Sequence[Scene], scene: Scene) -> tuple[Scene, Scene] | None:
    """The sentence that ends with a colon, from this one on in its paragraph, and the line below it."""
    start = next((n for n, s in enumerate(scenes) if s.sentence == scene.sentence), None)
    if start is None:
        return None
    for number in range(start, len(scenes) - 1):
        above, below = scenes[number], scenes[number + 1]
        if above.sentence.paragraph != scene.sentence.paragraph:
            return None
        if above.text.endswith((":", "：")):
            fits = not below.texts and 8 <= len(below.text) <= LONGEST and not below.asks
            return (above, below) if fits else None
    return None
