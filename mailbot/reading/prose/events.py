"""Which of ITU's meetings and calls a text means: by date, committee, weekday, number, "all but", or by name.

Everything is derived from the directory's own events: a series may be on any weekday and a meeting have any
title. A series' id stands for all its calls; what is excepted is told beside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.reading.context import Context
from mailbot.reading.numerals import Digits
from mailbot.reading.prose.event_days import Days, days
from mailbot.reading.prose.event_exceptions import relative_to, without_exception
from mailbot.reading.prose.event_names import committees, single
from mailbot.reading.prose.event_series import Scope, day_of, is_answer, of_series, remaining
from mailbot.reading.prose.event_weekdays import contrasted, weekly
from mailbot.reading.values import ascii_digits

_FEW = 16  # words around "all of them"
_BRIEF = 12
_OF_THEM = re.compile(r"\bof them\b", re.I)


@dataclass(frozen=True)
class Named:
    """Ids of the events meant, those excepted from them, and what could not be told."""

    ids: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    problem: str = ""


def named(
    text: str, context: Context, hint: Sequence[str] = (), mentioned: Sequence[str] = (), speaks: bool = False
) -> Named:
    """The events a clause names. ``hint`` are those spoken of just before, ``mentioned`` all so far;
    ``speaks``: the sentence around it is about calls.
    """
    asked = ("events named", text, tuple(hint), tuple(mentioned), speaks)
    if asked not in context.kept:
        context.kept[asked] = _named(text, context, hint, mentioned, speaks)
    found: Named = context.kept[asked]
    return found


def _named(text: str, context: Context, hint: Sequence[str], mentioned: Sequence[str], speaks: bool) -> Named:
    text = _without_verbs(Digits(ascii_digits(text)).text, context)
    if relative := relative_to(text, hint, context):
        return Named(relative)
    if hint and context.words.has("attendance.those_days", text) and not re.search(r"\d", text):
        return Named(tuple(hint))  # "expect me on those two Thursdays"
    scope = _scope(text, context, hint, speaks)
    rest, exception = without_exception(text, context)
    ids, problem = _ids(rest, scope, mentioned)
    if not exception:
        return Named(ids, (), problem)
    out, _ = _ids(exception, Scope(scope.series, True, True, True, context), mentioned)
    excepted = tuple(expanded(out, context))
    if (
        not excepted
        and not re.search(r"\d", exception)
        and not context.words.has("attendance.call", exception)
    ):
        return Named(ids, (), problem)  # "unless told otherwise"
    if not excepted:
        return Named((), (), f"What is excepted? {exception.strip()}") if ids or scope.speaks else Named()
    if not ids and not rest.strip(" ,;.而但"):
        return Named(excepted)
    if not any(_is_call(i, context) for i in ids):
        owners = dict.fromkeys(c.event_id for c in context.directory.calls if c.id in excepted)
        ids = (*ids, *(o for o in owners if o not in ids)) if scope.speaks or not ids else ids
    owners = dict.fromkeys(c.event_id for c in context.directory.calls if c.id in excepted)
    kept: list[str] = []
    for one in ids:
        kept += [i for i in expanded((one,), context) if i not in excepted] if one in owners else [one]
    return Named(tuple(i for i in kept if i not in excepted), excepted)


def _without_verbs(text: str, context: Context) -> str:
    """`please call me` is no call, nor is `the plenary session`."""
    text = context.words.pattern("attendance.other_session").sub(lambda m: "_" * len(m[0]), text)
    return context.words.pattern("attendance.call_verb").sub(lambda m: "_" * len(m[0]), text)


def _is_call(event: str, context: Context) -> bool:
    call = context.directory.call(event)
    return call is None or call.is_call


def expanded(ids: Sequence[str], context: Context) -> list[str]:
    """Each series as its calls."""
    out: list[str] = []
    for one in ids:
        calls = [c.id for c in context.directory.calls if c.is_call and c.event_id == one and c.takes_place]
        out += calls or [one]
    return out


def _scope(text: str, context: Context, hint: Sequence[str], speaks: bool = False) -> Scope:
    words = context.words
    every = tuple(e for e in context.directory.events if e.is_series)
    told = [e for e in every if e.id in text.lower()]
    codes = committees(text, context)
    told = told or [e for e in every if e.committee in codes]
    other = [] if told else contrasted(text, hint, context)
    habit = weekly(text, context) or other
    told = told or habit
    two = words.pattern("attendance.both").search(text) is not None
    if not told and two and len(every) == 2 and (speaks or not re.search(r"\d", text)):
        told = list(every)
    firm = bool(told)
    on = [d for d, pattern in words.patterns("attendance.weekday").items() if pattern.search(text)]
    by_day = [e for e in (told or every) if e.weekday in on]
    told = by_day or told
    each = bool(told or hint) and words.has("attendance.each_week", text)
    every_one = bool(codes and by_day) and words.has("attendance.all_calls", text)
    call_word = (
        speaks
        or bool(habit)
        or each
        or every_one
        or words.pattern("attendance.call").search(text) is not None
    )
    owners = {c.event_id for c in context.directory.calls if c.is_call and c.id in hint} | set(hint)
    hinted = [e for e in every if e.id in owners]
    series = tuple(told) or (tuple(hinted) if not codes else ()) or (() if codes else every)
    wide = any(e.id in hint for e in every)
    return Scope(series, bool(told), call_word, bool(hinted), context, firm, wide, bool(other))


def _ids(text: str, scope: Scope, mentioned: Sequence[str]) -> tuple[tuple[str, ...], str]:
    context = scope.context
    words = context.words
    lowered = text.lower()
    found = [
        c.id
        for c in context.directory.calls
        if c.id in lowered and re.search(rf"(?<![\w-]){re.escape(c.id)}(?![\w-])", lowered)
    ]
    whole = _whole(text, scope)
    told, one = _told(text, context, not whole)
    on_days, problem = _on_days(told, text, scope)
    found += on_days
    found += one
    if (scope.speaks or scope.hinted) and not any(_is_call(i, context) for i in found):
        more, trouble = of_series(text, scope, whole, told)
        found += more
        problem = problem or ("" if found else trouble)
    if not found and not scope.speaks and words.has("attendance.the_meeting", text):
        meant = [i for i in mentioned if not _is_call(i, context)]
        found = meant if len(set(meant)) == 1 else []
    if words.pattern("attendance.rest").search(text) and (scope.hinted or mentioned):
        found = [i for i in found if not _is_call(i, context)] + remaining(scope, mentioned)
    return tuple(dict.fromkeys(found)), "" if found else problem


def _told(text: str, context: Context, with_weekdays: bool) -> tuple[Days, list[str]]:
    """The days that the text names, and the single meetings."""
    asked = ("events told", text, with_weekdays)
    if asked not in context.kept:
        held = {day_of(c, context) for c in context.directory.calls}
        told = days(text, held, context, with_weekdays)
        context.kept[asked] = (told, single(text, context, told.days))
    found: tuple[Days, list[str]] = context.kept[asked]
    return found


def _whole(text: str, scope: Scope) -> bool:
    """Whether a whole series is meant: `all Friday calls`, `the weekly calls`, `every call`."""
    words = scope.context.words
    if scope.by_day or weekly(text, scope.context):
        return True
    if scope.speaks and words.has("attendance.each_week", text):
        return True
    spared = [m.span() for m in words.pattern("attendance.not_all").finditer(text)]
    for match in words.pattern("attendance.all_calls").finditer(text):
        if any(start <= match.start() < end for start, end in spared):
            continue  # "I can come after all"
        near = text[match.start() : match.end() + 40]
        if words.pattern("attendance.call").search(near):
            return True
        if any(p.search(near) for p in words.patterns("attendance.weekday").values()):
            return True
        if (scope.hinted or scope.told) and len(text.split()) <= (_FEW if _OF_THEM.search(text) else _BRIEF):
            return True
    return False


def _on_days(told: Days, text: str, scope: Scope) -> tuple[list[str], str]:
    """The calls and meetings held on the days named."""
    context = scope.context
    words = context.words
    regional = words.pattern("attendance.inter_regional").search(text) is not None
    meant = (
        scope.speaks
        or scope.hinted
        or scope.firm
        or (not told.span and is_answer(text, words) and not words.pattern("meeting.noun").search(text))
    )
    found: list[str] = []
    for day in sorted(told.days):
        held = [c for c in context.directory.calls if day_of(c, context) == day]
        meetings = [c.id for c in held if not c.is_call]
        calls = [c.id for c in held if c.is_call and any(c.event_id == e.id for e in scope.series)]
        if meetings and told.span and not (regional or meant or words.has("attendance.event", text)):
            continue  # "I am on leave from 31 December to 10 January"
        if meetings and (regional or not scope.speaks or not calls):
            found += meetings
        elif not meant:
            continue
        elif calls and (len(calls) == 1 or scope.told or scope.hinted):
            found += calls
        elif calls:
            return [], f"Two calls are held on {day}; which one is meant?"
    if not found and told.unmatched and scope.speaks and len(told.unmatched) == 1 and scope.told:
        return [], f"No such call is held on {min(told.unmatched)}; which one is meant?"
    return found, ""
