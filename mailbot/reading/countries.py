"""Country names in the six languages -> ISO 3166 alpha-2, from `config/phrases/countries.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from mailbot.reading.values import folded
from mailbot.resources import PHRASES

# `Республика Узбекистан`, `Republic of Kenya`
_STATE = re.compile(
    r"^(?:(?:the )?(?:republic|kingdom|state|federal republic|commonwealth) of (?:the )?"
    r"|(?:republique|royaume) (?:de |du |d'|des )?(?:la |l')?|(?:republica|reino) (?:de |del )(?:la )?"
    r"|республика |جمهورية |دولة |مملكة )|(?:人民)?共和国$"
)


@cache
def _names() -> tuple[tuple[str, str], ...]:
    content = tomllib.loads((PHRASES / "countries.toml").read_text(encoding="utf-8"))
    pairs = {folded(name): code for code, names in content.items() for name in names}
    return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


@cache
def _codes() -> Mapping[str, str]:
    return dict(_names())


@cache
def _most_words() -> int:
    return max(len(name.split()) for name in _codes())


def every_name() -> tuple[str, ...]:
    """Every name in the six languages, folded."""
    return tuple(_codes())


def code(text: str) -> str | None:
    """The code of a country named by the whole text, or written as a code already."""
    if re.fullmatch(r"[A-Z]{2}", text.strip()):
        return text.strip()
    plain = folded(text)
    return _codes().get(plain) or _codes().get(_STATE.sub("", plain).strip())


def mentioned(text: str) -> list[tuple[str, str]]:
    """(code, name as written) of every country a text in Latin letters names, each once."""
    known = _codes()
    words = list(re.finditer(r"[\w'’.-]+", text))
    found: dict[str, str] = {}
    for first, word in enumerate(words):
        if not word[0][0].isupper():
            continue
        for last in range(min(first + 4, len(words)) - 1, first - 1, -1):
            name = text[word.start() : words[last].end()].rstrip(".")
            if folded(name) in known:
                found.setdefault(known[folded(name)], name)
                break
    return list(found.items())


def at_end(text: str) -> tuple[str, str] | None:
    """(code, name as written) of a country that ends the text."""
    known, plain = _codes(), folded(text).split(" ")
    for first in range(max(0, len(plain) - _most_words()), len(plain)):
        found = known.get(" ".join(plain[first:]))
        if found is not None:
            words = re.findall(r"[\w'’.-]+", text)
            return found, " ".join(words[first - len(plain) :])
    return None
