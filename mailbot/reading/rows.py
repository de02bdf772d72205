"""Rows of cells in plain text: `a | b | c`, also where a mail client has wrapped them."""

from __future__ import annotations

import re
from dataclasses import dataclass

SEPARATOR = re.compile(r"\s*\|\s*")
MAX_ROWS = 2000


@dataclass(frozen=True)
class TextRow:
    """One row; ``text`` is verbatim but for joined line ends, ``line`` its first line's number."""

    cells: tuple[str, ...]
    text: str
    line: int
    lines: int = 1


def is_row(line: str) -> bool:
    return line.count("|") >= 2 and len(line) < 2000


def cells(line: str) -> tuple[str, ...]:
    bare = line.strip()
    if bare.startswith("|"):
        bare = bare[1:]
    if bare.endswith("|"):
        bare = bare[:-1]
    return tuple(cell.strip().strip("*").strip() for cell in bare.split("|"))


def text_rows(text: str, widths: frozenset[int] = frozenset((4, 5))) -> list[TextRow]:
    """Every row of the text. A row that is too short is joined with the lines below it, up to three."""
    lines = text.split("\n")
    found: list[TextRow] = []
    index = 0
    while index < len(lines) and len(found) < MAX_ROWS:
        line = lines[index]
        if "|" not in line or len(line) > 2000 or re.fullmatch(r"[\s|:+=-]*", line):
            index += 1
            continue
        joined, used = line.strip(), 1
        while len(cells(joined)) not in widths and used < 4 and index + used < len(lines):
            following = lines[index + used].strip()
            if not following or (len(cells(joined)) >= 3 and following.count("|") >= line.count("|")):
                break
            joined, used = f"{joined} {following}", used + 1
        if used > 1 and len(cells(joined)) not in widths:
            joined, used = line.strip(), 1
        following = lines[index + used].strip() if index + used < len(lines) else ""
        if "|" not in following and re.fullmatch(r"[\d\s().+-]{1,20}", following):
            joined, used = f"{joined} {following}", used + 1  # a number broken at its blanks
        if joined.count("|") >= 2:
            found.append(TextRow(cells(joined), joined, index, used))
        index += used
    return found
