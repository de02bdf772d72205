"""CSV and what passes for it: any separator, any code page.

The code page is the one in which the headings are known words; where that settles nothing, the declared
one, else the usual one of the message's language, then of the organization's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from mailbot.reading.context import Context
from mailbot.reading.grids.headings import find_header
from mailbot.reading.grids.model import Cell, Grid, Oversized, Refused
from mailbot.reading.sheets.table import Budget, Sheet

MAX_SIZE = 5_000_000
_CODE_PAGES = {
    "ru": ("windows-1251", "koi8-r", "cp866"),
    "ar": ("windows-1256", "iso-8859-6"),
    "zh": ("gb18030", "big5"),
}
_WESTERN = ("windows-1252", "mac-roman", "cp850")


def grid(content: bytes, charset: str | None, context: Context) -> Grid:
    """The file as one table."""
    if len(content) > MAX_SIZE:
        raise Oversized("is too large")
    best: tuple[int, Grid] | None = None
    for text in decoded(content, charset, context):
        if text.count("\0") > len(text) // 100:
            continue
        found = _grid(text)
        header = find_header(found.rows, context, found.title)
        score = len(header[1].columns) if header else 0
        if best is None or score > best[0]:
            best = (score, found)
    if best is None:
        raise Refused("is no text")
    return best[1]


def decoded(content: bytes, charset: str | None, context: Context) -> Iterator[str]:
    """The text as it may be meant, likeliest first."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield content.decode("utf-16", "replace")
        return
    if content[1:200:2].count(0) > 60 and not content.startswith(b"\xef\xbb\xbf"):
        yield content.decode("utf-16-le", "replace")
        return
    try:
        yield content.decode("utf-8-sig")
        return
    except UnicodeDecodeError:
        pass
    hints = [charset] if charset and charset.lower() not in ("utf-8", "us-ascii", "ascii") else []
    own = context.own.language if context.own else None
    for language in dict.fromkeys((context.language, own, "en", "ru", "ar", "zh")):
        hints += _CODE_PAGES.get(language or "en", _WESTERN)
    for name in dict.fromkeys(hints):
        try:
            yield content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    yield content.decode("windows-1252", "replace")


def separator(lines: list[str]) -> str:
    """The sign that cuts the most lines, and those evenly."""

    def evenness(sign: str) -> tuple[int, int, int]:
        counts = [line.count(sign) for line in lines if sign in line]
        common = max(set(counts), key=counts.count) if counts else 0
        return len(counts) * 2 > len(lines), counts.count(common) * common, common

    return max(";\t,|", key=evenness)


def _grid(text: str) -> Grid:
    lines = text.lstrip("\ufeff").splitlines()
    best = ""
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        best, lines = lines[0][4], lines[1:]
    best = best or separator([line for line in lines[:40] if line.strip()])
    sheet = Sheet("", Budget())
    try:
        for number, row in enumerate(csv.reader(io.StringIO("\n".join(lines)), delimiter=best)):
            for column, value in enumerate(row[:200]):
                sheet.put(
                    number,
                    column,
                    Cell(
                        value.strip().removeprefix('="').removesuffix('"')
                        if value.startswith('="')
                        else value.strip()
                    ),
                )
    except csv.Error as error:
        raise Refused("is damaged") from error
    return sheet.grid()
