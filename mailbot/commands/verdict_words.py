"""The words and numbers of an officer's answer, in any of the six languages. Pure.

A line is taken apart from its beginning to its end; what is no known word, number or sign is `Unknown`, and
then nothing of the line counts. Words are those of `command.verdict` in `config/phrases`, matched whole.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from mailbot.mail.hanzi import HAN
from mailbot.mail.phrases import every_language

Verb = Literal["approve", "reject", "hold", "release"]
VERBS: tuple[Verb, ...] = ("approve", "reject", "hold", "release")
_OTHERS = ("all", "join", "filler", "thanks")
_SIGNS = ".,;!()*_\u3001\u3002\u060c\u061b"  # Chinese and Arabic stops and commas among them
_NUMBER = re.compile(r"#?(?P<first>\d{1,6})")
_LAST = re.compile(r"\s*#?(?P<last>\d{1,6})")
_DASH = re.compile(r"\s{0,3}[-–—]\s{0,3}(?=#?\d)|\.{2,3}(?=\d)")


@dataclass(frozen=True)
class Token:
    """``kind``: a verb, `number` (``first`` to ``last``), `all`, `join`, `filler` (``first`` is 1 where it
    can lead to a number: `to`), `thanks`, `colon` or `sign`; ``end`` is where it ends in the line."""

    kind: str
    end: int
    first: int = 0
    last: int = 0


class Unknown(ValueError):
    """Something in the line is no word of ours."""


def level(text: str) -> str:
    """The text for comparison, sign by sign as long as before: no case, one kind of apostrophe and blank,
    full-width signs as ordinary ones."""
    return "".join(map(_levelled, text))


@cache
def _levelled(sign: str) -> str:
    if sign in "’ʼ`´‘":
        return "'"
    if sign.isspace():
        return " "
    for form in (unicodedata.normalize("NFKC", sign), sign):
        if len(lower := form.lower()) == 1:
            return lower
    return sign


def without_marks(text: str) -> str:
    """Without what nobody sees: direction marks, zero-width signs (Unicode category Cf)."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


@cache
def _words() -> dict[str, tuple[tuple[str, str], ...]]:
    """(word, kind) by first sign, the longest first; what a word stands for first wins."""
    found: dict[str, str] = {}
    for kind in (*VERBS, *_OTHERS):
        for word in every_language().words(f"command.verdict.{kind}"):
            found.setdefault(level(word), kind)
    by_sign: dict[str, list[tuple[str, str]]] = {}
    for word, kind in found.items():
        by_sign.setdefault(word[0], []).append((word, kind))
    return {sign: tuple(sorted(words, key=lambda e: -len(e[0]))) for sign, words in by_sign.items()}


@cache
def _through_words() -> frozenset[str]:
    return frozenset(map(level, every_language().words("command.verdict.through")))


@cache
def _through() -> re.Pattern[str]:
    words = sorted(_through_words(), key=len, reverse=True)
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, words))})(?=\s*#?\d)")


def tokens(line: str) -> list[Token]:
    """The tokens of a line; a colon behind a verb ends them, unless a number follows. Raises Unknown."""
    text = level(line)
    found: list[Token] = []
    position = 0
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        token = _at(text, position)
        found.append(token)
        position = token.end
        behind_verb = any(each.kind in VERBS for each in found)
        if token.kind == "colon" and behind_verb and not _begins_number(text, position):
            break
    return found


def _begins_number(text: str, position: int) -> bool:
    """`: 2, 3` goes on with numbers; `:30` is no number of ours."""
    return re.match(r"\s+#?\d", text[position : position + 10]) is not None


def _at(text: str, position: int) -> Token:
    if text[position] == ":":
        return Token("colon", position + 1)
    if number := _NUMBER.match(text, position):
        return _number(text, number)
    for word, kind in _words().get(text[position], ()):
        if text.startswith(word, position) and _ends_at(text, position + len(word), word):
            reaches = kind == "filler" and word in _through_words()
            return Token(kind, position + len(word), int(reaches))
    if text[position] in _SIGNS:
        return Token("sign", position + 1)
    raise Unknown(text[position:])


def _number(text: str, number: re.Match[str]) -> Token:
    first = last = int(number["first"])
    end = number.end()
    dash = _DASH.match(text, end) or _through().match(text, end)
    if dash and (behind := _LAST.match(text, dash.end())):
        last, end = int(behind["last"]), behind.end()
    after = text[end : end + 2]
    if (after[:1].isalnum() and not HAN.match(after)) or re.match(r"[-–—/%'+]|[.:]\d", after):
        raise Unknown(text[number.start() :])
    return Token("number", end, first, last)


def _ends_at(text: str, end: int, word: str) -> bool:
    """Whether a word ends here; Chinese needs no sign between."""
    after = text[end : end + 1]
    return not (after.isalnum() or (after in "'-_" and after)) or bool(HAN.match(word[-1]))
