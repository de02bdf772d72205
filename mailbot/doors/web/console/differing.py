"""Which words of a value differ from those it replaces. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MAX_WORDS = 600  # of both values; longer ones are shown as a whole, for comparing takes their product
_LIKE = 0.25  # less alike than that, and single words in common only confuse
_WORDS = re.compile(r"[\u3400-\u9fff\u3040-\u30ff]|[^\s\u3400-\u9fff\u3040-\u30ff]+\s*|\s+")
# Chinese and Japanese have no spaces: there each character is a word

Kind = Literal["same", "old", "new"]


@dataclass(frozen=True)
class Stretch:
    """Words that stayed, went or came."""

    kind: Kind
    text: str


def differing(old: str | None, new: str | None) -> tuple[Stretch, ...]:
    """From one value to the other. None is no value."""
    if old == new:
        return (Stretch("same", old),) if old else ()
    if not old or not new:
        return tuple(Stretch(kind, text) for kind, text in _whole(old, new) if text)
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > MAX_WORDS:
        return _replaced(old, new)
    matcher = SequenceMatcher(None, _bare(before), _bare(after), autojunk=False)
    if matcher.ratio() < _LIKE:
        return _replaced(old, new)
    found: list[Stretch] = []
    for verb, i, j, k, m in matcher.get_opcodes():
        if verb == "equal":
            found.append(Stretch("same", "".join(after[k:m])))
            continue
        found += [Stretch("old", "".join(before[i:j]))] if j > i else []
        found += [Stretch("new", "".join(after[k:m]))] if m > k else []
    return tuple(found)


def _bare(words: list[str]) -> list[str]:
    return [word.strip() for word in words]


def _whole(old: str | None, new: str | None) -> tuple[tuple[Kind, str], ...]:
    return (("old", old or ""), ("new", new or ""))


def _replaced(old: str, new: str) -> tuple[Stretch, ...]:
    return Stretch("old", old), Stretch("new", new)
