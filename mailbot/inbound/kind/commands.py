"""Commands by mail: what the sender wrote, never a quotation, a signature or the subject of a forward."""

from __future__ import annotations

from mailbot.commands.parsing import command, read
from mailbot.inbound.kind.signs import Sign
from mailbot.mail.message import Message

_LEAVING = ("unsubscribe", "stop")


def of(message: Message, new_text: str) -> Sign | None:
    """A command mail, or an empty one with the subject `unsubscribe`: List-Unsubscribe (RFC 2369)."""
    lines = read(new_text, message.from_name)
    if lines:
        detail = "unsubscribe" if lines[0].verb in _LEAVING else "command"
        return Sign(detail, f"first line: {lines[0].text[:80]}")
    if message.text.strip() or message.parts:
        return None
    by_subject = command(message.subject)
    if by_subject is not None and by_subject.verb in _LEAVING:
        return Sign("unsubscribe", f"subject: {message.subject[:80]}")
    return None
