"""The mode a sentence gives a meeting."""

from __future__ import annotations

import re

from mailbot.mail.hanzi import HAN
from mailbot.reading.context import Context
from mailbot.reading.prose.scene import Scene

_ARROW = re.compile(r"\s*(?:->|→|=>|⇒|--+>|>>|改为|改成|转为|变为)")

_AS = re.compile(r"\b(?:as|como|comme|как|into|en|to)\s$", re.I)
_CLAUSE = re.compile(r"[,;:，；：、،.]")


def visits(scene: Scene) -> bool:
    """Whether the sentence is about somebody who comes to a meeting, not about the meeting."""
    words = scene.context.words
    text = words.pattern("meeting.mode.hybrid").sub(" ", scene.text)
    if not words.has("meeting.attending", text):
        return False
    named = any(person.contacts or person.honorific for person in scene.people)
    if scene.says_i or named or scene.emails:
        return True
    if not scene.has("contact.we"):
        return False
    clauses = _CLAUSE.split(text)  # "nobody can travel, so we hold it online" is about the meeting
    return any(words.has("contact.we", c) and words.has("meeting.attending", c) for c in clauses)


def _refused(before: str, end: int, scene: Scene) -> bool:
    """`no remote participation`, `очного зала не будет`: a negation beside the mode, in its clause."""
    negation = scene.context.words.pattern("modality.negation")
    clause = _CLAUSE.split(before)[-1]
    marks = list(negation.finditer(clause))
    if marks and len(clause[marks[-1].end() :].split()) <= 1:
        return True
    behind = negation.search(_CLAUSE.split(scene.text[end : end + 30])[0])
    return behind is not None and len(scene.text[end : end + behind.start()].split()) <= 1


def _without_forms(scene: Scene) -> Scene:
    """`you can register online`: a form is on the net, whatever the meeting is."""
    if not scene.has("meeting.online_else"):
        return scene
    pattern = scene.context.words.pattern("meeting.online_else")
    return scene.saying(pattern.sub(lambda m: "_" * len(m[0]), scene.text))


def _of_any(scene: Scene, found: re.Match[str]) -> bool:
    """`as in physical meetings`: how meetings are in general; not `both are held as virtual meetings`."""
    nouns = [
        (start, end)
        for start, end in scene.spans("meeting.plural")
        if 0 <= start - found.end() <= 1 or 0 <= found.start() - end <= 1
    ]
    led = scene.text[: min([found.start(), *(start for start, _ in nouns)])]
    return bool(nouns) and _AS.search(led) is None and not scene.has("meeting.own")


def _tells_which(scene: Scene, found: re.Match[str]) -> bool:
    """`The online meeting next week goes ahead as planned`: it says which, and changes nothing."""
    if not (scene.unchanged or scene.has("meeting.as_planned")):
        return False
    return any(
        start <= found.start() and found.end() <= end and not _CLAUSE.split(scene.text[:start])[-1].strip()
        for start, end in scene.spans("meeting.by_mode")
    )


def mode_of(scene: Scene, context: Context, about_it: bool = False) -> str | None:
    """The new mode: the one named, and not as the old one ("instead of in person").

    ``about_it``: the sentence is known to speak of the meeting itself, so no word needs to lead to the mode.
    """
    fresh: list[str] = []
    scene = _without_forms(scene)
    for name, pattern in context.words.patterns("meeting.mode").items():
        for found in pattern.finditer(scene.text):
            if _ARROW.match(scene.text, found.end()) or _of_any(scene, found):
                continue  # `hybrid -> physical`
            before = scene.text[max(0, found.start() - 40) : found.start()]
            before = context.words.pattern("meeting.instead").sub(" ", before)  # `вместо него ВКС` is new
            marks = list(context.words.pattern("time.old_before").finditer(before))
            gap = before[marks[-1].end() :] if marks else ""
            if re.search(r"[,，;；]", gap):
                gap, marks = "", []  # `rather than in Accra, online`: a clause of its own
            if marks and len(gap.split()) <= 3 and (len(gap) <= 10 or not HAN.search(gap)):
                continue
            if not (_refused(before, found.end(), scene) or _tells_which(scene, found)):
                fresh.append(name)
    names = list(dict.fromkeys(fresh))
    if visits(scene) and (scene.says_i or scene.people or "hybrid" not in names):
        return None  # somebody takes part remotely
    if "hybrid" in names:
        return "hybrid"
    cued = (
        about_it
        or _ARROW.search(scene.text)
        or scene.has("meeting.mode_cue")
        or scene.has("meeting.move")
        or bool(scene.periods)
    )
    return names[0] if len(names) == 1 and (cued or scene.sentence.answers) else None
