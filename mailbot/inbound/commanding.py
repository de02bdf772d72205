"""Command mails: from whom they are obeyed, and what becomes of the others.

Obeyed is who is known (contact, officer, colleague by domain), unless authentication failed, the address was
taken off the contact sheet, or a machine or list sent the mail. What is not obeyed is neither done nor
answered; a question tells the officers. All of it happens in the transaction that settles the mail; a mail
has its commands carried out once, however often it is read.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mailbot.commands.askers import asker_of
from mailbot.commands.carrying import carry_out
from mailbot.commands.model import Line
from mailbot.commands.parsing import command, read
from mailbot.directory.snapshot import Directory
from mailbot.inbound import cases
from mailbot.inbound.interpret import Interpretation
from mailbot.mail.addresses import shown
from mailbot.mail.automata import machine_made
from mailbot.store.tables import CommandMailRow

STRANGER = "command of a stranger"


def obey(
    session: Session,
    mail_id: int,
    found: Interpretation,
    directory: Directory,
    officers: Collection[str],
    now: datetime,
    public: Collection[str] = (),
) -> None:
    """Have the commands of a mail carried out where they are to be obeyed; ``directory`` is that of now,
    ``public`` what the site publishes of a contact who has not chosen."""
    if found.classification != "command" or session.get(CommandMailRow, mail_id) is not None:
        return
    message = found.message
    if cases.why_held(session, found) or machine_made(message):
        return
    asker = asker_of(message.from_address, found.organization, directory, officers)
    if asker is not None and (lines := lines_of(found)):
        carry_out(session, mail_id, lines, asker, directory, now, public)


def lines_of(found: Interpretation) -> tuple[Line, ...]:
    """The lines of a command mail; of an empty mail the subject (`unsubscribe`)."""
    lines = read(found.reply.new_text, found.message.from_name)
    if lines or found.message.text.strip():
        return lines
    by_subject = command(
        found.message.subject
    )  # the kind has seen to it that this is `unsubscribe` or `stop`
    return (by_subject,) if by_subject else ()


def questions(session: Session, mail_id: int, found: Interpretation) -> list[dict[str, Any]]:
    """What the officers are told of commands that were not obeyed; of a machine's they are told nothing."""
    if found.classification != "command" or session.get(CommandMailRow, mail_id) is not None:
        return []
    if machine_made(found.message):
        return []
    evidence = [line.text for line in lines_of(found)][:5] or [found.message.subject or "-"]
    held = cases.why_held(session, found)
    whose = f"Command not carried out, {held}" if held else f"{STRANGER.capitalize()}, {_who(found)}"
    return [{"text": f"{whose}. Nothing was done or answered.", "evidence": evidence}]


def _who(found: Interpretation) -> str:
    address = found.message.from_address
    if address is None:
        return f"From: {found.message.from_problem}"
    alike = f", though it looks like one of {found.sender.resembles}" if found.sender.resembles else ""
    return f"{shown(address)} is no address on file{alike}"
