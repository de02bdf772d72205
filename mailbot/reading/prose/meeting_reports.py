"""Sentences on meetings that concern no calendar: a report of one that is over, the preparation of another
conference.

`The 45th meeting was held by video conference` tells how a meeting went, whatever days stand there; `the
group preparing the Plenipotentiary meets in July` is about no assembly on standardization.
"""

from __future__ import annotations

import re

from mailbot.mail.hanzi import HAN
from mailbot.reading.bodies import own_meetings
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

_BREAK = re.compile(r"[;:؛；：。]|\s[–—-]\s")
_NEAR = 12  # words between a meeting and what it prepares
_NEAR_SIGNS = 24
_LETTERS = re.compile(
    r"(?<![\w-])(?:PP|WRC|WTDC|WCIT|WTPF|CPM|RA|CMR|CMDT|CMTI|RPC|ВКРЭ|ВКР|ПК|ПСК|ВКМЭ)[-\s]?\d\d(?!\d)"
)
_HOME = re.compile(r"WTSA|AMNT|ВАСЭ")
_TITLE = re.compile(r"\s?(?:[\"“«„《]\s?([^\"”»“》]{8,90})\s?[\"”»“》]|\((?=[\u0600-\u06ff])([^()]{8,90})\))")
_JOINED = re.compile(r"(?<!\w)(?:[وفبل]|ال|لل){0,2}(?:مؤتمر|منتدى|ملتقى|ندوة|ورشة|اجتماع)(?!\w)")
_ALIKE = 60  # per cent of letters, of a quoted title and one on file
_IS_HELD = re.compile(r"\b(?:is|are|be)\s(?:\w+\s)?held\b")  # `is therefore held a week before`
_CHANGES = ("cancel", "postpone", "moved", "rename", "confirm", "mark_off")


def is_report(scene: Scene) -> bool:
    """Whether the sentence only tells what a meeting was, or who came to it."""
    if not scene.has("meeting.held") or scene.asks or _IS_HELD.search(scene.text):
        return False
    return not any(scene.has(f"meeting.{name}") for name in ("own", "now", "decided", "coming", *_CHANGES))


def for_another_conference(scene: Scene) -> bool:
    """Whether the meeting named first prepares another conference, or is one: `PP-26`, `WRC-27`."""
    others = [*scene.spans("meeting.other_conference"), *(m.span() for m in _LETTERS.finditer(scene.text))]
    if not others or _HOME.search(scene.text) or scene.has("meeting.own"):
        return False
    if any(m.title in scene.text for m in own_meetings(scene.context)):
        return False
    reason = scene.context.words.pattern("meeting.reason").search(scene.text)
    until = reason.start() if reason else len(scene.text)
    nouns = [span for span in scene.spans("meeting.noun") if span[0] < until]
    return bool(nouns) and any(_belongs(scene.text, nouns[0], one) for one in others if one[0] < until)


def is_titled_otherwise(scene: Scene) -> bool:
    """Whether what is postponed bears a quoted title that is none on file: `the forum "Open Seas"`."""
    if not any(scene.has(f"meeting.{name}") for name in ("cancel", "postpone")):
        return False
    if any(scene.has(f"meeting.{name}") for name in ("rename", "new", "own")):
        return False
    found = next(
        (
            m
            for end in (*(b for _, b in scene.spans("meeting.noun")), *_arabic(scene.text))
            if (m := _TITLE.match(scene.text, end)) and len((m[1] or m[2]).split()) > 1
        ),
        None,
    )
    if found is None:
        return False
    from rapidfuzz.fuzz import token_set_ratio  # it takes its time to load

    titles = [folded(m.title) for m in own_meetings(scene.context)]
    return all(token_set_ratio(folded(found[1] or found[2]), title) < _ALIKE for title in titles)


def _arabic(text: str) -> list[int]:
    """Where words for a meeting end that a preposition or an article is joined to."""
    return [m.end() for m in _JOINED.finditer(text)]


def _belongs(text: str, noun: tuple[int, int], conference: tuple[int, int]) -> bool:
    if conference[0] < noun[1] and noun[0] < conference[1]:
        return True
    gap = text[noun[1] : conference[0]] if noun[1] <= conference[0] else text[conference[1] : noun[0]]
    if _BREAK.search(gap):
        return False
    return len(gap) <= _NEAR_SIGNS if HAN.search(text) else len(gap.split()) <= _NEAR
