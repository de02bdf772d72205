"""Saying who we are to an SMTP server: by password, or by a token (RFC 4954; RFC 7628, XOAUTH2).

Failure semantics: every failure is Unreachable, since nothing is wrong with any mail; a refused token is
`TokenNotTaken`, so that the caller gets another one, once. The library's own errors pass. No secret is in an
error: the server's words are shown without what it echoes.
"""

from __future__ import annotations

import base64

import aiosmtplib

from mailbot.oauth.sasl import after_refusal, choose, first_response, reason
from mailbot.outbound.delivery import Unreachable
from mailbot.settings import Smtp

_LINE = 510  # octets of a command line, its end left out (RFC 5321 §4.5.3.1.4); longer goes by itself


class TokenNotTaken(Unreachable):
    """The server refuses this token; another one may be good."""


async def log_in(client: aiosmtplib.SMTP, settings: Smtp, secret: str) -> None:
    """``secret`` is the password, or an access token where ``settings.auth`` says so. No name: no login."""
    if not settings.username:
        return
    if settings.auth == "password":
        await client.login(settings.username, secret)
        return
    if client.is_ehlo_or_helo_needed:
        await client.ehlo()
    mechanism = choose(client.server_auth_methods)
    if mechanism is None:
        raise Unreachable(
            "the server takes no tokens (neither OAUTHBEARER nor XOAUTH2); check smtp.host, or set "
            'smtp.auth = "password"'
        )
    said = first_response(mechanism, settings.username, secret, settings.host, settings.effective_port)
    answer = await _exchange(client, mechanism, base64.b64encode(said))
    if answer.code == 235:
        return
    why = ""
    if answer.code == 334:  # the server's error; it refuses once we have acknowledged that (RFC 7628 §3.2.3)
        why = f" ({reason(_decoded(answer.message)) or 'no reason given'})"
        answer = await client.execute_command(base64.b64encode(after_refusal(mechanism)))
    text = f"{answer.code} {answer.message}".replace(secret, "***").replace(
        base64.b64encode(said).decode(), "***"
    )
    if 500 <= answer.code <= 599:
        raise TokenNotTaken(f"{text}{why}; check smtp.username, and that the application may send for it")
    raise Unreachable(f"{text}{why}")


async def _exchange(client: aiosmtplib.SMTP, mechanism: str, response: bytes) -> aiosmtplib.SMTPResponse:
    name = mechanism.encode()
    if len(b"AUTH  " + name + response) <= _LINE:
        return await client.execute_command(b"AUTH", name, response)
    answer = await client.execute_command(b"AUTH", name)
    return await client.execute_command(response) if answer.code == 334 else answer


def _decoded(message: str) -> bytes:
    try:
        return base64.b64decode(message, validate=True)
    except ValueError:
        return b""
