"""What a text must hold to name one of ITU's calls or meetings: looked for before what costs more."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.values import folded

_MARKS = (
    "call", "inter_regional", "event", "all_calls", "rest", "both", "the_meeting", "next_week",
)  # fmt: skip
_SHORT = 4  # letters


def may_name(text: str, context: Context) -> bool:
    """Whether a text can name a call or a meeting of ITU's at all: it takes a number, a day or its word."""
    if re.search(r"\d|[一二三四五六七八九十两]", text):
        return True
    words = context.words
    if any(words.pattern(f"attendance.{name}").search(text) for name in _MARKS):
        return True
    named_days = (*words.patterns("attendance.weekday").values(), *words.patterns("attendance.day").values())
    if any(p.search(text) for p in named_days):
        return True
    lowered = text.casefold()
    if any(month in lowered for month in words.months):
        return True
    titles = {w for e in context.directory.events for w in folded(e.title).split() if len(w) > _SHORT}
    return any(w in titles for w in folded(text).split())
