"""The mailbox: where mail comes from. `protocol` is what the rest of mailbot knows of it.

Adapters: `imap.ImapMailbox`, `maildir.Maildir`, `files.open_source` (what `mailbot ingest` takes) and
`memory.MemoryMailbox`, the fake with the same behaviour. `backoff.Backoff` says when to come back.
"""

from mailbot.inbound.mailbox.backoff import Backoff
from mailbot.inbound.mailbox.protocol import (
    MAX_MESSAGE_BYTES,
    After,
    Cursor,
    Disposal,
    Item,
    Mailbox,
    MailboxRefused,
    MailboxState,
    MessageGone,
    MessageTooLarge,
    MessageUnreadable,
)

__all__ = [
    "MAX_MESSAGE_BYTES",
    "After",
    "Backoff",
    "Cursor",
    "Disposal",
    "Item",
    "Mailbox",
    "MailboxRefused",
    "MailboxState",
    "MessageGone",
    "MessageTooLarge",
    "MessageUnreadable",
]
