"""Which of several namesakes is meant where the role stands beside the name: `our COM4 coordinator, Park`."""

from __future__ import annotations

import re

from mailbot.directory.records import Contact
from mailbot.reading.context import Context

_REACH = 60  # signs before the name
_JOINED = re.compile(r"[\s,:(]*(?:(?:Mr|Ms|Mrs|Dr|Prof|M|Mme|Sr|Sra|г-н|г-жа)\.?\s*)?$")


def by_post(contacts: list[Contact], text: str, start: int, context: Context) -> list[Contact]:
    """The contacts of that role and committee, where one of them is left; else all."""
    if len(contacts) < 2:
        return contacts
    before = _JOINED.sub("", text[max(0, start - _REACH) : start])
    roles = {n for n, p in context.words.patterns("contact.role_noun").items() if _near_end(p, before)}
    codes = {n for n, p in context.words.patterns("contact.committee").items() if _near_end(p, before)}
    if not roles:
        return contacts
    meant = [
        c for c in contacts
        if c.role in roles and (not codes or c.committee in codes)
    ]  # fmt: skip
    return meant if len(meant) == 1 else contacts


def _near_end(pattern: re.Pattern[str], before: str) -> bool:
    """Whether it is the last thing said, but for a few words (`coordinator for Committee 4`)."""
    return any(
        len(before[found.end() :].split()) <= 4 and not re.search(r"[.;!?]", before[found.end() :])
        for found in pattern.finditer(before)
    )
