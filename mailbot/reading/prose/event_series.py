"""Which calls of which series a text means: by number, month, "the rest", or the whole series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.directory.events import Occurrence
from mailbot.directory.records import Event
from mailbot.mail.hanzi import HAN
from mailbot.mail.phrases import Phrases
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.prose.event_days import Days
from mailbot.reading.prose.event_months import of_months
from mailbot.reading.prose.event_names import without_names
from mailbot.reading.prose.event_numbers import by_number

_BRIEF = 6  # words
_CURT = 40  # signs
_CURT_HAN = 12
SOME = "Only some of the calls; which ones are meant?"


@dataclass(frozen=True)
class Scope:
    """The series a text can mean, and whether it speaks of calls at all."""

    series: tuple[Event, ...]
    told: bool
    speaks: bool
    hinted: bool
    context: Context
    firm: bool = False  # told by more than a weekday, which may be that of something else
    wide: bool = False  # spoken of before as a whole
    by_day: bool = False  # by its weekday, beside the other that was spoken of as a whole

    def calls(self) -> list[Occurrence]:
        ids = {e.id for e in self.series}
        return [c for c in self.context.directory.calls if c.is_call and c.event_id in ids]


def day_of(call: Occurrence, context: Context) -> date:
    return call.starts.astimezone(context.directory.zone).date()


def is_answer(text: str, words: Phrases) -> bool:
    """Whether a text without the word "call" says all the same that somebody comes or not."""
    if words.has("attendance.verb", text):
        return True
    if words.has("attendance.not_about", text):
        return False
    brief = len(text.split()) <= 8 and len(text) <= 40
    mine = words.has("contact.i", text) or words.has("attendance.only_person", text)
    if not (brief or (mine and len(text.split()) <= 16 and len(text) <= 100)):
        return False
    names = ("yes", "no", "tentative", "yes_short") if brief else ("yes", "no")
    return any(words.has(f"attendance.{name}", text) for name in names)


def of_series(text: str, scope: Scope, whole: bool, told: Days) -> tuple[list[str], str]:
    context = scope.context
    calls = scope.calls()
    if told.since or told.upto:
        calls = _between(calls, told, text, scope)
        ahead = [c for c in calls if c.takes_place and day_of(c, context) >= (told.since or context.today)]
        return [c.id for c in ahead if told.upto is None or day_of(c, context) <= told.upto], ""
    if told.unmatched and not whole:
        return [], ""
    if context.words.has("attendance.some_calls", text):
        return [], SOME
    spans = [(p.start, p.end) for p in periods(text, context.today)]
    plain = without_names(text, context, spans)
    series = scope.series if scope.told else _mine(text, scope) or scope.series
    own = {e.id for e in series}
    if in_months := of_months(text, [c for c in calls if c.event_id in own], context):
        return in_months, ""
    numbered = [
        c.id for e in series for c in by_number(plain, [c for c in calls if c.event_id == e.id], context)
    ]
    every = context.words.has("attendance.each_series", text)
    if numbered and len(series) > 1 and not scope.told and not every:
        return [], "Calls of which series are meant?"
    if numbered:
        return numbered, ""
    if whole:
        return [e.id for e in scope.series], ""
    if context.words.pattern("attendance.next").search(text) and (
        scope.speaks or (_is_curt(plain) and not context.words.has("attendance.these_days", text))
    ):
        ahead = [c for c in calls if c.takes_place and day_of(c, context) >= context.today]
        return [c.id for c in ahead[:1]] if len(scope.series) == 1 else [], ""
    if scope.wide and scope.firm and len(plain.split()) <= _BRIEF:
        return [e.id for e in scope.series], ""  # "Committee 4: Ms X" below "calls:"
    if scope.told and len(scope.series) == 1 and context.words.pattern("attendance.one_call").search(text):
        if context.language == "zh" and not (told.days or context.words.has("attendance.which", text)):
            return [scope.series[0].id], ""  # Chinese has no plural: `第三委员会的电话会` are all of them
        return [], "Which of the calls is meant?"
    return [], ""


def _is_curt(plain: str) -> bool:
    """Whether a text is so short that "next" can mean nothing but the next call."""
    return len(plain) <= (_CURT_HAN if HAN.search(plain) else _CURT)


def _between(calls: list[Occurrence], told: Days, text: str, scope: Scope) -> list[Occurrence]:
    """`from 28 January to 18 February`, no series told: that which meets on both days, else the sender's."""
    if scope.told or len(scope.series) < 2:
        return calls
    ends = {day for day in (told.since, told.upto) if day is not None}
    met = {e.id: {day_of(c, scope.context) for c in calls if c.event_id == e.id} for e in scope.series}
    own = [name for name, days in met.items() if ends <= days] or [e.id for e in _mine(text, scope)]
    return [c for c in calls if c.event_id in own] if len(own) == 1 else calls


def _mine(text: str, scope: Scope) -> list[Event]:
    """A coordinator's calls are those of his committee, where a call is meant and not any meeting."""
    context = scope.context
    own = context.contact.committee if context.contact else None
    meant = context.words.pattern("attendance.any_meeting").sub(" ", text)
    if not (context.words.has("attendance.call", meant) or scope.hinted):
        return []
    return [e for e in scope.series if e.committee == own]


def remaining(scope: Scope, mentioned: Sequence[str]) -> list[str]:
    """The calls of the series spoken of that nobody has spoken of yet."""
    context = scope.context
    spoken = {c.event_id for c in context.directory.calls if c.is_call and c.id in mentioned}
    calls = scope.calls() if scope.told else [c for c in scope.calls() if c.event_id in spoken]
    if not spoken:
        return []
    return [
        c.id for c in calls if c.takes_place and c.id not in mentioned and day_of(c, context) >= context.today
    ]
