"""How a piece of a sentence stands to the events around it: an exception, an apposition, a series."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.mail.phrases import Phrases
from mailbot.reading.context import Context
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.attendance_allotted import is_bare
from mailbot.reading.prose.attendance_topic import Clause
from mailbot.reading.prose.events import Named, expanded
from mailbot.reading.prose.guests import writer
from mailbot.reading.prose.scene import Scene

_DASH = re.compile(r"\s[–—-]\s|\s?(?:——|：)\s?|:\s")
_STOP = re.compile(r"[,;]\s|[，；]|،\s")
_ROWS = 2
_SAID = 4  # words of an answer


def series_of(ids: Sequence[str], context: Context) -> set[str]:
    """The series that the events named belong to."""
    calls = [call for i in ids if (call := context.directory.call(i)) and call.is_call]
    return {c.event_id for c in calls} | {
        e.id for e in context.directory.events if e.is_series and e.id in ids
    }


def of_one_series(found: Named, whole: set[str], context: Context) -> Named:
    """`She takes January, I take February: so we shared the Thursday calls`: of that series alone."""
    if len(whole) != 1:
        return found
    own = next(iter(whole))
    owners = {i: call.event_id for i in found.ids if (call := context.directory.call(i)) and call.is_call}
    kept = tuple(i for i in found.ids if owners.get(i, own) == own)
    others = {*owners.values()} - {own}
    return Named(kept, found.excepted, found.problem) if kept and others else found


def is_apposition(scene: Scene, last: Clause, piece: Clause) -> bool:
    """`February, all three dates`: words that only count what was named just before."""
    if piece.guests or not piece.named.ids or not last.named.ids or piece.named.excepted:
        return False
    wide = set(expanded(piece.named.ids, scene.context))
    named_before = set(expanded(last.named.ids, scene.context))
    return named_before < wide and is_bare(scene, piece.start, piece.end)


def is_object(scene: Scene, last: Clause, piece: Clause) -> bool:
    """`je manquerai en revanche celui du 26`: behind a verb without its event no turn begins."""
    if not last.answer or last.named.ids or piece.answer or piece.guests or not piece.named.ids:
        return False
    return re.search(r"[^\s\w][\s]*$", scene.text[last.start : piece.start]) is None


def but_for(scene: Scene, last: Clause, piece: Clause, base: Sequence[str]) -> bool:
    """`I am in, except for 2 February`; `all calls, but for the last, which Mr X follows`: the clause before
    goes without what is excepted here, and who is named here takes that.
    """
    context = scene.context
    text = scene.text[piece.start : piece.end].lstrip(" ,;，；")
    if context.words.pattern("attendance.except").match(text) is None:
        return False
    out = piece.named.excepted or piece.named.ids
    every = expanded(base, context)
    if not out or not set(out) <= set(every) or set(out) == set(every):
        return False
    last.named = Named(tuple(i for i in every if i not in out), tuple(out))
    others = {g.name for g in piece.guests} - {g.name for g in last.guests}
    piece.named = Named(tuple(out))
    piece.answer = piece.answer if others else None
    return True


def is_reason(scene: Scene, start: int, end: int) -> bool:
    """`As Ms Verne is on leave in January, ...`: an opening clause that only gives the reason."""
    found = scene.context.words.pattern("attendance.opening_reason").match(scene.text[start:end].lstrip())
    return found is not None


def only_in_reason(scene: Scene, start: int, end: int) -> bool:
    """`Of the 8th: since I return on the 11th, Ms Verne attends`: what answers is the reason of the next."""
    words = scene.context.words
    found = words.pattern("attendance.opening_reason").search(scene.text, start, end)
    if (
        found is None
        or found.start() == start
        or not re.search(r"[:：,，]\s*$", scene.text[start : found.start()])
    ):
        return False
    return (
        answer(scene.text[start : found.start()], words) is None
        and answer(scene.text[end:], words) is not None
    )


def is_unknown(scene: Scene, piece: Clause) -> bool:
    """Whether the piece leaves its own events open, or what somebody else does."""
    me = writer(scene.context).name
    if not piece.named.ids and all(g.start < 0 or g.name == me for g in piece.guests):
        return False
    text = scene.text[piece.start : piece.end]
    return piece.answer is None and scene.context.words.has("attendance.unknown", text)


def labelled(text: str, words: Phrases) -> list[tuple[int, int]]:
    """`19 and 26 January - yes, 2 February - in doubt, the others - yes`: each label with its answer."""
    dashes = len(_DASH.findall(text))
    if dashes < _ROWS:
        return []
    out: list[tuple[int, int]] = []
    start = 0
    for stop in [m.end() for m in _STOP.finditer(text)] + [len(text)]:
        row = text[start:stop]
        if not _DASH.search(row):
            continue  # "19, 26 January - yes"
        said = _DASH.split(row)[-1].strip(" .,;，；")
        if answer(said, words) is None or len(said.split()) > _SAID:
            return []
        out.append((start, stop))
        start = stop
    return out if start == len(text) and len(out) >= _ROWS else []
