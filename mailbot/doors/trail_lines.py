"""The trail as files: one JSON object a line, or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from mailbot.store.trail import Line

COLUMNS = ("at", "record", "number", "actor", "verb", "what", "detail")
_FORMULA = tuple("=+-@\t\r\n")


def json_lines(lines: Iterable[Line]) -> Iterator[str]:
    """One object a line, UTF-8 without escapes."""
    for line in lines:
        yield json.dumps(line.to_json(), ensure_ascii=False) + "\n"


def csv_lines(lines: Iterable[Line]) -> Iterator[str]:
    """RFC 4180; no cell is a formula, whatever a mail has put into it."""
    yield _row(COLUMNS)
    for line in lines:
        form = line.to_json() | {"detail": json.dumps(dict(line.detail), ensure_ascii=False)}
        yield _row([f"'{form[name]}" if form[name].startswith(_FORMULA) else form[name] for name in COLUMNS])


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()
