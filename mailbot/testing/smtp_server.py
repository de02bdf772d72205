"""An SMTP server inside this process: aiosmtpd on a loopback port.

It accepts mail for everybody, keeps each message with its envelope, and hands what is addressed to a
local account over to that account's INBOX. `faults` makes it fail on request.
"""
# ruff: noqa: ARG002, N802  (aiosmtpd fixes the names and parameters of its hooks)

from __future__ import annotations

import asyncio
import hmac
import itertools
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mailbot.testing.accepted import Accepted
from mailbot.testing.faults import Faults, Stage
from mailbot.testing.listener import Listener
from mailbot.testing.smtp_tokens import TokenLogin, UserOf

HOST_NAME = "mx.embedded.example"
SIZE_LIMIT = 25 * 1024 * 1024
TOKEN_MECHANISMS = ("OAUTHBEARER", "XOAUTH2")
_NULL_SENDER = "<>"

Deliver = Callable[[str, bytes], Awaitable[None]]


class EmbeddedSmtp:
    """The server; `start` and `stop` belong to one loop, `accepted` and `faults` to any thread.

    With ``passwords``, mail is taken only after AUTH. ``deliver(account, raw)`` receives what is for one
    of ``accounts``; an address with a detail (``bot+token@itu.example``) belongs to the account without it.
    With ``user_of``, the token ``mechanisms`` are offered too.
    """

    def __init__(
        self,
        accounts: Mapping[str, str],
        deliver: Deliver,
        now: Callable[[], datetime],
        *,
        folder: Path | None = None,
        auth_required: bool = False,
        size_limit: int = SIZE_LIMIT,
        user_of: UserOf | None = None,
        mechanisms: Collection[str] = TOKEN_MECHANISMS,
        host: str = "127.0.0.1",
    ) -> None:
        self.host = host
        self.port = 0
        self.faults = Faults()
        self.auth_required = auth_required
        self._size_limit = size_limit
        self._accounts = accounts
        self._deliver = deliver
        self._now = now
        self._user_of = user_of
        self._mechanisms = mechanisms
        self.token_logins: list[tuple[str, str]] = []
        self._folder = folder
        self._numbers = itertools.count(1)
        self._accepted: list[Accepted] = []
        self._listener: Listener | None = None

    @property
    def accepted(self) -> list[Accepted]:
        """All messages taken so far, a copy."""
        return list(self._accepted)

    async def start(self) -> None:
        """Listen; `port` is known afterwards."""
        self._listener = Listener(self.host, self._connection)
        self.port = self._listener.port

    async def stop(self) -> None:
        """Stop listening and cut every connection."""
        if self._listener is not None:
            await self._listener.stop()
            await self._listener.cut()
            self._listener = None

    async def take(self, message: Accepted, client: str) -> None:
        """Keep a message and deliver it to the local accounts among its recipients."""
        number = next(self._numbers)
        if self._folder is not None:
            message.write(self._folder, number)
        self._accepted.append(message)
        for recipient in message.recipients:
            account = self._account(recipient)
            if account is not None:
                await self._deliver(account, message.as_delivered(recipient, HOST_NAME, client))

    def message(self, envelope: Envelope) -> Accepted:
        """The message that the envelope carries."""
        sender = envelope.mail_from or ""
        assert isinstance(envelope.content, bytes)
        return Accepted(
            "" if sender == _NULL_SENDER else sender,
            tuple(envelope.rcpt_tos),
            envelope.content,
            self._now(),
        )

    def knows(self, login: bytes, password: bytes) -> bool:
        """Whether this is the password of an account."""
        expected = self._accounts.get(login.decode(errors="replace").lower())
        return expected is not None and hmac.compare_digest(expected.encode(), password)

    def _account(self, recipient: str) -> str | None:
        local, _, domain = recipient.lower().rpartition("@")
        for name in (f"{local}@{domain}", f"{local.partition('+')[0]}@{domain}"):
            if name in self._accounts:
                return name
        return None

    def _connection(self) -> SMTP:
        return _Protocol(
            _Handler(self) if self._user_of is None else _TokenHandler(self, self._user_of),
            hostname=HOST_NAME,
            ident="ESMTP embedded",
            data_size_limit=self._size_limit,
            enable_SMTPUTF8=True,
            # aiosmtpd's own auth_required warns about missing TLS; on loopback the handler asks for it.
            auth_require_tls=False,
            authenticator=self._authenticate,
            auth_exclude_mechanism=[name for name in TOKEN_MECHANISMS if name not in self._mechanisms],
            loop=asyncio.get_running_loop(),
        )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        if isinstance(data, LoginPassword) and self.knows(data.login, data.password):
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False)


class _Session(Session):
    """aiosmtpd logs a warning at every login for an attribute it sets itself; here it is a plain one."""

    login_data: object = None


class _Protocol(SMTP):
    def _create_session(self) -> Session:
        return _Session(self.loop)


class _Handler:
    """aiosmtpd calls these by name; a returned line is the reply."""

    def __init__(self, smtp: EmbeddedSmtp) -> None:
        self._smtp = smtp

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._smtp.auth_required and not session.authenticated:
            return "530 5.7.0 Authentication required"
        fault = self._smtp.faults.take_answer(Stage.MAIL)
        if fault is not None:
            return fault.line
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        fault = self._smtp.faults.take_answer(Stage.RCPT, address)
        if fault is not None:
            return fault.line
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        faults = self._smtp.faults
        delay = faults.take_delay()
        if delay is not None:
            await asyncio.sleep(delay.seconds)
        answer = faults.take_answer(Stage.END_OF_DATA)
        if answer is not None:
            return answer.line
        drop = faults.take_drop()
        if drop is None or drop.accepted:
            await self._smtp.take(self._smtp.message(envelope), session.host_name or "unknown")
        if drop is not None:
            if isinstance(server.transport, asyncio.WriteTransport):
                server.transport.abort()
            # That cancels this task at its next wait; there is nobody to answer to.
            await asyncio.sleep(0)
        return "250 2.0.0 Ok: accepted"


class _TokenHandler(TokenLogin, _Handler):
    def __init__(self, smtp: EmbeddedSmtp, user_of: UserOf) -> None:
        TokenLogin.__init__(self, user_of)
        _Handler.__init__(self, smtp)
        self.token_logins = smtp.token_logins
