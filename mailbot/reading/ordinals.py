"""Ordinal numbers in the six languages: `Fifth`, `5th`, `37.ª`, `第四次`, `#4`, `meeting 9`, `APG20-5`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mailbot.mail.phrases import Phrases, phrases
from mailbot.reading.bodies import numbered
from mailbot.reading.context import Context
from mailbot.reading.values import ascii_digits

_SIGNED = (
    re.compile(
        r"(?<!\d)(\d{1,2})(?:\s?(?:st|nd|rd|th)|-(?:st|nd|rd|th)|\s?(?:\.?[ªºa]|e|ème|-?е|-?й|-?я|-?го|-?му|-?ом))(?!\w)"
    ),
    re.compile(r"第\s?(\d{1,2})\s?[次届]"),
    re.compile(
        r"(?:#|[nN][°º]|№|\b[Nn]o\.|\b[Nn]umber|\b[Nn]um[eé]ro|\b[Nn][uú]m(?:ero|\.)|\b[Нн]омер)\s?(\d{1,2})(?!\d)"
    ),
    re.compile(r"(?<![\w-])[A-Z]{2,6}\d\d-(\d{1,2})(?![\w-])"),  # a group's document style: WTSA20-6
)
_BEHIND = re.compile(  # behind "no." any number, else no `meeting 9 March`
    r"\s(?=(?:[Nn]o\.?\s?|[Nn]umber\s|[nN][º°]\s?|№\s?)\d{1,2}(?!\d|[:./]\d)|\d{1,2}(?![\d:./-]|\s?(?:[A-Za-zÀ-ÿа-яё]{3}|h\b)))"
    r"\D{0,7}(\d{1,2})"
)
_COUNTED = re.compile(r"sessions|sesiones|meetings|reuniones|réunions|séances|заседани[йя]х?|встреч", re.I)
_HEAD = re.compile(r"\W*(?:(?:the|our|la|le|el|notre|nuestra)\s)?", re.I)
_GAP = 60  # characters between an ordinal and the noun it counts


def ordinals(text: str, context: Context) -> set[int]:
    """Every ordinal number in a text or title."""
    return set(_ordinals(text, context.language))


def of_meetings(text: str, context: Context) -> set[int]:
    """The ordinals in a sentence that count meetings: `our sixth preparatory meeting`, no `third wave`."""
    plain = ascii_digits(text)
    nouns = [m.span() for m in context.words.pattern("meeting.noun").finditer(plain)]
    found = set()
    for start, end, number in _spans(plain, context.language):
        for first, last in nouns:
            gap = plain[end:first] if first >= end else plain[last:start]
            near = (first >= end and len(gap) <= _GAP) or (start >= last and len(gap) <= 4)
            if (first < end and start < last) or (near and not re.search(r"[,;:.!?，；。](?:\s|$)", gap)):
                found.add(number)
    styled = {int(m[1]) for m in _SIGNED[3].finditer(plain)}  # named by its number: `WTSA20-6`
    if not (found or styled or nouns):
        styled = {int(m[1]) for m in _SIGNED[2].finditer(plain)}  # `Com-ITU n° 6`
        head = _SIGNED[0].match(plain, _HEAD.match(plain).end())  # type: ignore[union-attr]  # finds always
        styled = styled or ({int(head[1])} if head else set())  # `38.ª del CCP.I => híbrida`
    if not (found or styled):
        styled = {number for _, _, number in numbered(plain, context)}  # `APG-3: one week later`
    return styled or found


@lru_cache(maxsize=2048)
def _ordinals(text: str, language: str) -> frozenset[int]:
    """Kept, since every sentence is compared with the titles on file."""
    return frozenset(number for _, _, number in _spans(ascii_digits(text), language))


def _spans(plain: str, language: str) -> Iterator[tuple[int, int, int]]:
    for pattern in _SIGNED:
        yield from ((m.start(), m.end(), int(m[1])) for m in pattern.finditer(plain))
    yield from _beside_noun(plain, language)
    tables: list[Phrases] = [phrases(language)]
    if language != "en":
        tables.append(phrases("en"))  # titles on file are in English as a rule
    for words in tables:
        for number, named in words.patterns("ordinal").items():
            yield from ((m.start(), m.end(), int(number)) for m in named.finditer(plain))


def _beside_noun(plain: str, language: str) -> Iterator[tuple[int, int, int]]:
    """`la 44 reunión`, `meeting 9`: a bare number beside the word for a meeting."""
    nouns = phrases(language).pattern("meeting.noun")
    for m in re.finditer(r"(?<![\d.,:/-])(\d{1,2})(?:-[а-яё]{1,3})?\.?\s", plain):
        if nouns.match(plain, m.end()) and not _COUNTED.match(plain, m.end()):
            yield m.start(), m.end(), int(m[1])
    for noun in nouns.finditer(plain):
        if m2 := _BEHIND.match(plain, noun.end()):
            yield m2.start(1), m2.end(1), int(m2[1])
