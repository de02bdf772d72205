"""Text from outside, made safe to show on one line."""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    """Control, bidirectional and zero-width characters as `<U+202E>`; everything else unchanged.

    Joiners between letters (U+200C, U+200D) stay: Persian, Arabic and Indic names need them.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(text, i) for i in range(len(text)))


def _shown(text: str, index: int) -> str:
    char = text[index]
    if unicodedata.category(char) not in _INVISIBLE:
        return char
    inside = 0 < index < len(text) - 1 and text[index - 1].isalpha() and text[index + 1].isalpha()
    if char in "\u200c\u200d" and inside and not text[index - 1].isascii():
        return char
    return f"<U+{ord(char):04X}>"
