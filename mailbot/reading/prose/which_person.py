"""A name that fits several on file, and a sentence that would change one of them: which one is meant?

The sentence is read once more with the whole name of one of them in its place; if that changes something,
it is a question and never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from mailbot.directory.records import Contact
from mailbot.reading import normal
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.people import Person
from mailbot.reading.prose.scene import Scene

READER = "prose"
MOST = 3  # questions of one mail
Reading = Callable[[Sequence[Scene]], Sequence[Result]]


def read(
    scenes: Sequence[Scene], context: Context, results: Sequence[Result], again: Reading
) -> list[Result]:
    """``again`` reads sentences for changes of the contact sheet."""
    spoken = {line for result in results for line in result.evidence}
    doubts: list[Result] = []
    for number, scene in enumerate(scenes):
        person = _unclear(scene, context)
        if person is None or scene.text in spoken or scene.texts or len(doubts) >= MOST:
            continue
        own = [c for c in person.contacts if c.organization == context.organization]
        if _told_before(scenes, number, {c.id for c in own}):
            continue
        meant = _by_role(scene, person, own)
        own = [meant] if meant is not None else own
        text = scene.text.replace(person.raw, own[0].name)
        sure = replace(scene.sentence, text=text)
        here = scene.sentence.paragraph
        near = [s for s in scenes[number + 1 : number + 3] if s.sentence.paragraph == here]
        changed = [
            r
            for r in again([Scene(sure, context), *near])
            if isinstance(r, Finding) and r.key == own[0].id and (r.values or r.op == "remove")
        ]
        if meant is not None:
            doubts += [replace(r, evidence=(scene.text,)) for r in changed]
        elif changed and not any(line in spoken for r in changed for line in r.evidence):
            which = " or ".join(c.name for c in own)
            asked = f"{person.raw}: which one is meant, {which}? {scene.text}"
            doubts.append(Doubt(asked, (scene.text,), "body", READER, "which person"))
    return doubts


def _unclear(scene: Scene, context: Context) -> Person | None:
    """The one name in the sentence that fits several of the sender's own, and not the sender himself."""
    named = [
        p
        for p in scene.people
        if p.contact is None
        and sum(c.organization == context.organization for c in p.contacts) > 1
        and context.contact not in p.contacts
    ]
    return named[0] if len({p.raw for p in named}) == 1 else None


def _by_role(scene: Scene, person: Person, own: Sequence[Contact]) -> Contact | None:
    """`Zhang, our coordinator for Committee 3, ...`: the role behind the name tells."""
    behind = re.match(r",\s([^,]{3,60})[,.]", scene.text[person.end :])
    if behind is None:
        return None
    words = scene.context.words
    roles = {r for r, p in words.patterns("contact.role_noun").items() if p.search(behind[1])}
    committee = normal.committee(behind[1], scene.context)
    found = [c for c in own if c.role in roles and committee in (None, c.committee)]
    return found[0] if len(found) == 1 else None


def _told_before(scenes: Sequence[Scene], number: int, ids: set[str]) -> bool:
    """Whether the whole name stands near it: `Anna Berg ... Berg now works ...`."""
    return any(c.id in ids for s in scenes[max(0, number - 3) : number + 1] for c in s.own_people())
