"""The way out: one method wide. What comes back is the server's answer, or an error that says what to do.

    Retry          this mail, later: a 4xx answer, no answer within the time
    Unreachable    every mail, later: no connection, no TLS, no login; nothing is wrong with the mail itself
    GiveUp         never: a 5xx answer, an address the server cannot write to
    RecipientRefused  never, and the server named the recipient as the cause: a 5xx answer to RCPT TO
    SenderRefused  not from this return path

A mail whose answer was lost may have been taken: it is sent again with the same Message-ID.
"""

from __future__ import annotations

from typing import Protocol

from mailbot.errors import GiveUp, Retry


class Unreachable(Retry):
    """The server cannot be used at the moment, whatever the mail."""


class SenderRefused(GiveUp):
    """The server does not let us send from this return path; from another one it may take the mail."""


class RecipientRefused(GiveUp):
    """The server refuses this recipient for good (RFC 5321 section 4.2.1, 5yz)."""


class Transport(Protocol):
    """Hands one mail to the next server."""

    async def send(self, envelope_from: str, recipient: str, content: bytes) -> str:
        """Returns the server's answer to the mail, e.g. `2.0.0 Ok: queued as 4F1`. Raises Retry, GiveUp."""
        ...

    async def check(self) -> str:
        """Connect and log in without sending anything; what was found, for `doctor`. Raises Unreachable."""
        ...

    async def close(self) -> None:
        """Say goodbye; the next send connects anew."""
        ...
