"""Cities by their names in the six languages.

CLDR names the exemplar cities of the time zones (`config/phrases/cities.json`, made by `tools/cities`: Babel
loads whole locales for them), the phrases' `[place]` tables some more.
They tell that `塔什干` is the Tashkent of the calendar, and find a place in scripts without capital letters.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from mailbot.mail.phrases import phrases
from mailbot.reading.names import declined, latin
from mailbot.reading.values import folded
from mailbot.resources import PHRASES

_ENDING = re.compile(r"(?<=[а-яё]{3})(?:[аяыийеё]|ый|ь)$", re.I)

_ADJECTIVE = re.compile(r"(?<!\w)([а-яё-]{3,})ск(?:ое|ого|ому|ом|ая|ой|ую|ий|им|их|ие|ими)(?!\w)", re.I)


@dataclass(frozen=True)
class City:
    """A city named at [start:end]; ``english`` is its usual English name."""

    start: int
    end: int
    english: str


@cache
def _listed() -> dict[str, dict[str, str]]:
    content: dict[str, dict[str, str]] = json.loads((PHRASES / "cities.json").read_text(encoding="utf-8"))
    return content


@lru_cache(maxsize=8)
def names(language: str) -> tuple[tuple[str, str], ...]:
    """(name in that language, English name), the longest first."""
    found = dict(_listed().get(language, {}))
    words = phrases(language)
    for english in words.table("place"):
        found |= {word: english.replace("_", " ") for word in words.words(f"place.{english}")}
    return tuple(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


@lru_cache(maxsize=8)
def _pattern(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    english: dict[str, str] = {}
    parts: dict[str, list[str]] = {}  # by their first letter, so that one look tells most of them apart
    for local, name in names(language):
        stem = local.rstrip("*")
        if language == "ru":
            stem = _ENDING.sub("", stem)
            part = re.escape(stem) + r"\w{0,3}"
        else:
            part = re.escape(stem)
        english.setdefault(stem.casefold(), name)
        parts.setdefault(stem[:1], []).append(part)
    before = {"zh": "", "ar": r"(?<!\w)[وفبلك]?"}.get(language, r"(?<!\w)")
    after = "" if language == "zh" else r"(?!\w)"
    choices = "|".join("|".join(those) for those in parts.values())
    return re.compile(f"{before}({choices}){after}"), english


def cities(text: str, language: str) -> list[City]:
    """The cities a text in that language names, left to right."""
    pattern, english = _pattern(language)
    out = []
    for match in pattern.finditer(text):
        word = match[0].casefold()
        stems = [s for s in english if s in word]
        name = english[max(stems, key=len)] if stems else word
        out.append(City(match.start(1), match.end(1), name))
    return out


def at(place: str, text: str, language: str) -> bool:
    """Whether the text names the city of a place on file (`Riyadh, Saudi Arabia`), in any spelling."""
    city = folded(place.split(",")[0])
    if not city:
        return False
    if re.search(rf"(?<!\w){re.escape(city)}(?!\w)", folded(text)):
        return True
    if any(folded(found.english) == city for found in cities(text, language)):
        return True
    if language == "ru" and any(folded(name) == city for name in _adjectives(text)):
        return True
    cyrillic = re.findall(r"[А-ЯЁ][а-яё-]{3,}", text)
    return any(declined(word, folded(latin(word.casefold())), [city]) for word in cyrillic)


def _adjectives(text: str) -> list[str]:
    """The English names of the cities that adjectives are made of: `бишкекское заседание`."""
    stems = [m[1].casefold() for m in _ADJECTIVE.finditer(text)]
    return [
        english for local, english in (names("ru") if stems else ())
        if any(_ENDING.sub("", local.rstrip("*")).casefold() in (stem, f"{stem}ск") for stem in stems)
    ]  # fmt: skip


def nominative(place: str, language: str) -> str:
    """A place as lists write it: `Бишкеке (Киргизия)` -> `Бишкек (Киргизия)`; unknown ones stay."""
    if language != "ru":
        return place
    for city in cities(place, language):
        if city.start == 0:
            spelt = (n for n, english in names(language) if english == city.english and "*" not in n)
            return next(spelt, place[: city.end]) + place[city.end :]
    return place
