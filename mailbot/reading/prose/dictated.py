"""A paragraph in quotation marks that somebody passes on as told to: `Mr X dictated this:` / `"..."`.

What stands in it is said for the organization; the marks are taken off, so that it is read as any other text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.prose.scene import Scene

_MARKS = {'"': '"', "“": "”", "«": "»", "„": "“”", "「": "」"}
_MOST = 12  # sentences of it


def without_marks(scenes: Sequence[Scene]) -> list[Scene]:
    out = list(scenes)
    for number, scene in enumerate(scenes):
        if not number or scene.text[:1] not in _MARKS or not _announced(scenes[number - 1]):
            continue
        closing = _MARKS[scene.text[0]]
        for last in range(number, min(number + _MOST, len(scenes))):
            if scenes[last].text.rstrip()[-1:] in closing:
                out[number] = _saying(scene, scene.text[1:])
                out[last] = _saying(out[last], out[last].text.rstrip()[:-1])
                break
    return out


def _announced(before: Scene) -> bool:
    return before.text.rstrip().endswith((":", "：")) and before.has("modality.dictated")


def _saying(scene: Scene, text: str) -> Scene:
    return Scene(replace(scene.sentence, text=text.strip()), scene.context)
