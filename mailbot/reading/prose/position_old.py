"""Which action or stage named no longer holds: `instead of SUP`, `from SUP to MOD`, `it was once meant`."""

from __future__ import annotations

import re
from itertools import pairwise

from mailbot.reading.context import Context

STOP = r"[,;:،؛，；：。]"
ARROW = re.compile(r"\s*(?:->|-->|→|=>|⇒|>+)")


def is_old(text: str, spoken: list[tuple[int, str, bool]], number: int, context: Context) -> bool:
    """Whether the action named is the one that no longer holds: `instead of SUP`, `from SUP to MOD`."""
    words = context.words
    start, name, is_code = spoken[number]
    following = spoken[number + 1][0] if number + 1 < len(spoken) else None
    if is_code and following is not None:
        between = text[start + len(name) : following].strip(" \"'“”«»")
        if ARROW.fullmatch(between) or words.pattern("position.from_to").fullmatch(between):
            return True
        if len(between) <= 60 and words.pattern("position.turned_into").search(between):
            return True  # "the SUP on it was turned into a MOD"
    if not is_code and following is not None and not spoken[number + 1][2]:
        between = text[start:following]
        turned = words.pattern("position.turned_into").search(between)
        if turned is not None and len(between) <= 90 and not re.search(STOP, between):
            return True  # "our preference for leaving it untouched has given way to a modification"
    floor = spoken[number - 1][0] if number else 0
    before = text[max(floor, start - 34) : start]
    for kind, furthest, stops in (
        ("given_up", 4, rf"{STOP}|\b(?:to|by)\b"),
        ("withdraw", 5, STOP),
        ("no_such", 1, STOP),
    ):
        marks = list(words.pattern(f"position.{kind}").finditer(before))
        gap = before[marks[-1].end() :] if marks else ""
        if marks and words.pattern("position.that").match(gap.lstrip()):
            continue  # "instead of that"
        if words.pattern("position.turned_into").search(f"{marks[-1][0] if marks else ''}{gap}".strip()):
            continue  # "was turned into"
        if marks and len(gap.split()) <= furthest and not re.search(stops, gap):
            return True
    if _is_unwanted(before, context) or _was_once(text, floor, start, following, context):
        return True
    clause = re.split(r"[,;:.،؛，；。]", text[start : following if following is not None else len(text)])[0]
    return words.pattern("position.refuse").search(clause) is not None


def _is_unwanted(before: str, context: Context) -> bool:
    """`we do not want to suppress it`: the action behind a wish that is denied."""
    wishes = list(context.words.pattern("view.wants").finditer(before))
    if not wishes:
        return False
    gap = before[wishes[-1].end() :]
    around = before[max(0, wishes[-1].start() - 14) : wishes[-1].end() + 6]
    denied = context.words.pattern("modality.negation").search(around)
    return denied is not None and len(gap.split()) <= 4 and not re.search(STOP, gap)


def _was_once(text: str, floor: int, start: int, following: int | None, context: Context) -> bool:
    """`it was once intended to suppress it; now a modification is proposed`: the former of two actions."""
    told = context.words.pattern("position.once")
    if told.search(text) is None:
        return False
    lead = re.split(STOP, text[floor:start])[-1]
    own = re.split(STOP, text[start:following])[0]
    if not (told.search(lead) or told.search(own)):
        return False
    return following is None or not told.search(re.split(STOP, text[following:])[0])


def turned(
    text: str, hits: list[tuple[int, str]], fresh: list[tuple[int, str]], context: Context
) -> list[tuple[int, str]]:
    """`they signed it off, so preliminary gives way to draft`: the stage into which another one turns."""
    for (start, _), later in pairwise(hits):
        gap = text[start : later[0]]
        if later in fresh and len(gap) <= 60 and context.words.has("position.turned_into", gap):
            return [later]
    return []
