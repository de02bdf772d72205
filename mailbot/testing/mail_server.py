"""A complete mail server for demonstrations and tests: IMAP and SMTP in one background thread.

    with EmbeddedMail({"tsb-irc@itu.example": "secret"}) as mail:
        ...                 # speak IMAP to mail.imap_port and SMTP to mail.smtp_port
        mail.accepted       # what was sent

Nothing is heavier than this module until `start`: pymap and aiosmtpd are imported there.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Coroutine, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from mailbot.testing.accepted import Accepted
    from mailbot.testing.faults import Faults
    from mailbot.testing.imap_server import EmbeddedImap
    from mailbot.testing.smtp_server import EmbeddedSmtp

_T = TypeVar("_T")
_HOST = "127.0.0.1"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class EmbeddedMail:
    """Both servers on loopback, on ports of the system's choice, without TLS.

    ``accounts`` maps addresses to passwords. ``folder`` receives every accepted message as an .eml file.
    ``now`` dates what arrives; give a frozen one for a demonstration set in another year. With
    ``auth_required`` the SMTP side takes mail only from somebody who logged in as one of the accounts; by a
    token too, where ``user_of`` says whom one speaks for (``AuthorizationServer.user_of``).
    All methods may be called from any thread.
    """

    def __init__(
        self,
        accounts: Mapping[str, str],
        folder: Path | None = None,
        *,
        auth_required: bool = False,
        size_limit: int | None = None,
        now: Callable[[], datetime] = _utc_now,
        user_of: Callable[[str], str | None] | None = None,
        mechanisms: Collection[str] = ("OAUTHBEARER", "XOAUTH2"),
    ) -> None:
        self._accounts = {name.lower(): password for name, password in accounts.items()}
        self._folder = folder
        self._auth_required = auth_required
        self._size_limit = size_limit
        self._now = now
        self._user_of = user_of
        self._mechanisms = mechanisms
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._imap: EmbeddedImap | None = None
        self._smtp: EmbeddedSmtp | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start both servers and return when they listen."""
        if self._thread is not None:
            raise RuntimeError("the embedded mail server runs already")
        listening: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._work, args=[listening], name="embedded-mail", daemon=True
        )
        self._thread.start()
        try:
            listening.result()
        except BaseException:
            self._thread.join()
            self._thread = None
            raise

    def stop(self) -> None:
        """End all connections and the thread; what was accepted can still be read."""
        if self._thread is None:
            return
        assert self._loop is not None
        assert self._stopping is not None
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._thread = None

    imap_host = smtp_host = _HOST

    @property
    def imap_port(self) -> int:
        """Where the IMAP server listens."""
        return self._imap_server.port

    @property
    def smtp_port(self) -> int:
        """Where the SMTP server listens."""
        return self._smtp_server.port

    @property
    def accepted(self) -> list[Accepted]:
        """What the SMTP server has taken, in order."""
        return self._smtp_server.accepted

    @property
    def token_logins(self) -> list[tuple[str, str]]:
        """The logins by token to the SMTP server that succeeded: mechanism and user."""
        return list(self._smtp_server.token_logins)

    @property
    def faults(self) -> Faults:
        """What the SMTP server is to do wrong."""
        return self._smtp_server.faults

    def deliver(self, raw: bytes, to: str) -> None:
        """Put a message into an account's INBOX as it is, but for line ends; whoever idles there wakes."""
        self._call(self._imap_server.append(self._account(to), raw))

    def inbox(self, account: str, folder: str = "INBOX") -> list[bytes]:
        """The messages in an account's INBOX, or in another folder, in order of arrival."""
        return self._call(self._imap_server.messages(self._account(account), folder))

    def drop_connections(self) -> None:
        """End all IMAP connections, as a restart of the server would."""
        self._call(self._imap_server.drop_connections())

    def renumber(self, account: str) -> None:
        """Give an account's INBOX a new UIDVALIDITY and its messages new UIDs, as a restored server would."""
        self._call(self._imap_server.renumber(self._account(account)))

    def _work(self, listening: Future[None]) -> None:
        try:
            # Before the loop runs: importing takes longer than a loop may be held up.
            from mailbot.testing.imap_server import EmbeddedImap
            from mailbot.testing.smtp_server import SIZE_LIMIT, EmbeddedSmtp

            imap = EmbeddedImap(self._accounts, self._now, _HOST)
            smtp = EmbeddedSmtp(
                self._accounts,
                imap.append,
                self._now,
                folder=self._folder,
                auth_required=self._auth_required,
                size_limit=self._size_limit or SIZE_LIMIT,
                user_of=self._user_of,
                mechanisms=self._mechanisms,
                host=_HOST,
            )
        except BaseException as error:
            listening.set_exception(error)
            return
        asyncio.run(self._run(imap, smtp, listening))

    async def _run(self, imap: EmbeddedImap, smtp: EmbeddedSmtp, listening: Future[None]) -> None:
        try:
            await imap.start()
            await smtp.start()
        except BaseException as error:
            listening.set_exception(error)
            return
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._imap, self._smtp = imap, smtp
        listening.set_result(None)
        await self._stopping.wait()
        await asyncio.gather(imap.stop(), smtp.stop())

    def _call(self, work: Coroutine[Any, Any, _T]) -> _T:
        if self._thread is None or self._loop is None:
            work.close()
            raise RuntimeError("the embedded mail server does not run")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _account(self, name: str) -> str:
        if name.lower() not in self._accounts:
            raise KeyError(f"{name} is no account of this server; it has {', '.join(self._accounts)}")
        return name.lower()

    @property
    def _imap_server(self) -> EmbeddedImap:
        if self._imap is None:
            raise RuntimeError("the embedded mail server was not started")
        return self._imap

    @property
    def _smtp_server(self) -> EmbeddedSmtp:
        if self._smtp is None:
            raise RuntimeError("the embedded mail server was not started")
        return self._smtp
