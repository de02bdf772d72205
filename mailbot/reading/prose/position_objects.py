"""What an action in words is done to: `we modify our travel plans` and `delete my mail on 88` change no text.

An action counts where its object is a text, or where it has none of its own; and not where it is only what
somebody else speaks of, thanks for, waits for or consults on ("the arguments for modifying 88").
"""

from __future__ import annotations

import re

from mailbot.reading import countries
from mailbot.reading.context import Context

_WORD = r"[^\W\d_][\w'’-]*"
_STOP = re.compile(r"[,;:.!?،؛，；：。()]|\s[–—-]\s")
# what may stand between an action and its object, with an article
_BEHIND: dict[str, re.Pattern[str]] = {
    "en": re.compile(
        rf"\s+(?:(?:of|to)\s+)?(?:the|our|its|their|an?|this|that|these|those|my|your|his|her|some|several|any|all)"
        rf"\s+(?P<noun>{_WORD}(?:\s+(?!(?:on|of|for|to|about|in|at|from|with|by|and|or|which|that|is|was|has)\b){_WORD}){{0,3}})",
        re.I,
    ),
    "fr": re.compile(
        rf"\s+(?:(?:de|à|dans)\s+)?(?:la\s|le\s|l['’]|les\s|du\s|des\s|au\s|aux\s|notre\s|nos\s|une?\s|cette\s|ces?\s|mon\s|ma\s|mes\s|votre\s|vos\s)"
        rf"(?P<noun>{_WORD})",
        re.I,
    ),
    "es": re.compile(
        rf"\s+(?:(?:de|a|en)\s+)?(?:el\s|la\s|los\s|las\s|del\s|al\s|nuestr[oa]s?\s|una?\s|est[ea]s?\s|mis?\s|sus?\s)"
        rf"(?P<noun>{_WORD})",
        re.I,
    ),
}
_PERSON = re.compile(r"\s+(?:Mr|Ms|Mrs|Dr|M\.|Mme|Sr\.?|Sra\.?|г-на|г-жу)\b")
_DET = re.compile(r"\b(?:the|a|an|our|their|its|this|that|your)\s+$", re.I)


def is_elsewhere(text: str, start: int, end: int, context: Context) -> bool:
    """Whether the action at [start:end] is done to something else, or is only spoken of."""
    return _other_object(text, start, end, context) or _only_mentioned(text, start, context)


def _other_object(text: str, start: int, end: int, context: Context) -> bool:
    words, after = context.words, text[end:]
    if _PERSON.match(after):
        return True
    known = _BEHIND.get(context.language)
    if known is None:
        return words.pattern("position.action_else").match(after.lstrip()) is not None
    behind = known
    if context.language == "en" and text[start:end].lower().endswith("ed") and _DET.search(text[:start]):
        noun = re.match(rf"\s+(?P<noun>{_WORD})", after)  # "the revised timetable"
    else:
        noun = behind.match(after)
    if noun is None:
        return False
    return not words.has("position.action_object", noun["noun"])


def _only_mentioned(text: str, start: int, context: Context) -> bool:
    """`the consultation on amendments to 88`, `we thank you for the proposed changes`."""
    before = _STOP.split(text[max(0, start - 70) : start])[-1]
    words = context.words
    marks = list(words.pattern("position.action_mention").finditer(before))
    return bool(marks) and len(before[marks[-1].end() :].split()) <= 4


def by_a_country(text: str, end: int, context: Context) -> bool:
    """`tabled by Norway`: what one country has done, unless it is said to be for all."""
    found = re.match(r"\s+(?:by|par|por)\s+(?P<who>[^,;.]{3,40})", text[end:])
    if found is None or context.words.has("position.on_behalf", text):
        return False
    named = countries.mentioned(found["who"])
    return bool(named) and found["who"].lstrip("the ").startswith(named[0][1])
