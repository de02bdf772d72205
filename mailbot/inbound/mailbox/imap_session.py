"""A connection to an IMAP server that has been secured and logged in.

Failure semantics: nothing is sent before the connection is as secure as configured, and no secret
appears in an error: messages are cleaned, and the library's own exceptions, which may quote a command,
are not shown with it. What errors mean is in `imap_errors`. A token that the server refuses is replaced by
a new one, once; after that it is MailboxRefused.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from imaplib import IMAP4

from imapclient import IMAPClient

from mailbot.inbound.mailbox.imap_errors import LIBRARY_ERRORS, explained, refuse_control_characters
from mailbot.inbound.mailbox.imap_login import TokenNotTaken, log_in
from mailbot.inbound.mailbox.protocol import MailboxRefused
from mailbot.oauth import TokenRefused
from mailbot.oauth.sasl import TokenSource
from mailbot.settings import Imap

_GOODBYE = 2.0  # seconds a server may take to answer LOGOUT


def connect(settings: Imap, where: str, tokens: TokenSource | None = None) -> IMAPClient:
    """A client in authenticated state (RFC 9051 §3.2). Every socket operation has the timeout set.

    `starttls` cannot be stripped (RFC 9051 §6.2.1 and §11.1): no STARTTLS in the capabilities, a PREAUTH
    greeting, or a refusal end the connection before anything secret was sent; what came in the clear counts
    for nothing after the handshake.
    """
    refuse_control_characters("imap.username", settings.username)
    if settings.auth == "password":
        password = settings.password.get_secret_value()
        refuse_control_characters("imap.password", password, show=False)
        return _connect(settings, password, where)
    if tokens is None or not settings.username:
        raise MailboxRefused('imap.username: auth = "oauth2" needs the address of the mailbox')
    token = _token(tokens, "", where)
    try:
        return _connect(settings, token, where)
    except TokenNotTaken:
        return _connect(settings, _token(tokens, token, where), where)


def _token(tokens: TokenSource, refused: str, where: str) -> str:
    try:
        return tokens(refused)
    except TokenRefused as error:
        raise MailboxRefused(f"{where}: {error}") from None


def _connect(settings: Imap, secret: str, where: str) -> IMAPClient:
    context = _tls_context(settings) if settings.security != "none" else None
    with explained(where, secret):
        client = IMAPClient(
            settings.host.strip("[]"),
            port=settings.effective_port,
            ssl=settings.security == "tls",
            ssl_context=context,
            timeout=settings.timeout,
        )
    client._imap.debug = 0  # its debug log would format every message, and its command log every LOGIN
    try:
        with explained(where, secret):
            if settings.security == "starttls":
                _start_tls(client, context, where)
            log_in(client, settings, secret, where)
            _enable_condstore(client)
    except BaseException:
        cut(client)
        raise
    return client


def leave(client: IMAPClient) -> None:
    """LOGOUT (RFC 9051 §6.1.3), briefly; then the socket is closed whatever the server says."""
    with suppress(*LIBRARY_ERRORS):
        client.socket().settimeout(_GOODBYE)
        client.logout()
    cut(client)


def cut(client: IMAPClient) -> None:
    """Closes the socket without a word."""
    with suppress(*LIBRARY_ERRORS):
        client.shutdown()


def _tls_context(settings: Imap) -> ssl.SSLContext:
    """The system's trust, or only ``ca_file``; names are checked, old protocols are not spoken."""
    try:
        return ssl.create_default_context(cafile=settings.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise MailboxRefused(
            f"imap.ca_file: {settings.ca_file} cannot be used: {error.strerror or error}"
        ) from None


def _start_tls(client: IMAPClient, context: ssl.SSLContext | None, where: str) -> None:
    if client.welcome.startswith(b"* PREAUTH"):
        raise MailboxRefused(
            f"{where}: the server greets with PREAUTH, which leaves no room for STARTTLS; "
            'use imap.security = "tls", or find out who changes the greeting'
        )
    if not client.has_capability("STARTTLS"):
        raise MailboxRefused(
            f"{where}: the server does not offer STARTTLS, and the password is not sent in the clear; "
            'use imap.security = "tls", or find out who changes its answers'
        )
    client.starttls(context)  # which drops what was read in the clear, and asks for capabilities again


def _enable_condstore(client: IMAPClient) -> None:
    """Some servers tell HIGHESTMODSEQ only to those who asked (RFC 7162 §3.1); a refusal costs nothing."""
    if client.has_capability("ENABLE") and client.has_capability("CONDSTORE"):
        try:
            client.enable("CONDSTORE")
        except IMAP4.abort:
            raise
        except IMAP4.error:
            return
