"""What the sender's organization thinks of another's proposal, or of a text as such.

"APT supports the CEPT proposal to modify A.7", "not in a position to support ...". No opinion is no view.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.opinions import Opinion, opinions, ordered
from mailbot.reading.prose.position_values import speaks_for_us
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.view_abouts import is_own
from mailbot.reading.prose.view_stances import of_another, remarks_of_another, stances, supposed_before
from mailbot.reading.texts import TextRef
from mailbot.reading.values import clean

READER = "prose"
OPENING = 4  # sentences that may take up what the subject of the mail names


@dataclass
class Carried:
    """What the sentence before spoke of: its texts, and whose proposals."""

    keys: tuple[TextRef, ...] = ()
    abouts: tuple[str | None, ...] = ()
    at: int = -9
    settled: bool = False  # a view has been told there
    undecided: bool = False  # it was told there that there is none yet; remarks may follow


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    carried = _of_subject(scenes[0]) if scenes else Carried()
    opened = bool(carried.keys)  # the subject of the mail stands until a text is named
    told: tuple[int, Opinion | None] = (-9, None)  # the last opinion, and in which sentence
    for number, scene in enumerate(scenes):
        if opened:
            opened = number < OPENING and not scene.texts
            carried.at = number - 1 if opened and not carried.settled else carried.at
        if scene.asks and scene.texts and (remark := _asked_of_them(scene, scenes, number)):
            results += remark
        if scene.asks or is_own(scene) or _among_others(scene):
            continue
        if not scene.texts:
            results += _going_on(scene, scenes, context, carried, number)
            continue
        heading = _heading(scene, context)
        before = told[1] if number - told[0] == 1 else None
        said = [] if _is_past(scene) else opinions(scene, context, heading, before)
        told = (number, said[-1]) if said else told
        found = [result for opinion in said for result in _findings(opinion, scene, scenes, context)]
        results += found
        abouts = tuple(dict.fromkeys(scene.others)) or heading
        if scene.doubted and not found:  # hearsay: what goes on from it is no view
            carried = Carried()
        elif abouts:
            open_still = not found and any(name == "none" for _, name in stances(scene, context))
            carried = Carried(tuple(scene.texts), abouts, number, bool(found), open_still)
        if scene.has("view.lift"):
            results.append(_lifted(scene))
    return _last_word(results)


def _of_subject(first: Scene) -> Carried:
    """`CEPT proposal on Resolution 48` as the subject of the mail: what the first words are about."""
    if not re.search(r"\d", first.context.subject):
        return Carried()
    scene = first.saying(first.context.subject)
    known = tuple(ref for ref in scene.texts if ref.known)
    return Carried(known, tuple(scene.others)) if known and scene.others else Carried()


def _is_past(scene: Scene) -> bool:
    """Whether only a former view is told."""
    return scene.past and not scene.has("position.now")


def _among_others(scene: Scene) -> bool:
    """`APT and RCC support each other on 32`: nobody's view of a proposal."""
    return scene.has("view.mutual") and len(scene.others) > 1 and not scene.has("contact.we")


def _lifted(scene: Scene) -> Doubt:
    """An objection is withdrawn; falls away where the same message says what the view is now."""
    text = f"An objection is lifted; is it support now, or no view? {scene.text}"
    return Doubt(text, (scene.text,), "body", READER, "lifted")


def _last_word(results: Sequence[Result]) -> list[Result]:
    """Of two views of one proposal the last holds; a lifted objection needs no question beside it."""
    last: dict[tuple[str | None, str], str] = {}
    for result in results:
        if isinstance(result, Finding):
            last[result.values["about"], result.subject] = result.values["stance"]
    kept: list[Result] = []
    for result in results:
        if isinstance(result, Finding):
            if last[result.values["about"], result.subject] == result.values["stance"]:
                kept.append(result)
        elif not ("support" in last.values() and result.rule == "lifted"):
            kept.append(result)
    return kept


def _going_on(
    scene: Scene, scenes: Sequence[Scene], context: Context, carried: Carried, number: int
) -> list[Result]:
    """`We can now support it`, right after a sentence on somebody's proposal."""
    if number - carried.at > 1 or not carried.keys or scene.has("view.own"):
        return []
    if set(scene.others) - set(carried.abouts):
        return []
    ours = speaks_for_us(scene.text, context) or scene.has("view.members") or bool(scene.organizations)
    if not (scene.has("view.anaphor") or carried.undecided) and (carried.settled or not ours):
        return []
    if len(carried.keys) > 1 and (turns := ordered(scene, carried.keys, carried.abouts, context)):
        return [result for turn in turns for result in _findings(turn, scene, scenes, context)]
    told = ("support", "oppose") if carried.settled else ("support", "oppose", "comment")
    hits = [h for h in stances(scene, context) if h[1] in told]
    if not hits or len({name for _, name in hits}) > 1 or len(carried.abouts) > 1 < len(carried.keys):
        return []
    opinion = Opinion(carried.keys, carried.abouts, hits[0][1], hits[0][0])
    return _findings(opinion, scene, scenes, context)


def _asked_of_them(scene: Scene, scenes: Sequence[Scene], number: int) -> list[Result]:
    """`ATU's Resolution 65: what of roaming calls? The text should say so.`: a remark, no question to TSB."""
    behind = scenes[number + 1] if number + 1 < len(scenes) else None
    if behind is None or behind.sentence.paragraph != scene.sentence.paragraph or len(scene.others) != 1:
        return []
    if behind.asks or behind.texts or not behind.has("view.obliged"):
        return []
    words = f"{re.split(r'[:：]', scene.text, maxsplit=1)[-1].strip()} {behind.text}"
    return [
        Finding(
            "view", "add", ref.id, None, None,
            {"about": scene.others[0], "stance": "comment", "comment": clean(words)},
            (scene.text, behind.text), "body", 0.9, READER, "asked of them",
        )
        for ref in scene.texts[:1]
    ]  # fmt: skip


def _heading(scene: Scene, context: Context) -> tuple[str, ...]:
    """Whose proposals a list is about: `On the CEPT proposals:`."""
    lead = scene.sentence.lead
    if not lead or lead == scene.text:
        return ()
    above = Scene(replace(scene.sentence, text=lead), context)
    return tuple(above.others)


def _findings(opinion: Opinion, scene: Scene, scenes: Sequence[Scene], context: Context) -> list[Result]:
    kind = opinion.stance
    if kind == "comment":
        if not scene.has("view.commenting") or _becomes_doubt(scene, scenes):
            return []
        if scene.has("view.to_come") and not re.search(r"[:：]", scene.text):
            return []  # "our comments on it will follow"
        if remarks_of_another(scene, opinion.start, context):
            return []
    elif supposed_before(scene, opinion.start, context):
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
    comment, evidence = _comment(scene, scenes, kind, opinion.start)
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


def _becomes_doubt(scene: Scene, scenes: Sequence[Scene]) -> bool:
    """A remark that turns into hearsay or a question two lines on is about the table, not about a
    proposal.
    """
    at = scenes.index(scene)
    return any(
        s.sentence.paragraph == scene.sentence.paragraph and (s.doubted or s.asks)
        for s in scenes[at : at + 4]
    )


def _comment(
    scene: Scene, scenes: Sequence[Scene], found: str, start: int = 0
) -> tuple[str, tuple[str, ...]]:
    """The sender's words: what follows a colon, else the sentence; and the sentences that go on from it."""
    text = scene.text
    after = re.search(r"[:：]\s+(\S.{15,})$", text)
    if found == "comment" and any(h[1] == "none" for h in stances(scene, scene.context, remarks=False)):
        text = text[start:].lstrip(" ,，،")
    elif found == "comment" and after:
        text = after[1]
    more = []
    at = scenes.index(scene)
    for following in scenes[at + 1 : at + 5]:
        if following.sentence.paragraph != scene.sentence.paragraph or following.texts or following.others:
            break
        more.append(following.text)
    return clean(" ".join([text, *more])), (scene.text, *more)
