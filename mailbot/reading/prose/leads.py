"""Which sentence leads to a list: `as follows:`, `... will come with the persons below.`"""

from __future__ import annotations

from mailbot.reading.context import Context

_LONGEST = 160  # characters of a sentence that announces a list
_END = 40  # characters at its end, where the words for "below" stand


def announces(text: str, context: Context) -> bool:
    """Whether the sentence ends by pointing to a list."""
    if text.endswith((":", "：", " by", " are", " follows")):
        return True
    return len(text) < _LONGEST and context.words.has("mail.points_below", text[-_END:])


def may_announce(text: str, context: Context) -> bool:
    """Whether a list can follow the sentence, whatever else it says: `the following will join the calls`."""
    return ("follow" in text and len(text) < _LONGEST) or announces(text, context)
