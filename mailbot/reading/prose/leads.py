"""Which sentence leads to a list: `as follows:`, `... will come with the persons below.`"""

from __future__ import annotations

from mailbot.reading.context import Context

_LONGEST = 160  # characters of a sentence that announces a list
_END = 40  # characters at its end, where the words for "below" stand


def announces(text: str, context: Context) -> bool:
    """Whether a list can follow the sentence."""
    if text.endswith((":", "：", " by", " are")) or ("follow" in text and len(text) < _LONGEST):
        return True
    return len(text) < _LONGEST and context.words.has("mail.points_below", text[-_END:])
