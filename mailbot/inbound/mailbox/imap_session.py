"""A connection to an IMAP server that has been secured and logged in, and what its errors mean.

Failure semantics: nothing is sent before the connection is as secure as configured, and no secret
appears in an error: messages are cleaned, and the library's own exceptions, which may quote a command,
are not shown with it. Network trouble, BYE and the temporary response codes of RFC 5530 are Retry.
Whatever the operator has to change (certificate, password, folder) is MailboxRefused, and says which key.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from imaplib import IMAP4

from imapclient import IMAPClient

from mailbot.errors import MailbotError, Retry
from mailbot.inbound.mailbox.protocol import MailboxRefused
from mailbot.settings import Imap

LIBRARY_ERRORS = (OSError, IMAP4.error, ValueError)
"""What IMAPClient raises: of the network, of the protocol, and for answers it cannot parse."""

_GOODBYE = 2.0  # seconds a server may take to answer LOGOUT
_TEMPORARY_CODES = {"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "EXPUNGEISSUED"}
_TEMPORARY_WORDS = re.compile(r"temporar|try again|too many|unavailable|time[d ]*out", re.IGNORECASE)
_CODE = re.compile(r"\[([A-Z][A-Z-]+)[\] ]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def refuse_control_characters(key: str, value: str) -> None:
    """A line end in a name would begin a command of its own (RFC 9051 §4.3)."""
    if _CONTROL.search(value):
        raise MailboxRefused(f"{key}: {value!r} holds a line end or another control character; remove it")


def connect(settings: Imap, where: str) -> IMAPClient:
    """A client in authenticated state (RFC 9051 §3.2). Every socket operation has the timeout set.

    `starttls` cannot be stripped (RFC 9051 §6.2.1 and §11.1): no STARTTLS in the capabilities, a PREAUTH
    greeting, or a refusal end the connection before anything secret was sent; what came in the clear counts
    for nothing after the handshake.
    """
    password = settings.password.get_secret_value()
    refuse_control_characters("imap.username", settings.username)
    if _CONTROL.search(password):
        raise MailboxRefused("imap.password: holds a line end or another control character; remove it")
    context = _tls_context(settings) if settings.security != "none" else None
    with explained(where, password):
        client = IMAPClient(
            settings.host.strip("[]"),
            port=settings.effective_port,
            ssl=settings.security == "tls",
            ssl_context=context,
            timeout=settings.timeout,
        )
    client._imap.debug = 0  # its debug log would format every message, and its command log every LOGIN
    try:
        with explained(where, password):
            if settings.security == "starttls":
                _start_tls(client, context, where)
            _log_in(client, settings.username, password, where)
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


@contextmanager
def explained(where: str, secret: str = "") -> Iterator[None]:
    """Turns the library's exceptions into ours, which do not show them."""
    try:
        yield
    except LIBRARY_ERRORS as error:
        raise as_mailbot_error(error, where, secret) from None


def as_mailbot_error(error: Exception, where: str, secret: str = "") -> MailbotError:
    """Retry, or MailboxRefused with the key to change."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailboxRefused(
            f"{where}: the server's certificate is not accepted: {error.verify_message}; "
            "correct imap.host, or name the server's CA in imap.ca_file"
        )
    if isinstance(error, ssl.SSLError) and error.reason in {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"}:
        return MailboxRefused(f"{where}: no TLS on this port; correct imap.port or imap.security")
    said = _cleaned(error, secret)
    if isinstance(error, OSError):
        return Retry(f"{where}: {error.strerror or said or type(error).__name__}")
    if isinstance(error, IMAP4.abort | ValueError) or isinstance(error.__context__, IMAP4.abort):
        return Retry(f"{where}: {said}")
    if is_temporary(said) or said.startswith("* BYE"):
        return Retry(f"{where}: {said}")
    return MailboxRefused(f"{where}: the server refuses: {said}")


def is_temporary(said: str) -> bool:
    """Whether a NO may be a yes later (RFC 5530 §3)."""
    code = response_code(said)
    if code in {"AUTHENTICATIONFAILED", "NONEXISTENT", "NOPERM", "EXPIRED"}:
        return False
    return code in _TEMPORARY_CODES or _TEMPORARY_WORDS.search(said) is not None


def response_code(said: str) -> str:
    """The `UNAVAILABLE` of `[UNAVAILABLE] come back later`."""
    found = _CODE.search(said)
    return found[1] if found else ""


def _cleaned(error: Exception, secret: str) -> str:
    said = " ".join(
        arg.decode("utf-8", "replace") if isinstance(arg, bytes) else str(arg) for arg in error.args
    )
    said = re.sub(r"""\bb(['"])(.*?)\1""", r"\2", said)
    if secret:
        said = said.replace(secret, "***")
    return _CONTROL.sub(" ", said)[:300]


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


def _log_in(client: IMAPClient, username: str, password: str, where: str) -> None:
    """AUTHENTICATE PLAIN (RFC 4616), which takes any name and password, else LOGIN.

    Other ways to prove who we are (OAUTHBEARER, XOAUTH2) belong here.
    """
    if client._imap.state == "AUTH":  # PREAUTH inside TLS: the certificate said enough
        return
    try:
        if client.has_capability("AUTH=PLAIN"):
            client.plain_login(username, password)
        elif client.has_capability("LOGINDISABLED"):
            raise MailboxRefused(f"{where}: the server takes no password on this connection; use TLS")
        elif not (username + password).isascii():
            raise MailboxRefused(f"{where}: the server takes only ASCII names and passwords")
        else:
            client.login(username, password)
    except IMAP4.error as error:
        failure = as_mailbot_error(error, where, password)
        if isinstance(failure, MailboxRefused):
            failure = MailboxRefused(f"{failure}; check imap.username and imap.password")
    else:
        return
    raise failure
