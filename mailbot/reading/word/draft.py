"""Whether a document is the draft of a Resolution or Recommendation: a paper, not an answer.

Its revision marks change the Resolution's text; nothing in it is an edit of the directory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.mail.phrases import phrases
from mailbot.reading.language import detect

SEARCHED = 600  # paragraphs
_NUMBERED = re.compile(r"^\W{0,3}(?:MOD|ADD|SUP|NOC)\b[\s\t]*(?:[A-Z]{2,8}/\d|\d|$)", re.M)


def is_draft(paragraphs: Sequence[str]) -> bool:
    """A title such as `RESOLUTION 50 (Rev. ...)` above `considering`, `resolves`; or clauses enough."""
    lines = [" ".join(p.split()) for p in paragraphs[:SEARCHED] if p.strip()]
    spoken = detect("\n".join(lines))
    titles = [phrases(language).pattern("draft.title") for language in dict.fromkeys((spoken, "en"))]
    titled = any(
        len(line) < 250 and (_NUMBERED.match(line) or any(t.match(line) for t in titles))
        for line in lines[:60]
    )
    counts = []
    for language in dict.fromkeys((spoken, "en")):
        pattern = phrases(language).pattern("draft.clause")
        counts.append(len({m[0].casefold() for line in lines if (m := pattern.match(line))}))
    return max(counts) >= (2 if titled else 4)
