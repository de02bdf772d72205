"""An IMAP server inside this process: pymap's protocol and in-memory store on a loopback port.

What is kept is kept in memory and gone at stop. Three things differ from pymap as it comes, each because
a client of a real server may rely on it:

- the listener and the connection tasks are ours: pymap's own service keeps no reference to a connection
  that idles, so the garbage collector may end it;
- every keyword is permanent (`PERMANENTFLAGS \\*`), where pymap's dictionary drops what is not a system flag;
- `IDLE` reports at once what happened before it began, where pymap waits for the next change.

A message comes back byte for byte, also one whose headers Python's parser cannot read.
"""

from __future__ import annotations

import asyncio
import ssl
from argparse import Namespace
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login, Session
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.concurrent import Event, Subsystem
from pymap.imap import IMAPServer
from pymap.mime import MessageBody, MessageContent, MessageHeader
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag, Wildcard
from pymap.selected import SelectedMailbox
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

# A client may name thousands of UIDs in one command; asyncio's 64 KiB would end the connection.
_LINE_LIMIT = 4 * 1024 * 1024
# How long a connection may take to say goodbye before its socket is cut.
_GOODBYE = 0.5


class EmbeddedImap:
    """The server; all methods belong to the loop that `start` ran in.

    ``accounts`` maps addresses to passwords; ``now`` gives the time a message is received.
    """

    def __init__(
        self, accounts: Mapping[str, str], now: Callable[[], datetime], host: str = "127.0.0.1"
    ) -> None:
        self.host = host
        self.port = 0
        self._now = now
        self._config = _config()
        self._login = Login(self._config)
        for name, password in accounts.items():
            self._login.users_dict[name] = UserMetadata(self._config, name, password=password)
            self._config.set_cache[name] = (_MailboxSet(), FilterSet())
        self._imap = IMAPServer(self._login, self._config)
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen; `port` is known afterwards."""
        self._loop = asyncio.get_running_loop()
        self._server = await asyncio.start_server(self._serve, self.host, 0, limit=_LINE_LIMIT)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and end every connection."""
        if self._server is None:
            return
        self._server.close()
        await self.drop_connections()
        await self._server.wait_closed()
        self._server = None

    async def drop_connections(self) -> None:
        """End every connection as a server that is restarted does: BYE, then end of stream."""
        connections = dict(self._connections)
        for task in connections:
            task.cancel()
        if connections:
            _, stuck = await asyncio.wait(connections, timeout=_GOODBYE)
            for task in stuck:
                connections[task].transport.abort()

    async def append(self, account: str, raw: bytes, folder: str = "INBOX") -> None:
        """Put a message into a folder, waking whoever idles there."""
        session = Session(account, self._config, *self._config.set_cache[account])
        await session.append_messages(folder, [AppendMessage(with_crlf(raw), self._now())])

    async def messages(self, account: str, folder: str = "INBOX") -> list[bytes]:
        """The messages of a folder in order of arrival; an unknown folder is empty."""
        mailboxes, _ = self._config.set_cache[account]
        with suppress(KeyError):
            mailbox = await mailboxes.get_mailbox(folder)
            return [content_of(message) async for message in mailbox.messages()]
        return []

    async def renumber(self, account: str) -> None:
        """Make INBOX look restored from a backup: the same mail under a new UIDVALIDITY and new UIDs."""
        await self.drop_connections()
        mailboxes, _ = self._config.set_cache[account]
        assert isinstance(mailboxes, _MailboxSet)
        await mailboxes.renumber_inbox()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections[task] = writer
        try:
            whole = _WholeResponses(writer.transport, writer.transport.get_protocol(), reader, self._loop)
            await self._imap(reader, whole, SocketInfo.get(writer, None, unique_id=uuid4().bytes))
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            del self._connections[task]


class _WholeResponses(asyncio.StreamWriter):
    """Sends a response in one piece, at the `drain` that pymap ends it with.

    pymap writes it word by word, and each word would leave as a packet of its own; a client that reads
    what is there without waiting (IMAPClient's `idle_check`) then finds half a line and gives up.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._response = bytearray()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._response += data

    async def drain(self) -> None:
        response, self._response = bytes(self._response), bytearray()
        super().write(response)
        await super().drain()


def with_crlf(raw: bytes) -> bytes:
    """The message with CRLF line ends, as SMTP would have delivered it and IMAP must show it."""
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def content_of(message: Message) -> bytes:
    """The bytes of a stored message."""
    content = message._content
    return b"" if content is None else bytes(content)


class _Config(Config):
    @property
    def greeting(self) -> bytes:
        # pymap asks DNS for this machine's name, which may take seconds where there is none.
        return b"embedded server ready"


def _config() -> _Config:
    return _Config(
        Namespace(passlib_cfg=None, proxy_protocol=None),
        host=None,
        port=0,
        demo_data=False,
        demo_user="",
        demo_password="",
        tls_enabled=False,
        # Given only because pymap would otherwise load the system's certificates.
        ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
        # Passwords live as long as the process: hashing them would cost half a second a login.
        hash_context=Cleartext(),
        cpu_subsystem=Subsystem.for_asyncio(),
        invalid_user_sleep=0.0,
        reject_dnsbl=False,
    )


class _Mailbox(MailboxData):
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


class _MailboxSet(MailboxSet):
    def __init__(self) -> None:
        super().__init__()
        self._inbox: MailboxData = self._new()

    def _new(self) -> _Mailbox:
        return _Mailbox(self._content_cache, self._thread_cache)

    async def add_mailbox(self, name: str) -> ObjectId:
        await super().add_mailbox(name)
        self._set[name] = mailbox = self._new()
        return mailbox.mailbox_id

    async def renumber_inbox(self) -> None:
        old, new = self._inbox, self._new()
        new._uid_validity = old.uid_validity + 1
        new._max_uid = old._max_uid + 1000
        for message in list(old._messages.values()):
            await old.copy(message.uid, new)
        self._inbox = new
