"""Ordinal numbers in the six languages: `Fifth`, `5th`, `37.ª`, `第四次`, `#4`."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.values import ascii_digits


def ordinals(text: str, context: Context) -> set[int]:
    """Ordinal numbers in a text or title: `Fifth`, `5th`, `37.ª`, `第四次`."""
    plain = ascii_digits(text)
    found = {
        int(n)
        for n in re.findall(
            r"(?<!\d)(\d{1,2})\s?(?:st|nd|rd|th|\.?[ªºa]|e|ème|-?е|-?й|-?я|-?го|-?му)(?!\w)", plain
        )
    }
    found |= {int(n) for n in re.findall(r"第\s?(\d{1,2})\s?[次届]", plain)}
    found |= {int(n) for n in re.findall(r"#\s?(\d{1,2})(?!\d)", plain)}
    tables = [context.words]
    if context.language != "en":
        from mailbot.mail.phrases import phrases

        tables.append(phrases("en"))  # titles on file are in English as a rule
    for words in tables:
        for number, pattern in words.patterns("ordinal").items():
            if pattern.search(text):
                found.add(int(number))
    return found
