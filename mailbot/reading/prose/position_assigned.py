"""Who coordinates the texts of a list: `I coordinate all of these`, `Ms X looks after the first group`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose.coordinators import is_cued, takers_of, the_one
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.window import Window
from mailbot.reading.texts import TextRef

READER = "prose"
_NUMBER = re.compile(r"\d{1,2}")
_FIRST = ("first", "second", "third")


def assigned(scenes: Sequence[Scene], found: Sequence[Window], context: Context) -> list[Result]:
    """`I coordinate all of these`: the person of a sentence for every text of the list beside it."""
    out: list[Result] = []
    for number, scene in enumerate(scenes):
        chosen: list[TextRef] = []
        if (
            scene.texts
            or not is_cued(scene)
            or not (scene.has("position.these") or (chosen := _chosen(number, scenes, found)))
            or not scene.asserted
            or scene.asks
            or bool(scene.emails or scene.phones)  # a new person's card, who takes a role
        ):
            continue
        person = the_one(scene, takers_of(scene, context), context)
        keys = chosen or _beside(number, scenes, found)
        if not person or not keys:
            continue
        out += [
            Finding(
                "position", "set", key.id, f"{context.organization}/{key.id}", None, person,
                (scene.text,), "body", 0.9, READER, "assigned",
            )
            for key in keys
        ]  # fmt: skip
    return out


def _beside(number: int, scenes: Sequence[Scene], found: Sequence[Window]) -> list[TextRef]:
    """The texts of the list that follows, or of what was said before in the paragraph or the list."""
    after = _listed(scenes[number + 1 :], found, first_only=scenes[number].text.endswith((":", "：")))
    above = list(reversed(scenes[:number]))
    near = [s for s in above if s.sentence.paragraph == scenes[number].sentence.paragraph]
    before = _listed(near, found, first_only=True) or _listed(above, found, first_only=True)
    return after if after and (scenes[number].text.endswith((":", "：")) or not before) else before


def _listed(scenes: Sequence[Scene], found: Sequence[Window], first_only: bool) -> list[TextRef]:
    """The texts of the windows of these sentences, up to the first that has none."""
    keys: dict[str, TextRef] = {}
    for scene in scenes:
        here = [w for w in found if w.scene.text == scene.text and not w.carried and w.scene.asserted]
        if not here:
            if keys or first_only:
                break
            continue
        keys |= {key.id: key for window in here for key in window.keys if key.known}
    return list(keys.values())


def _chosen(number: int, scenes: Sequence[Scene], found: Sequence[Window]) -> list[TextRef]:
    """The texts of the one item of the list above that is meant: `the first group`, `item 2`."""
    scene = scenes[number]
    items: dict[int, list[TextRef]] = {}
    for above in reversed(scenes[:number]):
        if not above.sentence.item and items:
            break
        here = [w for w in found if w.scene is above and not w.carried and w.scene.asserted]
        if above.sentence.item and here:
            keys = [key for window in here for key in window.keys if key.known]
            items[above.sentence.paragraph] = keys + items.get(above.sentence.paragraph, [])
    listed = [items[paragraph] for paragraph in sorted(items)]
    if len(listed) < 2:
        return []
    words = scene.context.words
    if words.has("position.new_ones", scene.text):
        return [key for item in listed for key in item if not _is_held(key, scene.context)]
    place = _place(scene)
    return listed[place] if place is not None and place < len(listed) else []


def _place(scene: Scene) -> int | None:
    """Which item is meant, counted from 0; -1 is the last."""
    words = scene.context.words
    for counted in words.pattern("position.item_number").finditer(scene.text):
        if number := _NUMBER.match(scene.text[counted.end() :].lstrip(" .")):
            return int(number[0]) - 1 if int(number[0]) else None
    orders = words.patterns("position.order")
    for place, name in enumerate(_FIRST):
        if name in orders and orders[name].search(scene.text):
            return place
    return -1 if "last" in orders and orders["last"].search(scene.text) else None


def _is_held(key: TextRef, context: Context) -> bool:
    return context.directory.get("position", f"{context.organization}/{key.id}") is not None
