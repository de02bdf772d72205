"""Several persons in one clause: a list of names, each with an answer or with events of his own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.attendance_topic import Clause
from mailbot.reading.prose.events import named
from mailbot.reading.prose.guests import Guest, guests, named_people
from mailbot.reading.prose.scene import Scene

_HEAD = 16  # words
_INITIALS = re.compile(r"(?:\w\.-?){1,3}$")


def is_list_of_names(scene: Scene, clauses: Sequence[Clause]) -> bool:
    """`Committee 3 calls: Małgorzata Wiśniewska, Joaquín Iriarte`."""
    head, colon, tail = scene.text.partition(":")
    people = named_people(scene, len(head) + 1, len(scene.text))
    if not colon or not people or scene.phones or scene.has("attendance.permanent"):
        return False
    words = sum(len(p.raw.split()) for p in people)
    return (
        bool(clauses[0].named.ids)
        and len(head.split()) <= _HEAD
        and len([w for w in tail.split() if not _INITIALS.match(w)]) <= words + 2 * len(people)
    )


def each_for_himself(scene: Scene, clause: Clause) -> list[tuple[Guest, str]]:
    """`Oskar Berg yes, Jaak Tamm no`: each name followed by its own answer, and not all the same."""
    named_here = named_people(scene, clause.start, clause.end)
    words = scene.context.words
    if len(named_here) < 2 or answer(scene.text[clause.start : named_here[0].start], words):
        return []
    stops = [*(p.start for p in named_here[1:]), clause.end]
    said = [answer(scene.text[p.end : stop], words) for p, stop in zip(named_here, stops, strict=True)]
    if len(set(said)) < 2 or None in said:
        return []
    return [
        (guest, value)
        for p, stop, value in zip(named_here, stops, said, strict=True)
        for guest in guests(scene, p.start, stop)[:1]
        if value
    ]


def shares(scene: Scene, clause: Clause) -> list[tuple[Guest, tuple[str, ...]]]:
    """`Ms Verne (Tuesdays) and Mr Stone (Thursdays) follow the calls`: each with events of his own."""
    people = sorted((g for g in clause.guests if g.start >= 0), key=lambda g: g.start)
    if len(people) < 2 or len(clause.named.ids) < 2 or clause.answer is None:
        return []
    stops = [*(g.start for g in people[1:]), clause.end]
    starts = [clause.start, *(g.start for g in people[:-1])]
    places = [g.start for g in people]
    for spans in (zip(places, stops, strict=True), zip(starts, places, strict=True)):
        own = [_share(scene.text[start:stop], clause, scene.context) for start, stop in spans]
        if all(own) and len(set(own)) == len(own):
            return list(zip(people, own, strict=True))
    return []


def _share(text: str, clause: Clause, context: Context) -> tuple[str, ...]:
    """The events told beside one person, a series by its weekday alone too."""
    every = [e for e in context.directory.events if e.is_series and e.id in clause.named.ids]
    days = context.words.patterns("attendance.weekday")
    brief = tuple(e.id for e in every if e.weekday in days and days[e.weekday].search(text))
    return brief or named(text, context, clause.named.ids, clause.named.ids).ids
