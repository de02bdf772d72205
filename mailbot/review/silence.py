"""Who is never written to about his mail, neither an answer nor a question (RFC 3834, section 2). Pure."""

from __future__ import annotations

from mailbot.mail.automata import machine_made
from mailbot.mail.message import Message

_AUTOMATIC = ("bounce", "auto-reply")


def silent_because(
    sender: str | None, authenticity: str, classification: str, message: Message | None, own: str | None
) -> str | None:
    """Why this sender gets nothing, None where he may be written to. ``own`` is our own address."""
    if not sender:
        return "the mail names no sender"
    if authenticity == "failed":
        return "the sender failed authentication"
    if classification in _AUTOMATIC:
        return f"automatic mail ({classification})"
    if classification == "command":
        return "commands are answered when they come, those of strangers never"
    if own is not None and sender.casefold() == own.casefold():
        return "our own address"
    return machine_made(message) if message else None
