"""Delivery over SMTP (RFC 5321), one connection for many mails.

A mail counts as sent only after the server's 250 to its data. No answer in time, or a connection that breaks
in between, is Retry: the server may have taken the mail, and it is sent again with the same Message-ID. The
whole transaction is bounded by `smtp.timeout` seconds, whatever the server does. An idle connection is tried
with NOOP before it is used again. With `starttls` the mail is not sent unless TLS was established and the
certificate is good; what a server says before TLS is forgotten (RFC 3207, section 6). A token that the server
refuses is replaced by a new one, once.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from contextlib import suppress

import aiosmtplib

from mailbot.errors import GiveUp, Retry
from mailbot.oauth import TokenRefused
from mailbot.oauth.sasl import TokenSource
from mailbot.outbound.delivery import RecipientRefused, SenderRefused, Unreachable, smtp_login
from mailbot.outbound.mime import ascii_address
from mailbot.settings import Smtp

_LINE_END = re.compile(rb"\r\n|\r|\n")
_GOODBYE_SECONDS = 2.0


class SmtpTransport:
    """One connection, opened when the first mail goes out. Not for use by several tasks at once. ``tokens``
    gives access tokens where `settings.auth` is `oauth2`."""

    def __init__(self, settings: Smtp, tokens: TokenSource | None = None) -> None:
        self._settings = settings
        self._tokens = tokens
        self._client: aiosmtplib.SMTP | None = None

    async def send(self, envelope_from: str, recipient: str, content: bytes) -> str:
        """Hand over one mail; returns the server's answer. Raises Retry, Unreachable or GiveUp."""
        try:
            async with asyncio.timeout(self._settings.timeout):
                client = await self._connected()
                return await self._transaction(client, envelope_from, recipient, canonical(content))
        except TimeoutError as exc:
            await self._abandon()
            raise Retry(f"no answer from {self._where} within {self._settings.timeout:g} s") from exc
        except asyncio.CancelledError:
            await self._abandon()
            raise

    async def check(self) -> str:
        """Connect, establish TLS and log in as for a mail. Raises Unreachable."""
        try:
            async with asyncio.timeout(self._settings.timeout):
                client = await self._connected()
                tls = client.get_transport_info("ssl_object")
                how = " by token" if self._settings.auth == "oauth2" else ""
                login = f", logged in as {self._settings.username}{how}" if self._settings.username else ""
                return f"{self._where} answers, {tls.version() if tls else 'without TLS'}{login}"
        except TimeoutError as exc:
            raise Unreachable(f"no answer from {self._where} within {self._settings.timeout:g} s") from exc
        finally:
            await self.close()

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None and client.is_connected:
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await client.quit(timeout=_GOODBYE_SECONDS)
            client.close()

    @property
    def _where(self) -> str:
        return f"{self._settings.host}:{self._settings.effective_port}"

    async def _abandon(self) -> None:
        """Cut the connection: TLS would say a farewell that nobody waits for."""
        client, self._client = self._client, None
        if client is not None:
            if isinstance(client.transport, asyncio.WriteTransport):
                client.transport.abort()
            client.close()
            await asyncio.sleep(0)  # the socket is closed in the loop's next round

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is not None:
            with suppress(aiosmtplib.SMTPException, OSError):
                if self._client.is_connected and (await self._client.noop()).code == 250:
                    return self._client
            await self._abandon()
        if self._settings.auth == "password":
            return await self._connect(self._settings.password.get_secret_value())
        token = await self._token("")
        try:
            return await self._connect(token)
        except smtp_login.TokenNotTaken:
            return await self._connect(await self._token(token))

    async def _connect(self, secret: str) -> aiosmtplib.SMTP:
        settings = self._settings
        client = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.effective_port,
            local_hostname=_own_name(),
            timeout=settings.timeout,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            tls_context=self._tls_context(),
        )
        self._client = client
        try:
            await client.connect()
            await smtp_login.log_in(client, settings, secret)
        except Unreachable as exc:
            await self._abandon()
            raise type(exc)(f"{self._where}: {exc}") from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as exc:
            await self._abandon()
            raise Unreachable(f"{self._where}: {_said(exc)}") from exc
        return client

    async def _token(self, refused: str) -> str:
        """From a thread of its own: the authorization server may take its time."""
        if self._tokens is None or not self._settings.username:
            raise Unreachable('smtp.username: auth = "oauth2" needs the address of the mailbox')
        try:
            return await asyncio.to_thread(self._tokens, refused)
        except (Retry, TokenRefused) as exc:
            raise Unreachable(f"{self._where}: {exc}") from None

    def _tls_context(self) -> ssl.SSLContext | None:
        if self._settings.security == "none":
            return None
        try:
            return ssl.create_default_context(cafile=self._settings.ca_file)
        except OSError as exc:
            raise Unreachable(f"smtp.ca_file: {_said(exc)}") from exc

    async def _transaction(
        self, client: aiosmtplib.SMTP, envelope_from: str, recipient: str, content: bytes
    ) -> str:
        try:
            sender, to = ascii_address(envelope_from), ascii_address(recipient)
        except ValueError as exc:
            raise GiveUp(str(exc)) from exc
        options = [] if sender.isascii() and to.isascii() else ["SMTPUTF8"]
        try:
            _, answer = await client.sendmail(sender, to, content, mail_options=options)
        except aiosmtplib.SMTPRecipientsRefused as exc:
            refused = exc.recipients[0]
            verdict = await self._verdict(refused.code, refused.message)
            raise (RecipientRefused(str(verdict)) if isinstance(verdict, GiveUp) else verdict) from exc
        except aiosmtplib.SMTPSenderRefused as exc:
            verdict = await self._verdict(exc.code, exc.message)
            raise (SenderRefused(str(verdict)) if isinstance(verdict, GiveUp) else verdict) from exc
        except aiosmtplib.SMTPNotSupported as exc:
            raise GiveUp(f"{to}: the server does not take addresses beyond ASCII ({_said(exc)})") from exc
        except aiosmtplib.SMTPResponseException as exc:
            raise await self._verdict(exc.code, exc.message) from exc
        except (aiosmtplib.SMTPException, OSError) as exc:
            await self._abandon()
            raise Retry(f"{self._where}: {_said(exc)}") from exc
        except ValueError as exc:
            raise GiveUp(f"{to}: {exc}") from exc
        return _one_line(answer)

    async def _verdict(self, code: int, message: str) -> Retry | GiveUp:
        """What an answer means. 421 ends the connection; -1 is aiosmtplib's word for a garbled answer."""
        answer = f"{code} {_one_line(message)}"
        if code == 421:
            await self._abandon()
            return Unreachable(f"{self._where}: {answer}")
        if 500 <= code <= 599:
            return GiveUp(answer)
        if not 400 <= code <= 499:
            await self._abandon()
        return Retry(answer)


def canonical(content: bytes) -> bytes:
    """The mail with every line end as CRLF: no bare CR or LF can reach a server that reads it otherwise
    (SMTP smuggling, CVE-2023-51764). aiosmtplib then doubles leading dots."""
    content = _LINE_END.sub(b"\r\n", content)
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def _own_name() -> str:
    """This machine's name for EHLO, without asking DNS."""
    name = socket.gethostname()
    return name if re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?", name) else "localhost"


def _said(exc: BaseException) -> str:
    if isinstance(exc, aiosmtplib.SMTPResponseException):
        return f"{exc.code} {_one_line(exc.message)}"
    return _one_line(str(exc)) or type(exc).__name__


def _one_line(text: str) -> str:
    """A server's words on one line, in characters a database takes."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ").split())[:500]
