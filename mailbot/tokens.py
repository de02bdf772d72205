"""Signed addresses and Message-IDs: what comes back to us can be told from what somebody made up.

A token names a mail of ours and proves that we gave it out, to this recipient and for this purpose:
`tsb-irc+r-17-c3v...@itu.example` is where the recipient of mail 17 replies to, `tsb-irc+b-17-...` its return
path, and `u-17-...`, in an address or a link, leaves the list that mail 17 went to; `a-17-...` is where the
approver answers whom request 17 asked (its number is that of the request). The proof is HMAC-SHA256
over purpose, mail and recipient, cut to 100 bits, in letters and digits whose case does not matter (RFC 5321
leaves that of a local part to whoever handles it). Pure.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Literal

Purpose = Literal["r", "b", "u", "a"]  # reply, bounce, unsubscribe, approval
LOOP = "X-Mailbot-Loop"  # the field that every mail of ours bears, with our own address in it
_LENGTH = 20  # characters of 5 bits
_TAG = re.compile(r"(?P<purpose>[rbua])-(?P<mail>[0-9]{1,9})-(?P<proof>[a-z2-7]{20})")
MIN_KEY = 32  # octets


@dataclass(frozen=True)
class Token:
    """What an address claims, not yet proven; see :meth:`Signer.proves`."""

    purpose: str
    mail: int
    proof: str


@dataclass(frozen=True)
class Signer:
    """Makes and proves tokens. The key is kept out of every representation, and of templates' reach."""

    _key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self._key) < MIN_KEY:
            raise ValueError(f"a key has {MIN_KEY} octets or more")

    def _proof(self, *parts: str) -> str:
        digest = hmac.new(self._key, "\x00".join(parts).encode(), hashlib.sha256).digest()
        return base64.b32encode(digest).decode().lower()[:_LENGTH]

    def address(self, purpose: Purpose, mail: int, recipient: str, own: str) -> str:
        """Our address ``own`` with the token of this mail to this recipient."""
        local, at, domain = own.rpartition("@")
        return f"{local}+{self.text(purpose, mail, recipient)}{at}{domain}"

    def text(self, purpose: Purpose, mail: int, recipient: str) -> str:
        """The token of this mail to this recipient by itself, as it stands in a link."""
        return f"{purpose}-{mail}-{self._proof(purpose, str(mail), recipient.casefold())}"

    def proves(self, token: Token, recipient: str) -> bool:
        """Whether we gave this token out for its mail, which went to ``recipient``."""
        proof = self._proof(token.purpose, str(token.mail), recipient.casefold())
        return hmac.compare_digest(proof, token.proof)

    def name(self, *parts: str) -> str:
        """Always the same for the same parts, and not to be guessed: the middle of a Message-ID."""
        return self._proof("message-id", *parts) + self._proof("message-id", "more", *parts)[:12]


def read(address: str, own: str) -> Token | None:
    """The token in an address of ours; None where there is none."""
    local, _, domain = address.casefold().rpartition("@")
    own_local, _, own_domain = own.casefold().rpartition("@")
    if domain != own_domain or not local.startswith(own_local + "+"):
        return None
    return read_text(local[len(own_local) + 1 :])


def read_text(text: str) -> Token | None:
    """The token that the text is; None where it is none."""
    found = _TAG.fullmatch(text)
    return Token(found["purpose"], int(found["mail"]), found["proof"]) if found else None
