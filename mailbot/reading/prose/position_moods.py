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
_RELATIVE = re.compile(r",\s(?:which|who|whom|whose|qui|dont|quien|cuyo|котор\w+)\s[^,;.]{3,80},\s", re.I)
_APART = re.compile(r"[,;:()،؛，；：（）]|\s[–—-]\s")


def is_supposed(scene: Scene, context: Context) -> bool:
    """Whether the sentence supposes something, requests and intentions left aside."""
    return scene.supposed and _supposes(_asked(scene.bare, context), context)


def is_supposed_here(window: Window, context: Context) -> bool:
    """Whether what is said of the window's own texts is supposed: of several texts each has its own words.

    `22 is agreed, whereas 45 may be modified`. A condition ("if the plenary agrees") holds for them all, and
    so do the words before the first text, unless a turn ("but") stands between.
    """
    scene = window.scene
    if not is_supposed(scene, context):
        return False
    starts = {ref.start for ref in scene.texts}
    place = scene.text.find(window.text)
    if window.carried or len(starts) < 2 or place < 0:
        return True
    asked = _asked(scene.bare, context)
    if context.words.has("position.condition", asked):
        return True
    first, own = min(starts), window.keys[0].start
    turned = own > first and context.words.has("position.but", scene.text[first:own])
    lead = "" if turned else scene.text[: min(first, max(place, 0) or first)]
    return _supposes(_asked(scene.saying(f"{lead} {window.text}").bare, context), context)


def is_intended(scene: Scene, context: Context) -> bool:
    """Whether nothing but an intention makes it a supposition: `we plan to modify Resolution 43`."""
    if not scene.supposed or scene.doubted:
        return False
    text = _asked(scene.bare, context)
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


def is_entry(scene: Scene) -> bool:
    """`Our position is changed to NOC`: a code, said plainly, whatever was supposed before."""
    plain = scene.asserted and not scene.asks and not scene.has("position.future")
    return plain and _CODE.search(scene.text) is not None


def to_be_entered(scene: Scene) -> bool:
    """`You may enter it already.`: said behind an intention, it makes a row of it."""
    return scene.has("position.enter_it") and not (scene.denied or scene.doubted or scene.asks)


def _asked(text: str, context: Context) -> str:
    """The text without what only asks for an entry, and without a clause on what others thought."""
    words = context.words
    # "22, which many thought would take years, was agreed"
    text = _RELATIVE.sub(lambda m: m[0] if says_action(m[0], context) else " ", text)
    for name in ("withdraw", "kindly", "once", "asks_entry"):
        text = words.pattern(f"position.{name}").sub(" ", text)  # "no longer wish to pursue it" is none
    return text


def _supposes(text: str, context: Context) -> bool:
    return context.words.pattern("modality.hypothesis").search(text) is not None
