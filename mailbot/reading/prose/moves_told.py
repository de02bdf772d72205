"""Who goes and who comes, over the sentences of a letter: pairs, departures, successors, newcomers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt
from mailbot.reading.people import Person
from mailbot.reading.prose.conducted import conducted_before
from mailbot.reading.prose.handed import handed, passed
from mailbot.reading.prose.leaving import leaves, together
from mailbot.reading.prose.moves import Move
from mailbot.reading.prose.my_place import in_my_place
from mailbot.reading.prose.newcomers import joins, named_by_function, says_what, successor
from mailbot.reading.prose.out_in import out_in
from mailbot.reading.prose.pairs import pair
from mailbot.reading.prose.posts import posts
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.succession import followed, spoken_of

READER = "prose"


@dataclass(slots=True)
class _Told:
    """What the sentences so far have told."""

    scenes: Sequence[Scene]
    context: Context
    moves: list[Move] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    waiting: Move | None = None  # somebody leaves, the successor is still to be named
    last: Contact | None = None  # the own contact spoken of last, for "her" and "him"


def gathered(scenes: Sequence[Scene], context: Context) -> tuple[list[Move], list[Doubt]]:
    """The moves in the order of the letter, and a doubt for each that is only hearsay."""
    told = _Told(scenes, context)
    for number, scene in enumerate(scenes):
        before, told.last = told.last, next(iter(reversed(scene.own_people())), told.last)
        if not scene.denied or scene.has("contact.leaving") or scene.has("contact.remove"):
            _listen(told, number, before)
    return [m for m in told.moves if m.new is not None or not _stays(m, scenes)], told.doubts


def _listen(told: _Told, number: int, before: Contact | None) -> None:
    """One sentence; ``before`` is the contact spoken of ahead of it."""
    scenes, context, scene = told.scenes, told.context, told.scenes[number]
    listed = out_in(scenes, number, context)
    if listed is not None and not any(m.old == listed[0] for m in told.moves):
        lines = list(dict.fromkeys((scene.text, scenes[listed[2]].text)))
        told.moves.append(Move(listed[0], listed[1], listed[2], lines))
        return
    couple = _couple(scenes, number, context)
    leaving = None if couple else leaves(scene, context, before)
    if (couple or leaving) and (scene.supposed or scene.doubted):
        if scene.doubted:
            text = f"Not certain; please check: {scene.text}"
            told.doubts.append(Doubt(text, (scene.text,), "body", READER, "hearsay"))
        return
    if couple is not None:
        _replaced(told, number, couple, before)
        return
    if leaving is not None:
        _leaves(told, number, leaving)
        return
    if told.waiting is not None and _take_over(told.waiting, scene, scenes, number, context):
        told.waiting = None
    joined = joins(scenes, number, context)
    if joined and not any(m.new and m.new.name == joined.name for m in told.moves):
        told.moves.append(Move(None, joined, number, [scene.text]))


def _couple(scenes: Sequence[Scene], number: int, context: Context) -> tuple[Contact | None, Person] | None:
    """(who goes, who comes) of one sentence; nobody is replaced by who stands in once."""
    scene = scenes[number]
    if scene.temporary:
        return None
    couple = (
        pair(scene, context, scenes[number + 1 : number + 6], _above(scenes, number))
        or handed(scene, context)
        or in_my_place(scene, context)
        or passed(scene, context)
        or followed(scene, context)
    )
    return followed(scene, context) or couple if couple and couple[0] is None else couple


def _replaced(
    told: _Told, number: int, couple: tuple[Contact | None, Person], before: Contact | None
) -> None:
    scene, waiting = told.scenes[number], told.waiting
    old, new = couple
    if old is None and waiting is not None:
        old = waiting.old
    if old is None and new.is_new and not waiting:
        old = spoken_of(scene, _above(told.scenes, number), before)
    if old is None and (named_by_function(new, scene) or not says_what(new, number, told.scenes)):
        return  # `his successor in the speakers' list was Ms X`
    same = waiting is not None and waiting.old == old
    if waiting is not None and same and waiting in told.moves:
        told.moves.remove(waiting)
    evidence = [*(waiting.evidence if waiting and same else []), scene.text]
    told.moves.append(Move(old, new, number, evidence))
    told.waiting = None


def _leaves(told: _Told, number: int, leaving: Contact) -> None:
    scene = told.scenes[number]
    known = next((m for m in told.moves if m.old == leaving), None)
    if known is not None:
        known.evidence.append(scene.text)
        return
    move = Move(leaving, None, number, [scene.text])
    told.moves.append(move)
    others = together(scene, leaving, told.context)[1:]
    told.moves.extend(Move(other, None, number, [scene.text]) for other in others)
    if not _take_over(move, scene, told.scenes, number, told.context):
        _done_by(move, told.scenes, number, told.context)
    told.waiting = move if move.new is None else None


def _above(scenes: Sequence[Scene], number: int) -> list[Scene]:
    """The two sentences before, of the same paragraph."""
    here = scenes[number].sentence.paragraph
    return [s for s in scenes[max(0, number - 2) : number] if s.sentence.paragraph == here]


def _stays(move: Move, scenes: Sequence[Scene]) -> bool:
    """Whether the next sentences say that the task is kept: `I keep the coordination of Committee 4`."""
    near = [n for n, s in enumerate(scenes) if s.text in move.evidence]
    for scene in scenes[near[0] : near[-1] + 3] if near else ():
        other = [c for c in scene.own_people() if c != move.old] or _of_writer(scene, move.old)
        if not other and not scene.denied and _keeps_duty(scene):
            return True
        ends = scene.has("contact.duty_ends") and scene.has("contact.leaving")
        if not other and not ends and any(posts(scene, scene.context, lambda _: (move.old, ""))):
            return True  # the same person elsewhere
    return False


def _of_writer(scene: Scene, old: Contact | None) -> bool:
    """`under my own name the title should read ...`: of the one who writes, and not of who leaves."""
    writer = scene.context.contact
    named = old in scene.own_people() or scene.has("contact.pronoun")
    return bool(scene.says_i) and writer not in (None, old) and not named


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
