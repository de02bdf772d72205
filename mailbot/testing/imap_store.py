"""The embedded IMAP server's folders: pymap's in-memory ones, with what clients of real servers rely on.

- Every keyword is permanent (`PERMANENTFLAGS \\*`); pymap's dictionary drops what is not a system flag.
- IDLE reports at once what happened before it began; pymap waits for the next change.
- A message comes back byte for byte, also one whose headers Python's parser cannot read.

pymap offers no hooks for these, so this module knows its private attributes, and it alone does.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.concurrent import Event
from pymap.mime import MessageBody, MessageContent, MessageHeader
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag, Wildcard
from pymap.selected import SelectedMailbox


class EmbeddedMailbox(MailboxData):
    """One folder."""

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return super().permanent_flags | {Wildcard}

    async def update_selected(
        self, selected: SelectedMailbox, *, wait_on: Event | None = None
    ) -> SelectedMailbox:
        seen = selected.mod_sequence
        if seen is not None and seen < self._mod_sequences.highest:
            wait_on = None
        return await super().update_selected(selected, wait_on=wait_on)

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        content = _parsed(append_msg.literal)
        try:
            thread = self._thread_cache.add(content)
        except Exception:  # Message-ID or References that Python's header parser stumbles over
            thread = ObjectId.random_thread_id()
        when = append_msg.when or datetime.now(UTC)
        async with self.messages_lock.write_lock():
            self._max_uid += 1
            message = Message(
                self._max_uid,
                when,
                append_msg.flag_set,
                email_id=self._content_cache.add(content),
                thread_id=thread,
                recent=recent,
                content=content,
            )
            self._messages[message.uid] = message
            self._mod_sequences.update([message.uid])
            self._updated.set()
            return message


def _parsed(raw: bytes) -> MessageContent:
    """pymap's parse, or, where that fails or loses a byte, the same bytes as one part of plain text."""
    with suppress(Exception):  # whatever email.headerregistry raises on a strange header
        content = MessageContent.parse(raw)
        if bytes(content) == raw:
            return content
    lines = MessageContent._find_lines(raw)
    header_lines, body_lines = MessageContent._split_lines(raw, lines)
    if not body_lines:  # get_raw() takes a missing body for "all but the last byte"
        body_lines = [(len(raw), len(raw), len(raw))]
    view = memoryview(raw)
    header = MessageHeader._parse(raw, view, header_lines)
    return MessageContent(raw, header, MessageBody._parse(raw, view, body_lines, None))


class EmbeddedMailboxes(MailboxSet):
    """The folders of one account."""

    def __init__(self) -> None:
        super().__init__()
        self._inbox: MailboxData = self._new()

    def _new(self) -> EmbeddedMailbox:
        return EmbeddedMailbox(self._content_cache, self._thread_cache)

    async def add_mailbox(self, name: str) -> ObjectId:
        await super().add_mailbox(name)
        self._set[name] = mailbox = self._new()
        return mailbox.mailbox_id

    async def renumber_inbox(self) -> None:
        """Replace INBOX by a copy with another UIDVALIDITY and other UIDs."""
        old, new = self._inbox, self._new()
        new._uid_validity = old.uid_validity + 1
        new._max_uid = old._max_uid + 1000
        for message in list(old._messages.values()):
            await old.copy(message.uid, new)
        self._inbox = new


def with_crlf(raw: bytes) -> bytes:
    """The message with CRLF line ends, as SMTP would have delivered it and IMAP must show it."""
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def content_of(message: Message) -> bytes:
    """The bytes of a stored message."""
    content = message._content
    return b"" if content is None else bytes(content)
