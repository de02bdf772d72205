"""Bounces: `is_bounce` tells one, `report` reads it. Pure; neither raises for a mail `parse` could read."""

from mailbot.inbound.kind.bounce.model import BounceReport, FailedRecipient
from mailbot.inbound.kind.bounce.recognize import is_bounce
from mailbot.mail.message import Message

__all__ = ["BounceReport", "FailedRecipient", "is_bounce", "report"]


def report(message: Message) -> BounceReport:
    """What a bounce says of each recipient. Its reader is loaded when the first bounce comes."""
    from mailbot.inbound.kind.bounce import reports

    return reports.report(message)
