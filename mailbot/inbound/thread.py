"""Which mail of ours a mail answers, or returns: by what only its recipient can know.

A reply is tied to a mail of ours if it names its Message-ID (which nobody can guess), comes from the address
that mail went to and, where it was sent to a signed address of ours, bears a token for a mail that it names.
A guessed reference or another person's token get nothing of the thread: such a reply is read like a new mail.
A bounce is tied by the token of its return path (VERP). Reads the database, writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.records import KINDS, Record
from mailbot.mail.addresses import mailbox, split
from mailbot.mail.message import Message
from mailbot.store.tables import OutboxRow
from mailbot.tokens import LOOP, Signer, Token, read

MAX_NAMED = 50
_ADDRESSED = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")

Shown = Mapping[tuple[str, str], Record]


@dataclass(frozen=True)
class Ours:
    """How our own addresses look, and who can tell a true one."""

    address: str
    signer: Signer

    def tokens(self, message: Message, purpose: str) -> list[Token]:
        """The tokens in the addresses a mail was sent to, not yet proven."""
        found = (read(each, self.address) for each in _recipients(message))
        return [token for token in found if token is not None and token.purpose == purpose]


def _recipients(message: Message) -> Iterator[str]:
    for name in _ADDRESSED:
        for value in message.all_headers(name)[:5]:
            for entry in split(value)[0]:
                if address := mailbox(entry).address:
                    yield address


def answered(session: Session, ours: Ours, message: Message) -> list[OutboxRow]:
    """The mails of ours whose thread this mail belongs to, the one it answers first."""
    named = list(dict.fromkeys([*message.in_reply_to, *reversed(message.references)]))[:MAX_NAMED]
    sender = (message.from_address or "").casefold()
    if not named or not sender:
        return []
    rows = {row.message_id: row for row in
            session.scalars(select(OutboxRow).where(OutboxRow.message_id.in_(named)))}  # fmt: skip
    to_him = [rows[name] for name in named if name in rows and rows[name].recipient.casefold() == sender]
    tokens = ours.tokens(message, "r")
    if tokens and not any(_proven(ours, token, row) for token in tokens for row in to_him):
        return []
    return to_him


def addressed(session: Session, ours: Ours, message: Message) -> list[OutboxRow]:
    """The mails of ours whose reply address this mail came to, from whom they went to: programs that write a
    new mail to it name none."""
    sender = (message.from_address or "").casefold()
    rows = [(token, session.get(OutboxRow, token.mail)) for token in ours.tokens(message, "r")[:MAX_NAMED]]
    return [
        row for token, row in rows
        if row is not None and row.recipient.casefold() == sender and _proven(ours, token, row)
    ]  # fmt: skip


def _proven(ours: Ours, token: Token, row: OutboxRow) -> bool:
    return token.mail == row.id and ours.signer.proves(token, row.recipient)


def shown_to_sender(session: Session, ours: Ours, message: Message) -> Shown | None:
    """The records as they stood in the mail that this person answers; None where that is not known."""
    sent = next((row for row in answered(session, ours, message) if row.shown), None)
    if sent is None:
        return None
    return {
        (each["kind"], each["key"]): KINDS[each["kind"]].model_validate(each["values"]) for each in sent.shown
    }


def came_back(ours: Ours, message: Message) -> bool:
    """Whether the mail bears the mark of those we send, whatever Message-ID it has by now."""
    marks = message.all_headers(LOOP)[:20]
    return any(mark.strip().casefold() == ours.address.casefold() for mark in marks)


def returned(session: Session, ours: Ours, message: Message) -> OutboxRow | None:
    """The mail of ours whose return path a bounce came to."""
    for token in ours.tokens(message, "b"):
        row = session.get(OutboxRow, token.mail)
        if row is not None and _proven(ours, token, row):
            return row
    return None
