"""What a statement of attendance stands on: an event that the clause itself speaks of, and somebody who can
be its subject.

An event that only belongs to another noun ("the agenda of Thursday's call", "the list of those who will
attend") is its topic and nobody's attendance, and a verb in the third person ("the original follows") is not
said of the writer.
"""

from __future__ import annotations

import re

from mailbot.mail.hanzi import HAN
from mailbot.mail.phrases import Phrases
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.events import named
from mailbot.reading.prose.leads import announces
from mailbot.reading.prose.scene import Scene

_BREAK = re.compile(r"[,;:.!?()，；：。！？、،؛]|\s[–—-]\s")
_DATED = re.compile(
    r"\s+(?:(?:on|of|held|du|le|del|el|de|от|в|يوم|في|taking|place|planned)\s+){0,3}\d{1,2}(?:\s+\w+)?", re.I
)
_GAP = 6  # words between a noun and the event it belongs to
_GAP_SIGNS = 6
_MENTIONS = ("call", "inter_regional", "event")


def without_topics(scene: Scene) -> str:
    """The sentence with every event blanked that belongs to another noun; places stay the same."""
    words = scene.context.words
    text = scene.text
    for found in words.pattern("attendance.one_of_us").finditer(
        text
    ):  # "one of us is on the calls": but who?
        end = next((m.start() for m in _BREAK.finditer(text, found.end())), len(text))
        text = text[: found.start()] + re.sub(r"\S", "_", text[found.start() : end]) + text[end:]
    if scene.has("attendance.register") and scene.has("attendance.link"):
        return text  # "please send Ms X the link for the call" enters her
    if announces(text.rstrip(), scene.context) or scene.has("attendance.off_list"):
        return _without_other_events(text, scene)  # what a list speaks of; "take her off the list of ..."
    if not re.search(r"[:：]", text):
        text = _blanked(text, "roster", words, len(text))
    return _without_other_events(_blanked(text, "carrier", words, _GAP), scene)


def _without_other_events(text: str, scene: Scene) -> str:
    """Without the day of `the reception on 8 January`, which is no meeting of ours; another day stays, for it
    tells another occasion.
    """
    words = scene.context.words
    for found in list(words.pattern("attendance.other_event").finditer(text)):
        dated = _DATED.match(text, found.end())
        # "a hearing on 8 January and cannot attend" tells when he cannot
        declines = dated and words.pattern("attendance.excuse").search(text, dated.end())
        if dated is not None and not declines and named(dated[0], scene.context).ids:
            text = text[: found.end()] + re.sub(r"\S", "_", dated[0]) + text[dated.end() :]
    return text


def _blanked(text: str, name: str, words: Phrases, gap: int) -> str:
    for found in list(words.pattern(f"attendance.{name}").finditer(text)):
        if HAN.search(found[0]):
            start, end = _before(text, found.start(), words), found.end()
        else:
            start, end = found.start(), _behind(text, found.end(), words, gap)
        if words.pattern("attendance.cleft").search(text[: found.start()][-30:]):
            continue  # "it is she who will speak for us"
        if start < end and (start < found.start() or end > found.end()):
            text = text[:start] + re.sub(r"\S", "_", text[start:end]) + text[end:]
    return text


def _behind(text: str, start: int, words: Phrases, gap: int) -> int:
    """Where the phrase that begins at the noun ends, if an event follows within a few words of it."""
    stop = _end(text, start, words)
    places = [
        m.end() for name in _MENTIONS for m in words.pattern(f"attendance.{name}").finditer(text, start, stop)
    ]
    near = [end for end in places if len(text[start:end].split()) <= gap]
    dated = gap == len(text) and re.search(r"\d", text[start:stop])  # "the list of participants for the 8th"
    return stop if near or dated else start


def _before(text: str, end: int, words: Phrases) -> int:
    """Chinese sets the event first: `周五电话会的议程`."""
    breaks = [m.end() for m in _BREAK.finditer(text, 0, end)]
    start = breaks[-1] if breaks else 0
    places = [
        m.end() for name in _MENTIONS for m in words.pattern(f"attendance.{name}").finditer(text, start, end)
    ]
    return start if any(end - place <= _GAP_SIGNS for place in places) else end


def _end(text: str, start: int, words: Phrases) -> int:
    """The end of the phrase: a stop, or somebody who begins to speak of himself or to turn away."""
    stops = [m.start() for m in _BREAK.finditer(text, start)]
    for name in ("attendance.only_person", "attendance.but", "attendance.and"):
        stops += [m.start() for m in words.pattern(name).finditer(text, start)]
    return min(stops, default=len(text))


def of_somebody_else(scene: Scene, clause: str) -> bool:
    """Whether the clause has a verb in the third person and nothing that is the writer's own."""
    words = scene.context.words
    clause = clause.rstrip(" .!;")
    if words.pattern("attendance.he_form").search(clause) is None:
        return False
    if any(m.end() == len(clause) for m in words.pattern("attendance.suits_end").finditer(clause)):
        return False  # "8 January is fine."
    mine = (
        "attendance.impersonal",
        "attendance.only_person",
        "attendance.me",
        "attendance.suits",
        "contact.i",
    )
    return not any(words.pattern(name).search(clause) for name in mine)


def is_question(scene: Scene) -> bool:
    """A sentence that asks; a few words with a question mark can be a doubtful answer: `8 January?`."""
    if not scene.asks:
        return False
    words = scene.context.words
    if words.has("attendance.note_that", scene.text):
        return False
    signs = HAN.search(scene.text) is not None
    brief = len(scene.text.split()) <= 4 and len(scene.text) <= (10 if signs else 24)
    asked = words.pattern("modality.request").search(scene.text) or words.pattern(
        "modality.interrogative"
    ).search(scene.text)
    told = re.search(r"\d", scene.text) or any(
        scene.has(f"attendance.{name}") for name in ("yes", "no", "tentative", "yes_short")
    )
    return not brief or asked is not None or not told


def of_a_meeting(scene: Scene) -> bool:
    """Whether it speaks of a meeting, and not only of the one that keeps somebody away."""
    kept = scene.context.words.pattern("attendance.away").sub(" ", scene.text)
    return scene.has_in("meeting.noun", kept)


def is_lasting(scene: Scene) -> bool:
    """A sentence about a post on the contact sheet or the work as a whole, not about who comes once."""
    if scene.has("attendance.work") and not scene.periods:
        return True
    once = any(scene.has(f"attendance.{name}") for name in ("verb", "excuse", "group_everybody"))
    return scene.has("attendance.permanent") and not once


def away_until(scene: Scene) -> bool:
    """`Ms X is on leave until 11 January and will not be present`: the date is not that of another event."""
    until = scene.context.words.pattern("attendance.until")
    dated = all(until.search(scene.text[max(0, p.start - 14) : p.start]) for p in scene.periods)
    said = answer(scene.text, scene.context.words) == "no" and not scene.has("attendance.not_about")
    return dated and said and bool(scene.own_people())


def of_an_event(scene: Scene, somebody: bool) -> bool:
    """A meeting that is cancelled or moved, a group that will meet: what happens, and nobody's answer."""
    happens = any(scene.has(f"meeting.{name}") for name in ("cancel", "postpone", "moved"))
    meets = scene.has("meeting.convenes") or (scene.has("meeting.coming") and scene.has("meeting.noun"))
    regional = meets and not (scene.has("attendance.inter_regional") or scene.has("contact.we"))
    return (happens or regional) and not somebody and not scene.has("attendance.verb") and not scene.says_i
