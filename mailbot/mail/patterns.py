"""A phrase as people write it, made a regular expression.

Three signs: `*` ends a stem (`support*` also finds "supports"), `(a|b)` is a choice (which may be left out if
each ends with a blank: `(please )`), ` .. ` stands for up to five other words, in Chinese `…` for up to ten
other signs. Blanks match any white space, `'` any apostrophe. A phrase begins and ends at a word boundary
except in scripts that set none (Chinese).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, cast

from mailbot.mail.hanzi import either, simplified

# word boundaries that a Chinese sign beside a Latin word does not hide: `由MOD改为NOC`
NOT_AFTER = r"(?-i:(?<![^\W\u3400-\u9fff]))"  # letter case does not matter here, and ignoring it costs time
NOT_BEFORE = r"(?-i:(?![^\W\u3400-\u9fff]))"
_NEVER = re.compile(r"(?!)")
_CJK = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")


def _plain(phrase: str) -> str:
    """The expression of a phrase without choices."""
    out: list[str] = []
    for piece in re.split(r"(\s+\.\.\s+|\s+|[*'…])", phrase):
        if not piece:
            continue
        if piece.strip() == ".." and piece != "..":
            out.append(r"(?:\s+[^\s.;:]+){0,5}?\s+")
        elif piece.isspace():
            out.append(r"\s+")
        elif piece == "*":
            out.append(r"\w*")
        elif piece == "…":
            out.append(r"[^\s，。；、：]{0,10}?")
        else:
            out.append("['’ʼ]" if piece == "'" else either(re.escape(piece)))
    return "".join(out)


def _one(phrase: str) -> str:
    """The regular expression of one phrase, without its boundaries."""
    out: list[str] = []
    for piece in re.split(r"(\([^()]*\))", phrase):
        if piece.startswith("(") and piece.endswith(")"):
            choices = piece[1:-1].split("|")
            optional = "?" if all(choice.endswith(" ") for choice in choices) else ""
            out.append("(?:" + "|".join(_plain(choice) for choice in choices) + ")" + optional)
        else:
            out.append(_plain(piece))
    return "".join(out)


def _boundaries(phrase: str, chinese: bool) -> tuple[str, str]:
    """What may not stand before and after the phrase."""
    left, right = (NOT_AFTER, NOT_BEFORE) if chinese else (r"(?<!\w)", r"(?!\w)")
    before = "" if _CJK.match(phrase) else left
    if _ARABIC.match(phrase):
        before = r"(?<!\w)[وفبلكس]{0,2}"  # conjunctions and prepositions are written together with the word
    open_end = _CJK.match(phrase[-1]) or not (phrase[-1].isalnum() or phrase[-1] in "*)")
    return before, "" if open_end else right


def compiled(phrases: Iterable[str], chinese: bool = False) -> re.Pattern[str]:
    """One pattern that finds any of the phrases, the longest first; without phrases it finds nothing.

    It is compiled when a text first holds a word of it: one message needs few of the many.
    """
    return cast("re.Pattern[str]", _Later(tuple(set(phrases)), chinese))


_METHODS = ("search", "match", "fullmatch", "finditer", "sub", "split")


class _Later:
    """What is used of `re.Pattern`, compiled late."""

    def __init__(self, phrases: tuple[str, ...], chinese: bool) -> None:
        self._phrases, self._chinese = phrases, chinese
        self._anchors = tuple({simplified(_anchor(phrase)) for phrase in phrases})
        self._regex: re.Pattern[str] | None = None

    def _for(self, text: str) -> re.Pattern[str]:
        if self._regex is None:
            lowered = text.lower()
            if self._chinese and not text.isascii():
                lowered = simplified(lowered)
            if not any(anchor in lowered for anchor in self._anchors):
                return _NEVER
            self._regex = regex = _compile(self._phrases, self._chinese)
            # from now on without the way through here
            self.__dict__.update({name: getattr(regex, name) for name in _METHODS})
        return self._regex

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        return self._for(text).search(text, *span)

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        return self._for(text).match(text, *span)

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        return self._for(text).fullmatch(text, *span)

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        return self._for(text).finditer(text, *span)

    def sub(self, by: str, text: str) -> str:
        return self._for(text).sub(by, text)

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        return self._for(text).split(text, maxsplit)


@cache
def _anchor(phrase: str) -> str:
    """A piece in small letters that every text with the phrase holds; empty where there is none."""
    bare = re.sub(r"\([^()]*\)", " ", phrase)
    pieces = re.split(r"[\s*'’ʼ().|…]+", bare)
    return max((piece.lower() for piece in pieces), key=len, default="")


def _compile(phrases: Iterable[str], chinese: bool) -> re.Pattern[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)):
        groups.setdefault(_boundaries(phrase, chinese), []).append(_one(phrase))
    parts = [f"{before}(?:{'|'.join(found)}){after}" for (before, after), found in groups.items()]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else _NEVER
