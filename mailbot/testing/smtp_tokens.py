"""Logging in to the embedded SMTP server by token: XOAUTH2, and OAUTHBEARER (RFC 7628).

The server side of what `mailbot.oauth.sasl` says, written from the specifications and not from that code.
"""
# ruff: noqa: N802  (aiosmtpd fixes the names of its hooks)

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable

from aiosmtpd.smtp import MISSING, SMTP, AuthResult

UserOf = Callable[[str], str | None]
"""Whom an access token speaks for; None: it is not good."""

_REFUSAL = b'{"status":"invalid_token","schemes":"bearer","scope":"mail"}'
_FORMS = {
    "XOAUTH2": re.compile(r"user=([^\x01]+)\x01auth=Bearer ([^\x01]+)\x01\x01"),
    "OAUTHBEARER": re.compile(
        r"n,a=([^,]+),\x01(?:host=[^\x01]*\x01)?(?:port=\d*\x01)?auth=Bearer ([^\x01]+)\x01\x01"
    ),
}
_ACKNOWLEDGED = {"XOAUTH2": b"", "OAUTHBEARER": b"\1"}


class TokenLogin:
    """aiosmtpd finds the mechanisms by these methods' names. ``token_logins`` names those that succeeded."""

    def __init__(self, user_of: UserOf) -> None:
        self._user_of = user_of
        self.token_logins: list[tuple[str, str]] = []

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        return await self._login(server, "XOAUTH2", args)

    async def auth_OAUTHBEARER(self, server: SMTP, args: list[str]) -> AuthResult:
        return await self._login(server, "OAUTHBEARER", args)

    async def _login(self, server: SMTP, mechanism: str, args: list[str]) -> AuthResult:
        said = await server.challenge_auth("") if len(args) == 1 else _decoded(args[1])
        if said is MISSING or not isinstance(said, bytes):
            return AuthResult(success=False)
        form = _FORMS[mechanism].fullmatch(said.decode("utf-8", "replace"))
        if form is None:
            return AuthResult(success=False, handled=False, message="501 5.5.2 Not of the mechanism's form")
        user = form[1].replace("=2C", ",").replace("=3D", "=") if mechanism == "OAUTHBEARER" else form[1]
        if self._user_of(form[2]) == user:
            self.token_logins.append((mechanism, user))
            return AuthResult(success=True)
        answer = await server.challenge_auth(_REFUSAL)
        known = answer is MISSING or answer == _ACKNOWLEDGED[mechanism]
        return AuthResult(
            success=False, handled=False, message=None if known else "501 5.5.2 Not acknowledged"
        )


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
