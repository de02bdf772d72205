"""Rows of a table typed with tabs or blanks under headings, which the reader of tables has."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.entries import best_target
from mailbot.reading.values import folded

_APART = re.compile(r"\t+|\s{2,}")
_LEAST = 3  # cells of a row


def typed_rows(text: str, context: Context) -> set[str]:
    """Such rows, folded; a row with headings and every line with cells right below it."""
    if "\t" not in text and "  " not in text:
        return set()
    out: set[str] = set()
    below = False
    for line in text.split("\n"):
        cells = [cell for cell in _APART.split(line.strip()) if cell]
        if len(cells) < _LEAST:
            below = below and not line.strip()
            continue
        headed = not below and not re.search(r"[\d@]", line) and best_target(cells, context) is not None
        if headed or below:
            out.add(folded(line))
            below = True
    return out
