"""Yes, no or tentative: what a clause answers, and how a sentence falls into clauses of one answer each."""

from __future__ import annotations

import re
from itertools import pairwise

from mailbot.mail.phrases import Phrases

SHORT = 9
_HARD = re.compile(
    r"[;；]\s?|(?<!\d),\s(?!\d)|(?<=\d),\s(?!\d{1,2}(?!\d))|，(?!\s?\d)|،\s?(?!\d)|\s[–—-]\s(?=\S+\s\S+\s\S+)"
)


def answer(text: str, words: Phrases) -> str | None:
    """The answer of one clause; None where it gives none."""
    bare = words.pattern("attendance.no_sense").sub(" ", text)
    short = len(bare.split()) <= SHORT and len(bare) <= 80

    def says(name: str) -> bool:
        return words.pattern(f"attendance.{name}").search(bare) is not None

    if says("yes_double"):
        return "yes"
    if says("past") and not says("ahead"):
        return None
    if says("tentative_firm"):
        return "tentative"
    if says("unknown"):
        return None
    if says("tentative") or (len(bare.split()) <= 4 and bare.rstrip().endswith(("?", "？", "؟"))):
        return "tentative"
    if says("hypothetical"):
        return None
    if says("no"):
        return "no" if says("verb") or short or not weakly(bare, words) else None
    if says("yes") or (says("verb") and says("ahead")):
        return "yes"
    if says("away"):
        return "no"
    if (says("register") and not says("permanent")) or (short and says("yes_short")):
        return "yes"
    return None


def weakly(text: str, words: Phrases) -> bool:
    """Whether nothing but a bare "not" says no."""
    weak = words.pattern("attendance.weak_no")
    return all(weak.fullmatch(m[0]) for m in words.pattern("attendance.no").finditer(text))


def without_reason(text: str, words: Phrases) -> str:
    """The clause without the reason given for its answer, where the rest still answers."""
    found = words.pattern("attendance.reason").search(text)
    if found is None:
        return text
    kept = text[: found.start()] + " " * (len(text) - found.start())
    return kept if answer(kept, words) else text


def pieces(text: str, words: Phrases) -> list[tuple[int, int]]:
    """Where a sentence can fall apart: at commas and "but", and at "and" between two answers."""
    cuts = {m.end() for m in _HARD.finditer(text)}
    cuts |= {m.start() for m in words.pattern("attendance.but").finditer(text)}
    stops = sorted({0, len(text), *cuts})
    out: list[tuple[int, int]] = []
    for start, end in pairwise(stops):
        out += _at_and(text, start, end, words)
    return [(s, e) for s, e in out if text[s:e].strip(" ,;")]


def _at_and(text: str, start: int, end: int, words: Phrases) -> list[tuple[int, int]]:
    for found in words.pattern("attendance.and").finditer(text, start, end):
        left, right = text[start : found.start()], text[found.end() : end]
        if answer(left, words) and answer(right, words):
            return [(start, found.start()), *_at_and(text, found.end(), end, words)]
    return [(start, end)]
