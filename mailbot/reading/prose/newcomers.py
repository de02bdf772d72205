"""Who is new: the successor of somebody who leaves, or a person who joins.

Besides the words for it ("takes over", "please add") the build tells: somebody nobody knows, with an address
or a number of his own, right after a departure or beside a role. Hypotheses, stand-ins and lists of
participants name no newcomer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.people import Person
from mailbot.reading.person import extended
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.details import details
from mailbot.reading.prose.roles import fresh_committees, fresh_roles
from mailbot.reading.prose.scene import Scene

_REACH = 5  # sentences that may go on about a newcomer
_OCCASION = ("attendance.call", "attendance.inter_regional")


def announced(scenes: Sequence[Scene], number: int) -> Iterator[str]:
    """The sentence's text, then the one that announces it: `The new coordinator is` / `Ms X`."""
    scene = scenes[number]
    yield scene.text
    if scene.sentence.lead:
        yield scene.sentence.lead
    if number and scenes[number - 1].has("contact.vacancy"):  # what nobody was "so far" is wanted now
        yield scene.context.words.pattern("contact.old_role").sub(" ", scenes[number - 1].text)
    elif number and (scene.sentence.alone or _open(scenes[number - 1].text) or len(scene.text.split()) <= 12):
        yield scenes[number - 1].text
    for following in going_on(scenes, number):
        yield following.text


def going_on(scenes: Sequence[Scene], number: int) -> list[Scene]:
    """The sentences that are still about the newcomer: `He will be our alternate`, `Role: alternate`."""
    scene = scenes[number]
    names = {p.name for p in scene.people}
    found: list[Scene] = []
    for following in scenes[number + 1 : number + 1 + _REACH]:
        near = following.sentence.paragraph == scene.sentence.paragraph and following.asserted
        if not near or following.texts or following.past or following.temporary:
            break
        subject = any(
            start <= 2 for n in ("Mr", "Ms") for start, _ in following.spans(f"contact.subject_pronoun.{n}")
        )
        others = [p for p in following.people if not (p.is_new and p.name in names)]
        if (others and not subject) or following.spans("contact.subject_i"):
            break
        label = re.match(r"[^\W\d_][^:：]{1,24}[:：]", following.text)
        if subject or label or not found:
            found.append(following)
    return found


def _open(text: str) -> bool:
    """A sentence that was broken off: its end stands in the next line."""
    return text.rstrip()[-1:] not in ".!?;。！？؛"


def _occasion(scene: Scene) -> bool:
    """Somebody for one call; `our alternate, so that one of us is always on the calls` only tells why."""
    why = scene.context.words.pattern("contact.so_that").search(scene.text)
    said = scene.text[: why.start()] if why else scene.text.split(";")[0]
    return scene.temporary or any(scene.has_in(name, said) for name in _OCCASION)


def _new(scene: Scene) -> list[Person]:
    own = scene.context.own_contacts
    return [p for p in scene.people if p.is_new and "@" not in p.raw and extended(p, own) is None]


def _reachable(person: Person, number: int, scenes: Sequence[Scene]) -> bool:
    values, _ = details(person, number, scenes)
    return "email" in values or "phone" in values


def says_what(person: Person, number: int, scenes: Sequence[Scene]) -> bool:
    """Whether anything is told of a newcomer besides his name: a role, a committee, how he is reached."""
    if not person.is_new or _reachable(person, number, scenes):
        return True
    context = scenes[number].context
    said = announced(scenes, number)
    return any(fresh_roles(text, context) or fresh_committees(text, context) for text in said)


def successor(
    old: Contact | None, scene: Scene, scenes: Sequence[Scene], number: int, context: Context
) -> Person | None:
    """Whom the sentence names as the one who follows ``old``."""
    if scene.supposed or scene.doubted or scene.denied or scene.temporary:
        return None
    named = [p for p in scene.people if "@" not in p.raw and _after(old, p, scene)]
    fresh = [p for p in named if p.is_new and extended(p, context.own_contacts) is None]
    own = [
        p for p in named if p.contact and p.contact.organization == context.organization and p.contact != old
    ]
    if scene.has("contact.takes_over") or scene.has("contact.replaced_by"):
        titled = [p for p in fresh if p.honorific] or fresh
        found = next(iter(titled), None) or (
            next(iter(own), None) if not _same_sentence(old, scene) else None
        )
        if found is not None:
            return found
    myself = _myself(old, scene, context)
    if myself is not None and not fresh:
        return myself
    said = list(announced(scenes, number))
    spoken = any(fresh_roles(t, context) or fresh_committees(t, context) for t in said)
    for person in sorted(fresh, key=lambda p: p.honorific is None):
        if not _occasion(scene) and (_reachable(person, number, scenes) or (spoken and person.honorific)):
            return person
    return None


def _myself(old: Contact | None, scene: Scene, context: Context) -> Person | None:
    """`I am appointed in his place`: the writer, who is on the sheet, follows the one who leaves."""
    me = context.contact
    if me is None or me == old or scene.texts or any(c != old for c in scene.own_people()):
        return None
    if not (scene.has("contact.in_place") or fresh_roles(scene.text, context)):
        return None
    spans = [
        span
        for span in scene.spans("contact.subject_i")
        for start, _ in scene.spans("contact.takes_over")
        if span[0] < start and clause(scene.text, span[0]) == clause(scene.text, start)
    ]
    if not spans or scene.has_in("modality.negation", scene.text[slice(*clause(scene.text, spans[0][0]))]):
        return None
    return Person(*spans[0], me.name, me.name, me.honorific, (me,))


def _after(old: Contact | None, person: Person, scene: Scene) -> bool:
    """Not in front of the one who leaves, and not his own name in another script: `Г-н X (Mr X)`."""
    mentions = [p for p in scene.people if old is not None and p.contact == old]
    if not mentions:
        return True
    gap = scene.text[mentions[0].end : person.start]
    return person.start > mentions[0].start and re.search(r"\w", gap) is not None


def _same_sentence(old: Contact | None, scene: Scene) -> bool:
    return any(p.contact == old for p in scene.people)


def joins(scenes: Sequence[Scene], number: int, context: Context) -> Person | None:
    """A new person with a role, and the words to add somebody or an address of his own."""
    scene = scenes[number]
    fresh = _new(scene)
    elsewhere = scene.others and context.organization not in {code for _, _, code in scene.organizations}
    titled = [p for p in fresh if p.honorific]
    fresh = titled if len(titled) == 1 else fresh
    if len(fresh) != 1 or not scene.asserted or scene.past or elsewhere or _occasion(scene):
        return None
    said = list(announced(scenes, number))
    if not any(len(fresh_for_new(text, context)) == 1 for text in said) or _elsewhere(scene):
        return None
    added = any(context.words.pattern("contact.add").search(text) for text in said)
    return fresh[0] if added or _reachable(fresh[0], number, scenes) else None


def _elsewhere(scene: Scene) -> bool:
    """`focal point for e-waste`: a role in something else than these preparations."""
    words = scene.context.words
    found = words.pattern("contact.role_elsewhere").search(scene.text)
    if found is None:
        return False
    behind = " ".join(scene.text[found.end() :].split()[:6])
    return not (words.has("contact.our_matters", behind) or words.has("contact.committee_named", behind))


def fresh_for_new(text: str, context: Context) -> list[str]:
    """The roles named, without those that somebody keeps: `besides Ms X who continues as coordinator`."""
    unchanged = context.words.pattern("modality.unchanged")
    found = [
        role
        for role, pattern in context.words.patterns("contact.role_noun").items()
        for hit in pattern.finditer(text)
        if not unchanged.search(text[max(0, hit.start() - 30) : hit.start()])
    ]
    named = [role for role in dict.fromkeys(found) if role in fresh_roles(text, context)]
    if not named and context.words.has("contact.duty_noun", text):
        return ["coordinator"] if context.words.has("contact.committee_named", text) else []
    return named
