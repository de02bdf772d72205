"""CSV files a region made itself: any separator, any code page, headings of its own."""

from __future__ import annotations

import csv
import io

from mailbot.mail.message import Part
from mailbot.mail.mime import text_of
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Material, Result
from mailbot.reading.table import read_rows

READER = "csv"
MAX_SIZE = 5_000_000
MAX_ROWS = 5_000


def rows(content: bytes, charset: str | None) -> list[list[str]]:
    """The rows of the file; the separator is the one that cuts the first lines most evenly."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = text_of(
                content,
                charset if charset and charset.lower() not in ("utf-8", "us-ascii") else "windows-1252",
            )
    lines = [line for line in text.splitlines() if line.strip()][:20]
    best = max(
        ";,\t|",
        key=lambda sign: (
            min((line.count(sign) for line in lines), default=0),
            lines[0].count(sign) if lines else 0,
        ),
    )
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=best)
    return [
        [cell.strip() for cell in row] for _, row in zip(range(MAX_ROWS), reader, strict=False) if any(row)
    ]


def read(part: Part, material: Material, context: Context) -> list[Result]:
    del material
    source = f"attachment:{part.filename}" if part.filename else "body"
    if len(part.content) > MAX_SIZE:
        return [Doubt(f"{part.filename} is too large to be read.", (), source, READER)]
    found = read_rows(rows(part.content, part.charset), context, source, READER)
    label = part.filename or "the table"
    return (
        found
        if found
        else []
        if _understood(part, context)
        else [Doubt(f"{label}: its columns could not be told.", (label,), source, READER)]
    )


def _understood(part: Part, context: Context) -> bool:
    from mailbot.reading.entries import best_target

    return any(best_target(row, context) for row in rows(part.content, part.charset)[:5])
