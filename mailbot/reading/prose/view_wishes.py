"""A view told by what is wished of the text: `CEPT, 29: our members do not want to see it suppressed`.

Who does not want what another proposes opposes it; who wants it too supports it; who wants something else
with the same text is against the proposal.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Position
from mailbot.reading.context import Context
from mailbot.reading.prose.position_values import action_hits
from mailbot.reading.texts import TextRef

_CLAUSE = r"[;:.؛；：。]"
_BEHIND = 4  # signs: `ne souhaitent pas`


def wished(behind: str, ref: TextRef, abouts: tuple[str | None, ...], context: Context) -> str:
    """The stance behind the text's name; "" where no action is wished, or the proposal is not on file."""
    if len(abouts) != 1 or abouts[0] is None:
        return ""
    record = context.directory.get("position", f"{abouts[0]}/{ref.id}")
    theirs = record.action if isinstance(record, Position) else None
    want = context.words.pattern("view.wants").search(behind)
    if theirs is None or want is None:
        return ""
    breaks = [m.end() for m in re.finditer(_CLAUSE, behind)]
    begin = max((place for place in breaks if place <= want.start()), default=0)
    said = behind[begin : min((place for place in breaks if place >= want.end()), default=len(behind))]
    names = {name for _, name, _ in action_hits(said, context)}
    if len(names) != 1 or context.words.has("modality.hearsay", said):
        return ""
    before = said[: want.end() - begin + _BEHIND]
    negated = context.words.has("modality.negation", before) or context.words.has("modality.denial", before)
    same = names == {theirs}
    if negated:
        return "oppose" if same else ""
    return "support" if same else "oppose"
