"""Mails to a list's address: an officer's becomes a draft, a member's is held, others' are refused.

Nothing is passed on here. The row and the occasion that tells somebody are made in the transaction that
settles the mail, once however often it is read. Who is not proven is nobody's officer and nobody's member;
who failed authentication, and every machine, is not even answered.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory import lists
from mailbot.directory.choices import load_choices
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import Interpretation
from mailbot.mail.addresses import mailbox, split
from mailbot.mail.automata import machine_made
from mailbot.mail.message import Message
from mailbot.store.tables import OccasionRow, PostingRow
from mailbot.wording import N_

REQUEST, ANSWER = "posting-request", "posting-answer"
STRANGER = N_("only officers and the members of a list may write to it")
_FIELDS, _ADDRESSES = 20, 200


def addressed(message: Message, directory: Directory, own: str) -> tuple[str, ...]:
    """The lists a mail is written to, by `irm-com3@<our domain>` or our own address with `+irm-com3`."""
    local, _, domain = own.casefold().rpartition("@")
    known = set(lists.names(directory))
    wanted = []
    for address in _recipients(message):
        name, _, host = address.casefold().rpartition("@")
        name = name.removeprefix(f"{local}+")
        if host == domain and name in known:
            wanted.append(name)
    return tuple(dict.fromkeys(wanted))


def only_to_lists(message: Message, own: str) -> bool:
    """Whether our own address is not among those written to: then nothing is to be read in the mail."""
    return own.casefold() not in {address.casefold() for address in _recipients(message)}


def accept(
    session: Session,
    mail_id: int,
    found: Interpretation,
    directory: Directory,
    own: str,
    officers: Collection[str],
    now: datetime,
) -> tuple[str, ...]:
    """Take a mail in for the lists it is written to; returns their names, none where it is for no list."""
    message = found.message
    is_letter = found.kind.kind == "letter" and found.classification != "command"
    wanted = addressed(message, directory, own) if is_letter else ()
    if not wanted or session.scalar(select(PostingRow.id).where(PostingRow.mail_id == mail_id).limit(1)):
        return wanted
    choices = load_choices(session)
    for name in wanted:
        members = {address.casefold() for address in lists.members(directory, choices, name)}
        state = _state(found, members, officers)
        row = PostingRow(
            mail_id=mail_id, list_=name, sender=message.from_address, subject=message.subject, state=state,
            at=now, reason=STRANGER if state == "refused" else None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        if kind := _to_tell(found, state):
            session.add(OccasionRow(kind=kind, key=f"posting-{row.id}", due_at=now, state="due"))
    return wanted


def _state(found: Interpretation, members: Collection[str], officers: Collection[str]) -> str:
    sender = (found.message.from_address or "").casefold()
    if found.authenticity.verdict != "authenticated":
        return "refused"
    if sender in {officer.casefold() for officer in officers}:
        return "draft"
    return "held" if sender in members else "refused"


def _to_tell(found: Interpretation, state: str) -> str | None:
    """Which occasion follows: officers are asked; a stranger is told, unless he may not be who he says."""
    if state != "refused":
        return REQUEST
    silent = found.authenticity.verdict != "authenticated" or machine_made(found.message)
    return None if silent else ANSWER


def _recipients(message: Message) -> list[str]:
    values = [*message.all_headers("to")[:_FIELDS], *message.all_headers("cc")[:_FIELDS]]
    entries = [entry for value in values for entry in split(value)[0]][:_ADDRESSES]
    return [box.address for entry in entries if (box := mailbox(entry)).address]
