"""Where a sentence on a position says nothing of it: a question, an idea given up, a view of another's."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.prose.position_standing import behind_new_mind
from mailbot.reading.prose.position_values import action_hits, new_status
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.view_abouts import remarked
from mailbot.reading.prose.view_stances import stances
from mailbot.reading.prose.window import Window
from mailbot.reading.prose.windows import of_others
from mailbot.reading.texts import TextRef

_CODE = re.compile(r"\b(?:MOD|SUP|ADD|NOC)\b")


def asks(scene: Scene) -> bool:
    """A question; `could you mark it as agreed?` is none."""
    return scene.asks and not scene.has("position.kindly")


def is_refused(window: Window, context: Context) -> bool:
    """`we first wanted to modify it, but changed our mind`; `a proposal is expected in March`."""
    words = context.words
    first = window.scene.texts[0].start if window.scene.texts else 0
    if first and words.has("position.others_rows", window.scene.text[:first]):
        return True  # "three lines of other regions are of interest to us: MOD of 2, ..."
    if any(words.has(f"position.{n}", window.text) for n in ("awaited", "other_subject", "nobody")):
        return True
    if words.has("position.no_entry", window.text) and not words.has("position.instead", window.text):
        return not behind_new_mind(window.text, context)
    said = words.pattern("position.was").sub(" ", (window.whole or window.scene).text)
    if words.has("position.falsely", said):  # "it is not true that we have withdrawn it"
        return not words.has("position.but", window.text)
    denied = words.pattern("modality.refuted").search(window.scene.text)
    if denied is None or window.carried or denied.start() <= window.keys[-1].end:
        return False
    return not words.has("position.withdraw", window.scene.text[denied.end() :])


def theirs(scene: Scene, ref: TextRef) -> bool:
    """`RCC/Resolution 99`, `the CEPT proposal to suppress 48`: a text of theirs, and none of the sender's."""
    directory, mine = scene.context.directory, scene.context.organization
    if directory.get("position", f"{mine}/{ref.id}") is not None:
        return False
    return any(
        code != mine
        and end <= ref.start
        and len(scene.text[end : ref.start].split()) <= 4
        and directory.get("position", f"{code}/{ref.id}") is not None
        for _, end, code in scene.organizations
    )


def of_an_action(scene: Scene, ref: TextRef) -> bool:
    """`we oppose the suppression of 45`, `on 44 no objection, we support it`: the sender has no proposal on
    it, and another region has.
    """
    directory, mine = scene.context.directory, scene.context.organization
    if directory.get("position", f"{mine}/{ref.id}") is not None:
        return False
    if not any(p.text == ref.id for p in directory.positions):
        return False
    if scene.has("position.table") or scene.has("position.enter_it"):
        return False  # "we see no need to amend 65 and would like to have this in the table"
    said = {name for _, name in stances(scene, scene.context)}
    actions = {name for _, name, _ in action_hits(scene.text, scene.context)}
    if actions == {"NOC"}:
        return False  # "we see no need for any change of 97" is a position
    names_action = bool(actions)
    return "oppose" in said or ("support" in said and not names_action)


def is_view(window: Window) -> bool:
    """Whether the words are about another organization's proposal."""
    scene = window.scene
    if remarked(window.whole or scene, window.keys):
        return True
    if not scene.others:
        stage = new_status(window.text, scene.context).get(
            "status", "agreed"
        )  # "no objections" can be either
        if _CODE.search(window.text) or stage != "agreed":
            return False  # "on 65 we shall propose modifications (preliminary), on 90 we see no need for any"
        part = (
            scene if window.carried or len({t.start for t in scene.texts}) < 2 else scene.saying(window.text)
        )
        return any(of_an_action(part, ref) for ref in window.keys)
    if any(theirs(scene, ref) for ref in window.keys):
        return True
    return of_others(scene) or any(scene.has(f"view.{name}") for name in ("support", "oppose", "comment"))
