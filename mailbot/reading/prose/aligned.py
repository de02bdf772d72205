"""Several people and as many values in one sentence: which belongs to whom, by their order.

`V for X and W for Y` and `V (X), W (Y)`: each to the name behind it. `X and Y now have V and W` and `V and W
are the numbers of X and Y`: in turn. `X has V, Y has W`: each to the name before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.reading.people import Person
from mailbot.reading.prose.scene import Scene, Value


def aligned(scene: Scene) -> dict[int, Person]:
    """Where a value begins -> the person on file it belongs to; empty where the order does not tell."""
    if max(len(scene.phones), len(scene.emails)) < 2:
        return {}
    named = _once(scene)
    with_me = sorted([*named, *_me(scene)], key=lambda p: p.start) if named else []
    out: dict[int, Person] = {}
    for values in (scene.phones, scene.emails):
        for people in (named, with_me):
            if 2 <= len(values) == len(people) == len({value.raw for value in values}):
                out |= _in_order(values, people)
    return out


def _me(scene: Scene) -> list[Person]:
    """The writer, where he says "my"."""
    me = scene.context.contact
    told = scene.spans("contact.teller")
    mine = [(a, b) for a, b in scene.says_i if not any(c <= a < d for c, d in told)]
    return [Person(*mine[0], me.name, me.name, me.honorific, (me,))] if me and mine else []


def _once(scene: Scene) -> list[Person]:
    """The first mention of everybody on file; nobody where one of the names fits several or none."""
    named: dict[str, Person] = {}
    for person in scene.people:
        if "@" in person.raw or (person.is_new and not person.honorific):
            continue
        if person.contact is None:
            return []
        named.setdefault(person.contact.id, person)
    return list(named.values())


def _in_order(values: Sequence[Value], named: Sequence[Person]) -> dict[int, Person]:
    line = "".join(
        sign for _, sign in sorted([*((v.start, "v") for v in values), *((p.start, "p") for p in named)])
    )
    size = len(values)
    if line in ("vp" * size, "pv" * size, "v" * size + "p" * size, "p" * size + "v" * size):
        return {value.start: person for value, person in zip(values, named, strict=True)}
    return {}
