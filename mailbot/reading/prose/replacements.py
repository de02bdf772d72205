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
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.honorifics import split_name
from mailbot.reading.prose.conducted import conducted_before
from mailbot.reading.prose.details import details
from mailbot.reading.prose.handed import handed, passed
from mailbot.reading.prose.leaving import leaves, own, together
from mailbot.reading.prose.moves import Move, country_of, holder, inherited, stated_of
from mailbot.reading.prose.my_place import in_my_place
from mailbot.reading.prose.newcomers import going_on, joins, named_by_function, says_what, successor
from mailbot.reading.prose.out_in import out_in
from mailbot.reading.prose.pairs import pair
from mailbot.reading.prose.posts import posts
from mailbot.reading.prose.role_rather import rather
from mailbot.reading.prose.roles import Cast, roles
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.succession import followed, spoken_of

READER = "prose"
HANDS_OVER = "hands over"  # gives up a task that somebody new gets


def read(scenes: Sequence[Scene], context: Context) -> tuple[list[Result], set[int]]:
    """(findings, numbers of the sentences they rest on)."""
    moves, doubts = _moves(scenes, context)
    results: list[Result] = list(doubts)
    taken: set[int] = set()
    for move in moves:
        found, used = _resolved(move, scenes, context)
        results += found
        taken |= used
    stays = {r.key for r in results if isinstance(r, Finding) and r.op == "update"}
    kept = [r for r in results if not (isinstance(r, Finding) and r.rule == HANDS_OVER and r.key in stays)]
    return kept, taken


def _moves(scenes: Sequence[Scene], context: Context) -> tuple[list[Move], list[Doubt]]:
    moves: list[Move] = []
    doubts: list[Doubt] = []
    waiting: Move | None = None  # somebody leaves, the successor is still to be named
    last: Contact | None = None  # the own contact spoken of last, for "her" and "him"
    for number, scene in enumerate(scenes):
        before, last = last, next(iter(reversed(scene.own_people())), last)
        if scene.denied and not (scene.has("contact.leaving") or scene.has("contact.remove")):
            continue
        told = out_in(scenes, number, context)
        if told is not None and not any(m.old == told[0] for m in moves):
            lines = list(dict.fromkeys((scene.text, scenes[told[2]].text)))
            moves.append(Move(told[0], told[1], told[2], lines))
            continue
        couple = (
            None
            if scene.temporary
            else pair(scene, context, scenes[number + 1 : number + 6], _above(scenes, number))
            or handed(scene, context)
            or in_my_place(scene, context)
            or passed(scene, context)
            or followed(scene, context)
        )
        if couple is not None and couple[0] is None:
            couple = followed(scene, context) or couple
        leaving = None if couple else leaves(scene, context, before)
        if (couple or leaving) and (scene.supposed or scene.doubted):
            if scene.doubted:
                text = f"Not certain; please check: {scene.text}"
                doubts.append(Doubt(text, (scene.text,), "body", READER, "hearsay"))
            continue
        if couple is not None:
            old, new = couple
            if old is None and waiting is not None:
                old = waiting.old
            if old is None and new.is_new and not waiting:
                old = spoken_of(scene, _above(scenes, number), before)
            if old is None and (named_by_function(new, scene) or not says_what(new, number, scenes)):
                continue  # `his successor in the speakers' list was Ms X`
            if waiting is not None and waiting in moves and waiting.old == old:
                moves.remove(waiting)
            evidence = [*(waiting.evidence if waiting and waiting.old == old else []), scene.text]
            moves.append(Move(old, new, number, evidence))
            waiting = None
        elif leaving is not None:
            known = next((m for m in moves if m.old == leaving), None)
            if known is not None:
                known.evidence.append(scene.text)
                continue
            waiting = Move(leaving, None, number, [scene.text])
            moves.append(waiting)
            others = together(scene, leaving, context)[1:]
            moves.extend(Move(other, None, number, [scene.text]) for other in others)
            if not _take_over(waiting, scene, scenes, number, context):
                _done_by(waiting, scenes, number, context)
            waiting = waiting if waiting.new is None else None
        elif waiting is not None and _take_over(waiting, scene, scenes, number, context):
            waiting = None
        joined = joins(scenes, number, context) if couple is None and leaving is None else None
        if joined and not any(m.new and m.new.name == joined.name for m in moves):
            moves.append(Move(None, joined, number, [scene.text]))
    return [m for m in moves if m.new is not None or not _stays(m, scenes)], doubts


def _above(scenes: Sequence[Scene], number: int) -> list[Scene]:
    """The two sentences before, of the same paragraph."""
    here = scenes[number].sentence.paragraph
    return [s for s in scenes[max(0, number - 2) : number] if s.sentence.paragraph == here]


def _stays(move: Move, scenes: Sequence[Scene]) -> bool:
    """Whether the next sentences say that the task is kept: `I keep the coordination of Committee 4`."""
    near = [n for n, s in enumerate(scenes) if s.text in move.evidence]
    for scene in scenes[near[0] : near[-1] + 3] if near else ():
        other = [c for c in scene.own_people() if c != move.old]
        if not other and not scene.denied and _keeps_duty(scene):
            return True
        ends = scene.has("contact.duty_ends") and scene.has("contact.leaving")
        if not other and not ends and any(posts(scene, scene.context, lambda _: (move.old, ""))):
            return True  # the same person elsewhere
    return False


def _keeps_duty(scene: Scene) -> bool:
    """`remains our coordinator`, but not `cannot continue as coordinator`."""
    return any(
        not scene.has_in("modality.negation", " ".join(scene.text[:start].split()[-2:]))
        for start, _ in scene.spans("contact.keeps_duty")
    )


def _take_over(waiting: Move, scene: Scene, scenes: Sequence[Scene], number: int, context: Context) -> bool:
    """Whether the sentence names who follows the one who leaves; if so the move is completed."""
    found = successor(waiting.old, scene, scenes, number, context)
    if found is None:
        return False
    waiting.new, waiting.at = found, number
    waiting.evidence = list(dict.fromkeys([*waiting.evidence, scene.text]))
    return True


def _done_by(waiting: Move, scenes: Sequence[Scene], number: int, context: Context) -> None:
    """`X now does the work of Committee 3. You may take me off the list`: who follows was named before."""
    told = conducted_before(_above(scenes, number), waiting.old, context)
    if told is not None:
        scene, waiting.new = told
        waiting.at = scenes.index(scene)
        waiting.evidence = [scene.text, *waiting.evidence]


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
