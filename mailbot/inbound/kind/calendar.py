"""Answers to invitations (iTIP, RFC 5546 section 3.2.3): letters, though calendars send them themselves."""

from __future__ import annotations

import re

from mailbot.inbound.kind.signs import Sign
from mailbot.mail.message import Message

METHODS = ("REPLY", "COUNTER")


def reply(message: Message) -> Sign | None:
    """The sign of a calendar part with method REPLY or COUNTER."""
    declared = message.header("content-type") or ""
    method = re.search(r"\bmethod=\"?(\w+)", declared, re.I)
    if message.content_type == "text/calendar" and method and method[1].upper() in METHODS:
        return Sign("calendar-reply", f"text/calendar; method={method[1].upper()}")
    for part in message.parts:
        if part.content_type in ("text/calendar", "application/ics"):
            found = part.method or _method(part.text)
            if found in METHODS:
                return Sign("calendar-reply", f"{part.content_type}; method={found}")
    return None


def _method(text: str) -> str | None:
    found = re.search(r"(?im)^METHOD:(\w+)\s*$", text[:5000])
    return found[1].upper() if found else None
