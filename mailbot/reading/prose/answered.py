"""The position that a line answers: the row of our table that is quoted right above it, in any layout."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.prose.scene import Scene
from mailbot.reading.texts import TextRef, mentions

_CODE = re.compile(r"\b(?:MOD|SUP|NOC|ADD)\b")
_CELLS = re.compile(r"\s?(?:\||/|;|\t|\s[–—-]\s|\s{3,})\s?")


def answered_text(scene: Scene) -> TextRef | None:
    """The one text whose row is the last quoted line; a row may have been broken in two."""
    lines = [line for line in scene.sentence.answers if line.strip()]
    for count in (1, 2):
        row = " ".join(line.strip() for line in lines[-count:])
        if len(lines) >= count and (found := _named(row, scene.context)):
            return found
    return None


def _named(row: str, context: Context) -> TextRef | None:
    if len(row) > 400 or not _is_row(row, context):
        return None
    codes = [o.code for o in context.directory.organizations if o.code != context.organization]
    if any(re.search(rf"(?<!\w){re.escape(code)}(?!\w)", row) for code in codes):
        return None
    found = mentions(row, context)
    return found[0] if len({ref.id for ref in found}) == 1 and found[0].known else None


def _is_row(row: str, context: Context) -> bool:
    """Whether the line gives an action or a status beside the text, as our table does; no sentence does."""
    if _CODE.search(row):
        return True
    cells = _CELLS.split(row)
    statuses = context.words.patterns("position.status").values()
    return len(cells) > 1 and any(p.fullmatch(cell.strip()) for p in statuses for cell in cells)
