"""What each stretch of a sentence says of the texts named there: whose proposals, and for or against.

A stance stands near its text, or goes on from the text before; what stands behind a colon gives a reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.reading.context import Context
from mailbot.reading.prose.in_order import by_order
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.text_groups import grouped, joined
from mailbot.reading.prose.view_abouts import abouts as abouts_of
from mailbot.reading.prose.view_abouts import acting, holding, owners, proposer, remarked, still_theirs
from mailbot.reading.prose.view_stances import stances
from mailbot.reading.prose.view_wishes import wished
from mailbot.reading.texts import TextRef

_REASON = re.compile(r"[:：]\s")
_REMARKED = re.compile(r"[:：]\s*(?:\S+\s+){3,}\S|[:：]\s*[\u3400-\u9fff]{8}")
_LABEL = re.compile(r"\s*号?\s*(?:[:：=]|[–—-]+>?|→)\s*")


@dataclass(frozen=True)
class Opinion:
    """What one stretch of a sentence says: the texts, whose proposals (None: the text itself), and how."""

    keys: tuple[TextRef, ...]
    abouts: tuple[str | None, ...]
    stance: str
    start: int


def opinions(
    scene: Scene, context: Context, heading: tuple[str, ...] = (), last: Opinion | None = None
) -> list[Opinion]:
    """One for each text or list of texts; stance and proposer stand near it, else they go on from before.

    ``last``: what the sentence before ended with.
    """
    groups = joined(grouped(scene.texts), scene.text)
    if len(groups) == 1 and len(groups[0]) > 1 and (ordered := _in_turn(scene, groups[0], context)):
        return ordered
    hits = stances(scene, context)
    found: list[Opinion] = []
    for number, group in enumerate(groups):
        floor = groups[number - 1][-1].end if number else 0
        ceiling = groups[number + 1][0].start if number + 1 < len(groups) else len(scene.text)
        before = [h for h in hits if floor <= h[0] < group[0].start]
        if number and found and before and found[-1].start == before[0][0]:
            before = [h for h in before if not _REASON.search(scene.text[h[0] : group[0].start])]
        after = [h for h in hits if group[-1].end <= h[0] < ceiling]
        # "... Resolution 44 and does not support Resolution 2": what stands between belongs to the latter
        own_after = after if number + 1 == len(groups) or not before else []
        if own_after and number + 1 < len(groups) and found:
            gap = scene.text[group[-1].end : own_after[0][0]]
            own_after = [] if _parts(gap, context) else own_after
        if after and _LABEL.fullmatch(scene.text[group[-1].end : after[0][0]]):
            before, own_after = [], after  # `29: support; 40: oppose`
        word = _in_a_word(scene.text[group[-1].end : ceiling], context)
        if word and before and found and found[-1].start == before[0][0]:
            before = []  # "29 meets with our approval, 40 - no"
        stance = (before[-1:] or own_after[:1] or [(floor, "")])[0]
        name = word if word and stance[1] in ("", "comment") else stance[1]
        name = name or _curt(scene.text[group[-1].end : ceiling], found[-1:] or [last], context)
        if not stance[1] and name and not found and last is not None:
            heading = heading or tuple(code for code in last.abouts if code)
        name = name or (_inherited(found[-1], scene.text, groups, number, context) if found else "")
        until = after[0][0] if after and number + 1 < len(groups) else ceiling
        abouts = abouts_of(scene, floor if number else 0, until, context) or (
            still_theirs(found[-1].abouts, group, context) if found else ()
        )
        abouts = abouts or heading or proposer(scene, group, context)
        if not abouts and stance[1] in ("support", "oppose"):
            abouts = acting(scene, group, context)
        abouts = abouts or ((None,) if remarked(scene, group) else ())
        abouts = holding(abouts, group, context)
        if (
            len(groups) == 1
            and len(abouts) > 1
            and (shares := owners(scene, stances(scene, context, turns=False), abouts, context))
        ):
            return [
                Opinion(tuple(group), own, said, place) for own, (place, said) in shares if said != "none"
            ]
        if name in ("", "comment"):
            name = wished(scene.text[group[-1].end : ceiling], group[0], abouts, context) or name
        if not name and abouts == (None,) and _REMARKED.search(scene.text[group[-1].end : ceiling]):
            name, stance = "comment", (group[-1].end, "comment")  # "to Resolution 50 itself: it would ..."
        if name and abouts:
            found.append(Opinion(tuple(group), abouts, name, stance[0]))
    return [o for o in found if o.stance != "none"]


def _in_turn(scene: Scene, listed: Sequence[TextRef], context: Context) -> list[Opinion]:
    """`of the proposals on 29 and 54, the former we support, the latter we do not`."""
    abouts = tuple(dict.fromkeys(c for c in scene.others if c != context.organization))
    tail = scene.saying(scene.text[listed[-1].end :])
    return ordered(tail, listed, abouts, context) if len(abouts) == 1 and not tail.texts else []


def ordered(
    scene: Scene, listed: Sequence[TextRef], abouts: tuple[str | None, ...], context: Context
) -> list[Opinion]:
    """`The former we support, the latter we do not`, of the texts listed before."""
    found: list[Opinion] = []
    for refs, part in by_order(scene, listed):
        hits = stances(part, context)
        name = hits[0][1] if hits else ""
        if not name and found and context.words.has("modality.negation", part.text):
            name = {"support": "oppose", "oppose": "support"}.get(found[-1].stance, "")
        place = max(scene.text.find(part.text), 0) + (hits[0][0] if hits else 0)
        found += [Opinion(refs, abouts, name, place)] if name else []
    return [o for o in found if o.stance != "none"]


def _in_a_word(behind: str, context: Context) -> str:
    """`Resolution 1 yes, Resolution 11 no`: all that is said of it."""
    behind = re.sub(r"^\s*[(（][^()（）]{2,30}[)）]", "", behind)  # `Resolution 97 (CITEL): yes`
    first, *rest = re.split(r"[,;،؛，；]", behind.strip(" ,:;.!–—-،؛，；：。"))
    more = ", ".join(rest).lstrip()
    limited = context.words.pattern("view.proviso").match(more) is not None  # "yes, with small remarks"
    word = first.strip() if limited or len(more.split()) <= 2 else ""  # "yes, RCC" leads to the next text
    for name, stance in (("in_favour", "support"), ("in_opposition", "oppose")):
        if word and context.words.pattern(f"view.{name}").fullmatch(word):
            return stance
    return ""


def _curt(behind: str, before: Sequence[Opinion | None], context: Context) -> str:
    """`we support the one on spam; the one on roaming, no`: a word that answers the stance told before."""
    stance = before[-1].stance if before[-1] is not None else ""
    if stance not in ("support", "oppose"):
        return ""
    word = behind.strip(" ,:;.!–—-،؛，；：。")
    words = context.words
    if words.pattern("view.not_that").fullmatch(word):
        return {"support": "oppose", "oppose": "support"}[stance]
    return stance if words.pattern("view.that_too").fullmatch(word) else ""


def _parts(gap: str, context: Context) -> bool:
    """Whether a new clause begins in the gap: what follows is said of the next text."""
    return re.search(r"[,;،؛，；]", gap) is not None or context.words.has("position.but", gap)


def _inherited(
    before: Opinion, text: str, groups: Sequence[Sequence[TextRef]], number: int, context: Context
) -> str:
    """The stance told before, where it holds for the next text too; `..., but not ...` turns it."""
    gap = text[groups[number - 1][-1].end : groups[number][0].start]
    if re.search(r"[:：;；]", gap) or len(gap.split()) > 14:
        return ""  # a reason behind a colon tells no view
    negation = context.words.pattern("modality.negation").search(gap)
    return {"support": "oppose"}.get(before.stance, "") if negation else before.stance
