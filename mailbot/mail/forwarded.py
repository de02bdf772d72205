"""A message sent on in the body: what stands under the forwarding client's block of header lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail.marks import header_block, unmarked
from mailbot.mail.message import Message
from mailbot.mail.phrases import every_language

_MAILBOX = re.compile(r"[\w.+-]+@[\w.-]+\w")
_FIRST_LINES = 400


@dataclass(frozen=True)
class Forwarded:
    """The forwarded message as far as its header lines tell; ``address`` is None where they name none."""

    address: str | None
    name: str
    text: str


def inline(message: Message) -> Forwarded | None:
    """The first message forwarded in the body, if the subject says that this is a forward."""
    prefix = message.subject.partition(":")[0].strip().casefold()
    if prefix not in {word.casefold() for word in every_language().words("mail.forward_prefix")}:
        return None
    lines = message.text.split("\n")
    for start, line in enumerate(lines[:_FIRST_LINES]):
        if (block := header_block([unmarked(each) for each in lines[start : start + 12]])) is not None:
            sender, length = block
            address = _MAILBOX.search(sender)
            name = _MAILBOX.sub("", sender).strip(' "<>()[]')
            body = [unmarked(each) if line.startswith(">") else each for each in lines[start + length :]]
            return Forwarded(address[0] if address else None, name, "\n".join(body))
    return None
