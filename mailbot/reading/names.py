"""The words of a person's name, folded for comparison; Cyrillic in Latin letters, declined or not."""

from __future__ import annotations

import re
from functools import lru_cache

from mailbot.reading.values import folded

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґ",
        ("a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch . y . e yu ya ye i yi g")
        .replace(".", "")
        .split(" "),
        strict=True,
    )
)


def latin(word: str) -> str:
    """Cyrillic in Latin letters, roughly; other scripts as they are."""
    return "".join(_CYRILLIC.get(c, c) for c in word)


@lru_cache(maxsize=4096)
def units(name: str) -> tuple[str, ...]:
    """The folded words of a name, hyphenated ones whole: `Kim Seo-yeon` -> (kim, seoyeon)."""
    return tuple(u for u in (folded(latin(w.casefold())).replace(" ", "") for w in name.split()) if u)


def declined(word: str, bare: str, have: list[str]) -> bool:
    """Cyrillic names are declined and transliterated in several ways: `Ахметова` for Akhmetov."""
    if word.isascii() or not re.match(r"[\u0400-\u04ff]", word) or len(bare) < 4:
        return False
    from rapidfuzz.fuzz import ratio

    stems = {bare, re.sub(r"(?:ogo|omu|oy|oi|u|a|ym|om|em|ev|e|y|iya|yu)$", "", bare)}
    return any(ratio(stem, unit) >= 84 for stem in stems for unit in have if len(unit) >= 4)
