"""Boxes ticked in a line about an event: `Meeting of 8 January ......: [ ] yes  [ ] no  [x] tentative`."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.reading.boxes import ticked
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.events import named


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
