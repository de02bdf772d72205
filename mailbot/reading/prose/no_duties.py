"""Committees and roles that are only spoken of: who sat where at an earlier assembly, who attends a debate.

`Ms X coordinated Committee 3 last year`, `I cannot attend Committee 4`, `she also follows the debate in
Committee 4`: nobody gets a duty by them.
"""

from __future__ import annotations

import re

from mailbot.mail.phrases import Phrases
from mailbot.reading.prose.scene import Scene

_ASSEMBLY = re.compile(
    r"(?<![A-Za-zА-Яа-я])(?:WTSA|AMNT|ВАСЭ|WTDC|CMDT|WRC|CMR|ВКР|PP|ПК)[-‑–\s]?(\d\d)(?!\d)"
)
_SIGNS = 10  # of Chinese text behind a committee that tell what of it is meant


def only_told(scene: Scene) -> bool:
    """Whether the sentence reports what was, or who attends what."""
    words = scene.context.words
    if scene.has("contact.attending") and not any(
        p.search(scene.text) for p in words.patterns("contact.role_noun").values()
    ):
        return True
    if scene.has("contact.was_role") and not scene.has("contact.role_now"):
        return True
    held = [2000 + int(year) for year in _ASSEMBLY.findall(scene.text)]
    earlier = bool(held) and max(held) < scene.context.today.year - 1
    return (scene.past or earlier) and not (scene.has("contact.post_adverb") or scene.has("contact.onward"))


def is_debated(window: str, place: int, words: Phrases) -> bool:
    """Whether what is debated there is meant: `follows the discussion in Committee 4`, `第四委员会的讨论`."""
    near = " ".join(window[:place].split()[-4:])
    if words.has("contact.debate", near):
        return True
    behind = re.match(r"[^，。；、]*?(?:的|作了|进行了|发表了)", window[place : place + _SIGNS])
    return behind is not None and words.has("contact.debate", window[place + behind.end() :][:4])


def without_mentioned(between: str, words: Phrases) -> str:
    """The words up to a post that is only mentioned: `I spoke with the coordinator for` is `I spoke`."""
    roles = words.patterns("contact.role_noun").values()
    for mentioned in words.pattern("contact.mentioned_post").finditer(between):
        if any(p.match(between[mentioned.end() :].lstrip()) for p in roles):
            return between[: mentioned.start()]
    return between
