"""Days of the month in words as digits: `the fifth of February`, `пятого февраля`, `三月八日`.

Only a word with a month behind it is a day. The places of the new text are told in terms of the old one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from mailbot.mail.phrases import every_language

_REACH = 40  # characters from a day to its month: "с пятого по седьмое февраля"
_CHINESE = re.compile(
    r"[一二三四五六七八九十]{1,3}(?=\s?[月日号]|[至到]\s?[一二三四五六七八九十]{1,3}\s?[日号])"
)
_DIGIT = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}


@cache
def _words() -> tuple[re.Pattern[str], dict[str, int], re.Pattern[str]]:
    days = {w.casefold(): int(n) for n, words in every_language().table("time.day").items() for w in words}
    months = sorted(every_language().months, key=len, reverse=True)
    day = "|".join(re.escape(w) for w in sorted(days, key=len, reverse=True))
    month = "|".join(re.escape(m) for m in months)
    return re.compile(rf"(?<!\w)(?:{day})(?!\w)", re.I), days, re.compile(rf"(?<!\w)(?:{month})(?!\w)", re.I)


def chinese(sign: str) -> int:
    """The value of a Chinese numeral up to 99: `二十三` -> 23."""
    tens, ten, ones = sign.partition("十")
    return (_DIGIT.get(tens, 1) * 10 if ten else 0) + _DIGIT.get(ones if ten else tens, 0)


class Digits:
    """A text with its days in digits, and where each of its places was before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._moves: list[tuple[int, int]] = []  # (place in the new text, what to add from there on)
        found = [(m.start(), m.end(), str(chinese(m[0]))) for m in _CHINESE.finditer(text)]
        found += _in_words(text)
        for start, end, digits in sorted(found, reverse=True):
            self.text = self.text[:start] + digits + self.text[end:]
        shift = 0
        for start, end, digits in sorted(found):
            shift += end - start - len(digits)
            self._moves.append((end - shift, shift))

    def before(self, place: int) -> int:
        """Where a place of the new text was in the old one."""
        return place + next((add for start, add in reversed(self._moves) if place >= start), 0)


@lru_cache(maxsize=512)
def _in_words(text: str) -> tuple[tuple[int, int, str], ...]:
    """Kept, since dates, events and meetings are each looked for in the same sentence."""
    day, numbers, month = _words()
    out: list[tuple[int, int, str]] = []
    if not month.search(text):
        return ()
    for match in day.finditer(text):
        behind = text[match.end() : match.end() + _REACH]
        named = month.search(behind)
        if named and named[0] != "may" and _joins(behind[: named.start()], day):
            out.append((match.start(), match.end(), str(numbers[match[0].casefold()])))
    return tuple(out)


_LINK = re.compile(
    r"[\s,،]*(?:(?:of|de|del|d['’]|من|to|until|and|au|à|et|al|a|y|по|и|до|إلى|حتى|و|the|el|le)\s?)*"
)


def _joins(gap: str, day: re.Pattern[str]) -> bool:
    """Whether nothing but other days and little words stand between a day and its month."""
    rest = re.sub(r"\d{1,2}", " ", day.sub(" ", gap))
    return _LINK.fullmatch(" ".join(rest.split()) + " ") is not None or not rest.strip()
