"""What the sender's organization thinks of another's proposal, or of a text as such.

"APT supports the CEPT proposal to modify A.7", "not in a position to support ...". No opinion is no view.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.positions import Window, windows
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean

READER = "prose"


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    for window in windows(scenes, context):
        if window.carried:
            continue
        results += _window(window, scenes, context)
    return results


def _abouts(window: Window, context: Context) -> list[str | None]:
    """Whose proposal: the organizations named in the window, None for the text as such, [] if not told."""
    named = [code for start, _, code in window.scene.organizations if code != context.organization]
    here = [
        code
        for code in dict.fromkeys(named)
        if any(
            code == c and window.text in window.scene.text and _inside(window, s)
            for s, _, c in window.scene.organizations
        )
    ]
    if here or named:
        return list(here or dict.fromkeys(named))
    if context.words.pattern("view.as_such").search(window.scene.text):
        return [None]
    return []


def _inside(window: Window, place: int) -> bool:
    start = window.scene.text.find(window.text)
    return start <= place < start + len(window.text)


def stance(window: Window, context: Context) -> str | None:
    words = context.words
    if words.pattern("view.none").search(window.text):
        return None
    for name in ("oppose", "support", "comment"):
        if words.pattern(f"view.{name}").search(window.text):
            return name
    return None


def _window(window: Window, scenes: Sequence[Scene], context: Context) -> list[Result]:
    scene = window.scene
    own_only = context.words.pattern("view.own").search(scene.text)
    abouts = _abouts(window, context)
    if not abouts or own_only or context.words.pattern("view.none").search(scene.text):
        return []
    found = stance(window, context) or (stance(Window(window.keys, scene.text, scene), context))
    if found is None or (
        scene.supposed and found != "comment" and not context.words.pattern("view.firm").search(scene.text)
    ):
        return []
    if found == "comment" and not context.words.pattern("view.commenting").search(scene.text):
        return []
    if found == "comment" and _becomes_doubt(scene, scenes):
        return []
    if scene.asks or (scene.doubted and found != "oppose"):
        return []
    comment, evidence = _comment(scene, scenes, found)
    results: list[Result] = []
    for ref in window.keys:
        if len(abouts) > 1 and len(window.keys) > 1:
            return [Doubt(f"Whose proposals are meant? {scene.text}", (scene.text,), "body", READER, "view")]
        for about in abouts:
            values = {"about": about, "stance": found, "comment": comment}
            results.append(
                Finding("view", "add", ref.id, None, None, values, evidence, "body", 0.92, READER, found)
            )
    return results


def _becomes_doubt(scene: Scene, scenes: Sequence[Scene]) -> bool:
    """A remark that turns into hearsay or a question two lines on is about the table, not about a proposal."""
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
