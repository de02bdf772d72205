"""Challenge-response: a filter asks the writer to prove that he is a person. Nobody here does."""

from __future__ import annotations

import re

from mailbot.inbound.kind.signs import Sign, fields
from mailbot.mail.message import Message
from mailbot.mail.phrases import every_language

_FIELDS = (
    "x-boxtrapper", "x-choicemail-registration-request", "x-askversion", "x-asmx-challenge",
    "x-qurb-challenge",
    "x-challenge", "x-uol-antispam", "x-sender-verification-request", "x-spamarrest-challenge",
)  # fmt: skip
_SUBJECT = re.compile(
    r"\[spamarrest\]|\(verification\)\s*$|requires (?:sender )?verification|sender verification|"
    r"verification required|"
    r"verify#|please confirm (?:your (?:message|e-?mail)|delivery of)|confirm(?:ation)? (?:needed|"
    r"required) (?:to deliver|for your "
    r"(?:message|e-?mail))|\bconfirm [0-9a-f]{16,}|your (?:message|e-?mail) (?:is )?(?:awaits|"
    r"awaiting) (?:confirmation|verification)|"
    r"antispam uol|подтвердите отправку",
    re.I,
)


def of(message: Message, new_text: str) -> Sign | None:
    """By the programs' own fields (TMDA, BoxTrapper ...), by subject and by what they all say."""
    for name in _FIELDS:
        if fields(message, name):
            return Sign("challenge", name)
    if (
        any("tmda" in value.lower() for value in fields(message, "x-delivery-agent"))
        and "confirm" in (message.subject + new_text[:1000]).lower()
    ):
        return Sign("challenge", "X-Delivery-Agent: TMDA")
    said = every_language().pattern("auto.challenge").search(new_text[:2500] or message.text[:2500])
    if said:
        return Sign("challenge", f"words: {' '.join(said[0].split())[:80]}")
    if _SUBJECT.search(message.subject) and re.search(r"https?://|reply", message.text[:3000], re.I):
        return Sign("challenge", f"subject: {message.subject[:80]}")
    return None


def of_report(message: Message) -> Sign | None:
    """A challenge that calls itself a delivery report (Boxbe): by its words, and not from a mail daemon."""
    if re.match(r"(?:mailer-daemon|postmaster)@", message.from_address or "", re.I):
        return None
    said = every_language().pattern("auto.challenge").search(message.text[:2500])
    return Sign("challenge", f"words: {' '.join(said[0].split())[:80]}") if said else None
