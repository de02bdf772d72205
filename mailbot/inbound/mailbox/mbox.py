"""Where the messages of an mbox file begin and end, and what they looked like before they were put there.

Failure semantics: any bytes are an mbox; what lies before the first separator is dropped only if it is
blank, else it is a message too. A separator is a `From ` line with the date of RFC 4155 (Appendix A) at
the beginning or after a blank line; a sentence that begins with "From" is none. Lines may have any length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_SEPARATOR = re.compile(rb"From .*" + _DAY + rb",? +" + _MONTH + rb" +\d{1,2} +\d{1,2}:\d\d")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LINE = 64 * 1024


def spans(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """(begin, end) of each message's bytes, without its separator and the blank line after it."""
    begin: int | None = None
    position = 0
    blank_before = b""  # the blank line just read, which belongs to the separator if one follows
    at_line_start, first = True, True
    while line := file.readline(_LINE):
        is_separator = at_line_start and (blank_before != b"" or first) and _is_separator(line, first)
        if is_separator:
            if begin is not None:
                yield begin, position - len(blank_before)
            begin = position + len(line)
        elif begin is None and line.strip():
            begin = position
        first = False
        blank_before = line if at_line_start and line in {b"\n", b"\r\n"} else b""
        at_line_start = line.endswith(b"\n")
        position += len(line)
    if begin is not None:
        yield begin, position - len(blank_before)


def unescaped(raw: bytes) -> bytes:
    """Without the `>` that mboxrd puts before `From `, `>From ` ... at the beginning of a line."""
    return _ESCAPED.sub(rb"\1", raw)


def _is_separator(line: bytes, first: bool) -> bool:
    return line.startswith(b"From ") if first else _SEPARATOR.match(line) is not None
