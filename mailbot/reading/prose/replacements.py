"""A person replaced by another, a person who leaves, a person who joins.

A replacement is a `remove` of the old contact and an `add` of the new one, who takes over role and committee
unless the message says otherwise. Somebody who stands in once replaces nobody. The sentences used are
returned, so that the reader of corrections leaves their numbers and addresses alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.declension import nominative
from mailbot.reading.findings import Finding, Result
from mailbot.reading.honorifics import split_name
from mailbot.reading.prose.details import details
from mailbot.reading.prose.leaving import own
from mailbot.reading.prose.moves import Move, country_of, holder, inherited, stated_of
from mailbot.reading.prose.moves_told import gathered
from mailbot.reading.prose.newcomers import going_on
from mailbot.reading.prose.role_rather import rather
from mailbot.reading.prose.roles import Cast, roles
from mailbot.reading.prose.scene import Scene

READER = "prose"
HANDS_OVER = "hands over"  # gives up a task that somebody new gets


def read(scenes: Sequence[Scene], context: Context) -> tuple[list[Result], set[int]]:
    """(findings, numbers of the sentences they rest on)."""
    moves, doubts = gathered(scenes, context)
    results: list[Result] = list(doubts)
    taken: set[int] = set()
    for move in moves:
        found, used = _resolved(move, scenes, context)
        results += found
        taken |= used
    stays = {r.key for r in results if isinstance(r, Finding) and r.op == "update"}
    kept = [r for r in results if not (isinstance(r, Finding) and r.rule == HANDS_OVER and r.key in stays)]
    return kept, taken


def _resolved(move: Move, scenes: Sequence[Scene], context: Context) -> tuple[list[Result], set[int]]:
    evidence = tuple(dict.fromkeys(move.evidence))
    results: list[Result] = []
    used = {n for n, s in enumerate(scenes) if s.text in evidence}
    kept = _kept(move, scenes[move.at], context)
    if kept is not None:
        results.append(kept)
    elif move.old is not None:
        results.append(_removed(move.old, evidence, "leaves"))
    if move.new is None:
        return results, used if move.old else set()
    held_by = holder(move, scenes, context) if move.old is None else None
    if held_by is not None and not _has_another_role(held_by, scenes, move.at, context):
        near = [s for s in scenes[max(0, move.at - 1) : move.at + 1] if held_by in s.own_people()]
        stays = next((k for s in near if (k := _kept(Move(held_by, move.new), s, context))), None)
        move.old = held_by if stays is None else None  # `X is now the alternate, and Y steps in`
        results.append(stays or _removed(held_by, evidence, HANDS_OVER))
    values, more = details(move.new, move.at, scenes)
    if move.new.is_new:
        later = {scene.text for scene in going_on(scenes, move.at)}
        more = more | {n for n, scene in enumerate(scenes) if n > move.at and scene.text in later}
    stated = {**inherited(move.old), **stated_of(scenes, move, context)}
    on_file = own(move.new, context)
    if on_file is not None:
        changed = {k: v for k, v in {**stated, **values}.items() if k not in ("name", "honorific")}
        if move.old is not None and move.old.role == "alternate" and on_file.role != "alternate":
            changed = {k: v for k, v in changed.items() if k not in ("role", "committee")}
            if not changed:  # a coordinator who does without an alternate stays what he is
                return results, used
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
        name = nominative(move.new.name, move.new.honorific)
        title, name = split_name(name, context) if not move.new.honorific else (move.new.honorific, name)
        given = {"honorific": title, "name": name, **country_of(values, context), **stated, **values}
        given = {k: v for k, v in given.items() if v is not None}
        results.append(
            Finding(
                "contact", "add", move.new.name, None, None, given, evidence, "body", 0.92, READER, "joins"
            )
        )
    return results, used | more


def _has_another_role(contact: Contact, scenes: Sequence[Scene], at: int, context: Context) -> bool:
    """`Ms X steps back from coordinator to alternate.` right before her successor is named."""
    told = [
        r
        for s in scenes[max(0, at - 2) : at]
        for r in (*roles(s, context, Cast()), *rather(s, context, Cast()))
    ]
    return any(isinstance(r, Finding) and r.key == contact.id and "role" in r.values for r in told)


def _removed(contact: Contact, evidence: tuple[str, ...], rule: str) -> Finding:
    return Finding(
        "contact", "remove", contact.name, contact.id, None, {}, evidence, "body", 0.93, READER, rule
    )  # fmt: skip


def _kept(move: Move, scene: Scene, context: Context) -> Finding | None:
    """The other role of the one who is replaced: `in place of Mr X, who becomes the alternate`."""
    if move.old is None or move.new is None:
        return None
    found = roles(scene, context, Cast())
    return next(
        (r for r in found if isinstance(r, Finding) and r.key == move.old.id and "role" in r.values), None
    )
