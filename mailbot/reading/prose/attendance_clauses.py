"""A sentence on attendance as clauses of one answer each, with the people and events of every one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.reading.context import Context
from mailbot.reading.prose.answers import answer_but, without_reason
from mailbot.reading.prose.attendance_allotted import allotted
from mailbot.reading.prose.attendance_pieces import (
    but_for,
    is_apposition,
    is_object,
    is_reason,
    is_unknown,
    of_one_series,
    only_in_reason,
    series_of,
)
from mailbot.reading.prose.attendance_presented import not_me, presented
from mailbot.reading.prose.attendance_stretches import stretches
from mailbot.reading.prose.attendance_topic import Clause, Topic
from mailbot.reading.prose.attendance_turns import (
    conditional,
    counterpart,
    denied_stand_in,
    left_over,
    overruled,
    said_of,
    sent,
    turned,
)
from mailbot.reading.prose.events import Named, named
from mailbot.reading.prose.guests import guests, writer
from mailbot.reading.prose.scene import Scene


@dataclass(slots=True)
class _Whole:
    """The sentence that is cut, and what it may go on from."""

    scene: Scene
    hint: tuple[str, ...]  # the events it goes on from
    topic: Topic
    speaks: bool  # `Calls: ...`: every day behind it is one of a call
    series: set[str]

    def named(self, text: str, before: tuple[str, ...], mentioned: Sequence[str]) -> Named:
        return named(
            text, self.scene.context, before or self.hint or self.topic.events, mentioned, self.speaks
        )


def clauses(scene: Scene, context: Context, hint: tuple[str, ...], topic: Topic) -> list[Clause]:
    """The sentence's clauses: each piece joins the one before unless both answer."""
    speaks = bool(re.match(r"[^:]{3,60}[:：]", scene.text)) and scene.has("attendance.call")
    series = series_of(named(scene.text, context, hint, topic.mentioned, speaks).ids, context)
    whole = _Whole(scene, hint, topic, speaks, series)
    out: list[Clause] = []
    for start, end in stretches(scene):
        piece = _alone(scene, start, end)
        if not out and piece.answer is None and end < len(scene.text) and is_reason(scene, start, end):
            continue  # "as Ms X gives birth in January, it is I who ..."
        if piece.answer and end < len(scene.text) and only_in_reason(scene, start, end):
            piece.answer = None
        if out:
            _follow(whole, out, piece)
        else:
            piece.named = of_one_series(_events(whole, out, piece), series, context)
            _answer(scene, piece)
            out.append(piece)
    _share_date(whole, out)
    return out


def _alone(scene: Scene, start: int, end: int) -> Clause:
    """The piece with what it answers by itself."""
    said = answer_but(scene.text[start:end], scene.context.words) or sent(scene, start, end)
    said = None if said is None or denied_stand_in(scene, start, end) else conditional(scene, said)
    return Clause(start, end, said, guests(scene, start, end))


def _events(whole: _Whole, out: Sequence[Clause], piece: Clause) -> Named:
    bare = without_reason(whole.scene.text[piece.start : piece.end], whole.scene.context.words)
    before = next((c.named.ids for c in reversed(out) if c.named.ids), ())
    return whole.named(bare, before, [*whole.topic.mentioned, *_ids(out)])


def _follow(whole: _Whole, out: list[Clause], piece: Clause) -> None:
    """The piece behind the last clause: dropped, joined to it, or a clause of its own."""
    scene, topic, last = whole.scene, whole.topic, out[-1]
    if overruled(scene, last, piece):
        last.answer = None
    relative = scene.context.words.pattern("attendance.which").match(scene.text, piece.start)
    if not relative and _is_background(scene, last, piece):
        piece.answer = None
    elliptic = last.answer and not piece.answer and last.guests and piece.guests and last.named.ids
    piece.named = _events(whole, out, piece)
    piece.named = _of_antecedent(scene, piece, last) or piece.named
    if last.answer and is_apposition(scene, last, piece):
        return
    _narrow(whole, last, piece)
    if last.answer and but_for(scene, last, piece, last.named.ids or whole.hint or topic.events):
        out += [piece] if piece.answer is not None else []
        return
    if last.answer and is_unknown(scene, piece):
        return  # "... and for the 18th I do not know yet"
    _answer(scene, piece)
    if is_object(scene, last, piece):
        out[-1] = Clause(last.start, piece.end, last.answer, last.guests, piece.named)
        return
    if last.answer and not piece.answer:
        piece.answer = turned(scene, last, piece)
    if counterpart(scene, last, piece):
        _share_people(scene, topic, last, piece)
    if (last.answer and piece.answer) or (elliptic and piece.named.ids):
        piece.answer = piece.answer or last.answer
        out.append(piece)
        return
    out[-1] = _joined(whole, last, piece)


def _narrow(whole: _Whole, last: Clause, piece: Clause) -> None:
    """The piece's events: those of the sentence's one series; with a "then", those of both clauses."""
    scene = whole.scene
    piece.named = of_one_series(piece.named, whole.series, scene.context)
    bare = without_reason(scene.text[piece.start : piece.end], scene.context.words)
    then = scene.context.words.has("attendance.then", bare)
    if not last.named.ids and (then or _both_away(scene, last, piece)):
        text = scene.text[last.start : piece.end]  # "away in the week of ... and miss it then"
        both = named(text, scene.context, whole.hint or whole.topic.events)
        piece.named = both if both.ids else piece.named


def _answer(scene: Scene, piece: Clause) -> None:
    """The answer that the piece gives by its turn of phrase."""
    if not_me(scene, piece.start, piece.end):
        piece.answer, piece.guests = "no", [writer(scene.context)]
    elif presented(scene, piece):
        piece.answer = "yes"
    piece.answer = piece.answer or said_of(scene, piece) or left_over(scene, piece)
    if piece.answer is None and allotted(scene, piece.start, piece.end, piece):
        piece.answer = "yes"


def _share_people(scene: Scene, topic: Topic, last: Clause, piece: Clause) -> None:
    """`I take January and my colleague February`: to each clause its own people, and the same answer."""
    piece.answer = last.answer
    me = writer(scene.context).name
    others = [g for g in guests(scene, 0, last.end) if g.start >= 0 and g.name != me]
    piece.guests = piece.guests or (others or [g for g in topic.people if g.name != me])[-1:]
    theirs = {g.name for g in piece.guests}
    last.guests = [g for g in last.guests if g.name not in theirs] or last.guests


def _share_date(whole: _Whole, out: Sequence[Clause]) -> None:
    """The date in one clause and the call in the other are the event of both."""
    alone = len(out) == 1 and out[0].answer != "no"  # "I have a hearing on 8 January and cannot attend"
    if alone or any(c.named.ids for c in out) or not any(c.answer for c in out):
        return
    together = whole.named(whole.scene.text, (), whole.topic.mentioned)
    for clause in out:
        clause.named = together if together.ids else clause.named


def _both_away(scene: Scene, last: Clause, piece: Clause) -> bool:
    """`on leave from 8 to 12 February, I miss the Tuesday call`: the days of the absence are those missed."""
    days = any(last.start <= p.start < last.end for p in scene.periods)
    return days and last.answer == piece.answer == "no" and len(piece.named.ids) == 1


def _ids(clauses: Sequence[Clause]) -> list[str]:
    return [i for c in clauses for i in c.named.ids]


def _is_background(scene: Scene, last: Clause, piece: Clause) -> bool:
    """`... I cannot come, a meeting with the minister came up`: what would take back the answer before it
    without a "but", a person or an event of its own is a reason; behind "will tell you later"
    nothing answers.
    """
    words = scene.context.words
    text = scene.text[piece.start : piece.end]
    others = [g for g in piece.guests if g.start >= 0 and g.name not in [known.name for known in last.guests]]
    if last.named.excepted and piece.answer and not others:  # "every week but the 11th, I shall be on leave"
        return not named(text, scene.context).ids
    turns = {last.answer, piece.answer} == {"yes", "no"} and not piece.named.ids and not others
    if turns and words.has("attendance.earlier", text):
        return True  # "from 2 February on, earlier I am busy"
    if piece.guests:
        return False
    if words.has("attendance.unknown", scene.text[last.start : last.end]) and not last.answer:
        return True
    hint = last.named.ids
    if {last.answer, piece.answer} != {"yes", "no"} or named(text, scene.context, hint, hint).ids:
        return False
    third = () if any(g.start >= 0 for g in last.guests) else ("third",)  # "he" is who was named just before
    said = [words.pattern(f"attendance.{name}") for name in ("but", "only_person", *third)]
    return not any(p.search(text) for p in said) and not words.pattern("attendance.but").match(text.lstrip())


def _of_antecedent(scene: Scene, piece: Clause, last: Clause | None) -> Named | None:
    """The event a relative clause goes on from: what was excepted just before, else what was named."""
    found = scene.context.words.pattern("attendance.which").match(scene.text, piece.start)
    if found is None or last is None or (piece.named.ids and piece.named.ids != last.named.ids):
        return None
    return Named(last.named.excepted or last.named.ids) if last.named.ids else None


def _joined(whole: _Whole, last: Clause, piece: Clause) -> Clause:
    """The last clause and the piece as one."""
    scene, words, topic = whole.scene, whole.scene.context.words, whole.topic
    text = scene.text[last.start : piece.end]
    bare = without_reason(text, words)
    said = answer_but(scene.text[last.start : last.start + len(bare.rstrip())], words)
    bygone = words.has("attendance.past", text) and not words.has("attendance.ahead", text)
    joint = Clause(last.start, piece.end, None if bygone else last.answer or piece.answer or said)
    joint.guests = guests(scene, last.start, last.start + len(bare.rstrip()))
    joint.named = named(bare, scene.context, whole.hint or topic.events, topic.mentioned)
    if not joint.named.ids and (last.named.ids or piece.named.ids):
        joint.named = last.named if last.named.ids else piece.named
    if joint.answer is None and allotted(scene, joint.start, joint.end, joint):
        joint.answer = "yes"  # `Tuesdays - Ms X, from the first to the last call`
    return joint
