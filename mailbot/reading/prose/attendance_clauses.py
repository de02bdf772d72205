"""A sentence on attendance as clauses of one answer each, with the people and events of every one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mailbot.reading.context import Context
from mailbot.reading.prose.answers import answer, pieces, without_reason
from mailbot.reading.prose.events import Named, named
from mailbot.reading.prose.guests import Guest, guests, named_people
from mailbot.reading.prose.scene import Scene


@dataclass
class Topic:
    """What was spoken of last: events, people, the answer a list takes up; and all calls mentioned."""

    events: tuple[str, ...] = ()
    paragraph: int = -1
    answer: str | None = None
    lead: str = ""
    listing: bool = False
    people: list[Guest] = field(default_factory=list)
    mentioned: list[str] = field(default_factory=list)


@dataclass
class Clause:
    """One stretch [start:end] of a sentence with at most one answer."""

    start: int
    end: int
    answer: str | None = None
    guests: list[Guest] = field(default_factory=list)
    named: Named = field(default_factory=Named)


def clauses(scene: Scene, context: Context, hint: tuple[str, ...], topic: Topic) -> list[Clause]:
    """The sentence's clauses: each piece joins the one before unless both answer."""
    words = context.words
    out: list[Clause] = []
    speaks = bool(re.match(r"[^:]{3,60}[:：]", scene.text)) and scene.has("attendance.call")
    for start, end in _stretches(scene):
        piece = Clause(start, end, answer(scene.text[start:end], words), guests(scene, start, end))
        last = out[-1] if out else None
        elliptic = (
            last and last.answer and not piece.answer and last.guests and piece.guests and last.named.ids
        )
        bare = without_reason(scene.text[start:end], words)
        before = next((c.named.ids for c in reversed(out) if c.named.ids), ())
        piece.named = named(
            bare, context, before or hint or topic.events, [*topic.mentioned, *before], speaks
        )
        if last is None or (last.answer and piece.answer) or (elliptic and piece.named.ids):
            piece.answer = piece.answer or (last.answer if last else None)
            out.append(piece)
            continue
        out[-1] = _joined(last, piece, scene, context, hint, topic)
    return out


def _stretches(scene: Scene) -> list[tuple[int, int]]:
    """The pieces; "and" before another person who has an event of his own begins one as well."""
    words = scene.context.words
    out: list[tuple[int, int]] = []
    for start, end in pieces(scene.text, words):
        begins = {p.start for p in named_people(scene, start, end)}
        for found in words.pattern("attendance.and").finditer(scene.text, start, end):
            left, right = scene.text[start : found.start()], scene.text[found.end() : end]
            shared = answer(left, words) and not answer(right, words)
            both = shared and all(named(part, scene.context).ids for part in (left, right))
            if both and {found.end(), found.end() + 1} & begins:
                out.append((start, found.start()))
                start = found.end()
        out.append((start, end))
    return out


def _joined(
    last: Clause, piece: Clause, scene: Scene, context: Context, hint: tuple[str, ...], topic: Topic
) -> Clause:
    words = context.words
    text = scene.text[last.start : piece.end]
    bare = without_reason(text, words)
    said = answer(scene.text[last.start : last.start + len(bare.rstrip())], words)
    whole = Clause(last.start, piece.end, last.answer or piece.answer or said)
    whole.guests = guests(scene, last.start, last.start + len(bare.rstrip()))
    whole.named = named(bare, context, hint or topic.events, topic.mentioned)
    if not whole.named.ids and (last.named.ids or piece.named.ids):
        whole.named = last.named if last.named.ids else piece.named
    return whole
