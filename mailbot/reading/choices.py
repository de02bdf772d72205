"""What a form offers beside its question: `Attendance on 8 January (yes / no): yes`."""

from __future__ import annotations

import re

from mailbot.mail.phrases import every_language

_BRACKETS = re.compile(r"\s*[(（\[]([^()（）\[\]]{3,40})[)）\]]")
_BETWEEN = re.compile(r"\s*(?:[/|,،、]|\bor\b|\bou\b|\bo\b|\bили\b|أو|或)\s*", re.I)
_WORDS = ("sheet.yes", "sheet.no", "sheet.maybe")


def without_choice(text: str) -> str:
    """The text without brackets that hold nothing but answers to choose from; they answer nothing."""
    return _BRACKETS.sub(lambda found: "" if _is_choice(found[1]) else found[0], text)


def _is_choice(inner: str) -> bool:
    offered = [piece.strip(" .") for piece in _BETWEEN.split(inner)]
    words = every_language()
    known = all(any(words.pattern(name).fullmatch(piece) for name in _WORDS) for piece in offered)
    return len(offered) > 1 and known
