"""Read receipts: disposition notifications (RFC 8098), and Outlook's, which are told by their subject."""

from __future__ import annotations

import re

from mailbot.inbound.kind.signs import Sign
from mailbot.mail.message import Message
from mailbot.mail.phrases import every_language

_MARKS = re.compile(r"^(?:(?:re|aw|sv|tr|fwd?|res|rv)\s?:\s*)+", re.I)


def of(message: Message) -> Sign | None:
    """The sign of a receipt: `read-receipt`, whether it says read, deleted or not read."""
    declared = (message.header("content-type") or "").lower()
    if message.content_type == "multipart/report" and "disposition-notification" in declared:
        return Sign("read-receipt", "multipart/report; report-type=disposition-notification")
    if any(part.content_type.endswith("disposition-notification") for part in message.parts):
        return Sign("read-receipt", "a message/disposition-notification part")
    if re.search(r"report-type=\"?report\b.*ipm\.note\.ipn|ipn(?:rn|nrn)", declared):
        return Sign("read-receipt", "Outlook's receipt class")
    if every_language().pattern("auto.receipt").match(_MARKS.sub("", message.subject.strip())):
        return Sign("read-receipt", f"subject: {message.subject[:80]}")
    return None
