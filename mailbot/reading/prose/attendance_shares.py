"""Several persons in one clause: a list of names, each with an answer or with events of his own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mailbot.reading.context import Context
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.attendance_topic import Clause
from mailbot.reading.prose.events import expanded, named
from mailbot.reading.prose.guests import Guest, guests, named_people
from mailbot.reading.prose.scene import Scene

_HEAD = 16  # words
_GAP = 10  # words
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


def together(scene: Scene, found: Sequence[Guest]) -> list[Guest]:
    """`Ms Verne and, from Malta, Mr Stone`: the first of a line, and who is joined to him; nobody else."""
    kept = list(found[:1])
    for last, guest in pairwise(found):
        gap = scene.text[last.start : guest.start]
        joined = scene.context.words.has("attendance.and", gap) or gap.rstrip().endswith(
            (",", "、", "،", ";")
        )
        if not joined or scene.context.words.has("attendance.reason", gap) or len(gap.split()) > _GAP:
            break
        kept.append(guest)
    return kept


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
    if len(people) < 2 or clause.answer is None:
        return []
    if own_series := _respective(scene, people, clause):
        return own_series
    if len(expanded(clause.named.ids, scene.context)) < 2:
        return []
    stops = [*(g.start for g in people[1:]), clause.end]
    starts = [clause.start, *(g.start for g in people[:-1])]
    places = [g.start for g in people]
    for spans in (zip(places, stops, strict=True), zip(starts, places, strict=True)):
        own: list[tuple[str, ...]] = []
        for start, stop in spans:
            given = [event for share in own for event in share]
            own.append(_share(scene.text[start:stop], clause, scene.context, given))
        if all(own) and len(set(own)) == len(own):
            return list(zip(people, own, strict=True))
    return []


def _respective(scene: Scene, people: Sequence[Guest], clause: Clause) -> list[tuple[Guest, tuple[str, ...]]]:
    """`Ms Verne and Mr Stone will be on the calls of their committees`: each on those of his own."""
    context = scene.context
    if not scene.has_in("attendance.respective", scene.text[clause.start : clause.end]):
        return []
    of_each = {c.name: c.committee for c in context.own_contacts}
    series = {e.committee: e.id for e in context.directory.events if e.is_series}
    others = tuple(i for i in clause.named.ids if i not in series.values())
    own = [(g, series.get(of_each.get(g.name, ""), "")) for g in people]
    return [(g, (*others, one)) for g, one in own] if all(one for _, one in own) else []


def _share(text: str, clause: Clause, context: Context, given: Sequence[str]) -> tuple[str, ...]:
    """The events told beside one person, a series by its weekday alone too."""
    every = [e for e in context.directory.events if e.is_series and e.id in clause.named.ids]
    days = context.words.patterns("attendance.weekday")
    brief = tuple(e.id for e in every if e.weekday in days and days[e.weekday].search(text))
    brief = brief if len(every) > 1 else ()
    return brief or named(text, context, clause.named.ids, given or clause.named.ids).ids
