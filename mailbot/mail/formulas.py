"""The formulas that letters end with, in every language: closings, disclaimers, `Sent from my phone`.

`*` stands for the rest of the line. There are hundreds, and a line begins with one sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from mailbot.mail.phrases import every_language

_ANYTHING = "*"


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(every_language().words(f"mail.{name}"), key=len, reverse=True))


def _sign(text: str) -> str:
    return text[:1].lower()[:1]


def _written(words: Iterable[str]) -> re.Pattern[str]:
    expressions = (re.escape(w).replace(r"\*", r".*").replace("\\ ", r"\s+") for w in words)
    return re.compile("|".join(expressions) or r"(?!)", re.I)


@cache
def formula(name: str) -> re.Pattern[str]:
    """The formulas of one kind, the longest first."""
    return _written(_words(name))


@cache
def _beginning(name: str, sign: str) -> re.Pattern[str]:
    return _written(word for word in _words(name) if _sign(word) in (sign, _ANYTHING))


def begins(name: str, text: str) -> re.Match[str] | None:
    """The formula that the text begins with; only those that begin with its first sign are compiled."""
    return _beginning(name, _sign(text)).match(text)
