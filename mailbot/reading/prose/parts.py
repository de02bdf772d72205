"""A long sentence taken apart: `... that the number is ..., and that the title is ...; and Ms X has ...`.

What one part says of a text, or supposes, need not hold for the other one.
"""

from __future__ import annotations

import re

from mailbot.reading.prose.scene import Scene

MIN_LENGTH = 110  # characters; what is shorter is one statement
_JOINT = re.compile(
    r"[,;،；，]?\s(?:and|et|y|e|и|as well as|ainsi|а также)\s(?:that|que|qu['’]|что)\s?"
    r"|[,،]?\s?وأن\s|[，；]?并且"
)
_AND = re.compile(r"[,;،]\s(?:and|et|y|e|и|while|whereas|tandis que|mientras que|а)\s")


def parts(scene: Scene) -> list[Scene]:
    """The statements of the sentence; none where it is but one."""
    text = scene.text
    if len(text) < MIN_LENGTH:
        return []
    cuts = {found.end() for found in _JOINT.finditer(text)}
    named = [p.start for p in scene.people if p.contacts and "@" not in p.raw]
    cuts |= {found.end() for found in _AND.finditer(text) if any(0 <= n - found.end() <= 4 for n in named)}
    if not cuts:
        return []
    ends = sorted(cuts)
    pieces = [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
    return [scene.saying(_unjoined(piece)) for piece in pieces if len(piece.split()) > 3]


def _unjoined(piece: str) -> str:
    """Without the joint that leads to the next part."""
    return re.sub(r"[,;،；，]?\s*(?:\b(?:and|et|y|e|и)(?:\s(?:that|que|что))?)?\s*$", "", piece)
