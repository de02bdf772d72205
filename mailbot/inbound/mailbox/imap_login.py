"""Saying who we are to an IMAP server: by password, or by a token (RFC 7628, XOAUTH2).

Failure semantics: no secret is sent where the server has not offered to take it, nor shown in an error. A
password that is refused is MailboxRefused. A token that is refused is `TokenNotTaken`: it may have been
withdrawn before its time, so the caller gets another one, once.
"""

from __future__ import annotations

from imaplib import IMAP4

from imapclient import IMAPClient

from mailbot.errors import MailbotError
from mailbot.inbound.mailbox.imap_errors import as_mailbot_error
from mailbot.inbound.mailbox.protocol import MailboxRefused
from mailbot.oauth.sasl import Exchange, choose, first_response
from mailbot.settings import Imap


class TokenNotTaken(MailboxRefused):
    """The server refuses this token; another one may be good."""


def log_in(client: IMAPClient, settings: Imap, secret: str, where: str) -> None:
    """``secret`` is the password, or an access token where ``settings.auth`` says so."""
    if client._imap.state == "AUTH":  # PREAUTH inside TLS: the certificate said enough
        return
    if settings.auth == "oauth2":
        _by_token(client, settings, secret, where)
    else:
        _by_password(client, settings.username, secret, where)


def _by_token(client: IMAPClient, settings: Imap, token: str, where: str) -> None:
    offered = [name.decode("ascii", "replace").upper() for name in client.capabilities()]
    mechanism = choose(name.removeprefix("AUTH=") for name in offered if name.startswith("AUTH="))
    if mechanism is None:
        raise MailboxRefused(
            f"{where}: the server takes no tokens (neither OAUTHBEARER nor XOAUTH2); check imap.host, "
            'or set imap.auth = "password"'
        )
    said = first_response(mechanism, settings.username, token, settings.host, settings.effective_port)
    exchange = Exchange(mechanism, said)
    try:
        client.sasl_login(mechanism, exchange)
    except IMAP4.error as error:
        failure: MailbotError = as_mailbot_error(error, where, token)
        if isinstance(failure, MailboxRefused):
            why = f" ({exchange.refusal})" if exchange.refusal else ""
            failure = TokenNotTaken(
                f"{failure}{why}; check imap.username, and that the application may open this mailbox by IMAP"
            )
    else:
        return
    raise failure


def _by_password(client: IMAPClient, username: str, password: str, where: str) -> None:
    """AUTHENTICATE PLAIN (RFC 4616), which takes any name and password, else LOGIN."""
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
