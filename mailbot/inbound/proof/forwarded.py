"""The author behind a forwarder or list that put its own address into From.

`Ada Verne via list <list@lists.itu.example>` is Ada Verne's only if three things hold: the configuration
names that domain as a forwarder, the mail is authenticated for it, and the forwarder's own field names one
author. Such fields can be written by anybody into any mail, so from a domain that is not a forwarder's they
count for nothing, and two that differ cancel each other.
"""

from __future__ import annotations

import re

from mailbot.inbound.proof.domains import of_address
from mailbot.inbound.proof.model import Authenticity, Trusted
from mailbot.mail.addresses import Mailbox, author, mailbox, split
from mailbot.mail.decoding import words
from mailbot.mail.message import Message

# Google Groups and Sympa, Google Groups, Gmail, RFC 9057
_FIELDS = ("x-original-from", "x-original-sender", "x-google-original-from", "author")
_VIA = re.compile(r"\s*['\"]?(?P<name>.*?)['\"]?\s+via\s+\S.*", re.I | re.S)


def original_author(message: Message, trust: Trusted, proof: Authenticity) -> Mailbox | None:
    """Whom the forwarder names as the author; None where nothing is to be undone."""
    if message.from_address is None or proof.verdict != "authenticated":
        return None
    forwarder = of_address(message.from_address)
    if forwarder not in trust.forwarders:
        return None
    found = _named(message) or _replied_to(message)
    if found is None or found.address is None or of_address(found.address) == forwarder:
        return None
    return found


def _named(message: Message) -> Mailbox | None:
    boxes: list[Mailbox] = []
    for name in _FIELDS:
        values = list(message.all_headers(name))
        if values:
            box, problem = author(values)
            if box is None or problem:
                return None
            boxes.append(box)
    if len({box.address.casefold() for box in boxes if box.address}) != 1:
        return None
    return next((box for box in boxes if box.name), boxes[0])


def _replied_to(message: Message) -> Mailbox | None:
    """Mailman's way: `X via list` in From, and X with his address in Reply-To, beside the list's own."""
    via = _VIA.fullmatch(message.from_name[:300])
    values = message.all_headers("reply-to")
    if via is None or len(values) != 1 or not message.all_headers("list-id"):
        return None
    entries, flaws = split(values[0])
    if flaws:
        return None
    own = of_address(message.from_address or "")
    boxes = [box for box in map(mailbox, entries) if box.address and of_address(box.address) != own]
    if len(boxes) != 1 or words(boxes[0].name).casefold() != via["name"].casefold():
        return None
    return boxes[0]
