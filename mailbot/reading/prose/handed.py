"""A task handed to somebody new, whatever the verb: `je transmets le dossier de la Commission 4 à M. X`.

Who has the task stands before it, who gets it right behind a word for "to"; the task is a committee's. What
is handed in a meeting, a paper or the floor is none.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.people import Person
from mailbot.reading.prose.leaving import own
from mailbot.reading.prose.roles import fresh_committees
from mailbot.reading.prose.scene import Scene

_REACH = 40  # signs between the task and the one who gets it


def handed(scene: Scene, context: Context) -> tuple[Contact, Person] | None:
    """(who had the task, who gets it)."""
    if scene.texts or not scene.asserted or scene.temporary or scene.past:
        return None
    fresh = [p for p in scene.people if p.is_new and "@" not in p.raw and (p.honorific or " " in p.name)]
    if not fresh or scene.has("contact.thing"):
        return None
    patterns = context.words.patterns("contact.committee").values()
    for committee in (m for pattern in patterns for m in pattern.finditer(scene.text)):
        task = [
            m
            for m in context.words.pattern("contact.task_of").finditer(scene.text[: committee.start()])
            if len(scene.text[m.end() : committee.start()].split()) <= 3
        ]
        new = next((p for p in fresh if 0 <= p.start - committee.end() <= _REACH), None)
        if not task or new is None or not _to(scene, committee.end(), new.start):
            continue
        old = _had(scene, task[-1].start(), context)
        codes = fresh_committees(scene.text, context)
        if old is not None and codes in ([old.committee], []) and old.role != "focal_point":
            return old, new
    return None


def _to(scene: Scene, start: int, end: int) -> bool:
    """Whether the first words behind the committee say "to", and only titles and kinship follow."""
    gap = scene.text[start:end]
    return (
        re.match(r"\s*(?:is |est |es )?", gap) is not None
        and scene.context.words.pattern("contact.hand_to").match(gap.lstrip()) is not None
    )


def _had(scene: Scene, place: int, context: Context) -> Contact | None:
    """The nearest one before the task, or the writer who says "I"."""
    before = [p for p in scene.people if p.end <= place and "@" not in p.raw]
    mine = [s for s, _ in scene.spans("contact.subject_i") if s < place]
    if before and (not mine or before[-1].start > mine[-1]):
        return own(before[-1], context)
    return context.contact if mine else None


def passed(scene: Scene, context: Context) -> tuple[Contact, Person] | None:
    """`Committee 3: the baton goes from X to her colleague Y`: from who had the task to somebody new.

    The committee of the one, or his role, stands in the sentence; words for "from" and "to" beside the names,
    whatever the verb.
    """
    if scene.texts or not scene.asserted or scene.temporary or scene.past or scene.has("contact.thing"):
        return None
    words = context.words
    role = any(p.search(scene.text) for p in words.patterns("contact.role_noun").values())
    codes = fresh_committees(scene.text, context)
    named = [p for p in scene.people if "@" not in p.raw]
    fresh = [p for p in named if p.is_new and (p.honorific or " " in p.name)]
    for new in fresh:
        before = [p for p in named if p.end <= new.start]
        old = own(before[-1], context) if before else None
        if old is None or not _led(scene, before[-1].start, "contact.passed_from", 2):
            continue
        if not _led(scene, new.start, "contact.passed_to", 3):
            continue
        if old.committee in codes or (role and not codes):
            return old, new
    return None


def _led(scene: Scene, place: int, name: str, most: int) -> bool:
    """Whether such a word stands before the name, with no more than a few words on who it is between."""
    before = scene.text[max(0, place - 40) : place]
    marks = list(scene.context.words.pattern(name).finditer(before))
    gap = before[marks[-1].end() :] if marks else ""
    return bool(marks) and len(gap.split()) <= most and not re.search(r"[.;:,،]", gap)
