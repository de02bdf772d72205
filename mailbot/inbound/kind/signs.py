"""What the files of this package hand to each other: a detail and the reason for it."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.mail.message import Message


@dataclass(frozen=True)
class Sign:
    """The finer kind (`vacation`, `read-receipt`, ...) and what in the mail says so."""

    detail: str
    reason: str


def fields(message: Message, name: str) -> list[str]:
    """All values of a header field, at most 1,000 characters each."""
    return [value[:1000] for key, value in message.headers if key.lower() == name]
