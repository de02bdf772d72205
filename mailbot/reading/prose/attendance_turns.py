"""Answers that a clause gets from its place beside another: `busy on the 8th, but takes on all Friday calls`,
`all calls, except that of the 9th, when ...`, `the next one as well`; and delegations that are sent.
"""

from __future__ import annotations

import re

from mailbot.reading.prose.attendance_allotted import is_bare
from mailbot.reading.prose.attendance_topic import Clause, Topic
from mailbot.reading.prose.guests import named_people
from mailbot.reading.prose.scene import Scene

_OPPOSITE = {"yes": "no", "no": "yes"}
_TITLE = 6  # signs of a title before a name
_NEAR = 14  # signs between "we shall send" and the person who is sent
_OBJECT = re.compile(
    r"\s+(?:our|the|an?|your|its|this|some|notre|nos|le|la|les|un|una?|nuestr\w+|el|los)\s", re.I
)


def turned(scene: Scene, last: Clause, piece: Clause) -> str | None:
    """What a clause without an answer of its own says of its own events, from how it joins the one before."""
    words = scene.context.words
    text = scene.text[piece.start : piece.end].lstrip(" ,;，；")
    other = bool(piece.named.ids) and piece.named.ids != last.named.ids
    if not other or last.answer is None:
        return None
    adds = words.pattern("attendance.and_also").match(text) is not None  # `а также`, which begins with "but"
    but = words.pattern("attendance.but").match(text) and not adds
    if words.pattern("attendance.except").match(text) or but:
        return _OPPOSITE.get(last.answer)
    if last.answer == "no" and words.has("attendance.rest", text) and is_bare(scene, piece.start, piece.end):
        return "yes"  # "the 26th no, then every week"
    return last.answer if words.pattern("attendance.too").search(text) else None


def counterpart(scene: Scene, last: Clause, piece: Clause) -> bool:
    """`I take the calls of 2 and 16 February, she those of 9 and 23`: somebody else, events of his own, and
    the verb of the clause before.
    """
    text = scene.text[piece.start : piece.end].lstrip(" ,;，；")
    if last.answer is None or piece.answer or not piece.named.ids or piece.named.ids == last.named.ids:
        return False
    subject = scene.context.words.pattern("attendance.third").match(text)
    first = min((g.start for g in piece.guests if g.start >= 0), default=-1)
    named_first = 0 <= first - piece.start <= len(scene.text[piece.start : piece.end]) - len(text) + _TITLE
    return bool(subject or named_first) and not scene.has_in("attendance.verb", text)


def overruled(scene: Scene, last: Clause, piece: Clause) -> bool:
    """`Only the one of 11 February falls on a holiday, not attending`: a chance yes before a plain answer."""
    if {last.answer, piece.answer} != {"yes", "no"} or piece.guests or last.guests:
        return False
    firm = [scene.context.words.pattern(f"attendance.{name}") for name in ("verb", "excuse", "stand_in")]
    before, here = scene.text[last.start : last.end], scene.text[piece.start : piece.end]
    return not any(p.search(before) for p in firm) and any(p.search(here) for p in firm)


def sent(scene: Scene, start: int, end: int) -> str | None:
    """`The region will send A. Verne and myself`; whom one sends something is not sent himself."""
    found = scene.context.words.pattern("attendance.sends").search(scene.text, start, end)
    if found is None:
        return None
    people = [p for p in named_people(scene, start, end) if p.start >= found.end()]
    if not people or people[0].start - found.end() > _NEAR or _OBJECT.match(scene.text, people[-1].end):
        return None
    return "yes"


def left_over(scene: Scene, piece: Clause) -> str | None:
    """`..., but Mr Moyo can`, `he told me he will`: a subject and what is left of the sentence before."""
    words = scene.context.words
    text = scene.text[piece.start : piece.end].rstrip(" .,;!…。，；")
    text = re.sub(r"\s?[(（][^()（）]*[)）]?$", "", text).rstrip(
        " .,;!…。，；)"
    )  # "he does not (he is on leave)"
    if not any(g.start >= 0 for g in piece.guests) and not words.has("attendance.third", text):
        return None
    for name, said in (("elliptic", "yes"), ("elliptic_no", "no")):
        for found in words.pattern(f"attendance.{name}").finditer(text):
            before = text[: found.start()].rstrip()
            if found.end() == len(text) and before and _ends_in_subject(scene, piece, before):
                return said
    return None


def _ends_in_subject(scene: Scene, piece: Clause, before: str) -> bool:
    """Whether somebody is named right before the verb, or an adverb from it."""
    words = scene.context.words
    before = next(
        (
            before[: m.start()].rstrip()
            for m in words.pattern("attendance.adverb").finditer(before)
            if m.end() == len(before)
        ),
        before,
    )
    end = piece.start + len(before)
    if any(p.end == end for p in named_people(scene, piece.start, piece.end)):
        return True
    subjects = (scene.context.words.pattern(f"attendance.{name}") for name in ("third", "only_person"))
    return any(m.end() == len(before) for subject in subjects for m in subject.finditer(before))


def said_of(scene: Scene, piece: Clause) -> str | None:
    """What a clause without an answer says all the same of the people it names: `A. Verne and B. Stone follow
    the Friday calls`, `whether Ms Verne can come is not yet decided`.
    """
    words = scene.context.words
    text = scene.text[piece.start : piece.end]
    subjects = [g.start for g in piece.guests if g.start >= 0]
    kept = words.pattern("attendance.no_sense").sub(
        lambda m: "_" * len(m[0]), scene.text
    )  # "was invited to attend"
    verb = words.pattern("attendance.verb").search(kept, piece.start, piece.end)
    if verb is not None and words.has("attendance.unknown", text):
        return "tentative" if words.has("attendance.whether", text) else None
    if not subjects or verb is None:
        return None
    if any(words.has(f"attendance.{name}", text) for name in ("past", "hypothetical", "no", "whether")):
        return None
    return "yes" if subjects[0] < verb.start() and piece.named.ids else None


def conditional(scene: Scene, said: str) -> str | None:
    """The answer behind an "if": open, and none where it hangs on another time for the event itself."""
    found = scene.context.words.pattern("attendance.if_word").match(scene.text)
    if found is None or said != "yes":
        return said
    moved = any(scene.has(f"meeting.{name}") for name in ("moved", "move", "postpone", "cancel"))
    return None if moved else "tentative"


def denied_stand_in(scene: Scene, start: int, end: int) -> bool:
    """`She does not replace him on the calls`."""
    words = scene.context.words
    found = words.pattern("attendance.stand_in").search(scene.text, start, end)
    if found is None:
        return False
    before = re.split(r"[,;，；،]", scene.text[max(start, found.start() - 10) : found.start()])[-1]
    return words.pattern("modality.negation").search(before) is not None


def is_both(scene: Scene, topic: Topic) -> bool:
    """`On 8 January both.`: those named before, at another event."""
    if topic.answer is None or len(topic.people) < 2 or not scene.has("attendance.third"):
        return False
    return is_bare(scene, 0, len(scene.text))


def are_they(scene: Scene) -> bool:
    """`They are A. Verne, B. Stone and myself.`, behind a sentence that says how many come."""
    return scene.has("attendance.they_are") and is_bare(scene, 0, len(scene.text))
