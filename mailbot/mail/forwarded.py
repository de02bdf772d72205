"""A message sent on in the body: what stands under the forwarding client's block of header lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail.marks import header_block, unmarked
from mailbot.mail.message import Message
from mailbot.mail.phrases import every_language

_MAILBOX = re.compile(r"[\w.+-]+@[\w.-]+\w")
_FIRST_LINES = 400
_HEADERS = 12  # lines of header lines at most
_AROUND = 60  # signs around the words that announce a forwarded message


@dataclass(frozen=True)
class Forwarded:
    """The forwarded message as far as its header lines tell; ``address`` is None where they name none."""

    address: str | None
    name: str
    text: str


def inline(message: Message) -> Forwarded | None:
    """The first message forwarded in the body, if the subject or a line above it says that it is one."""
    prefix = message.subject.partition(":")[0].strip().casefold()
    is_forward = prefix in {word.casefold() for word in every_language().words("mail.forward_prefix")}
    lines = message.text.split("\n")
    for start, line in enumerate(lines[:_FIRST_LINES]):
        announced = _announced(lines, start)
        if not (is_forward or announced):
            continue
        below = [unmarked(each) for each in lines[start : start + _HEADERS]]
        if (block := header_block(below, announced)) is None:
            continue
        sender, length = block
        address = _MAILBOX.search(sender)
        name = _MAILBOX.sub("", sender).strip(' "<>()[]')
        body = [unmarked(each) if line.startswith(">") else each for each in lines[start + length :]]
        return Forwarded(address[0] if address else None, name, "\n".join(body))
    return None


def _announced(lines: list[str], start: int) -> bool:
    """Whether `---- Forwarded message ----` stands right above the line."""
    above = next((lines[n].strip() for n in range(start - 1, max(start - 3, -1), -1) if lines[n].strip()), "")
    mark = every_language().pattern("mail.forwarded_mark").search(above) if len(above) < 120 else None
    return mark is not None and len(above) - len(mark[0]) < _AROUND
