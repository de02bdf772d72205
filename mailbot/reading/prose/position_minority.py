"""Whose an action is: `two administrations would suppress it` tells nothing of the region's position."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.prose.position_values import action_hits, speaks_for_us

_CLAUSE = re.compile(r"[,;:.،؛，；：。()（）]\s?|\s[–—-]\s")


def of_minority(text: str, context: Context) -> bool:
    """Whether every action is named in a clause that says it of some members only."""
    words = context.words
    if not words.has("position.some_only", text):
        return False
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(text))]
    cuts += [m.start() for m in words.pattern("position.but").finditer(text)]
    cuts = sorted({*cuts, len(text)})
    places = [start for start, _, _ in action_hits(text, context)]
    return bool(places) and all(_said_by_some(text, place, cuts, context) for place in places)


def _said_by_some(text: str, place: int, cuts: list[int], context: Context) -> bool:
    begin = max(cut for cut in cuts if cut <= place)
    end = min((cut for cut in cuts if cut > place), default=len(text))
    clause = text[begin:end]
    return context.words.has("position.some_only", clause) and not speaks_for_us(clause, context)
