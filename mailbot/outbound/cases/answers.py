"""What the sender is told after a decision: applied, refused, still waiting, not understood. Pure.

Nobody is answered whose mail failed authentication or was sent by a machine (RFC 3834): `silent_because` says
why. Occasion and template folder: `answer`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailbot.directory.snapshot import Directory
from mailbot.mail.automata import machine_made
from mailbot.mail.message import Message
from mailbot.outbound.approvals import change_line
from mailbot.outbound.composing import Identity, Mail, compose, wording_for
from mailbot.outbound.mime import is_message_id
from mailbot.outbound.recipients import Recipient, as_recipient
from mailbot.review.queue import Case, Item
from mailbot.wording import N_, Wording

KIND = "answer"
_AUTOMATIC = ("bounce", "auto-reply")


def silent_because(case: Case, message: Message | None, identity: Identity) -> str | None:
    """Why this sender gets no answer, None where he gets one."""
    if not case.sender:
        return "the mail names no sender"
    if case.authenticity == "failed":
        return "the sender failed authentication"
    if case.classification in _AUTOMATIC:
        return f"automatic mail ({case.classification})"
    if case.classification == "command":
        return "commands are answered when they come, those of strangers never"
    if _accepted_by_calendar(case):
        return "a calendar's answer, entered as it came; its owner wrote nothing"
    if case.sender.casefold() == identity.address.casefold():
        return "our own address"
    return machine_made(message) if message else None


def _accepted_by_calendar(case: Case) -> bool:
    """Whether there is nothing to tell: somebody pressed a button, and what it says is in our records."""
    read = case.interpretation
    pressed = read.get("detail") == "calendar-reply" and not read.get("new_text")
    return pressed and not case.questions and all(item.state == "approved" for item in case.items)


def answer(
    case: Case, message: Message | None, directory: Directory, identity: Identity, key: str, now: datetime
) -> Mail:
    """The itemized answer. Raises ValueError for an address that cannot be written."""
    assert case.sender is not None
    recipient = _sender(case.sender, message, directory, case.organization)
    say = wording_for(recipient, directory, identity)
    groups = [(say(title), _lines(items, directory, say)) for title, items in _groups(case.items) if items]
    facts = {
        "groups": groups,
        "questions": case.open_questions,
        "suggestions": case.suggestions,
        "original_subject": case.subject,
        "received": message.date if message else None,
    }
    return compose(
        KIND, key, facts,
        directory=directory, identity=identity, recipient=recipient, now=now,
        listed=False, auto_submitted="auto-replied", answers=thread_of(message),
    )  # fmt: skip


def _groups(items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    titles = {
        "approved": N_("Entered in our records"),
        "rejected": N_("Not entered"),
        "pending": N_("Still under review"),
        "undone": N_("Taken back"),
    }
    return [(title, [item for item in items if item.state == state]) for state, title in titles.items()]


def _lines(items: Sequence[Item], directory: Directory, say: Wording) -> list[tuple[Item, object]]:
    return [(item, change_line(item.change, directory, say)) for item in items]


def _sender(
    address: str, message: Message | None, directory: Directory, organization: str | None
) -> Recipient:
    if contact := directory.contact_at(address):
        return Recipient(address, as_recipient(contact).name, None, contact.language, contact.organization)
    return Recipient(address, message.from_name if message else "", organization=organization)


def thread_of(message: Message | None) -> tuple[str, tuple[str, ...]] | None:
    """(Message-ID, References) of a mail that is answered; None where it has no id that can be written."""
    if message is None or message.message_id is None or not is_message_id(message.message_id):
        return None
    return message.message_id, tuple(filter(is_message_id, message.references or message.in_reply_to))
