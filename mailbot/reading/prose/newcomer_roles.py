"""Which role somebody new gets, by the words of a text: not the one that somebody else keeps or has."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.people import Person
from mailbot.reading.prose.role_choice import is_helper
from mailbot.reading.prose.roles import fresh_roles
from mailbot.reading.prose.scene import Scene

_BREAK = re.compile(r"[,;،؛，；]|\s(?:and|while|et|tandis que|y|mientras que|и|а)\s|\s(?=و\w)")


def fresh_for_new(text: str, context: Context) -> list[str]:
    """The roles named, without those that somebody keeps: `besides Ms X who continues as coordinator`."""
    unchanged = context.words.pattern("modality.unchanged")
    found = [
        role
        for role, pattern in context.words.patterns("contact.role_noun").items()
        for hit in pattern.finditer(text)
        if not unchanged.search(text[max(0, hit.start() - 30) : hit.start()])
        and not unchanged.search(re.split(r"[,;.，；。،]", text[hit.end() :], maxsplit=1)[0][:24])
        and not _beside_holder(text, hit.start(), context)
        and not is_helper(text, *hit.span(), context.words)
    ]
    named = [role for role in dict.fromkeys(found) if role in fresh_roles(text, context)]
    if sorted(named) == ["alternate", "coordinator"] and _of_coordinator(text, context):
        named = ["alternate"]
    if not named and context.words.has("contact.coordination_passes", text):
        return ["coordinator"]  # `the coordination passes to Mr X`
    if not named and context.words.has("contact.committee_named", text):
        weak = context.words.pattern("contact.role_as.alternate").search(text)
        whose = weak is not None and context.words.has("contact.whose_helper", weak[0])
        if weak and not whose and not unchanged.search(text[max(0, weak.start() - 30) : weak.start()]):
            named = [role for role in fresh_roles(text, context) if role == "alternate"]
    if not named and context.words.has("contact.duty_noun", text):
        return ["coordinator"] if context.words.has("contact.committee_named", text) else []
    return named


def role_beside(person: Person, scene: Scene) -> str | None:
    """The role right before the name: `our coordinator will be joined by an alternate, Mr X`."""
    before = scene.text[max(0, person.start - 40) : person.start]
    hits = [
        (m.end(), role)
        for role, pattern in scene.context.words.patterns("contact.role_noun").items()
        for m in pattern.finditer(before)
    ]
    near = [role for end, role in hits if re.fullmatch(r"\s?[,:：，]?\s?", before[end:])]
    if not near and len(fresh_for_new(scene.text, scene.context)) > 1:
        near = fresh_roles(_own_clause(person, scene), scene.context)
    return near[0] if len(set(near)) == 1 else None


def _own_clause(person: Person, scene: Scene) -> str:
    """The words on the newcomer alone: `Ms X becomes the alternate, and Mr Y (y@z) the coordinator`."""
    before = [p.end for p in scene.people if p.end <= person.start and not p.is_new]
    behind = [p.start for p in scene.people if p.start >= person.end and "@" not in p.raw]
    floor = before[-1] if before else 0
    cuts = [m.start() for m in _BREAK.finditer(scene.text, floor, person.start)] if before else [0]
    return scene.text[cuts[-1] : min(behind, default=len(scene.text))] if cuts else ""


def _of_coordinator(text: str, context: Context) -> bool:
    """`alternate to the coordinator of Committee 3`: the second noun only tells whose."""
    patterns = context.words.patterns("contact.role_noun")
    ends = [m.end() for m in patterns["alternate"].finditer(text)]
    starts = [m.start() for m in patterns["coordinator"].finditer(text)]
    return bool(ends) and all(
        any(0 <= s - e <= 24 and len(text[e:s].split()) <= 3 and "," not in text[e:s] for e in ends)
        for s in starts
    )


def _beside_holder(text: str, place: int, context: Context) -> bool:
    """`spoke on behalf of the coordinator`: the role is that of the one whom somebody helps or speaks for."""
    before = text[max(0, place - 40) : place]
    found = list(context.words.pattern("contact.beside_role").finditer(before))
    if context.words.has("contact.nobody_yet", before[-16:]):
        return True  # `for the time being there is no alternate`
    if found and len(before[found[-1].end() :].split()) <= 1:
        return True
    mine = list(context.words.pattern("contact.my").finditer(before))
    return bool(mine) and 1 <= len(before[mine[-1].end() :].split()) <= 3  # `my functions of coordinator`
