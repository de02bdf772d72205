"""Resolutions numbered in words: `Resolution twenty`, `la résolution quarante-quatre`, `第二十号决议`.

The words are those of `number.word` in the phrases, each with its value; tens and ones are added up.
"""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.numerals import chinese

MOST = 12  # numbers of one list
_CHINESE = re.compile(
    r"第\s?(?P<first>[一二三四五六七八九十]{1,3})(?:\s?号?[、和及，]\s?第?(?P<second>[一二三四五六七八九十]{1,3}))?\s?号\s?(?:决议|決議)"
)
_JOINT = {"en": r"[-\s]", "fr": r"-et-|\set\s|[-\s]", "es": r"\sy\s", "ru": r"\s", "ar": r"\s(?=و)"}
_LIST = re.compile(r"(?:\s?[,;،؛]\s?|\s)(?:(?:and|et|y|e|и|as well as)\s)?")
_FIRST = re.compile(r"\s(?:(?:no\.?|number|numéro|número|номер|رقم)\s)?", re.I)
_NO_NUMBER = re.compile(
    r"\s(?:of|de|des|du|del|que|qui|that|which|our|we)\b|\sd['’]", re.I
)  # "the Resolution one of us ..."


def numbered(text: str, resolution: re.Pattern[str], context: Context) -> list[tuple[int, int, list[int]]]:
    """(start, end, numbers) behind each word for a Resolution that a number in words follows."""
    if context.language == "zh":
        return [
            (m.start(), m.end(), [chinese(sign) for sign in m.groups() if sign])
            for m in _CHINESE.finditer(text)
        ]
    out: list[tuple[int, int, list[int]]] = []
    for head in resolution.finditer(text):
        found: list[int] = []
        end = head.end()
        while len(found) < MOST and (one := _one(text, end, bool(found), context)) is not None:
            end, number = one
            found.append(number)
        if found:
            out.append((head.start(), end, found))
    return out


def _one(text: str, place: int, further: bool, context: Context) -> tuple[int, int] | None:
    """(end, value) of the number in words at the place, behind a blank or, in a list, its sign."""
    gap = (_LIST if further else _FIRST).match(text, place)
    first = _word(text, gap.end(), context) if gap is not None else None
    if first is None:
        return None
    end, value = first
    if value == 1 and _NO_NUMBER.match(text, end):
        return None
    joint = re.compile(_JOINT.get(context.language, r"\s")).match(text, end)
    second = _word(text, joint.end(), context) if joint is not None else None
    if second is not None and _adds(value, second[1], context):
        return second[0], value + second[1]
    return end, value


def _adds(first: int, second: int, context: Context) -> bool:
    """Whether the two are one number: tens and ones, in Arabic ones and tens, in French `soixante-quinze`."""
    if context.language == "ar":
        return first < 10 <= second and second % 10 == 0
    return (
        first >= 20
        and first % 10 == 0
        and second < (20 if context.language == "fr" and first in (60, 80) else 10)
    )


def _word(text: str, place: int, context: Context) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for value, pattern in context.words.patterns("number.word").items():
        match = pattern.match(text, place)
        if match is not None and (best is None or match.end() > best[0]):
            best = match.end(), int(value)
    return best
