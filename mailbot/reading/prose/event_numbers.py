"""Calls named by their place in the series: `call 3`, `calls 2 and 4`, `the first two`, `the last`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.directory.events import Occurrence
from mailbot.mail.phrases import Phrases
from mailbot.reading.context import Context

_NAMES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "penultimate": -2}
_PLAIN = (
    r"\s?(?:no\.?|nos\.?|numbers?|n[°ºo]\.?|núm\.?|números?|№|#|رقم)?\s?"
    r"(\d{1,2}(?!\d|[:./]\d|\s?(?:st|nd|rd|th)\b)"
    r"(?:\s?(?:,|and|&|y|et|и|و|和|、|-|–|to)\s?\d{1,2}(?!\d|[:./]\d))*)(?!\s?[^\W\d_]{3,})"
)
_TH = re.compile(
    r"(?<![\d.:/])(\d{1,2})(?:st|nd|rd|th|e|ème|er|re|ª|º|-й|-го|-м|-ю|-я)(?!\w)|第\s?(\d{1,2})\s?次", re.I
)


# `a la 3 no puedo`, `nos. 2`, `№ 4`: a bare number in a sentence that goes on from the calls
_BARE = re.compile(
    r"(?<!\w)(?:la|al|à la|no\.|nº|n°|№|#)\s?(\d)(?![\d:/.]|\s?[^\W\d_]{4,}|\s?(?:st|nd|rd|th))", re.I
)


def by_number(text: str, calls: Sequence[Occurrence], context: Context) -> list[Occurrence]:
    """The calls of one series that the text names by number; ``text`` without dates and committees."""
    words = context.words
    if words.has("attendance.first_to_last", text):
        return list(calls)
    numbers = _plain(text, words) or _counted(text, words, len(calls)) or _open(text, words, len(calls))
    numbers = numbers or _ordinals(text, words) or [int(m[1]) for m in _BARE.finditer(text)]
    places = [n - 1 if n > 0 else len(calls) + n for n in numbers]
    return [calls[p] for p in sorted(set(places)) if 0 <= p < len(calls)]


def _plain(text: str, words: Phrases) -> list[int]:
    """`call 3`, `calls no. 2 and 4`, `calls 1-3`."""
    found: list[int] = []
    for word in words.pattern("attendance.call").finditer(text):
        match = re.match(_PLAIN, text[word.end() :], re.I)
        if match is None:
            continue
        span = re.fullmatch(r"(\d+)\s?(?:-|–|to)\s?(\d+)", match[1])
        if span:
            found += range(int(span[1]), int(span[2]) + 1)
        else:
            found += [int(n) for n in re.findall(r"\d+", match[1])]
    return [n for n in found if n <= 60]


def _counted(text: str, words: Phrases, total: int) -> list[int]:
    """`the first two`, `last three`."""
    for amount, count in words.patterns("attendance.count").items():
        for found in count.finditer(text):
            near = text[max(0, found.start() - 14) : found.end() + 14]
            size = int(amount)
            if words.pattern("attendance.ordinal.first").search(near):
                return list(range(1, size + 1))
            if words.pattern("attendance.ordinal.last").search(near):
                return list(range(max(1, total - size + 1), total + 1))
    return []


def _open(text: str, words: Phrases, total: int) -> list[int]:
    """`from the third on`, `desde la tercera`, `up to the fourth`."""
    for name, pattern in words.patterns("attendance.ordinal").items():
        found = pattern.search(text) if _NAMES.get(name, 0) > 0 else None
        if found is None:
            continue
        before = re.sub(
            r"(?i)\b(?:the|le|la|el|l['’])\s?$", "", text[: found.start()].rstrip() + " "
        ).rstrip()
        for side in ("from", "until"):
            marks = words.pattern(f"attendance.{side}_day").finditer(before)
            if any(m.end() == len(before) for m in marks):
                place = _NAMES[name]
                return list(range(place, total + 1)) if side == "from" else list(range(1, place + 1))
    return []


def _ordinals(text: str, words: Phrases) -> list[int]:
    found = [
        _NAMES[n] for n, p in words.patterns("attendance.ordinal").items() if n in _NAMES and p.search(text)
    ]
    found += [int(n) for n, pattern in words.patterns("ordinal").items() if pattern.search(text)]
    found += [int(m[1] or m[2]) for m in _TH.finditer(text)]
    if -2 in found:
        found = [n for n in found if n != -1]
    return list(dict.fromkeys(found))
