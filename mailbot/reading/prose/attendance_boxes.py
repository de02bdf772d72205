"""Boxes ticked in a line about an event: `Meeting of 8 January ......: [ ] yes  [ ] no  [x] tentative`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.reading.context import Context
from mailbot.reading.findings import Finding
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.events import named

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


def read(text: str, name: str, context: Context) -> Iterator[Finding]:
    """One finding a line and event with exactly one box ticked."""
    words = context.words
    for line in text.split("\n"):
        label, options = ticked(line)
        said = answer(options[0], words) if len(options) == 1 else None
        if said is None or len(label) > 120:
            continue
        for event in named(label, context, speaks=True).ids or named(f"{label} {options[0]}", context).ids:
            values = {"event": event, "name": name, "attending": said}
            yield Finding(
                "participation", "add", name, None, None, values, (line,), "body", 0.93, "form", "box"
            )
