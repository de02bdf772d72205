"""A sentence on attendance cut into stretches that hold at most one answer each."""

from __future__ import annotations

from itertools import pairwise

from mailbot.reading.prose.answers import answer, pieces
from mailbot.reading.prose.attendance_pieces import labelled
from mailbot.reading.prose.attendance_presented import at_not_me
from mailbot.reading.prose.events import named
from mailbot.reading.prose.guests import named_people
from mailbot.reading.prose.scene import Scene

MAX_STRETCHES = 40  # of one sentence; what has more is a list that nobody reads as a sentence
_DATE = 4  # words
_FEWEST = 3  # an answer, a date, and the answer to it


def stretches(scene: Scene) -> list[tuple[int, int]]:
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


def _at_relatives(scene: Scene, cut: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches cut before `on which`, `from which`, `and for which`: each says its own of the event,
    if it answers at all; what stands between commas belongs to it: `for which Mr X, for once, will sit in`.
    """
    words = scene.context.words
    cuts = [m.start() for m in words.pattern("attendance.which").finditer(scene.text) if m.start() > 0]
    if not cuts:
        return cut
    stops = sorted({*cuts, *(start for start, _ in cut), cut[-1][1]})
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


def _with_their_dates(scene: Scene, cut: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`11 June - yes, 10 July, alas, no`: a date between two answers belongs to the one behind it."""
    words, context = scene.context.words, scene.context
    if len(cut) < _FEWEST:
        return cut
    said = [answer(scene.text[s:e], words) for s, e in cut]
    if sum(value is not None for value in said) < _FEWEST - 1:
        return cut
    whole = named(scene.text, context).ids
    days = [bool(named(scene.text[s:e], context, whole, whole, True).ids) for s, e in cut]
    out: list[tuple[int, int]] = []
    number = 0
    while number < len(cut):
        start, end = cut[number]
        lone = days[number] and not said[number] and len(scene.text[start:end].split()) <= _DATE
        before = number > 0 and said[number - 1] and any(days[:number])
        if lone and before and number + 1 < len(cut) and said[number + 1] and not days[number + 1]:
            number += 1
            end = cut[number][1]
        out.append((start, end))
        number += 1
    return out
