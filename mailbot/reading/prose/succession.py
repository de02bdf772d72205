"""Who follows somebody by a pronoun: `Mr X goes back home. In his place ...`, `..., and Ms Y follows him`.

Whom the pronoun means leaves his task, whatever is said of him.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.people import Person
from mailbot.reading.prose.described_around import SEAT
from mailbot.reading.prose.farewells import of_group
from mailbot.reading.prose.leaving import own
from mailbot.reading.prose.post_changes import BUT
from mailbot.reading.prose.scene import Scene

_TAKES = re.compile(r"\b(?:take|took|fill|assum|inherit|occup)\w*\s(?:over\s|up\s)?$", re.I)
_ROLES = ("focal_point", "coordinator", "alternate")


def spoken_of(scene: Scene, above: Sequence[Scene], last: Contact | None) -> Contact | None:
    """Whom the pronoun of a sentence on a successor means: the one own contact of the sentence before."""
    said = above[-1] if above else None
    if said is None or last is None or not scene.has("contact.in_his_place") or not scene.asserted:
        return None
    named = {c.id for c in said.own_people()}
    sure = not (said.texts or said.temporary or said.supposed or said.doubted or said.asks)
    return last if named == {last.id} and sure and not said.has("contact.shared") else None


def _contrasted(scene: Scene, context: Context) -> tuple[Contact, Person] | None:
    """`the alternate is no longer Ms X but Mr Y`: a negation before the one, a "but" before the other."""
    named = [p for p in scene.people if "@" not in p.raw]
    negation = context.words.pattern("modality.negation")
    for first, second in pairwise(named):
        old = own(first, context)
        denied = negation.search(" ".join(scene.text[: first.start].split()[-3:]))
        turn = BUT.match(scene.text, first.end)
        near = turn is not None and len(scene.text[turn.end() : second.start].split()) <= 2
        if old is not None and denied and near and second.contact != old:
            return old, second
    return None


def _seated(scene: Scene, context: Context) -> tuple[Contact, Person] | None:
    """`Ms X takes Mr Y's seat`."""
    named = [p for p in scene.people if "@" not in p.raw]
    for first, second in pairwise(named):
        old = own(second, context)
        verb = _TAKES.search(scene.text[first.end : second.start])
        if old is not None and verb and SEAT.match(scene.text, second.end) and first.contact != old:
            return old, first
    return None


def followed(scene: Scene, context: Context) -> tuple[Contact, Person] | None:
    """(who goes, who follows) where one sentence names both and joins them by a pronoun."""
    denied = scene.denied and not scene.has("contact.old_role")
    if scene.texts or scene.temporary or denied or scene.supposed or scene.doubted or scene.past:
        return None
    task = scene.has("contact.committee_named") or any(
        scene.context.words.has(f"contact.role_noun.{role}", scene.text) for role in _ROLES
    )
    task = task or bool(scene.emails or scene.phones)
    if task and (couple := _contrasted(scene, context) or _seated(scene, context)) is not None:
        return couple
    for found in context.words.pattern("contact.in_his_place").finditer(scene.text) if task else ():
        if of_group(scene, found):
            continue
        named = [p for p in scene.people if "@" not in p.raw]
        before = [p for p in named if p.end <= found.start()]
        after = [p for p in named if p.start >= found.end()]
        if len(before) >= 2 and scene.text[before[-1].end : found.start()].count(" ") <= 2:
            old, new = own(before[-2], context), before[-1]
        elif before and after:
            old, new = own(before[-1], context), after[0]
        else:
            continue
        fits = (new.is_new and (new.honorific or " " in new.name)) or own(new, context)
        if old is not None and fits and new.contact != old:
            return old, new
    return None
