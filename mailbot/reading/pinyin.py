"""Chinese and Vietnamese names in characters, sounded out: `张丽华` can be Zhang Lihua.

`config/phrases/pinyin.toml` is no dictionary, it has only what names are made of, and how Vietnamese names
sound that are written with such characters (`阮氏梅`, Nguyen Thi Mai). A character that is not
listed sounds like anything: the family name and the number of syllables still tell.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from mailbot.resources import PHRASES


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((PHRASES / "pinyin.toml").read_text(encoding="utf-8"))


@cache
def _sounds() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    table = _table()
    for syllable, signs in (*table["sound"].items(), *table["vietnamese"].items()):
        for sign in signs:
            found.setdefault(sign, set()).add(syllable.replace("v", "u"))
    return {sign: frozenset(syllables) for sign, syllables in found.items()}


@cache
def _family() -> frozenset[str]:
    return frozenset("".join(_table()["family"]))


def family(signs: str) -> frozenset[str]:
    """How the family name with which the characters begin is read; empty if it is none of the common ones."""
    return _sounds().get(signs[:1], frozenset()) if signs[:1] in _family() else frozenset()


def is_family(sign: str) -> bool:
    """Whether names begin with it."""
    return sign in _family()


def fits(signs: str, units: tuple[str, ...], *, surely: bool = False) -> bool:
    """Whether the characters can be the name: family name first, every known character in its place.

    ``surely``: no character may be an unknown one.
    """
    if len(units) < 2 or not 2 <= len(signs) <= 4 or (surely and not all(s in _sounds() for s in signs)):
        return False
    return units[0] in family(signs) and _spells(signs[1:], "".join(units[1:]))


def _spells(signs: str, letters: str) -> bool:
    if not signs:
        return not letters
    known = _sounds().get(signs[0])
    heads = known or {letters[:size] for size in range(2, 7)}
    return any(letters.startswith(head) and _spells(signs[1:], letters[len(head) :]) for head in heads)
