"""A sentence with several texts cut where its clauses begin, where that gives each text one action.

`We intend to modify 61 and 64, that we would like to see 78 suppressed, and that 89 remain as it is`: the
action stands now before the texts, now behind them, and only the clauses tell which belongs to which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mailbot.reading.prose.position_values import new_action
from mailbot.reading.prose.scene import Scene
from mailbot.reading.texts import TextRef

_CLAUSE = re.compile(
    r"[,;،؛，；]|\s[–—-]\s|\sو(?=\w)|而|并"
    r"|(?<![,;،؛，；]\s)\b(?:and|while|whereas|but|et|tandis que|alors que|mais|y|mientras que|pero)\s"
    r"|(?<![,;،؛，；]\s)\b(?:и|а|тогда как|но)\s|\s(?:في حين|بينما|أما|غير أن|لكن)\s"
)
# `..., and that ...`: what the sentence says next, on another matter
_THAT = re.compile(
    r"(?:,\s?)?\b(?:and|et|y|и)\s(?:also\s|aussi\s|también\s|также\s)?(?:that|que|qu['’]|что)\b|\sو(?:أن|بأن)\s"
)


def cut_by_clauses(groups: Sequence[Sequence[TextRef]], scene: Scene, now: Sequence[str]) -> list[str]:
    """The words on each group, each from where its clause begins; none where the present cut serves as well.

    ``now``: the words on each as they are cut without looking at the clauses.
    """
    text = scene.text
    cuts = [0]
    for before, group in pairwise(groups):
        breaks = clause_breaks(text, before[-1].end, group[0].start)
        if not breaks:
            return []
        cuts.append(breaks[-1])
    parts = [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return parts if _settled(parts, scene) > _settled(now, scene) else []


def clause_breaks(text: str, start: int, end: int) -> list[int]:
    """Where clauses begin between the two places."""
    return [m.start() for m in _CLAUSE.finditer(text, start, end)]


def _settled(parts: Sequence[str], scene: Scene) -> int:
    """How many of the parts say one action, a stage or that it is taken back."""
    return sum(_says_one(part, scene) for part in parts)


def _says_one(part: str, scene: Scene) -> bool:
    if new_action(part, scene.context):
        return True
    stages = [n for n, p in scene.context.words.patterns("position.status").items() if p.search(part)]
    if scene.has_in("position.withdraw", part) and "withdrawn" not in stages:
        stages.append("withdrawn")
    return len(stages) == 1


def on_its_own(text: str, start: int, end: int) -> str:
    """Of `..., that A, and that B` the words on the text named at [start:end]."""
    cuts = [m.start() for m in _THAT.finditer(text)]
    begin = max((cut for cut in cuts if cut < start), default=0)
    return text[begin : min((cut for cut in cuts if cut >= end), default=len(text))]
