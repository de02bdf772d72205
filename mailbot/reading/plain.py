"""An attached text or web page: a table if it is cut into cells, else a letter or a form.

What a letter says counts as if it stood in the mail; one that only repeats the mail says nothing more.
"""

from __future__ import annotations

from dataclasses import replace

from mailbot.mail.message import Part
from mailbot.mail.reply import split
from mailbot.reading import language, registry
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Material, Result
from mailbot.reading.values import folded

READER = "text"
MAX_FILE = 2_000_000
MAX_LETTER = 20_000  # characters; what is longer is a paper
_PAGE = ("<html", "<!doctype html", "<table", "<meta", "<body", "<div", "<p>")


def read(part: Part, material: Material, context: Context) -> list[Result]:
    source = f"attachment:{part.filename}" if part.filename else "body"
    if len(part.content) > MAX_FILE:
        label = part.filename or "the attached text"
        return [Doubt(f"{label} is too large and was not read; please look at it.", (label,), source, READER)]
    text, markup = _text(part, context)
    if _is_table(text):
        from mailbot.reading.sheets import read as read_sheet

        return read_sheet(part, material, context)
    if not text.strip() or len(text) > MAX_LETTER or _repeats(text, material.message.text):
        return []
    spoken = replace(context, language=language.detect(text, context.language)) if len(text) > 60 else context
    message = replace(material.message, text=text, html=markup)
    inner = Material(message, split(text, spoken.sender_name))
    found = [result for _, reader in registry.body_readers() for result in reader(inner, spoken)]
    return [replace(result, source=source) for result in found]


def _text(part: Part, context: Context) -> tuple[str, str | None]:
    if part.content[:2000].lstrip().lower().startswith(tuple(mark.encode() for mark in _PAGE)):
        from mailbot.mail.html import to_text

        return to_text(part.text), part.text
    from mailbot.reading.sheets.delimited import decoded

    return next(decoded(part.content, part.charset, context), ""), None


def _is_table(text: str) -> bool:
    """Whether nearly all lines are cut by the same sign, in two cells at least."""
    lines = [line for line in text.splitlines() if line.strip()][:60]
    if len(lines) < 2:
        return False
    return any(sum(sign in line for line in lines) >= 0.8 * len(lines) for sign in "\t;|")


def _repeats(text: str, body: str) -> bool:
    have = folded(body)
    kept = [folded(line) for line in text.split("\n") if len(line.strip()) > 25]
    return bool(kept) and sum(line in have for line in kept) * 3 >= len(kept) * 2
