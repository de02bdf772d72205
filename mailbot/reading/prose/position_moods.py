"""Whether what is said of a position is to be entered: a request is, an intention where it is classified.

`You may mark it as agreed` and `we wish to have it withdrawn` ask for an entry. `We intend to modify 43` is a
plan, which changes nothing; `we intend to modify 43 (preliminary)` gives the row its values, and so does the
sentence that follows, or the line that asks for the rows of a list to be inserted.
"""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.prose.new_texts import says_action
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.window import Window

_CODE = re.compile(r"\b(?:MOD|SUP|ADD|NOC)\b")
_APART = re.compile(r"[,;:()،؛，；：（）]|\s[–—-]\s")


def is_supposed(scene: Scene, context: Context) -> bool:
    """Whether the sentence supposes something, requests and intentions left aside."""
    return scene.supposed and _supposes(_asked(scene, context), context)


def is_intended(scene: Scene, context: Context) -> bool:
    """Whether nothing but an intention makes it a supposition: `we plan to modify Resolution 43`."""
    if not scene.supposed or scene.doubted:
        return False
    text = _asked(scene, context)
    meant = context.words.pattern("position.intends")
    return _supposes(text, context) and not _supposes(meant.sub(" ", text), context)


def is_stated(scene: Scene, context: Context) -> bool:
    """Whether the sentence states, asks for or intends something, and neither denies nor doubts it."""
    if scene.denied or scene.doubted:
        return False
    return not is_supposed(scene, context) or is_intended(scene, context)


def is_classified(window: Window, context: Context) -> bool:
    """Whether an intention comes with a code, a stage behind it, or a list that is to be entered."""
    words, scene = context.words, window.scene
    if _CODE.search(scene.text):
        return True
    meant = words.pattern("position.intends").search(scene.text)
    behind = scene.text[meant.end() :] if meant else ""
    apart = _APART.search(behind)
    stages = words.patterns("position.status").values()
    if apart is not None and any(p.search(behind, apart.end()) for p in stages):
        return True
    lead = scene.sentence.lead if scene.sentence.item else ""
    return bool(lead) and words.has("position.add", lead) and says_action(scene.text, context)


def _asked(scene: Scene, context: Context) -> str:
    words = context.words
    return words.pattern("position.asks_entry").sub(
        " ", words.pattern("position.kindly").sub(" ", scene.bare)
    )


def _supposes(text: str, context: Context) -> bool:
    return context.words.pattern("modality.hypothesis").search(text) is not None
