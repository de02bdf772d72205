"""Where replies to a mail of ours go, where it returns to if it cannot be delivered, how to leave its list.

The signed addresses and links name the outbox row, so they are put on when the mail is handed over; what was
composed stays as it is. Nothing is read or written here.

`List-Unsubscribe` (RFC 2369) always has a mailto; where `web.base_url` is https also a link, which one POST
makes work (RFC 8058, `List-Unsubscribe-Post`); a GET of it changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.outbound.composing import Identity
from mailbot.outbound.heads import Field, value_of, with_fields, with_reply_to
from mailbot.outbound.mime import mailto
from mailbot.store.tables import OutboxRow
from mailbot.tokens import LOOP, Signer

LEAVE = "unsubscribe"  # the path below web.base_url
ONE_CLICK = "List-Unsubscribe=One-Click"
_LOCAL_LIMIT = 64  # octets of a local part (RFC 5321 section 4.5.3.1.1)


@dataclass(frozen=True)
class Addressing:
    """Signed addresses below our own: `tsb-irc+r-17-...@itu.example` (RFC 5233 calls this subaddressing);
    without ``subaddressing`` the plain one stands for all of them. ``base_url`` is the site's, or empty."""

    identity: Identity
    signer: Signer
    subaddressing: bool = True
    base_url: str = ""

    def return_path(self, row: OutboxRow) -> str:
        """The envelope sender (VERP): a bounce tells by its recipient which mail it is about."""
        if not self.subaddressing:
            return self.identity.address
        return self.signer.address("b", row.id, row.recipient, self.identity.address)

    def content(self, row: OutboxRow) -> bytes:
        """The mail with the mark by which we know it again, its Reply-To, and the way out of its list. A
        Reply-To of its own (an approval request's) stays."""
        content = with_fields(row.content, [(LOOP, self.identity.address)])
        if self.subaddressing and value_of(content, "Reply-To") is None:
            address = self.signer.address("r", row.id, row.recipient, self.identity.address)
            content = with_reply_to(content, address, self.identity.name)
        return with_fields(content, self.leaving(row)) if row.list_ else content

    def leaving(self, row: OutboxRow) -> list[Field]:
        """The fields by which this reader leaves this mail's list."""
        own = self.identity.address
        signed = self.signer.address("u", row.id, row.recipient, own)
        takes = self.subaddressing and len(signed.rpartition("@")[0].encode()) <= _LOCAL_LIMIT
        by_mail = f"<{mailto(signed if takes else own, subject=f'unsubscribe {row.list_}')}>"
        if not self.base_url.startswith("https://"):
            return [("List-Unsubscribe", by_mail)]
        link = f"<{self.base_url}/{LEAVE}/{self.signer.text('u', row.id, row.recipient)}>"
        return [("List-Unsubscribe", f"{link},\r\n {by_mail}"), ("List-Unsubscribe-Post", ONE_CLICK)]
