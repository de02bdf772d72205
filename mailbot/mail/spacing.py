"""Text that a mail program has double-spaced, put back as it was typed.

Outlook makes a paragraph of every line, with no space around it, and an empty paragraph of every empty line.
Its plain form parts paragraphs by an empty line: what were the lines of one list or address stand apart, and
where an empty line was typed there are three.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_QUOTATION = re.compile(r"(?m)^(?:>|_{5,}|-{4,}|[* \t]{0,8}(?:From|De|Von|От|من|发件人)\s?[:：])")
_GAP = re.compile(r"\n(?:[^\S\n]*\n)+")  # with the end of the line above
# `<p class=MsoNormal><o:p>&nbsp;</o:p></p>`
_TYPED_GAP = re.compile(
    r"<p\b[^>]{0,200}MsoNormal[^>]{0,200}>(?:\s*<[^>]{0,400}>){0,9}\s*(?:&nbsp;|&#160;|\s)\s*</", re.I
)
_ABOVE = re.compile(r"margin(?:-top)?\s*:\s*0(?![.\d])", re.I)
_BELOW = re.compile(r"margin-bottom\s*:\s*0(?![.\d])|margin\s*:\s*0(?![.\d])\w*\s*(?:;|$|0)", re.I)
_LEAST = 2  # gaps of three lines and more, before a text is taken for double-spaced


def single_spaced(text: str) -> str:
    """The text, what stands above the first quotation with single spacing where it was double-spaced."""
    quotation = _QUOTATION.search(text)
    end = quotation.start() if quotation else len(text)
    written = text[:end].rstrip()
    if not is_double_spaced(written):
        return text
    return _GAP.sub(lambda gap: "\n" if gap[0].count("\n") == 2 else "\n\n", written) + text[len(written) :]


def is_double_spaced(text: str) -> bool:
    """Whether no two lines are adjacent and every gap is what double spacing makes of a line end or an empty
    line: one, three or five empty lines."""
    gaps = [gap[0].count("\n") - 1 for gap in _GAP.finditer(text)]
    if sum(gap >= 3 for gap in gaps) < _LEAST or any(gap % 2 == 0 for gap in gaps):
        return False
    adjacent = text.count("\n") - sum(gaps) - len(gaps)
    return adjacent == 0 and 1 in gaps


def has_typed_gaps(html: str) -> bool:
    """Whether the writer parted what Outlook calls paragraphs by empty ones."""
    return _TYPED_GAP.search(html) is not None


def is_line(tag: str, attributes: Mapping[str, str | None], typed_gaps: bool) -> bool:
    """Whether an element looks like a line to its reader: a paragraph without space around it."""
    if tag != "p":
        return False
    style = attributes.get("style") or ""
    if _ABOVE.search(style) and _BELOW.search(style):
        return True
    return typed_gaps and "MsoNormal" in (attributes.get("class") or "")
