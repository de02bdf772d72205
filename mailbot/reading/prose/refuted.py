"""What the next words take back: `Someone said we had withdrawn it. This is not true.`

A sentence that calls what stands before it false, or that says nothing of it is decided yet, empties the
sentences before it in the paragraph: no reader may take them for news. `The rumour of a postponement is
unfounded: we meet as announced` takes itself back up to the colon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.prose.scene import Scene

BACK = 3  # sentences
_BREAK = re.compile(r"[:;：；؛]")


def without_refuted(scenes: Sequence[Scene]) -> list[Scene]:
    out = [_without_rumour(scene) for scene in scenes]
    for number, scene in enumerate(scenes):
        if not (scene.has("modality.refuted") or scene.has("modality.nothing_decided")):
            continue
        refuted = scene.has("modality.refuted")
        back = BACK if refuted else number
        earlier = range(max(0, number - back), number)
        if not refuted and any(_is_open_end(scenes[n], scene) for n in earlier):
            continue  # "It is postponed; do not enter new dates yet": the first holds
        reach = {scene.sentence.paragraph}
        own = scene.texts or scene.has("meeting.noun")  # `nothing is decided yet on the fifth meeting`
        if not refuted and number and not own and _opens_paragraph(scene, scenes[number - 1]):
            reach.add(scenes[number - 1].sentence.paragraph)  # `None of this is for the table yet.` below it
        for before in earlier:
            same = scenes[before].sentence.paragraph in reach
            if same and not _about_us(scenes[before]):
                out[before] = _silenced(scenes[before])
    return out


def _without_rumour(scene: Scene) -> Scene:
    """The sentence without the report it calls false: what stands behind the break still counts."""
    if not (scene.has("modality.report_noun") and scene.has("modality.report_false")):
        return scene
    end = 0
    for stop in (*(m.end() for m in _BREAK.finditer(scene.text)), len(scene.text)):
        head = scene.text[:stop]
        if scene.has_in("modality.report_noun", head) and scene.has_in("modality.report_false", head):
            end = stop
            break
    rest = scene.text[end:].strip()
    return replace(scene.saying(rest), silenced=scene.text[:end]) if rest else _silenced(scene)


def _opens_paragraph(scene: Scene, before: Scene) -> bool:
    return scene.sentence.paragraph != before.sentence.paragraph


def _is_open_end(scene: Scene, last: Scene) -> bool:
    """Whether the sentence, in the paragraph of the last, leaves open itself when a meeting is held."""
    same = scene.sentence.paragraph == last.sentence.paragraph
    return same and scene.asserted and (scene.has("meeting.postpone") or scene.has("meeting.cancel"))


def _about_us(scene: Scene) -> bool:
    """A sentence that denies something itself needs no denial behind it."""
    return scene.denied and not scene.doubted


def _silenced(scene: Scene) -> Scene:
    return Scene(replace(scene.sentence, text=""), scene.context, scene.silenced or scene.text)
