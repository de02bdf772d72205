"""Sentences beside the point: courtesies and office matters that stand near an event and answer nothing.

`I am available for any question`, `I cannot open the file`, `Mr X joins me in thanking you` have the words
of an answer and another object; `Mr X is on holiday this week` says nothing of a meeting in three weeks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from mailbot.reading.context import Context
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.events import expanded
from mailbot.reading.prose.scene import Scene

_BESIDE = 20  # signs between "I shall be in" and the city
_SIGNED = 10  # words
_NAME = 4
_CLOSE = 5  # words behind an "if" that has no comma
_NEAR_RECORD = 24  # signs between "the rest" and what it is of
_MAKE_IT = re.compile(r"\bmake (?:it|that)\s*:?\s*(?=[+\d(])", re.I)
_SOON = timedelta(days=7)


def is_bygone(scene: Scene) -> bool:
    """`I was away last week`: what is over, with no day that is still to come."""
    return scene.has("attendance.bygone") and not scene.periods


def is_signature(scene: Scene, fresh: Sequence[str]) -> bool:
    """`Daniela Fuentes (on behalf of Ms Verne)` alone on its line: who signs for whom; `Regards to all`."""
    if _is_remark(scene):
        return True
    if not (fresh or scene.people or scene.has("attendance.verb")) and len(scene.text.split()) <= _SIGNED:
        closing = scene.context.words.pattern("mail.closing").match(scene.text)
        if closing is not None and not scene.says_i:
            return True
    if fresh or not scene.sentence.first or len(scene.text.split()) > _SIGNED or not scene.people:
        return False
    found = scene.context.words.pattern("attendance.signs_for").search(scene.text)
    if found is None or scene.has("attendance.verb"):
        return False
    before = scene.text[: found.start()].strip(" (,-–")
    return scene.people[0].start == 0 and len(before.split()) <= _NAME


def _is_remark(scene: Scene) -> bool:
    """`Remarks: none` at the end of a list."""
    label, colon, _ = scene.text.replace("：", ":").partition(":")
    keys = ("sheet.remark", "sheet.remark_word")
    return bool(colon) and any(scene.context.words.pattern(key).fullmatch(label.strip()) for key in keys)


def is_over(event: str, context: Context) -> bool:
    """Whether the event has been held: who was there or not is no answer any more."""
    call = context.directory.call(event)
    return call is not None and call.starts.astimezone(context.directory.zone).date() < context.today


def is_elsewhere(scene: Scene) -> bool:
    """`On 19 January I shall be in Brussels`: where the writer is, and not that he takes part."""
    stays = scene.context.words.pattern("meeting.stays").search(scene.text)
    if stays is None:
        return False
    if scene.has("attendance.register") or answer(scene.text[: stays.start()], scene.context.words):
        return False  # "I shall be connected, save on the 18th, when I fly to Lima"
    behind = scene.text[stays.end() :].lstrip()
    near = any(0 <= city.start - stays.end() <= _BESIDE for city in scene.cities)
    if not near and not behind[:1].isupper():
        return False
    return not any(scene.has(f"attendance.{name}") for name in ("call", "inter_regional", "event", "excuse"))


def is_supposed(scene: Scene) -> bool:
    """`If Mr X attends the call, he will present it`: attendance only supposed, and nothing behind it."""
    words = scene.context.words
    found = words.pattern("attendance.supposing").match(scene.text)
    if found is None:
        return False
    head, comma, rest = scene.text[found.end() :].partition("，" if "，" in scene.text else ",")
    if not comma:
        head = " ".join(head.split()[:_CLOSE])
    spoken = ("verb", "excuse")
    if not any(words.has(f"attendance.{name}", head) for name in spoken):
        return False
    return not any(words.has(f"attendance.{name}", rest) for name in (*spoken, "stand_in", "register"))


def is_aside(scene: Scene, events: Sequence[str], context: Context) -> bool:
    """Whether the sentence, which could go on from these events, is about something else or another time."""
    words = context.words
    bare = words.pattern("attendance.aside").sub(" ", scene.text)
    if bare != scene.text:
        speaks = any(
            words.has(f"attendance.{name}", bare) for name in ("verb", "excuse", "stand_in", "register")
        )
        if not speaks or answer(bare, words) is None:
            return True
    return _another_time(scene, events, context)


def _another_time(scene: Scene, events: Sequence[str], context: Context) -> bool:
    """`on leave until 6 January`, where the meeting is on the 8th: an absence that does not reach it."""
    words = context.words
    apart = any(words.has(f"attendance.{name}", scene.text) for name in ("away", "leave"))
    if not apart or scene.has("attendance.then"):
        return False
    left = words.pattern("attendance.away").sub(" ", scene.text)
    if answer(left, words) == "no" and any(words.has(f"attendance.{n}", left) for n in ("verb", "excuse")):
        return False
    held = _days(events, context)
    if not held:
        return False
    if scene.has("attendance.these_days") and not scene.periods:
        return min(held) > context.today + _SOON
    until = words.pattern("attendance.until")
    open_ended = all(until.search(scene.text[max(0, p.start - 14) : p.start]) for p in scene.periods)
    if not scene.periods:
        return _another_month(scene.text, held, context)
    if open_ended:
        return max(p.last for p in scene.periods) < min(held)
    spans = [p for p in scene.periods if not p.is_day]
    return bool(spans) and not any(p.first <= day <= p.last for p in spans for day in held)


def _another_month(text: str, held: Sequence[date], context: Context) -> bool:
    """`I may go on maternity leave in May`, of a call in February."""
    lowered = text.casefold()
    named = {
        number
        for name, number in context.words.months.items()
        if name in lowered
        and re.search(rf"(?<!\w)(?:{re.escape(name.capitalize())}|{re.escape(name)})(?!\w)", text)
        and (context.language != "en" or name.capitalize() in text)
    }
    return bool(named) and not named & {day.month for day in held}


def _days(events: Sequence[str], context: Context) -> list[date]:
    """The days of the events; a series has many."""
    wanted = set(expanded(events, context))
    zone = context.directory.zone
    return [c.starts.astimezone(zone).date() for c in context.directory.calls if c.id in wanted]


def gives_number(scene: Scene) -> bool:
    """`Her phone has been swapped: make it +48 ...`: a value of the contact sheet, no verb of attending."""
    if not (scene.phones or scene.emails) or not any(
        scene.has(f"contact.{n}_field") for n in ("phone", "email")
    ):
        return False
    said = _MAKE_IT.sub(" ", scene.text)
    spoken = ("verb", "excuse", "register", "stand_in", "then")
    return not any(scene.has_in(f"attendance.{name}", said) for name in spoken)


def of_the_records(scene: Scene) -> bool:
    """`Nothing new in the rest of the tables`: what is left of the papers, and not of the calls."""
    if scene.says_i or scene.has("attendance.call") or scene.has("attendance.event"):
        return False
    words = scene.context.words
    for _, end in scene.spans("attendance.rest"):
        record = words.pattern("confirmation.records").search(scene.text[end : end + _NEAR_RECORD])
        if record is not None and len(scene.text[end : end + record.start()].split()) <= 3:
            return True
    return False
