"""What is excepted from the events named, and events told by those spoken of before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.context import Context

_EXCEPTED = re.compile(r"除外|不算|\bexcepted\b|\baside\b")


def relative_to(text: str, hint: Sequence[str], context: Context) -> tuple[str, ...]:
    """`The week after`: the call behind the one spoken of; `before that`: those ahead of it."""
    known = {c.id: c for c in context.directory.calls if c.is_call}
    told = [known[i] for i in hint if i in known]
    after = context.words.has("attendance.week_after", text)
    if not told or len({c.event_id for c in told}) != 1 or re.search(r"\d", text):
        return ()
    if not after and not context.words.has("attendance.before_then", text):
        return ()
    series = [c for c in known.values() if c.event_id == told[0].event_id and c.takes_place]
    if after:
        later = [c.id for c in series if c.starts > max(t.starts for t in told)]
        return tuple(later[:1])
    return tuple(c.id for c in series if c.starts < min(t.starts for t in told))


def _excepted_before(text: str) -> tuple[int, int, str] | None:
    """(start, end, what is excepted) of `the 12th excepted`, `5日除外`: from the comma before on."""
    mark = _EXCEPTED.search(text)
    if mark is None:
        return None
    start = max(text.rfind(sign, 0, mark.start()) for sign in ",，;；") + 1
    comma = re.compile(r"[,，;；]").search(text, mark.end())
    stop = comma.start() if comma else len(text)
    last = [*_EXCEPTED.finditer(text, mark.start(), stop)][-1]
    return start, last.end(), text[start : last.start()]


def without_exception(text: str, context: Context) -> tuple[str, str]:
    """The text without what follows "except", and that."""
    if behind := _excepted_before(text):
        begins, ends, exception = behind
        return text[:begins] + text[ends:], exception
    found = context.words.pattern("attendance.except").search(text)
    if found is None or context.words.pattern("attendance.except_clause").match(text, found.start()):
        return text, ""  # "nothing else, except that I shall be on the call"
    end = re.compile(r"[,;，；](?!\s?(?:and\s)?\d)|之外|以外|外").search(text, found.end())
    stop = end.end() if end else len(text)
    if end is None and not text[: found.start()].strip():  # "except for 5 July I will join all the calls"
        who = context.words.pattern("attendance.only_person").search(text, found.end())
        stop = who.start() if who else stop
    exception = text[found.end() : stop]
    lead = found[0] if "all" in found[0].casefold() else ""
    return f"{text[: found.start()]} {lead} {text[stop:]}", exception
