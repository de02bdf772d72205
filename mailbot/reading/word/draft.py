"""Whether a document is the draft of a Resolution or Recommendation: a paper, not an answer.

Its revision marks change the Resolution's text; nothing in it is an edit of the directory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.mail.phrases import LANGUAGES, every_language, phrases

SEARCHED = 600  # paragraphs
_NUMBERED = re.compile(r"^\W{0,3}(?:MOD|ADD|SUP|NOC)\b[\s\t]*(?:[A-Z]{2,8}/\d|\d|$)", re.M)


def is_draft(paragraphs: Sequence[str]) -> bool:
    """A title such as `RESOLUTION 50 (Rev. ...)` above `considering`, `resolves`; or clauses enough."""
    lines = [" ".join(p.split()) for p in paragraphs[:SEARCHED] if p.strip()]
    common = every_language()
    titled = any(
        len(line) < 250 and (common.pattern("draft.title").match(line) or _NUMBERED.match(line))
        for line in lines[:60]
    )
    best = 0
    for language in LANGUAGES:
        pattern = phrases(language).pattern("draft.clause")
        found = {m[0].casefold() for line in lines if (m := pattern.match(line))}
        best = max(best, len(found))
    return best >= (2 if titled else 4)
