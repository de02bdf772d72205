"""Who takes part in ITU's meetings and calls: "I will attend", "Tomáš will not", "all Tuesday calls", lists.

One finding a person and event; a series' id stands for all its calls. The answer is read clause by
clause, for one sentence often says yes for one and no for another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose.events import events_in
from mailbot.reading.prose.scene import Scene

READER = "prose"


@dataclass(frozen=True)
class Guest:
    """Somebody who comes or not. ``name`` as on the contact sheet where he is on it."""

    name: str
    email: str | None = None


@dataclass
class Topic:
    """The events spoken of last, where, and the last clear answer (for lists)."""

    events: tuple[str, ...] = ()
    paragraph: int = -1
    answer: str | None = None
    lead: str = ""
    listing: bool = False


def read(scenes: Sequence[Scene], context: Context, taken: set[int]) -> list[Result]:
    results: list[Result] = []
    topic = Topic()
    for number, scene in enumerate(scenes):
        if number in taken or (scene.texts and not scene.has("attendance.inter_regional")):
            continue
        results += _sentence(scene, context, topic)
    return results


def _sentence(scene: Scene, context: Context, topic: Topic) -> list[Result]:
    going_on = topic.paragraph == scene.sentence.paragraph or _in_list(scene, topic)
    hint = topic.events if going_on else ()
    events = events_in(scene.text, scene.periods, context, hint) or _answered(scene, context)
    fresh = bool(events)
    if not events and going_on:
        events = topic.events
    if fresh:
        topic.events, topic.paragraph = events, scene.sentence.paragraph
    listed = topic.listing and _in_list(scene, topic)
    answer = _answer(scene.text, context)
    if fresh or answer:
        topic.listing = bool(answer) and scene.text.rstrip().endswith((":", "：", "by", "are"))
        topic.answer, topic.lead = answer, scene.text
    if not events:
        return []
    if scene.doubted and answer != "tentative" and not scene.has("attendance.tentative"):
        return []
    if listed and answer is None:
        return [
            _finding(event, guest, topic.answer or "yes", scene)
            for guest in _guests(scene, scene.text, 0, context, True)[:1]
            for event in events
        ]
    return _clauses(scene, events, context)


def _in_list(scene: Scene, topic: Topic) -> bool:
    return bool(topic.events) and scene.sentence.item and scene.sentence.lead == topic.lead


def _answered(scene: Scene, context: Context) -> tuple[str, ...]:
    """The event of the quoted lines that the sentence answers."""
    if not scene.sentence.answers:
        return ()
    from mailbot.reading.dates import periods

    quoted = " ".join(scene.sentence.answers[-4:])
    if "|" in scene.sentence.answers[-1]:
        return ()
    return events_in(quoted, periods(quoted, context.today), context)


def _answer(text: str, context: Context) -> str | None:
    words = context.words
    if words.pattern("attendance.unknown").search(text):
        return None
    tentative = words.pattern("attendance.tentative").search(text)
    no = words.pattern("attendance.no").search(text)
    yes = words.pattern("attendance.yes").search(text)
    if tentative:
        return "tentative"
    if no:
        return "no"
    return "yes" if yes else None


def _cut(text: str) -> list[tuple[int, str]]:
    """Clauses with their places; a comma ends one only before a subject or a conjunction."""
    out: list[tuple[int, str]] = []
    start = 0
    for found in re.finditer(
        r";\s|,\s(?=(?:but|while|whereas|however|and I|I |he |she |we |so |mais|pero|а |но |但))"
        r"|\s(?:but|whereas|while|mais|pero)\s",
        text,
    ):
        out.append((start, text[start : found.start()]))
        start = found.end()
    return [*out, (start, text[start:])]


def _clauses(scene: Scene, events: tuple[str, ...], context: Context) -> list[Result]:
    results: list[Finding] = []
    people: list[Guest] = []
    for start, clause in _cut(scene.text):
        answer = _answer(clause, context)
        here = (
            events_in(
                clause, [p for p in scene.periods if start <= p.start < start + len(clause)], context, events
            )
            or events
        )
        own_answers = _each_for_himself(scene, clause, start, context)
        if own_answers:
            results += [_finding(event, g, a, scene) for g, a in own_answers for event in here]
            continue
        guests = _guests(scene, clause, start, context, False)
        if answer is None:
            people = guests or people
            continue
        for guest in guests or people or _writer(clause, scene, context):
            results = [
                f
                for f in results
                if not (
                    f.values["name"] == guest.name and f.values["event"] in here and answer == "tentative"
                )
            ]
            results += [_finding(event, guest, answer, scene) for event in here]
        people = guests or people
    return list(results)


def _each_for_himself(scene: Scene, clause: str, start: int, context: Context) -> list[tuple[Guest, str]]:
    """`Oskar Berg yes, Jaak Tamm no`: each name followed by its own answer, and not all the same."""
    end = start + len(clause)
    named = [p for p in scene.people if start <= p.start < end and "@" not in p.raw]
    if len(named) < 2:
        return []
    stops = [*(p.start for p in named[1:]), end]
    said = [_answer(scene.text[p.end : stop], context) for p, stop in zip(named, stops, strict=True)]
    if len(set(said)) < 2 or None in said:
        return []
    found: list[tuple[Guest, str]] = []
    for person, answer in zip(named, said, strict=True):
        span = scene.text[person.start : person.end]
        guests = _guests(scene, span, person.start, context, listed=True)
        found += [(guest, answer) for guest in guests if answer]
    return found


def _writer(clause: str, scene: Scene, context: Context) -> list[Guest]:
    """A clause without a subject is about the writer: `can't join on the 8th`, `Not 4 February`."""
    if context.words.pattern("contact.we").search(clause) and not scene.says_i:
        return []
    if not scene.says_i and (scene.people or scene.organizations or context.contact is None):
        return []
    return [writer(context)] if context.organization else []


def writer(context: Context) -> Guest:
    contact = context.contact
    if contact is not None:
        return Guest(contact.name, contact.email)
    return Guest(context.sender_name or context.sender_address or "", context.sender_address)


def _guests(scene: Scene, clause: str, start: int, context: Context, listed: bool) -> list[Guest]:
    guests: list[Guest] = []
    end = start + len(clause)
    named = [p for p in scene.people if start <= p.start < end and "@" not in p.raw]
    addresses = [v for v in scene.emails if start <= v.start < end]
    for number, person in enumerate(named):
        until = named[number + 1].start if number + 1 < len(named) else end
        mine = [v.raw for v in addresses if person.end <= v.start < (end if listed else until)]
        if person.contact is not None and person.contact.organization == context.organization:
            guests.append(Guest(person.contact.name, mine[0] if mine else person.contact.email))
        elif person.is_new:
            guests.append(Guest(person.name, mine[0] if mine else None))
    if any(start <= s < end for s, _ in scene.says_i if _subject(scene, s)) and not listed:
        guests.append(writer(context))
    return guests


def _subject(scene: Scene, place: int) -> bool:
    """`I` or `myself` comes; `my` and `me` do not."""
    return scene.context.words.pattern("attendance.only_person").match(scene.text, place) is not None


def _finding(event: str, guest: Guest, answer: str, scene: Scene) -> Finding:
    values = {"event": event, "name": guest.name, "attending": answer}
    if guest.email:
        values["email"] = guest.email
    return Finding(
        "participation", "add", guest.name, None, None, values, (scene.text,), "body", 0.92, READER, answer
    )
