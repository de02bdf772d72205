"""Whose proposal a sentence is about: an organization's, the sender's own, or the text as such."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.prose.scene import Scene
from mailbot.reading.texts import TextRef


def proposer(scene: Scene, group: Sequence[TextRef], context: Context) -> tuple[str, ...]:
    """`the proposal on Resolution 79`: the only organization that has one, if the sender's has none."""
    if not scene.has("view.proposed") or as_such(scene):
        return ()
    owners = {
        frozenset(p.organization for p in context.directory.positions if p.text == ref.id) for ref in group
    }
    before = re.split(r"[,;:.()،؛，；。]", scene.text[: group[0].start])[-1][-60:]
    if not context.words.has("view.proposal_noun", before) or context.words.has("view.indefinite", before):
        return ()
    only = owners.pop() if len(owners) == 1 else frozenset()
    return tuple(only) if len(only) == 1 and context.organization not in only else ()


def abouts(scene: Scene, start: int, end: int, context: Context) -> tuple[str | None, ...]:
    """Whose proposal: the organizations named there, None for the text as such, () if not told."""
    here = [c for s, _, c in scene.organizations if start <= s < end and c != context.organization]
    if here:
        return tuple(dict.fromkeys(here))
    if not scene.others and as_such(scene):
        return (None,)
    return ()


def as_such(scene: Scene) -> bool:
    """`Resolution 50 as such`, `A.7 itself`: the text, not a proposal on it."""
    if scene.has("view.as_such"):
        return True
    behind = [scene.text[ref.end : ref.end + 24] for ref in scene.texts]
    return any(scene.has_in("view.itself", words) for words in behind)


def is_own(scene: Scene) -> bool:
    """Whether the sender speaks of his own proposal: no view of it is asked for."""
    near = [scene.text[max(0, ref.start - 24) : ref.start] for ref in scene.texts]
    if any(scene.has_in("view.our", before) for before in near):
        return True
    return not scene.others and scene.has("view.own")


def holding(
    abouts: tuple[str | None, ...], group: Sequence[TextRef], context: Context
) -> tuple[str | None, ...]:
    """Of several organizations those that have a position on the texts, if any has."""
    if len(abouts) < 2 or len(group) > 1:
        return abouts
    holders = tuple(o for o in abouts if o and context.directory.get("position", f"{o}/{group[0].id}"))
    return holders or abouts


def still_theirs(
    abouts: tuple[str | None, ...], group: Sequence[TextRef], context: Context
) -> tuple[str | None, ...]:
    """The proposers named before, unless only others have a position on these texts."""
    if len(group) != 1 or None in abouts:
        return abouts
    holders = {p.organization for p in context.directory.positions if p.text == group[0].id}
    return abouts if not holders or holders & set(abouts) else ()
