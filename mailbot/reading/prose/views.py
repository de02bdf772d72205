"""What the sender's organization thinks of another's proposal, or of a text as such.

"APT supports the CEPT proposal to modify A.7", "not in a position to support ...". No opinion is no view.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.view_stances import of_another, stances
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


@dataclass
class Carried:
    """What the sentence before spoke of: its texts, and whose proposals."""

    keys: tuple[TextRef, ...] = ()
    abouts: tuple[str | None, ...] = ()
    at: int = -9


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    carried = Carried()
    for number, scene in enumerate(scenes):
        if scene.asks or scene.has("view.own"):
            continue
        if not scene.texts:
            results += _going_on(scene, scenes, context, carried, number)
            continue
        heading = _heading(scene, context)
        for opinion in opinions(scene, context, heading):
            results += _findings(opinion, scene, scenes, context)
        abouts = tuple(dict.fromkeys(scene.others)) or heading
        if abouts:
            carried = Carried(tuple(scene.texts), abouts, number)
        if scene.has("view.lift"):
            results.append(_lifted(scene))
    return _last_word(results)


def _lifted(scene: Scene) -> Doubt:
    """An objection is withdrawn; falls away where the same message says what the view is now."""
    text = f"An objection is lifted; is it support now, or no view? {scene.text}"
    return Doubt(text, (scene.text,), "body", READER, "lifted")


def _last_word(results: Sequence[Result]) -> list[Result]:
    """A lifted objection needs no question where a view on a text follows."""
    views = any(isinstance(r, Finding) and r.values["stance"] == "support" for r in results)
    return [r for r in results if not (views and r.rule == "lifted")]


def _going_on(
    scene: Scene, scenes: Sequence[Scene], context: Context, carried: Carried, number: int
) -> list[Result]:
    """`We can now support it`, right after a sentence on somebody's proposal."""
    if number - carried.at > 1 or not carried.keys or scene.others or not scene.has("view.anaphor"):
        return []
    hits = [h for h in stances(scene, context) if h[1] in ("support", "oppose")]
    if not hits or len({name for _, name in hits}) > 1 or len(carried.abouts) > 1 < len(carried.keys):
        return []
    opinion = Opinion(carried.keys, carried.abouts, hits[0][1], hits[0][0])
    return _findings(opinion, scene, scenes, context)


def _heading(scene: Scene, context: Context) -> tuple[str, ...]:
    """Whose proposals a list is about: `On the CEPT proposals:`."""
    lead = scene.sentence.lead
    if not lead or lead == scene.text:
        return ()
    above = Scene(replace(scene.sentence, text=lead), context)
    return tuple(above.others)


def opinions(scene: Scene, context: Context, heading: tuple[str, ...] = ()) -> list[Opinion]:
    """One for each text or list of texts; stance and proposer stand near it, else they go on from before."""
    groups = joined(grouped(scene.texts), scene.text)
    hits = stances(scene, context)
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
        abouts = abouts or heading or _proposer(scene, group, context)
        if name and abouts:
            found.append(Opinion(tuple(group), abouts, name, stance[0]))
    return [o for o in found if o.stance != "none"]


def _proposer(scene: Scene, group: Sequence[TextRef], context: Context) -> tuple[str, ...]:
    """`the proposal on Resolution 79`: the only organization that has one, if the sender's has none."""
    if not scene.has("view.proposed") or scene.has("view.as_such"):
        return ()
    owners = {
        frozenset(p.organization for p in context.directory.positions if p.text == ref.id) for ref in group
    }
    only = owners.pop() if len(owners) == 1 else frozenset()
    return tuple(only) if len(only) == 1 and context.organization not in only else ()


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
    if other := of_another(scene, opinion.start, context):
        text = f"A view of {other}, told by another; please check there: {scene.text}"
        return [Doubt(text, (scene.text,), "body", READER, "authority")]
    if len(opinion.abouts) > 1 and len(opinion.keys) > 1:
        if pairs := _paired(opinion, context):
            return [r for pair in pairs for r in _findings(pair, scene, scenes, context)]
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


def _paired(opinion: Opinion, context: Context) -> list[Opinion]:
    """`the CEPT and RCC proposals on Resolutions 1 and 18`: each text has one proposer among them."""
    pairs: list[Opinion] = []
    for ref in opinion.keys:
        own = [
            o for o in opinion.abouts if o and context.directory.get("position", f"{o}/{ref.id}") is not None
        ]
        if len(own) != 1:
            return []
        pairs.append(replace(opinion, keys=(ref,), abouts=(own[0],)))
    return pairs if {p.abouts[0] for p in pairs} == set(opinion.abouts) else []


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
