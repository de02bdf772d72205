"""What a bounce says: which addresses failed, how, and which of our mails came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Action = Literal["failed", "delayed", "relayed", "expanded", "delivered"]  # RFC 3464 section 2.3.3


@dataclass(frozen=True)
class FailedRecipient:
    """One recipient a bounce speaks of.

    ``status`` is the enhanced code (RFC 3463: `5.1.1`) or None; ``permanent`` whether the address itself is
    of no use, by the rule in `mail.permanence`; ``diagnostic`` the far server's words, cut at 500.
    """

    address: str
    action: Action = "failed"
    status: str | None = None
    permanent: bool = False
    diagnostic: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "address": self.address,
            "action": self.action,
            "status": self.status,
            "permanent": self.permanent,
            "diagnostic": self.diagnostic,
        }


@dataclass(frozen=True)
class BounceReport:
    """A bounce, read. ``returned_message_id`` with its angle brackets, as in the mail that came back;
    ``returned_from`` its author; ``envelope_id`` the ENVID we gave it (RFC 3461), if the report has it."""

    recipients: tuple[FailedRecipient, ...]
    returned_message_id: str | None = None
    returned_from: str | None = None
    envelope_id: str | None = None
    reporter: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "recipients": [each.to_json() for each in self.recipients],
            "returned_message_id": self.returned_message_id,
        }
