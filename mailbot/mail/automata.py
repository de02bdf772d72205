"""Whether a machine sent a mail, or a list spread it: such mail is never answered (RFC 3834, section 2)."""

from __future__ import annotations

from mailbot.mail.message import Message

_BULK = ("bulk", "junk", "list", "auto_reply", "auto-reply")


def machine_made(message: Message) -> str | None:
    """The field that says so, in words to record with what is not answered; None for a person's mail."""
    for name, value in message.headers:
        name, value = name.lower(), value.strip().lower()
        if name == "auto-submitted" and value.partition(";")[0].strip() != "no":
            return "automatic mail (Auto-Submitted)"
        if name == "precedence" and value in _BULK:
            return f"automatic mail (Precedence: {value})"
        if name == "return-path" and value == "<>":
            return "automatic mail (null return path)"
    return None
