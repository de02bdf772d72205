"""The words of a person's name, folded for comparison; Cyrillic and Arabic ones recognized."""

from __future__ import annotations

import re
from functools import lru_cache

from mailbot.reading.values import folded

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїґ",
        ("a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch . y . e yu ya ye i yi g")
        .replace(".", "")
        .split(" "),
        strict=True,
    )
)


def latin(word: str) -> str:
    """Cyrillic in Latin letters, roughly; other scripts as they are."""
    return word if word.isascii() else "".join(_CYRILLIC.get(c, c) for c in word)


@lru_cache(maxsize=4096)
def units(name: str) -> tuple[str, ...]:
    """The folded words of a name, hyphenated ones whole: `Kim Seo-yeon` -> (kim, seoyeon)."""
    return tuple(u for u in (folded(latin(w.casefold())).replace(" ", "") for w in name.split()) if u)


_ARABIC = dict(zip("بتثجحخدذرزسشصضطظغفقكلمنه", "bttghkddrzsxsdtzgfkklmnh", strict=True))
_LATIN = (("sh", "x"), ("ch", "x"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"))
_SINGLE = str.maketrans("qcpvj", "kkbfg")


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """The consonants of a name in Arabic or Latin letters, no article: `العتيبي`, `Al-Otaibi` -> tb."""
    if re.match(r"[\u0600-\u06ff]", word):
        bare = re.sub(r"^و?ال(?=..)", "", word)
        bare = "".join(_ARABIC.get(c, "") for c in bare)
    else:
        bare = re.sub(r"^(?:al|el)(?=[a-z]{3})", "", word)
        for written, sign in _LATIN:
            bare = bare.replace(written, sign)
        bare = re.sub(r"[^a-z]|[aeiouyw]", "", bare).translate(_SINGLE)
    return re.sub(r"(.)\1+", r"\1", bare.replace("h", ""))


_VOWELS = re.compile(r"[aeiouyj]")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def _consonants(word: str) -> str:
    """Kept, since every word of a mail is compared with the same names on file."""
    return _TWICE.sub(r"\1", _VOWELS.sub("", word))


_SILENT = re.compile(r"h[aeiou]\w{4}")
_ENDING = re.compile(r"(?:ogo|omu|oy|oi|ey|ei|yey|u|a|ym|im|om|em|ev|e|y|i|iya|yu|iyu|ya|yem)$")


def declined(word: str, bare: str, have: list[str]) -> bool:
    """Whether a name in another script is one of these: `Ахметова` for Akhmetov, `العتيبي` for Al-Otaibi."""
    if word.isascii():
        return False
    if re.match(r"[\u0600-\u06ff]", word):
        bones = skeleton(word)
        return bool(bones) and any(bones == skeleton(unit) for unit in have)
    if not re.match(r"[\u0400-\u04ff]", word) or len(bare) < 4:
        return False
    from rapidfuzz.fuzz import ratio

    spelt = {bare, folded(latin(word.casefold().replace("ё", "ио"))).replace(" ", "")}
    stems = {stem for one in spelt for stem in (one, _ENDING.sub("", one))}
    frames = {_consonants(stem) for stem in stems}
    if any(
        _consonants(unit) in frames and unit[:1] == bare[:1] for unit in have if len(_consonants(unit)) >= 3
    ):
        return True  # `Пётр` for Piotr, `Ковалёва` for Kavaliova
    known = {form for unit in have if len(unit) >= 4 for form in (unit, re.sub(r"(?:ya|a)$", "", unit))}
    known |= {unit[1:] for unit in have if _SILENT.match(unit)}  # `Акопян` for Hakobyan
    return any(ratio(stem, unit) >= 84 for stem in stems if len(stem) >= 4 for unit in known)
