"""List mail and newsletters. What somebody writes to a list is a letter; what a platform spreads is not.

`newsletter` needs three signs at once, for letters to lists carry the same fields: a way to unsubscribe, a
platform's mark or a sender that takes no answers, and no mail that it answers.
"""

from __future__ import annotations

import re

from mailbot.inbound.kind.signs import Sign, fields
from mailbot.mail.message import Message

_LIST = ("list-id", "list-post", "x-mailing-list", "mailing-list", "x-beenthere")
_PLATFORM = (
    "feedback-id", "x-campaign", "x-campaignid", "x-campaign-id", "x-mailgun-sid", "x-sg-eid", "x-mc-user",
    "x-mailchimp-campaign", "x-csa-complaints", "list-unsubscribe-post", "x-report-abuse-to", "x-sfmc-stack",
)  # fmt: skip
_NO_ANSWERS = re.compile(
    r"(?:no-?_?\.?reply|do-?not-?reply|newsletters?|news|mailings?|marketing|info-?mail)\b", re.I
)


def of_list(message: Message) -> Sign | None:
    """A letter that came by a mailing list."""
    for name in _LIST:
        if values := fields(message, name):
            return Sign("list", f"{name}: {values[0][:60]}")
    return None


def newsletter(message: Message) -> Sign | None:
    if message.in_reply_to or message.references or not fields(message, "list-unsubscribe"):
        return None
    if any(fields(message, name) for name in ("list-post", "x-beenthere", "x-mailing-list")):
        return None  # people may write to it
    mark = next((name for name in _PLATFORM if fields(message, name)), None)
    machine = _NO_ANSWERS.match((message.from_address or "").partition("@")[0]) is not None
    if mark is None and not machine:
        return None
    return Sign("newsletter", f"List-Unsubscribe, {mark or 'sender ' + (message.from_address or '')}")
