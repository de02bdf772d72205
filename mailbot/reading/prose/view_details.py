"""What goes with a view: the sender's words on it, whose proposals several are, and whether it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.prose.opinions import Opinion
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.view_stances import stances
from mailbot.reading.values import clean


def of_something_else(scene: Scene, opinion: Opinion) -> bool:
    """`we support the idea of a joint workshop with RCC on 98`: no view of a proposal."""
    between = scene.text[opinion.start : opinion.keys[0].start]
    return scene.has_in("view.other_object", between) and not scene.has_in("view.proposal_noun", between)


def paired(opinion: Opinion, context: Context) -> list[Opinion]:
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


def becomes_doubt(scene: Scene, scenes: Sequence[Scene]) -> bool:
    """A remark that turns into hearsay or a question two lines on is about the table, not about a
    proposal.
    """
    at = scenes.index(scene)
    return any(
        s.sentence.paragraph == scene.sentence.paragraph and (s.doubted or s.asks)
        for s in scenes[at : at + 4]
    )


def _wonders(scene: Scene) -> bool:
    """`Why should a common number be free for all?` argues on, and asks nobody."""
    return not (scene.has("asking.aside") or scene.has("asking.kindly") or scene.has("asking.answer"))


def comment_of(
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
        if following.asks and not _wonders(following):
            break  # "by the way, when will the table come out?" asks TSB
        more.append(following.text)
    return clean(" ".join([text, *more])), (scene.text, *more)
