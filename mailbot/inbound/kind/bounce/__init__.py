"""Bounces: `is_bounce` tells one, `report` reads it. Pure; neither raises for a mail `parse` could read."""

from mailbot.inbound.kind.bounce.model import BounceReport, FailedRecipient
from mailbot.inbound.kind.bounce.recognize import is_bounce
from mailbot.inbound.kind.bounce.report import report

__all__ = ["BounceReport", "FailedRecipient", "is_bounce", "report"]
