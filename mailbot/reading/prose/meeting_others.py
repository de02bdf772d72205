"""What happens to something else than the region's own meetings: a flight, a reception, a meeting of TSAG.

`The exhibition that accompanies the plenary is cancelled` cancels no plenary, and who `will be in Copenhagen
from 19 to 23 April` moves none. A thing that heads its clause takes what is said there; what follows is read
again.
"""

from __future__ import annotations

import re

from mailbot.mail.hanzi import HAN
from mailbot.reading.bodies import foreign, own_meetings
from mailbot.reading.prose.meeting_bodies import owns_all
from mailbot.reading.prose.meeting_reports import for_another_conference, is_report, is_titled_otherwise
from mailbot.reading.prose.scene import Scene

_BREAK = re.compile(r"[,;:،؛，；：。]|\s[–—-]\s")
_TARGET = re.compile(
    r"\s*(?:to|until|till|for|into|à|au|jusqu['’](?:à|au)|a|al|hasta|para|на|до|إلى|حتى|至|到)\b", re.I
)
_SAYS = re.compile(r"\b(?:is|was|means|shows|says|confirms|announces)\sthat\b|\b(?:est|es)\sque\b", re.I)
_HEAD = 3  # words before the thing that heads a clause
_NEAR = 4  # words between a meeting and whose it is
_NEAR_SIGNS = 4
_CHANGES = ("cancel", "postpone", "moved", "confirm", "move")


def about_meetings(scene: Scene) -> Scene | None:
    """The sentence without its clause on something else; None if nothing is left that names a meeting."""
    if scene.has("meeting.recurring"):
        return None
    scene = _without_others(scene)
    if _is_call(scene) or _stays(scene) or _was(scene) or _of_another_body(scene) or owns_all(scene):
        return None
    if is_report(scene) or for_another_conference(scene) or is_titled_otherwise(scene):
        return None
    found = scene.context.words.pattern("meeting.thing").search(scene.text)
    if found is None:
        return scene
    signs = HAN.search(found[0]) is not None
    if not (_in_clause(scene, found.end()) if signs else _heads(scene, found.start())):
        return scene
    if scene.has("meeting.forces") or _SAYS.search(scene.text, found.end()):
        return scene  # "the flight ban forces us to hold the plenary online"
    if scene.context.words.pattern("meeting.resolves").match(scene.text, found.start()):
        return scene  # "the decision to hold the sixth meeting online has been taken"
    changes = _changes(scene.text, scene)
    verb_first = any(end <= found.start() for _, end in changes) and not signs  # `أُلغي المعرض`
    told = [end for _, end in changes if end > found.end()] if not verb_first else []
    after = min(told, default=found.end())
    for stop in _BREAK.finditer(scene.text, found.end()):
        if _tells(rest := scene.saying(scene.text[stop.end() :].strip())):
            return rest
    stops = [m.end() for m in scene.context.words.pattern("attendance.and").finditer(scene.text, after)]
    end = min(stops, default=len(scene.text)) if told or signs or verb_first else len(scene.text)
    if told and _is_moved(scene, after, end):
        return scene
    rest = scene.saying(scene.text[end:].strip())
    return rest if _tells(rest) else None


def _without_others(scene: Scene) -> Scene:
    """`SG3 was shifted to 17-28 May, so nothing overlaps with our plenary`: without the clause on SG3, where
    another one names a meeting.
    """
    pieces = re.split(r"(?<=[,;؛،，；])\s?", scene.text)
    if len(pieces) == 1 or not (scene.has("meeting.elsewhere") or foreign(scene.text, scene.context)):
        return scene
    parts = [scene.saying(piece) for piece in pieces]
    others = [part.has("meeting.noun") and (_of_another_body(part) or owns_all(part)) for part in parts]
    if not any(others) or not any(
        part.has("meeting.noun") for part, other in zip(parts, others, strict=True) if not other
    ):
        return scene
    kept = [piece for piece, other in zip(pieces, others, strict=True) if not other]
    return scene.saying(" ".join(kept).strip())


def _is_call(scene: Scene) -> bool:
    """`the coordination call of our project team`: a call, where no meeting on file is one."""
    words = scene.context.words
    if not scene.has("meeting.call_word") or scene.has("meeting.noun") or scene.has("meeting.its_line"):
        return False
    modes = words.patterns("meeting.mode").values()
    calls = words.pattern("meeting.call_word")
    if any(calls.search(m[0]) for p in modes for m in p.finditer(scene.text)):
        return False  # `now by conference call`
    return not any(calls.search(m.title) for m in own_meetings(scene.context))


def _tells(scene: Scene) -> bool:
    """Whether one clause has both a meeting and a change: `the plenary is postponed too`."""
    clauses = _BREAK.split(scene.text)
    return any(scene.has_in("meeting.noun", clause) and _changes(clause, scene) for clause in clauses)


def _is_moved(scene: Scene, start: int, end: int) -> bool:
    """Whether a meeting is what the change behind the thing is made to; not `postponed to the plenary`."""
    noun = scene.context.words.pattern("meeting.noun").search(scene.text, start, end)
    return noun is not None and _TARGET.match(scene.text[start : noun.start()]) is None


def _changes(text: str, scene: Scene) -> list[tuple[int, int]]:
    words = scene.context.words
    return [m.span() for name in _CHANGES for m in words.pattern(f"meeting.{name}").finditer(text)]


def _heads(scene: Scene, start: int) -> bool:
    """Whether the thing is what the sentence begins with, and not its reason or its occasion."""
    before = scene.text[:start]
    if len(before.split()) > _HEAD or _BREAK.search(before) or scene.has_in("meeting.noun", before):
        return False
    return not (
        scene.has_in("meeting.reason", scene.text[: start + 12]) or scene.has_in("position.occasion", before)
    )


def _in_clause(scene: Scene, end: int) -> bool:
    """Chinese: the thing stands right before what happens to it: `第五次会议期间的展览已取消`."""
    stop = _BREAK.search(scene.text, end)
    behind = scene.text[end : stop.start() if stop else len(scene.text)]
    first = min((a for a, _ in _changes(behind, scene)), default=len(behind))
    return not scene.has_in("meeting.noun", behind) and (first <= _NEAR_SIGNS or not _changes(behind, scene))


def _stays(scene: Scene) -> bool:
    """`I shall be in Copenhagen from 19 to 23 April`: where the writer is."""
    return scene.has("meeting.stays") and not scene.has("meeting.noun")


def _was(scene: Scene) -> bool:
    """`our plenary last April was postponed`: a meeting that is over."""
    words = scene.context.words
    nouns = [m.span() for m in words.pattern("meeting.noun").finditer(scene.text)]
    if nouns and _last_one(scene, nouns):
        return True
    for found in words.pattern("meeting.bygone").finditer(scene.text) if nouns else ():
        for start, end in nouns:
            gap = scene.text[end : found.start()] if end <= found.start() else scene.text[found.end() : start]
            if len(gap.split()) <= 1 and len(gap) <= 12 and not _BREAK.search(gap):
                return True
    return False


def _last_one(scene: Scene, nouns: list[tuple[int, int]]) -> bool:
    """`the last meeting (2-3 December) was well attended`: nothing in it is still to come."""
    marks = scene.spans("meeting.last_one")
    beside = any(
        0 <= noun[0] - mark[1] <= 12 or 0 <= mark[0] - noun[1] <= 2 for mark in marks for noun in nouns
    )
    return beside and not (_changes(scene.text, scene) and scene.has("meeting.now"))


def _of_another_body(scene: Scene) -> bool:
    """`the meeting of TSAG`, `our team meeting`, `ETSI holds its assembly`: none of the region's own."""
    titles = " ".join(m.title.casefold() for m in own_meetings(scene.context)).split()
    bodies = [
        m.span()
        for m in scene.context.words.pattern("meeting.elsewhere").finditer(scene.text)
        if not {*m[0].casefold().split()} - {"the"} <= {*titles}  # "the Commission": the region's own
    ]
    reason = scene.context.words.pattern("meeting.reason").search(scene.text) if bodies else None
    until = reason.start() if reason else len(scene.text)  # "... because it coincides with a session of ..."
    if reason and any(span[0] < until for span in scene.spans("meeting.noun")):
        bodies = [span for span in bodies if span[0] < until]
    nouns = [span for span in scene.spans("meeting.noun") if span[0] < until] if bodies else []
    if not nouns or any(m.title in scene.text for m in scene.context.directory.meetings):
        return False
    return all(any(_beside(scene.text, noun, body) for body in bodies) for noun in nouns)


def _beside(text: str, noun: tuple[int, int], body: tuple[int, int]) -> bool:
    if body[0] < noun[1] and noun[0] < body[1]:
        return True
    gap = text[noun[1] : body[0]] if noun[1] <= body[0] else text[body[1] : noun[0]]
    return len(gap.split()) <= _NEAR and not _BREAK.search(gap)
