"""Feedback reports (ARF, RFC 5965; RFC 6591): a provider tells of complaints or of failed authentication."""

from __future__ import annotations

from mailbot.inbound.kind.signs import Sign
from mailbot.mail.message import Message


def of(message: Message) -> Sign | None:
    declared = (message.header("content-type") or "").lower()
    if message.content_type == "multipart/report" and "feedback-report" in declared:
        return Sign("feedback-report", "multipart/report; report-type=feedback-report")
    if any(part.content_type == "message/feedback-report" for part in message.parts):
        return Sign("feedback-report", "a message/feedback-report part")
    return None
