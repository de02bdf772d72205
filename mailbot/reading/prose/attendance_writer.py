"""Where a clause without a subject is the writer's own."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.prose.guests import Guest, named_people, writer
from mailbot.reading.prose.scene import Scene

_OTHERS = (
    "contact.we", "attendance.third", "attendance.nobody", "attendance.unnamed", "attendance.not_about",
)  # fmt: skip
_COMMA = re.compile(r"[,;，；،؛]\s?")
_TERSE = 5  # words


def implied_writer(scene: Scene, clause: str, own_event: bool = True) -> list[Guest]:
    """A clause without a subject is the writer's: `can't join on the 8th`, `Not 4 February`, `Me, yes`.

    Where it names no event either, it must speak of attending or be very short.
    """
    context = scene.context
    words = context.words
    speaks = any(words.has(f"attendance.{name}", clause) for name in ("verb", "excuse", "stand_in"))
    if not (own_event or speaks or len(clause.split()) <= _TERSE):
        return []
    if context.organization is None:
        return []
    mine = _without_ground(clause, context)
    for name in _OTHERS:
        if words.pattern(name).search(mine):
            return []
    if scene.says_i:
        return [writer(context)]
    until = max(scene.text.find(clause), 0) + len(clause)  # who is named behind it has his own clause
    if context.contact is None or scene.organizations or named_people(scene, 0, until):
        return []
    signs = re.search(r"[\u3400-\u9fff]", clause) is not None
    brief = len(mine.split()) <= 14 and len(mine) <= (20 if signs else 90)
    opening = mine[:12] if signs else " ".join(mine.split()[:4])
    told = words.has("attendance.impersonal", mine) or any(
        words.pattern(f"attendance.{n}").search(opening) for n in ("yes", "no", "tentative", "away", "verb")
    )
    return [writer(context)] if brief or told else []


def _without_ground(clause: str, context: Context) -> str:
    """`We have a holiday until the 10th, connecting on the 8th will not work`: what is said of the event."""
    while (stop := _COMMA.search(clause)) is not None:
        before, behind = clause[: stop.start()], clause[stop.end() :]
        speaks = any(context.words.has(f"attendance.{name}", before) for name in ("verb", "excuse", "third"))
        if (
            speaks
            or not context.words.has("contact.we", before)
            or not context.words.has("attendance.no", behind)
        ):
            break
        clause = behind
    return clause
