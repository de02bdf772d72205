"""Commands by mail: the first line of what the sender wrote, never a quotation, a signature or a forward."""

from __future__ import annotations

import re

from mailbot.inbound.kind.signs import Sign
from mailbot.mail.message import Message

COMMANDS = (
    "approve",
    "reject",
    "undo",
    "release",
    "help",
    "status",
    "stop",
    "unsubscribe",
    "subscribe",
    "hold",
)
_ID = r"[A-Za-z0-9][\w.:-]*\d[\w.:-]*"
_COMMAND = re.compile(
    rf"(?:(?:approve|undo|hold)(?:\s+all|(?:[\s,]+{_ID}){{1,50}})"
    rf"|(?:reject|release|approve|undo)\s+{_ID}(?:\s.{{0,300}})?"
    r"|help|status|stop|unsubscribe|subscribe(?:\s+[\w-]{1,40}){0,2})\s*[.!]?",
    re.I,
)
_BY_SUBJECT = re.compile(r"unsubscribe(?:\s+[\w-]{1,40})?", re.I)


def command(new_text: str) -> str | None:
    """The command the mail consists of: its first line, new text only, never a quotation or a subject."""
    lines = [line.strip() for line in new_text.splitlines() if line.strip()]
    if not lines or len(lines) > 12:
        return None
    return lines[0] if _COMMAND.fullmatch(lines[0]) else None


def of(message: Message, new_text: str) -> Sign | None:
    """A command, or an empty mail with the subject `unsubscribe`: a List-Unsubscribe mailto (RFC 2369)."""
    found = command(new_text)
    if found is not None:
        detail = "unsubscribe" if found.lower().startswith(("unsubscribe", "stop")) else "command"
        return Sign(detail, f"first line: {found[:80]}")
    if _BY_SUBJECT.fullmatch(message.subject.strip()) and not message.text.strip() and not message.parts:
        return Sign("unsubscribe", f"subject: {message.subject[:80]}")
    return None
