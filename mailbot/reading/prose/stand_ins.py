"""Who stands in for whom on one occasion: `Ms X in my place`, `he hands his seat to Mr Y`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.mail.phrases import Phrases
from mailbot.reading.people import Person
from mailbot.reading.prose.guests import Guest, guests, named_people, writer
from mailbot.reading.prose.scene import Scene

_ABSENCE = re.compile(r"['’]s?\s(?:absence|place|stead|seat)\b")
_OBJECT = re.compile(r"(?:^|[,;]\s*)(her|him|me|them)\s+(?:will|shall|would)?\s*$", re.I)
_FIRST = re.compile(
    r"\b(?:my|me|mine|ma|mon|mes|moi|mi|m[ií]o|меня|моего|моём|моем|мне)\b|m['’]|عني|مكاني|محلي|يمثلني|تمثلني|مني|مقامي|منابي|本人|我",
    re.I,
)


_THIRD = re.compile(
    r"\b(?:his|her|their|him|them|le|la|l['’]|lui|sa|son|su|lo|н?его|н?е[её]|ним|ней)\b|عنه|عنها|محله|منه|منها|مقامه|مقامها|منابه|منابها|他|她|其",
    re.I,
)


def stood_in_for(
    scene: Scene, start: int, end: int, last: Sequence[Guest]
) -> tuple[list[Guest], list[Guest]] | None:
    """(who comes, who does not) where one stands in for another on that occasion; else None."""
    words = scene.context.words
    text = scene.text
    if _for_good(text, words):
        return None
    everybody = guests(scene, start, end)
    gives = words.pattern("attendance.gives_way").search(text, start, end)
    if gives and (heirs := [g for g in everybody if g.start >= gives.end()]):
        givers = [g for g in everybody if g.start < gives.start()]
        return heirs, givers or [writer(scene.context)]
    passive = words.pattern("attendance.replaced_by").search(text, start, end)
    if passive:
        out = [g for g in everybody if g.start < passive.start()]
        out = out or _pronoun(text[start : passive.end()], scene, last)
        if not out and words.has("attendance.third", text[start : passive.start()]):
            out = [g for g in last if g.name != writer(scene.context).name][-1:]
        come = [g for g in everybody if g.start >= passive.end()]
        if out and come:
            return come, out
    if absent := _in_place_of(scene, start, end):
        out = [g for g in everybody if g.start == absent.start]
        come = [g for g in everybody if g.start != absent.start]
        if out and come:
            return come, out
    if words.has("attendance.instead", text[start:end]) and everybody and last:
        out = [g for g in last if g.name not in {e.name for e in everybody}]
        if out and all(g.start >= 0 for g in everybody):
            return everybody, out[-1:]  # "it will be me instead"
    found = list(words.pattern("attendance.stand_in").finditer(text, start, end))
    active = next(
        (m for m in found if _FIRST.search(m[0]) or _THIRD.search(m[0])), found[0] if found else None
    )
    if active is None or _refused(_of_clause(text[max(start, active.start() - 25) : active.start()]), words):
        return None
    if _only_excuses(_of_clause(text[start : active.start()]), words):
        return None
    if before_him := _OBJECT.search(text[start : active.start()]):
        heirs = [g for g in everybody if g.start >= active.end()]
        replaced = _pronoun(before_him[1], scene, last or [g for g in everybody if g.start < active.start()])
        if heirs and replaced:
            return heirs, replaced  # "her will replace Mr X"
    after = re.match(r"\s*(?:the\s|our\s)?([\w'’.]+)", text[active.end() : end])
    before = [g for g in everybody if 0 <= g.start < active.start() and g.name != writer(scene.context).name]
    named = [(p, p.contact) for p in named_people(scene, start, active.start())]
    asked = [Guest(c.name, c.email, p.start) for p, c in named if c is not None]
    before = before or [g for g in asked if all(g.name != e.name for e in everybody)]  # "X has asked me to"
    told = bool(last)
    last = last or before
    out = _pronoun(active[0], scene, last) or (_pronoun(after[1], scene, last) if after else [])
    if not out:
        out = [g for g in everybody if active.end() <= g.start <= active.end() + 6][:1]
    if not out:
        return None
    come = [g for g in everybody if all(g.name != o.name for o in out)]
    if not come and words.has("attendance.i_stand_in", text):
        come = [writer(scene.context)]
    return (come, out) if come or told or _FIRST.search(active[0]) else None


def _for_good(text: str, words: Phrases) -> bool:
    """Whether it is said to hold for good; `do not put her on the contact sheet` says the contrary."""
    pieces = re.split(r"[,;:，；：،]\s?|\s[–—-]\s", text)
    permanent, negation = words.pattern("attendance.permanent"), words.pattern("modality.negation")
    return any(permanent.search(piece) and not negation.search(piece) for piece in pieces)


def _in_place_of(scene: Scene, start: int, end: int) -> Person | None:
    """`in Mr Garnier's absence`, `in Ms Verne's place`"""
    for person in named_people(scene, start, end):
        if _ABSENCE.match(scene.text, person.end) and re.search(r"\bin\s$", scene.text[: person.start], re.I):
            return person
    return None


def _of_clause(before: str) -> str:
    """What of it stands in the last clause: `I shall not be there, in my place comes ...`"""
    return re.split(r"[,;:，；،]\s?", before)[-1]


def _refused(before: str, words: Phrases) -> bool:
    """`he cannot deputize for me either`; "he isn't taking over from me" speaks of his post."""
    weak = words.pattern("attendance.weak_no")
    return any(not weak.fullmatch(m[0]) for m in words.pattern("attendance.no").finditer(before))


def _only_excuses(before: str, words: Phrases) -> bool:
    """`he asked me to apologise on his behalf`: who brings the excuse takes nobody's seat."""
    found = list(words.pattern("attendance.apology").finditer(before))
    return bool(found) and not words.has("attendance.verb", before[found[-1].end() :])


def _pronoun(text: str, scene: Scene, last: Sequence[Guest]) -> list[Guest]:
    if _FIRST.search(text):
        return [writer(scene.context)]
    others = [g for g in last if g.name != writer(scene.context).name]  # "his seat" is not the writer's
    return others[-1:] if _THIRD.search(text) else []
