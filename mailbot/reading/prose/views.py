"""What the sender's organization thinks of another's proposal, or of a text as such.

"APT supports the CEPT proposal to modify A.7", "not in a position to support ...". No opinion is no view.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.windows import grouped, joined
from mailbot.reading.texts import TextRef
from mailbot.reading.values import clean

READER = "prose"


@dataclass(frozen=True)
class Opinion:
    """What one stretch of a sentence says: the texts, whose proposals (None: the text itself), and how."""

    keys: tuple[TextRef, ...]
    abouts: tuple[str | None, ...]
    stance: str
    start: int


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    for scene in scenes:
        if scene.texts and not scene.asks and not scene.has("view.own") and not scene.has("view.none"):
            for opinion in opinions(scene, context):
                results += _findings(opinion, scene, scenes, context)
    return results


def opinions(scene: Scene, context: Context) -> list[Opinion]:
    """One for each text or list of texts; stance and proposer stand near it, else they go on from before."""
    groups = joined(grouped(scene.texts), scene.text)
    hits = _stances(scene, context)
    found: list[Opinion] = []
    for number, group in enumerate(groups):
        floor = groups[number - 1][-1].end if number else 0
        ceiling = groups[number + 1][0].start if number + 1 < len(groups) else len(scene.text)
        before = [h for h in hits if floor <= h[0] < group[0].start]
        after = [h for h in hits if group[-1].end <= h[0] < ceiling]
        # "... Resolution 44 and does not support Resolution 2": what stands between belongs to the latter
        own_after = after if number + 1 == len(groups) or not before else []
        stance = (before[-1:] or own_after[:1] or [(floor, "")])[0]
        name = stance[1] or (found[-1].stance if found else "")
        until = after[0][0] if after and number + 1 < len(groups) else ceiling
        abouts = _abouts(scene, floor if number else 0, until, context) or (found[-1].abouts if found else ())
        if name and abouts:
            found.append(Opinion(tuple(group), abouts, name, stance[0]))
    return found


def _stances(scene: Scene, context: Context) -> list[tuple[int, str]]:
    """(place, stance) of every word of opinion; "support" inside "cannot support" is none of its own."""
    words = context.words
    against = [m.span() for m in words.pattern("view.oppose").finditer(scene.text)]
    hits = [(start, "oppose") for start, _ in against]
    for name in ("support", "comment"):
        places = [m.start() for m in words.pattern(f"view.{name}").finditer(scene.text)]
        hits += [(p, name) for p in places if not any(start <= p < end for start, end in against)]
    firm = [hit for hit in hits if hit[1] != "comment"]
    return sorted(firm or hits[:1])


def _abouts(scene: Scene, start: int, end: int, context: Context) -> tuple[str | None, ...]:
    """Whose proposal: the organizations named there, None for the text as such, () if not told."""
    here = [c for s, _, c in scene.organizations if start <= s < end and c != context.organization]
    if here:
        return tuple(dict.fromkeys(here))
    if not scene.others and scene.has("view.as_such"):
        return (None,)
    return ()


def _findings(opinion: Opinion, scene: Scene, scenes: Sequence[Scene], context: Context) -> list[Result]:
    kind = opinion.stance
    if kind == "comment":
        if not scene.has("view.commenting") or _becomes_doubt(scene, scenes):
            return []
    elif _supposed_before(scene, opinion.start, context):
        return []
    if scene.doubted and kind != "oppose":
        return []
    if len(opinion.abouts) > 1 and len(opinion.keys) > 1:
        return [Doubt(f"Whose proposals are meant? {scene.text}", (scene.text,), "body", READER, "view")]
    comment, evidence = _comment(scene, scenes, kind)
    return [
        Finding(
            "view", "add", ref.id, None, None, {"about": about, "stance": kind, "comment": comment},
            evidence, "body", 0.92, READER, kind,
        )
        for ref in opinion.keys
        for about in opinion.abouts
    ]  # fmt: skip


def _supposed_before(scene: Scene, place: int, context: Context) -> bool:
    """Whether the stance itself is supposed ("we may support"); a reason given after it may well be."""
    words = context.words
    before = words.pattern("modality.polite.words").sub(" ", scene.text[:place])
    return words.pattern("modality.hypothesis").search(before) is not None


def _becomes_doubt(scene: Scene, scenes: Sequence[Scene]) -> bool:
    """A remark that turns into hearsay or a question two lines on is about the table, not about a
    proposal.
    """
    at = scenes.index(scene)
    return any(
        s.sentence.paragraph == scene.sentence.paragraph and (s.doubted or s.asks)
        for s in scenes[at : at + 4]
    )


def _comment(scene: Scene, scenes: Sequence[Scene], found: str) -> tuple[str, tuple[str, ...]]:
    """The sender's words: what follows a colon, else the sentence; and the sentences that go on from it."""
    text = scene.text
    after = re.search(r"[:：]\s+(\S.{15,})$", text)
    if found == "comment" and after:
        text = after[1]
    more = []
    at = scenes.index(scene)
    for following in scenes[at + 1 : at + 5]:
        if following.sentence.paragraph != scene.sentence.paragraph or following.texts or following.others:
            break
        more.append(following.text)
    return clean(" ".join([text, *more])), (scene.text, *more)
