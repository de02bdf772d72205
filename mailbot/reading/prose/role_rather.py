"""Another role by contrast, whatever the verb: `is no longer alternate but coordinator`.

The person's role on file stands behind words that deny it or call it not enough (`no longer`, `not only`),
and behind a "but" stands another.
"""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.findings import Finding
from mailbot.reading.prose.post_words import of_unit
from mailbot.reading.prose.roles import DEPUTY, Cast, actors_of, role_finding
from mailbot.reading.prose.scene import Scene

_BOTH = 2  # roles
_FEW = 3  # words between `from coordinator` and `alternate`
_OF_THEM = re.compile(r"\b(?:of|with|for|to|du|de|del|des)\s(?:\w+\s)?$")  # `a friend of the coordinator`


def rather(scene: Scene, context: Context, cast: Cast) -> list[Finding]:
    """The role somebody has instead of the one on file, or beside it; nothing where two are told of."""
    if scene.doubted or scene.supposed or scene.asks or scene.past:
        return []
    if not any(scene.has(f"contact.{name}") for name in ("but_rather", "old_committee")):
        return []
    actors = actors_of(scene, context, cast)
    if len({who.id for _, _, who in actors}) != 1:
        return []
    _, start, contact = actors[0]
    named = _named(scene, start)
    if len(named) != _BOTH or named[0][2] != contact.role or named[1][2] == contact.role:
        return []
    (old, end, _), (place, _, role) = named
    denied = any(scene.has_in(f"contact.{n}", scene.text[start:old]) for n in ("old_role", "only_that"))
    denied = denied and not _OF_THEM.search(scene.text[end:place])
    told = denied and scene.has_in("contact.but_rather", scene.text[end:place])
    told = told or _from_to(scene, old, scene.text[end:place])
    return [role_finding(scene, contact, {"role": role})] if told else []


def _from_to(scene: Scene, old: int, between: str) -> bool:
    """`steps back from coordinator to alternate`."""
    before = scene.text[max(0, old - 12) : old]
    led = scene.has_in("contact.old_committee", " ".join(before.split()[-2:]))
    return led and len(between.split()) <= _FEW and scene.has_in("contact.to_word", between)


def _named(scene: Scene, start: int) -> list[tuple[int, int, str]]:
    """(start, end, role) of every role behind the place; `deputy coordinator` is one."""
    words = scene.context.words
    spans = {
        (*m.span(), role)
        for table in ("contact.role_noun", "contact.role_as")
        for role, pattern in words.patterns(table).items()
        for m in pattern.finditer(scene.text, start)
        if not DEPUTY.match(scene.text, m.start()) and not of_unit(scene.text[m.start() :][:60], words)
    }
    return sorted(s for s in spans if not any(o[0] <= s[0] and s[1] <= o[1] and o != s for o in spans))
