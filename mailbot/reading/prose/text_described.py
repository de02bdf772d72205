"""Texts of the organization's own that are only described: `all our drafts are agreed`, `our suppression`.

The table tells which they are, by the action or the stage that it gives them. Where the description fits
several and one is meant, or nothing tells which (`one of our proposals has been adopted`), it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.directory.records import Position
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt
from mailbot.reading.prose.new_texts import says_action
from mailbot.reading.prose.scene import Scene
from mailbot.reading.texts import TextRef

READER = "prose"
Said = tuple[tuple[TextRef, ...], str]


def described(scene: Scene) -> list[Said]:
    """The positions that the description fits, with what is said of them; none where it leaves open which."""
    if scene.texts or scene.others or not scene.asserted or scene.asks:
        return []
    context = scene.context
    for kind, pattern in context.words.patterns("position.kind").items():
        mark = pattern.search(scene.text)
        if mark is None or scene.has_in("position.one_of", scene.text[: mark.end()]):
            continue
        rest = f"{scene.text[: mark.start()]} ; {scene.text[mark.end() :]}"
        if not _says(scene.saying(rest)) or scene.has_in("modality.negation", rest):
            continue
        own = [p.text for p in _own(context) if kind in (p.action, p.status)]
        every = scene.has_in("position.every", mark[0])
        pair = scene.has_in("position.pair", mark[0])
        if own and (every or (pair and len(own) == 2) or (not pair and len(own) == 1)):
            return [(tuple(TextRef(*mark.span(), key, mark[0]) for key in own), rest)]
    return []


def left_open(scene: Scene, following: Sequence[Scene]) -> Doubt | None:
    """`One of our proposals has been adopted`: which, unless the next words name it."""
    if scene.texts or scene.others or not scene.asserted or scene.asks:
        return None
    ordered = scene.has("position.orders") and not (scene.has("meeting.noun") or scene.people)
    if not (ordered or scene.has("position.one_of")):
        return None
    if not _says(scene) or len(_own(scene.context)) < 2:
        return None
    here = scene.sentence.paragraph
    if any(s.texts for s in following[:2] if s.sentence.paragraph in (here, here + 1)):
        return None
    return Doubt(f"Which text is meant? {scene.text}", (scene.text,), "body", READER, "which text")


def _says(scene: Scene) -> bool:
    return says_action(scene.text, scene.context) or scene.has("position.withdraw")


def _own(context: Context) -> list[Position]:
    return [p for p in context.directory.positions if p.organization == context.organization]
