"""Proposed new texts whose titles are alike: perhaps one matter under two names. Pure.

They are pointed out and never joined: whether two proposals are one is for the organizations to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz, utils

from mailbot.directory.voices import NEW

ALIKE = 80  # of 100; a title that only adds words to another is 100
_MOST = 200  # titles that are compared with each other


def like_new_texts(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each `New: ...` id that has others with a like title → those, in alphabetical order."""
    return _like(tuple(sorted(text for text in texts if text.startswith(NEW))))


@lru_cache(maxsize=8)
def _like(texts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    plain = {text: utils.default_process(text.removeprefix(NEW)) for text in texts}
    found: dict[str, set[str]] = {}
    for one, other in combinations(list(plain)[:_MOST], 2):
        if _alike(plain[one], plain[other]):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {text: tuple(sorted(others)) for text, others in found.items()}


def _alike(one: str, other: str) -> bool:
    """The same words but for a few, in any order; of short titles all words must be in the other."""
    if not one or not other:
        return False
    if min(len(one.split()), len(other.split())) < 3:
        return set(one.split()) == set(other.split())
    return max(fuzz.token_sort_ratio(one, other), fuzz.token_set_ratio(one, other)) >= ALIKE
