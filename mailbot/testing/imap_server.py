"""An IMAP server inside this process: pymap's protocol and in-memory store on a loopback port.

What is kept is kept in memory and gone at stop. The listener and the connection tasks are ours: pymap's
own service keeps no reference to a connection that idles, so the garbage collector may end it.

Not there, because pymap has it not: TLS, CONDSTORE, NAMESPACE, SPECIAL-USE, ENVELOPE of a message whose
headers Python cannot parse (the server says BYE). `tests/flow` has a real server for these.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from argparse import Namespace
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import uuid4

from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login, Session
from pymap.backend.dict.filter import FilterSet
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl import SASLAuth
from pysasl.hashing import Cleartext

from mailbot.testing.imap_store import EmbeddedMailboxes, content_of, with_crlf
from mailbot.testing.listener import Listener

_log = logging.getLogger(__name__)

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
            self._config.set_cache[name] = (EmbeddedMailboxes(), FilterSet())
        self._imap = IMAPServer(self._login, self._config)
        self._tasks: set[asyncio.Task[None]] = set()
        self._listener: Listener | None = None

    async def start(self) -> None:
        """Listen; `port` is known afterwards."""
        self._listener = Listener(self.host, self._protocol)
        self.port = self._listener.port

    async def stop(self) -> None:
        """Stop listening and end every connection."""
        if self._listener is not None:
            await self._listener.stop()
            await self.drop_connections()
            self._listener = None

    async def drop_connections(self) -> None:
        """End every connection as a server that is restarted does: BYE, then end of stream."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_GOODBYE)
        if self._listener is not None:
            await self._listener.cut()

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
        assert isinstance(mailboxes, EmbeddedMailboxes)
        await mailboxes.renumber_inbox()

    def _protocol(self) -> asyncio.BaseProtocol:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=_LINE_LIMIT, loop=loop)
        return asyncio.StreamReaderProtocol(reader, self._serve, loop=loop)

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A task of our own: asyncio's would be lost if it were cancelled before its first step, and it
        # complains about any that is cancelled.
        loop = asyncio.get_running_loop()
        whole = _WholeResponses(writer.transport, writer.transport.get_protocol(), reader, loop)
        client = SocketInfo.get(writer, None, unique_id=uuid4().bytes)
        task = loop.create_task(self._imap(reader, whole, client))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        task.add_done_callback(lambda _: writer.close())

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("an IMAP connection ended with an error", exc_info=error)


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


class _Config(Config):
    @cached_property
    def tls_auth(self) -> SASLAuth:
        # Found by entry points, which pymap would go through again for every connection.
        return SASLAuth.defaults()

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
