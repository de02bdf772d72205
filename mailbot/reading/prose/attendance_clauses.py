"""A sentence on attendance as clauses of one answer each, with the people and events of every one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mailbot.reading.context import Context
from mailbot.reading.prose.answers import answer, answer_but, pieces, without_reason
from mailbot.reading.prose.attendance_allotted import allotted
from mailbot.reading.prose.attendance_pieces import (
    but_for,
    is_apposition,
    is_object,
    is_reason,
    is_unknown,
    labelled,
    of_one_series,
    only_in_reason,
    series_of,
)
from mailbot.reading.prose.attendance_presented import at_not_me, not_me, presented
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
from mailbot.reading.prose.guests import guests, named_people, writer
from mailbot.reading.prose.scene import Scene

MAX_STRETCHES = 40  # of one sentence; what has more is a list that nobody reads as a sentence


_DATE = 4  # words
_FEWEST = 3  # an answer, a date, and the answer to it


def clauses(scene: Scene, context: Context, hint: tuple[str, ...], topic: Topic) -> list[Clause]:
    """The sentence's clauses: each piece joins the one before unless both answer."""
    words = context.words
    out: list[Clause] = []
    speaks = bool(re.match(r"[^:]{3,60}[:：]", scene.text)) and scene.has("attendance.call")
    whole = series_of(named(scene.text, context, hint, topic.mentioned, speaks).ids, context)
    for start, end in _stretches(scene):
        said = answer_but(scene.text[start:end], words) or sent(scene, start, end)
        said = None if said is None or denied_stand_in(scene, start, end) else conditional(scene, said)
        piece = Clause(start, end, said, guests(scene, start, end))
        if not out and piece.answer is None and end < len(scene.text) and is_reason(scene, start, end):
            continue  # "as Ms X gives birth in January, it is I who ..."
        if piece.answer and end < len(scene.text) and only_in_reason(scene, start, end):
            piece.answer = None
        last = out[-1] if out else None
        if last and overruled(scene, last, piece):
            last.answer = None
        relative = words.pattern("attendance.which").match(scene.text, start)
        if last and not relative and _is_background(scene, last, piece):
            piece.answer = None
        elliptic = (
            last and last.answer and not piece.answer and last.guests and piece.guests and last.named.ids
        )
        bare = without_reason(scene.text[start:end], words)
        before = next((c.named.ids for c in reversed(out) if c.named.ids), ())
        piece.named = named(
            bare, context, before or hint or topic.events, [*topic.mentioned, *_ids(out)], speaks
        )
        piece.named = _of_antecedent(scene, piece, last) or piece.named
        if last and last.answer and is_apposition(scene, last, piece):
            continue
        piece.named = of_one_series(piece.named, whole, context)
        if (
            last
            and not last.named.ids
            and (words.has("attendance.then", bare) or _both_away(scene, last, piece))
        ):
            together = named(scene.text[last.start : end], context, hint or topic.events)
            piece.named = (
                together if together.ids else piece.named
            )  # "away in the week of ... and miss it then"
        if last and last.answer and but_for(scene, last, piece, last.named.ids or hint or topic.events):
            if piece.answer is not None:
                out.append(piece)
            continue
        if last and last.answer and is_unknown(scene, piece):
            continue  # "... and for the 18th I do not know yet"
        if not_me(scene, start, end):
            piece.answer, piece.guests = "no", [writer(context)]
        elif presented(scene, piece):
            piece.answer = "yes"
        piece.answer = piece.answer or said_of(scene, piece) or left_over(scene, piece)
        if piece.answer is None and allotted(scene, start, end, piece):
            piece.answer = "yes"
        if last and is_object(scene, last, piece):
            out[-1] = Clause(last.start, piece.end, last.answer, last.guests, piece.named)
            continue
        if last and last.answer and not piece.answer:
            piece.answer = turned(scene, last, piece)
        if last and counterpart(scene, last, piece):
            piece.answer = last.answer
            me = writer(scene.context).name
            others = [g for g in guests(scene, 0, last.end) if g.start >= 0 and g.name != me]
            piece.guests = piece.guests or (others or [g for g in topic.people if g.name != me])[-1:]
            theirs = {g.name for g in piece.guests}
            last.guests = [g for g in last.guests if g.name not in theirs] or last.guests
        if last is None or (last.answer and piece.answer) or (elliptic and piece.named.ids):
            piece.answer = piece.answer or (last.answer if last else None)
            out.append(piece)
            continue
        joint = _joined(last, piece, scene, context, hint, topic)
        if joint.answer is None and allotted(scene, joint.start, joint.end, joint):
            joint.answer = "yes"  # `Tuesdays - Ms X, from the first to the last call`
        out[-1] = joint
    alone = len(out) == 1 and out[0].answer != "no"  # "I have a hearing on 8 January and cannot attend"
    if not any(c.named.ids for c in out) and any(c.answer for c in out) and not alone:
        together = named(scene.text, context, hint or topic.events, topic.mentioned, speaks)
        for clause in out:  # the date in one clause and the call in the other
            clause.named = together if together.ids else clause.named
    return out


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


def _stretches(scene: Scene) -> list[tuple[int, int]]:
    """The pieces; "and" before another person who has an event of his own begins one as well."""
    words = scene.context.words
    if rows := labelled(scene.text, words):
        return rows
    out: list[tuple[int, int]] = []
    for start, end in pieces(scene.text, words):
        begins = {p.start for p in named_people(scene, start, end)}
        for found in words.pattern("attendance.and").finditer(scene.text, start, end):
            if not {found.end(), found.end() + 1} & begins or len(out) > MAX_STRETCHES:
                continue
            left, right = scene.text[start : found.start()], scene.text[found.end() : end]
            shared = answer(left, words) and not answer(right, words)
            both = shared and all(named(part, scene.context).ids for part in (left, right))
            if both:
                out.append((start, found.start()))
                start = found.end()
        out.append((start, end))
    return _with_their_dates(scene, at_not_me(scene, _at_relatives(scene, out)))


def _at_relatives(scene: Scene, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches cut before `on which`, `from which`, `and for which`: each says its own of the event,
    if it answers at all; what stands between commas belongs to it: `for which Mr X, for once, will sit in`.
    """
    words = scene.context.words
    cuts = [m.start() for m in words.pattern("attendance.which").finditer(scene.text) if m.start() > 0]
    if not cuts:
        return stretches
    stops = sorted({*cuts, *(start for start, _ in stretches), stretches[-1][1]})
    out: list[tuple[int, int]] = []
    for start, end in pairwise(stops):
        if start in cuts:
            goes_on = not answer(scene.text[start:], words)
        else:
            goes_on = out[-1:] != [] and out[-1][0] in cuts and not answer(scene.text[slice(*out[-1])], words)
        if goes_on and out:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _of_antecedent(scene: Scene, piece: Clause, last: Clause | None) -> Named | None:
    """The event a relative clause goes on from: what was excepted just before, else what was named."""
    found = scene.context.words.pattern("attendance.which").match(scene.text, piece.start)
    if found is None or last is None or (piece.named.ids and piece.named.ids != last.named.ids):
        return None
    return Named(last.named.excepted or last.named.ids) if last.named.ids else None


def _with_their_dates(scene: Scene, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`11 June - yes, 10 July, alas, no`: a date between two answers belongs to the one behind it."""
    words, context = scene.context.words, scene.context
    if len(stretches) < _FEWEST:
        return stretches
    said = [answer(scene.text[s:e], words) for s, e in stretches]
    if sum(value is not None for value in said) < _FEWEST - 1:
        return stretches
    whole = named(scene.text, context).ids
    days = [bool(named(scene.text[s:e], context, whole, whole, True).ids) for s, e in stretches]
    out: list[tuple[int, int]] = []
    number = 0
    while number < len(stretches):
        start, end = stretches[number]
        lone = days[number] and not said[number] and len(scene.text[start:end].split()) <= _DATE
        before = number > 0 and said[number - 1] and any(days[:number])
        if lone and before and number + 1 < len(stretches) and said[number + 1] and not days[number + 1]:
            number += 1
            end = stretches[number][1]
        out.append((start, end))
        number += 1
    return out


def _joined(
    last: Clause, piece: Clause, scene: Scene, context: Context, hint: tuple[str, ...], topic: Topic
) -> Clause:
    words = context.words
    text = scene.text[last.start : piece.end]
    bare = without_reason(text, words)
    said = answer_but(scene.text[last.start : last.start + len(bare.rstrip())], words)
    bygone = words.has("attendance.past", text) and not words.has("attendance.ahead", text)
    whole = Clause(last.start, piece.end, None if bygone else last.answer or piece.answer or said)
    whole.guests = guests(scene, last.start, last.start + len(bare.rstrip()))
    whole.named = named(bare, context, hint or topic.events, topic.mentioned)
    if not whole.named.ids and (last.named.ids or piece.named.ids):
        whole.named = last.named if last.named.ids else piece.named
    return whole
