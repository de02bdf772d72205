"""What others wanted and did not get: `though somebody suggested NOC; that found no support`.

Words that leave open who suggests it ("somebody", "one administration", "there was talk"), and behind them,
in the sentence or at the head of the next, words for what became of it: nobody followed. The clauses between
the two tell of no change; what stands before and behind them is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.prose.scene import Scene

_OPENS = re.compile(
    r"[,;:(，；：،؛（]|\s[–—-]\s|\b(?:though|although|while|bien que|même si|aunque|хотя|رغم أن)\b"
)
_ENDS = re.compile(r"[,;，；،؛)）]\s?")
_NEAR = 70  # signs of the next sentence in which its words for "nobody followed" begin


def without_turned_down(scenes: Sequence[Scene]) -> list[Scene]:
    """The scenes without such clauses; of a sentence with one within, what stands before and behind it."""
    out: list[Scene] = []
    scenes = [_without_rumour(scene) for scene in scenes]
    for number, scene in enumerate(scenes):
        mark = scene.context.words.pattern("modality.suggested").search(scene.text)
        if mark is None:
            out.append(scene)
            continue
        end = _refusal(scene, mark.end(), scenes[number + 1] if number + 1 < len(scenes) else None)
        if end is None:
            out.append(scene)
            continue
        begin = max((m.start() for m in _OPENS.finditer(scene.text, 0, mark.start())), default=0)
        kept = [scene.text[:begin].rstrip(" ,;:(–—-，；：،؛"), scene.text[end:].strip()]
        kept = [text for text in kept if len(text) > 3] or [""]
        out += [Scene(replace(scene.sentence, text=text), scene.context, scene.text) for text in kept]
    return out


def _refusal(scene: Scene, place: int, following: Scene | None) -> int | None:
    """Where the clause ends in which nobody follows; None where it is not told that nobody did."""
    nobody = scene.context.words.pattern("modality.no_support")
    found = next((m for m in nobody.finditer(scene.text) if m.start() >= place), None)
    if found is not None:
        rest = _ENDS.search(scene.text, found.end())
        return rest.end() if rest else len(scene.text)
    if following is None or following.sentence.paragraph != scene.sentence.paragraph or following.texts:
        return None
    behind = nobody.search(following.text)
    return len(scene.text) if behind is not None and behind.start() < _NEAR else None


def _without_rumour(scene: Scene) -> Scene:
    """`nothing to correct, whatever you may have heard of my retirement`: without what others may say."""
    mark = scene.context.words.pattern("modality.whatever").search(scene.text)
    if mark is None or scene.texts:
        return scene
    if scene.text[: mark.start()].strip():
        kept = scene.text[: mark.start()].rstrip(" ,;:(–—-，；：،؛")
    else:
        rest = _ENDS.search(scene.text, mark.end())
        kept = scene.text[rest.end() :].strip() if rest else ""
    return Scene(replace(scene.sentence, text=kept), scene.context, scene.text)
