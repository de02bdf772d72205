"""Boxes that somebody ticked in a line: `[ ] yes  [x] no`, `☐ physical ☑ virtual`."""

from __future__ import annotations

import re

_BOX = re.compile(r"[\[(]\s?([xXхХ✓✔√*+]?)\s?[\])]|([☐□◻])|([☑☒✓✔■])")
_SEVERAL = 2  # one pair of brackets can be anything


def is_box_line(line: str) -> bool:
    return len(_BOX.findall(line)) >= _SEVERAL


def ticked(line: str) -> tuple[str, list[str]]:
    """What the line is about, and the options ticked in it."""
    boxes = list(_BOX.finditer(line))
    if len(boxes) < _SEVERAL:
        return "", []
    label = line[: boxes[0].start()].strip(" .:：…_\t|")
    first = _BOX.match(line.lstrip())
    stops = [*(m.start() for m in boxes[1:]), len(line)]
    options = [
        line[m.end() : stop].strip(" .,;|\t") for m, stop in zip(boxes, stops, strict=True) if m[1] or m[3]
    ]
    return ("", []) if first else (label, options)
