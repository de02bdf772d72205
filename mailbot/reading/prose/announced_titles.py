"""The title that stands at the head of a line for the calendar: `New in our calendar: Ad hoc group on the
structure, 24 February 2021, virtual`.
"""

from __future__ import annotations

import re

from mailbot.reading.prose.meeting_titles import QUOTED
from mailbot.reading.prose.scene import Scene

_STROKES = (" / ", " | ", "; ", " – ", " — ", " - ", ": ")
_DETERMINER = re.compile(r"(?i)^(?:(?:the|an?|our|la|le|les|notre|el|nuestr[oa]|una?|une)\s+|l['’])")
_LONGEST = 14  # words of a title


def calendar_line(scene: Scene) -> str | None:
    """The title in `New in our calendar: Ad hoc group on the structure, 24 February 2021, virtual`."""
    head, colon, tail = scene.text.partition(": ")
    lead = scene.saying(head)
    if (
        not (colon and scene.periods and (lead.has("meeting.new_word") or lead.has("meeting.new")))
        or lead.periods
        or lead.has("meeting.noun")
    ):
        return None
    if not lead.has("meeting.calendar"):
        return None
    told = scene.saying(tail)
    named = told.has("meeting.noun") or QUOTED.search(tail) is not None
    return first_cell(told) or (None if named else _subject_of(told))


def _subject_of(line: Scene) -> str | None:
    """`the drafting group on common proposals will gather in ...`: what stands before the verb."""
    ends = [a for name in ("convenes", "title_end") for a, _ in line.spans(f"meeting.{name}")]
    title = _DETERMINER.sub("", line.text[: min(ends, default=0)].strip())
    return title[0].upper() + title[1:] if 2 <= len(title.split()) <= _LONGEST else None


def first_cell(line: Scene) -> str | None:
    """`Ad hoc group on the structure / 24 February 2021 / virtual`: what stands before the first stroke."""
    cell, stroke, _ = line.text.partition(next((s for s in _STROKES if s in line.text), "\n"))
    head = re.split(r",\s", cell.strip(), maxsplit=1)[0] if not stroke else cell.strip()
    named_well = len(head.split()) >= 2 and head[:1].isupper() and not line.saying(head).periods
    return head.rstrip(",:;") if named_well else None
