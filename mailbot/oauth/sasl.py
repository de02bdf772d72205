"""Logging in with a token: OAUTHBEARER (RFC 7628) and XOAUTH2 (the providers' own, older form). Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress

MECHANISMS = ("OAUTHBEARER", "XOAUTH2")
"""In order of preference: a standard goes before a custom."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def choose(offered: Iterable[str]) -> str | None:
    """The mechanism to use among those a server offers, in any case; None: it takes no tokens."""
    known = {name.upper() for name in offered}
    return next((name for name in MECHANISMS if name in known), None)


def first_response(mechanism: str, username: str, token: str, host: str, port: int) -> bytes:
    """What the client says first (RFC 7628 §3.1). The user is the mailbox to open.

    Raises ValueError where a part would end a field early.
    """
    if _CONTROL.search(username + token + host):
        raise ValueError("a control character in the user name or in the token")
    if mechanism == "XOAUTH2":
        return f"user={username}\1auth=Bearer {token}\1\1".encode()
    user = username.replace("=", "=3D").replace(",", "=2C")  # RFC 5801 §4, saslname
    return f"n,a={user},\1host={host}\1port={port}\1auth=Bearer {token}\1\1".encode()


def after_refusal(mechanism: str) -> bytes:
    """What the client must answer to the server's error before the exchange fails (RFC 7628 §3.2.3)."""
    return b"" if mechanism == "XOAUTH2" else b"\1"


def reason(challenge: bytes) -> str:
    """The `status` of the server's error (RFC 7628 §3.2.2), empty if it says nothing readable."""
    with suppress(ValueError, AttributeError):
        said = json.loads(challenge.decode("utf-8", "replace")).get("status", "")
        return _CONTROL.sub(" ", str(said))[:80]
    return ""


class Exchange:
    """One attempt, as imaplib's `authenticate` wants it: called with each challenge.

    ``refusal`` is the server's reason once it has said no.
    """

    def __init__(self, mechanism: str, response: bytes) -> None:
        self._mechanism = mechanism
        self._response: bytes | None = response
        self.refusal = ""

    def __call__(self, challenge: bytes) -> bytes:
        response, self._response = self._response, None
        if response is not None:
            return response
        self.refusal = reason(challenge) or "no reason given"
        return after_refusal(self._mechanism)


TokenSource = Callable[[str], str]
"""A usable access token; not the one given (empty: any), which a server has refused."""
