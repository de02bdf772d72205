"""A person replaced by another, a person who leaves, a person who joins.

A replacement is a `remove` of the old contact and an `add` of the new one, who takes over role and committee
unless the message says otherwise. Somebody who stands in once replaces nobody. The sentences used are
returned, so that the reader of corrections leaves their numbers and addresses alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.directory.records import Contact
from mailbot.reading import normal
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.people import Person
from mailbot.reading.prose.contacts import fresh_roles
from mailbot.reading.prose.details import details
from mailbot.reading.prose.scene import Scene

READER = "prose"


@dataclass
class Move:
    """Who goes and who comes, as far as the text tells."""

    old: Contact | None = None
    new: Person | None = None
    at: int = 0
    evidence: list[str] = field(default_factory=list)


def read(scenes: Sequence[Scene], context: Context) -> tuple[list[Result], set[int]]:
    """(findings, numbers of the sentences they rest on)."""
    moves, doubts = _moves(scenes, context)
    results: list[Result] = list(doubts)
    taken: set[int] = set()
    for move in moves:
        found, used = _resolved(move, scenes, context)
        results += found
        taken |= used
    return results, taken


def _own(person: Person, context: Context) -> Contact | None:
    contact = person.contact
    return contact if contact and contact.organization == context.organization else None


def _moves(scenes: Sequence[Scene], context: Context) -> tuple[list[Move], list[Doubt]]:
    moves: list[Move] = []
    doubts: list[Doubt] = []
    waiting: Move | None = None  # somebody leaves, the successor is still to be named
    for number, scene in enumerate(scenes):
        if scene.denied and not scene.has("contact.leaving"):
            continue
        if scene.has("contact.temporary"):
            continue
        pair = _pair(scene, context, scenes[number + 1 : number + 6])
        leaving = _leaving(scene, context)
        if (pair or leaving) and (scene.supposed or scene.doubted):
            if scene.doubted:
                doubts.append(
                    Doubt(
                        f"Not certain; please check: {scene.text}", (scene.text,), "body", READER, "hearsay"
                    )
                )
            continue
        if pair is not None:
            old, new = pair
            if old is None and waiting is not None:
                old = waiting.old
            if waiting is not None and waiting in moves and waiting.old == old:
                moves.remove(waiting)
            evidence = [*(waiting.evidence if waiting and waiting.old == old else []), scene.text]
            moves.append(Move(old, new, number, evidence))
            waiting = None
        elif leaving is not None:
            waiting = Move(leaving, None, number, [scene.text])
            moves.append(waiting)
        elif waiting is not None:
            successor = _successor(scene, context)
            if successor is not None:
                waiting.new, waiting.at = successor, number
                waiting.evidence.append(scene.text)
                waiting = None
        if pair is None and leaving is None and (joined := _joins(scene, context, moves)):
            moves.append(Move(None, joined, number, [scene.text]))
    return moves, doubts


def _pair(scene: Scene, context: Context, following: Sequence[Scene]) -> tuple[Contact | None, Person] | None:
    """(old, new) where the sentence says who replaces whom."""
    words = context.words
    if words.pattern("contact.spelling").search(scene.text):
        return None  # a name corrected, not a person replaced
    for name, new_first in (("contact.replaced_by", False), ("contact.replaces", True)):
        found = words.pattern(name).search(scene.text)
        if not found:
            continue
        before = [p for p in scene.people if p.start < found.start() and "@" not in p.raw]
        after = [p for p in scene.people if p.end > found.start() and "@" not in p.raw]
        news, olds = (before, after) if new_first else (after, before)
        if not before and len(after) >= 2:
            olds, news = after[:1], after[1:]  # "Please replace A by B", "In place of A, B"
        old = next((c for p in reversed(olds) if (c := _own(p, context))), None)
        if old is None and _says_self(scene, found.end() if new_first else 0, new_first, found.start()):
            old = context.contact
        new = next((p for p in (reversed(news) if new_first else news) if p.contact != old or p.is_new), None)
        if new is None and not new_first:
            new = next((p for s in following for p in s.people if p.is_new), None)
        if new is not None and (old is not None or not olds):
            return old, new
    return None


def _says_self(scene: Scene, start: int, new_first: bool, end: int) -> bool:
    """`replaces me` / `I am replaced by`."""
    if new_first:
        return any(start <= s <= start + 6 or s >= end for s, _ in scene.says_i)
    return any(s < end for s, _ in scene.says_i)


def _leaving(scene: Scene, context: Context) -> Contact | None:
    """The own contact who leaves, by the sentence; None also where it is denied."""
    found = context.words.pattern("contact.leaving").search(scene.text) or context.words.pattern(
        "contact.remove"
    ).search(scene.text)
    if not found or _denied_near(scene, found.start()):
        return None
    if scene.has("contact.now_with") and not scene.has("contact.duty_ends"):
        return None  # a new employer, the same task
    if scene.has("contact.old_role") and fresh_roles(scene.text, context):
        return None  # another role, the same person
    near = [c for p in scene.people if (c := _own(p, context))]
    subject = [c for p in scene.people if p.start < found.end() and (c := _own(p, context))]
    if subject or near:
        return (subject or near)[-1 if subject else 0]
    if any(start < found.end() + 4 for start, _ in scene.says_i):
        return context.contact
    return None


def _denied_near(scene: Scene, place: int) -> bool:
    window = scene.text[max(0, place - 25) : place + 8]
    leaving = scene.context.words.pattern("contact.leaving").search(scene.text)
    itself_negative = (
        leaving is not None
        and scene.context.words.pattern("modality.negation").search(leaving[0]) is not None
    )
    return scene.context.words.pattern("modality.denial").search(window) is not None and not itself_negative


def _successor(scene: Scene, context: Context) -> Person | None:
    if not (scene.has("contact.takes_over") or scene.has("contact.replaced_by")) or not scene.asserted:
        return None
    named = [p for p in scene.people if "@" not in p.raw]
    return next((p for p in named if p.is_new), None) or next((p for p in named if _own(p, context)), None)


def _joins(scene: Scene, context: Context, moves: list[Move]) -> Person | None:
    """A new person with a role, and the words to add somebody."""
    if not scene.asserted or not scene.has("contact.add"):
        return None
    roles = [
        r for r, pattern in context.words.patterns("contact.role_noun").items() if pattern.search(scene.text)
    ]
    if len(roles) != 1 and not normal.committee(scene.text, context):
        return None
    if not roles:
        return None
    fresh = [p for p in scene.people if p.is_new and not any(m.new and m.new.name == p.name for m in moves)]
    return fresh[0] if len(fresh) == 1 else None


def _resolved(move: Move, scenes: Sequence[Scene], context: Context) -> tuple[list[Result], set[int]]:
    evidence = tuple(dict.fromkeys(move.evidence))
    results: list[Result] = []
    used = {n for n, s in enumerate(scenes) if s.text in evidence}
    if move.old is not None:
        results.append(
            Finding(
                "contact",
                "remove",
                move.old.name,
                move.old.id,
                None,
                {},
                evidence,
                "body",
                0.93,
                READER,
                "leaves",
            )
        )
    if move.new is None:
        return results, used if move.old else set()
    values, more = details(move.new, move.at, scenes, context)
    stated = {**_inherited(move.old), **_stated(scenes[move.at], move, context)}
    on_file = _own(move.new, context)
    if on_file is not None:
        changed = {k: v for k, v in {**stated, **values}.items() if k not in ("name", "honorific")}
        results.append(
            Finding(
                "contact",
                "update",
                on_file.name,
                on_file.id,
                None,
                changed,
                evidence,
                "body",
                0.9,
                READER,
                "takes over",
            )
        )
    else:
        given = {"honorific": move.new.honorific, "name": move.new.name, **stated, **values}
        given = {k: v for k, v in given.items() if v is not None}
        results.append(
            Finding(
                "contact", "add", move.new.name, None, None, given, evidence, "body", 0.92, READER, "joins"
            )
        )
    return results, used | more


def _inherited(old: Contact | None) -> dict[str, str]:
    return {"role": old.role, "committee": old.committee} if old else {}


def _stated(scene: Scene, move: Move, context: Context) -> dict[str, str]:
    """Role and committee where the sentence gives them to the new person."""
    roles = [
        r for r, pattern in context.words.patterns("contact.role_noun").items() if pattern.search(scene.text)
    ]
    committee = normal.committee(scene.text, context)
    out: dict[str, str] = {}
    if len(roles) == 1:
        out["role"] = roles[0]
    if committee:
        out["committee"] = committee
    elif move.old is None and out.get("role") == "focal_point":
        out["committee"] = "all"
    return out
