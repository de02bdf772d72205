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
from mailbot.reading.prose.view_details import becomes_doubt, comment_of, of_something_else, paired
from mailbot.reading.prose.view_packages import goes_on, in_package, package_of, under_package
from mailbot.reading.prose.view_stances import (
    given_by_another,
    of_another,
    remarks_of_another,
    stances,
    supposed_before,
)
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
    stance: str = ""  # the one view told there
    undecided: bool = False  # it was told there that there is none yet; remarks may follow


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    carried = _of_subject(scenes[0]) if scenes else Carried()
    opened = bool(carried.keys)  # the subject of the mail stands until a text is named
    scenes = list(scenes)
    told: tuple[int, Opinion | None] = (-9, None)  # the last opinion, and in which sentence
    package: tuple[str, ...] = ()
    for number, scene in enumerate(scenes):
        fresh = not number or scene.sentence.paragraph != scenes[number - 1].sentence.paragraph
        package = package_of(scene, package, fresh)
        scenes[number] = scene = under_package(scene, package, context)
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
        heading = _heading(scene, context) or in_package(package, scene.texts, scene, context)
        before = told[1] if number - told[0] == 1 else None
        if before and not heading and not fresh:
            heading = goes_on(before.abouts, scene.texts, scene, context)
        said = [] if _is_past(scene) else opinions(scene, context, heading, before)
        told = (number, said[-1]) if said else told
        found = [result for opinion in said for result in _findings(opinion, scene, scenes, context)]
        results += found
        abouts = tuple(dict.fromkeys(scene.others)) or heading
        abouts = abouts or tuple(dict.fromkeys(o for opinion in said for o in opinion.abouts if o))
        if scene.doubted and not found:  # hearsay: what goes on from it is no view
            carried = Carried()
        elif abouts:
            open_still = not found and any(name == "none" for _, name in stances(scene, context))
            one = said[-1].stance if len({opinion.stance for opinion in said}) == 1 else ""
            carried = Carried(tuple(scene.texts), abouts, number, bool(found), one, open_still)
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
    near = 2 if scene.has("view.anaphor") and not scene.sentence.first else 1
    if number - carried.at > near or not carried.keys or scene.has("view.own"):
        return []
    if set(scene.others) - set(carried.abouts):
        return _of_the_other(scene, scenes, context, carried)
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


def _of_the_other(scene: Scene, scenes: Sequence[Scene], context: Context, carried: Carried) -> list[Result]:
    """`They do not support that of the Arab States`: the same text, as another region proposes it."""
    if len(carried.keys) != 1 or len(scene.others) != 1:
        return []
    about, ref = scene.others[0], carried.keys[0]
    hits = [hit for hit in stances(scene, context) if hit[1] in ("support", "oppose")]
    if not hits and carried.stance and scene.has("view.that_too"):
        hits = [(0, carried.stance)]  # "those of Africa as well"
    if context.directory.get("position", f"{about}/{ref.id}") is None or len({n for _, n in hits}) != 1:
        return []
    return _findings(Opinion((ref,), (about,), hits[0][1], hits[0][0]), scene, scenes, context)


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
        if not scene.has("view.commenting") or becomes_doubt(scene, scenes):
            return []
        if scene.has("view.to_come") and not re.search(r"[:：]", scene.text):
            return []  # "our comments on it will follow"
        if remarks_of_another(scene, opinion.start, context):
            return []
    elif supposed_before(scene, opinion.start, context):
        return []
    if scene.doubted and kind != "oppose":
        return []
    if given_by_another(scene, opinion.start, context) or of_something_else(scene, opinion):
        return []
    if other := of_another(scene, opinion.start, context):
        text = f"A view of {other}, told by another; please check there: {scene.text}"
        return [Doubt(text, (scene.text,), "body", READER, "authority")]
    if len(opinion.abouts) > 1 and len(opinion.keys) > 1:
        if pairs := paired(opinion, context):
            return [r for pair in pairs for r in _findings(pair, scene, scenes, context)]
        return [Doubt(f"Whose proposals are meant? {scene.text}", (scene.text,), "body", READER, "view")]
    comment, evidence = comment_of(scene, scenes, kind, opinion.start)
    return [
        Finding(
            "view", "add", ref.id, None, None, {"about": about, "stance": kind, "comment": comment},
            evidence, "body", 0.92, READER, kind,
        )
        for ref in opinion.keys
        for about in opinion.abouts
    ]  # fmt: skip
