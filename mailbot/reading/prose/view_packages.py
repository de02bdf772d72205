"""Whose proposals a letter goes through: `We examined the African package. On Resolution 44 we agree.`"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.prose.scene import Scene
from mailbot.reading.texts import TextRef

_NEAR = 14  # signs before the word for a package in which `our` makes it the sender's


def package_of(scene: Scene, before: tuple[str, ...], fresh: bool) -> tuple[str, ...]:
    """The region whose proposals are gone through from this sentence on; ``before``: up to here.

    Another region or the sender's own proposals end it, and so does a new paragraph (``fresh``) that is no
    item.
    """
    others = scene.others
    if others:
        return tuple(others) if len(others) == 1 and not scene.texts and _names_package(scene) else ()
    if scene.has("view.own") or (fresh and not scene.sentence.item):
        return ()
    return before


def _names_package(scene: Scene) -> bool:
    return any(
        not scene.has_in("view.our", scene.text[max(0, start - _NEAR) : start])
        for start, _ in scene.spans("view.package")
    )


def in_package(
    regions: tuple[str, ...], refs: Sequence[TextRef], scene: Scene, context: Context
) -> tuple[str, ...]:
    """The region again where it has a position on every text the sentence names, and no other is named."""
    if not regions or scene.others:
        return ()
    held = [context.directory.get("position", f"{regions[0]}/{ref.id}") is not None for ref in refs]
    return regions if held and all(held) else ()


def under_package(scene: Scene, regions: tuple[str, ...], context: Context) -> Scene:
    """The sentence as a line below the region's name, so that `on 20, one remark` is of its Resolution 20."""
    if not regions or scene.others or scene.sentence.item or not re.search(r"\d", scene.text) or scene.texts:
        return scene
    below = Scene(replace(scene.sentence, item=True, lead=regions[0]), context)
    return below if below.texts else scene


def goes_on(
    last: tuple[str | None, ...], refs: Sequence[TextRef], scene: Scene, context: Context
) -> tuple[str, ...]:
    """`We support the Arab text on 20. On Resolution 32 we do not follow.`: the same region's, where it alone
    of the two has a position on it.
    """
    regions = tuple(code for code in last if code)
    mine = any(context.directory.get("position", f"{context.organization}/{ref.id}") for ref in refs)
    return () if mine or len(regions) != 1 else in_package(regions, refs, scene, context)
