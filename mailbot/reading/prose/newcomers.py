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
from mailbot.reading.prose.conducted import conducted
from mailbot.reading.prose.details import details
from mailbot.reading.prose.newcomer_roles import fresh_for_new, role_beside
from mailbot.reading.prose.roles import fresh_committees, fresh_roles
from mailbot.reading.prose.scene import Scene

_REACH = 5  # sentences that may go on about a newcomer
_CAPITALS = re.compile(r"\s(?:[A-Z]\w+\s)?")
_OCCASION = ("attendance.call", "attendance.inter_regional")


def announced(scenes: Sequence[Scene], number: int) -> Iterator[str]:
    """The sentence's text, then the one that announces it: `The new coordinator is` / `Ms X`."""
    scene = scenes[number]
    yield scene.text
    if scene.sentence.lead:
        yield scene.sentence.lead
    if number and scenes[number - 1].has("contact.vacancy"):  # what nobody was "so far" is wanted now
        words = scene.context.words
        said = words.pattern("contact.old_role").sub(" ", scenes[number - 1].text)
        yield words.pattern("contact.nobody_yet").sub(" ", said)
    elif (
        number and (scene.sentence.alone or _open(scenes[number - 1].text) or len(scene.text.split()) <= 12)
    ) or (number and scene.has("contact.add") and _wanted(scenes[number - 1], scene)):
        yield scenes[number - 1].text
    for following in going_on(scenes, number):
        yield following.text
    subject = scene.context.subject
    if number < _REACH and _announces(subject, scene):
        yield subject


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


def _announces(subject: str, scene: Scene) -> bool:
    """`New alternate for Committee 4` in the subject of the mail, which the letter then need not say."""
    words = scene.context.words
    if not subject or not words.has("contact.add", subject) or words.has("meeting.noun", subject):
        return False
    return any(p.search(subject) for p in words.patterns("contact.role_noun").values())


def _wanted(before: Scene, scene: Scene) -> bool:
    """`We would like an alternate for Committee 3, too.`: a role of nobody's, right before who is offered."""
    same = before.sentence.paragraph == scene.sentence.paragraph
    alone = not before.people and not before.says_i
    told = before.asserted and not before.texts and (alone or before.has("contact.wants_one"))
    return same and told and not (before.temporary or before.past)


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
    return any(fresh_for_new(text, context) or fresh_committees(text, context) for text in said)


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
        found = next(iter(titled), None) or next(
            (p for p in own if not _same_sentence(old, scene) or _takes(p, scene)), None
        )
        if found is not None:
            return found
    if (doing := conducted(scene, old, context)) is not None:
        return doing
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


def _takes(person: Person, scene: Scene) -> bool:
    """`X steps down, Y steps up`: the words for taking over stand right behind the name."""
    return any(
        re.fullmatch(r"\s(?:\w+\s)?", scene.text[person.end : start]) is not None
        for start, _ in scene.spans("contact.takes_over")
    )


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
    if named_by_function(fresh[0], scene):
        return None
    said = list(announced(scenes, number))
    told = any(len(fresh_for_new(text, context)) == 1 for text in said) or role_beside(fresh[0], scene)
    if not told or _elsewhere(scene) or _goes_on(fresh[0], scene):
        return None
    added = any(context.words.pattern("contact.add").search(text) for text in said)
    return fresh[0] if added or _reachable(fresh[0], number, scenes) else None


def named_by_function(person: Person, scene: Scene) -> bool:
    """`Jane Roe Volunteer Coordinator` in a list of minutes: no stop between name and post, no committee."""
    roles = scene.context.words.patterns("contact.role_noun").values()
    gap = _CAPITALS.match(scene.text, person.end)
    run_on = gap is not None and any(
        p.match(scene.text, at) for p in roles for at in (person.end + 1, gap.end())
    )
    opens = not scene.text[: person.start].strip()
    return (
        opens and run_on and not scene.has("contact.committee_named") and not scene.has("contact.our_matters")
    )


def _goes_on(person: Person, scene: Scene) -> bool:
    """`(原协调员X女士继续任职)`: somebody who stays, by whatever name the file has him."""
    behind = re.split(r"[,;.()，；。（）]", scene.text[person.end :], maxsplit=1)[0]
    return scene.has_in("modality.unchanged", behind[:40])


def _elsewhere(scene: Scene) -> bool:
    """`focal point for e-waste`: a role in something else than these preparations."""
    words = scene.context.words
    found = words.pattern("contact.role_elsewhere").search(scene.text)
    if found is None:
        return False
    behind = " ".join(scene.text[found.end() :].split()[:6])
    return not (words.has("contact.our_matters", behind) or words.has("contact.committee_named", behind))
