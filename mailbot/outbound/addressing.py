"""Where replies to a mail of ours go, and where it returns to if it cannot be delivered: signed addresses.

They name the outbox row, so they are put on when the mail is handed over; what was composed stays as it is.
Nothing is read or written here.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.outbound.composing import Identity
from mailbot.outbound.mime import with_reply_to
from mailbot.store.tables import OutboxRow
from mailbot.tokens import Signer


@dataclass(frozen=True)
class Addressing:
    """Signed addresses below our own: `tsb-irc+r-17-...@itu.example` (RFC 5233 calls this subaddressing)."""

    identity: Identity
    signer: Signer

    def return_path(self, row: OutboxRow) -> str:
        """The envelope sender (VERP): a bounce tells by its recipient which mail it is about."""
        return self.signer.address("b", row.id, row.recipient, self.identity.address)

    def content(self, row: OutboxRow) -> bytes:
        """The mail with its Reply-To."""
        address = self.signer.address("r", row.id, row.recipient, self.identity.address)
        return with_reply_to(row.content, address, self.identity.name)
