"""Who wrote, and how well that is proven: before anybody reads what he wrote. Pure.

`prove` gives the message with its author in place of a trusted forwarder's rewritten From, and the verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from mailbot.inbound.proof import arc, forwarded, verdict
from mailbot.inbound.proof.domains import of_address
from mailbot.inbound.proof.model import Authenticity, Signature, Trusted, Verdict
from mailbot.mail.decoding import words
from mailbot.mail.form import FORM
from mailbot.mail.message import Message

__all__ = ["Authenticity", "Signature", "Trusted", "Verdict", "judge", "prove"]

_FROM_THE_FORM = "it was written in the web page's form, where anybody can give any address"


def judge(
    message: Message, trust: Trusted | Collection[str], signatures: Sequence[Signature] | None = None
) -> Authenticity:
    """The verdict alone, on the author that `prove` names."""
    return prove(message, trust, signatures)[1]


def prove(
    message: Message, trust: Trusted | Collection[str], signatures: Sequence[Signature] | None = None
) -> tuple[Message, Authenticity]:
    """The message as its author sent it, and how well proven he is."""
    if message.header(FORM) is not None:
        return message, Authenticity("unverified", (_FROM_THE_FORM,), True)
    trust = Trusted.of(trust)
    proof = verdict.judge(message, trust, signatures)
    original = forwarded.original_author(message, trust, proof)
    if original is not None and original.address is not None:
        forwarder = message.from_address
        message = replace(message, from_address=original.address, from_name=words(original.name))
        proof = _on_his_word(message, trust, proof, forwarder or "")
    elif proof.verdict != "authenticated" and message.from_address is not None:
        sealer = arc.vouches(message, trust, of_address(message.from_address))
        if sealer is not None:
            reason = f"{sealer}, which sent the mail on, had found it authenticated (ARC)"
            proof = Authenticity("authenticated", (reason, *proof.reasons))
    return message, proof


def _on_his_word(message: Message, trust: Trusted, proof: Authenticity, forwarder: str) -> Authenticity:
    """The verdict on the author whom a forwarder names: no more than that, unless its ARC seal says more."""
    author = message.from_address or ""
    sealer = arc.vouches(message, trust, of_address(author))
    if sealer is not None:
        reason = f"sent on by {forwarder}; {sealer} had found {of_address(author)} authenticated (ARC)"
        return Authenticity("authenticated", (reason, *proof.reasons))
    reason = f"sent on by {forwarder}, which names {author} as its author without proof"
    return Authenticity("unverified", (reason, *proof.reasons), trust.hold_unverified)
