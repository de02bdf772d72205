"""Rows of a table typed with tabs or blanks under headings, which the reader of tables has."""

from __future__ import annotations

import re

from mailbot.mail.phrases import phrases
from mailbot.reading.context import Context
from mailbot.reading.entries import best_target, heading
from mailbot.reading.values import folded

_APART = re.compile(r"\t+|\s{2,}")
_TARGETS = ("contact", "position", "meeting")
_LEAST = 3  # cells of a row


def typed_rows(text: str, context: Context) -> set[str]:
    """Such rows, folded; a row with headings and every line with cells right below it."""
    out = _pairs(text, context) if " | " in text else set()
    if "\t" not in text and "  " not in text:
        return out
    below = False
    for line in text.split("\n"):
        cells = [cell for cell in _APART.split(line.strip()) if cell]
        if len(cells) < _LEAST:
            below = below and not line.strip()
            continue
        headed = not below and not re.search(r"[\d@]", line) and _is_head(cells, context)
        if headed or below:
            out.add(folded(line))
            below = True
    return out


def _pairs(text: str, context: Context) -> set[str]:
    """The rows of a form with a column of keys and one of values, set apart by a bar."""
    rows = [line for line in text.split("\n") if line.count("|") == 1]
    named = [
        line for line in rows
        if any(heading(target, line.partition("|")[0].strip(), context) for target in _TARGETS)
    ]  # fmt: skip
    return {folded(line) for line in rows} if len(named) > 1 and len(named) * 2 >= len(rows) else set()


def _is_head(cells: list[str], context: Context) -> bool:
    """Whether they are headings: of a record, or of a list of participants."""
    if best_target(cells, context) is not None:
        return True
    people = [heading("contact", cell, context) for cell in cells]
    spoken = dict.fromkeys((context.words, phrases("en")))
    asked = any(words.pattern("sheet.attending").fullmatch(cell) for words in spoken for cell in cells)
    return "name" in people and (asked or sum(field is not None for field in people) > 1)
