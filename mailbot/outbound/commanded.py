"""Planning the answers to commands: record + directory as it is now → one mail in the outbox, or why not.

Each occasion is locked, composed and settled in one transaction; the right to answer (`outbound.once`) is
taken in the same one, so that a crash neither loses an answer nor makes two.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mailbot.commands.askers import organizations_of
from mailbot.commands.model import Done
from mailbot.commands.standing import Standing, standing
from mailbot.directory.load import load, timezone
from mailbot.directory.snapshot import Directory
from mailbot.mail.automata import machine_made
from mailbot.mail.message import Message, parse
from mailbot.outbound import ledger, once
from mailbot.outbound.command_answers import KIND, Asked, command_answer
from mailbot.outbound.composing import Identity
from mailbot.outbound.ledger import Planned
from mailbot.outbound.one_by_one import Made, queue_each
from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import CommandMailRow, OccasionRow


def answer_commands(store: Store, identity: Identity, now: datetime, planned: Planned) -> None:
    """Queue the answers that are due, oldest mail first; those not given are settled with the reason."""
    queue_each(store, KIND, lambda session, row: _answer(session, row, identity, now), now, planned)


def _answer(session: Session, occasion: OccasionRow, identity: Identity, now: datetime) -> Made:
    """One answer; why there is none otherwise. Raises AskPerson for a mail that was dropped or is beyond our
    bounds by now, ValueError for an address that cannot be written."""
    row = session.get_one(CommandMailRow, ledger.number(occasion))
    message = parse(contents.read(session, row.mail_id))
    done = [Done.from_json(form) for form in row.lines]
    if reason := _silent_because(session, row, message, done, occasion, identity, now):
        return reason
    directory = load(session)
    found = _standing(session, row, done, directory, now)
    own = None if row.standing == "officer" else organizations_of(directory, row.sender)
    asked = Asked(row.sender, row.standing != "colleague", own, row.language, done, message, found)
    return [command_answer(asked, directory, identity, occasion.key, now)]


def _silent_because(
    session: Session,
    row: CommandMailRow,
    message: Message,
    done: list[Done],
    occasion: OccasionRow,
    identity: Identity,
    now: datetime,
) -> str | None:
    if reason := machine_made(message):
        return reason
    if row.sender.casefold() == identity.address.casefold():
        return "our own address"
    day = now.astimezone(ZoneInfo(timezone(session) or "UTC")).date()
    words = "\n".join(each.line.text.casefold() for each in done)
    return once.claim(session, row.sender, message, words, day, occasion.id)


def _standing(
    session: Session, row: CommandMailRow, done: list[Done], directory: Directory, now: datetime
) -> Standing | None:
    if not any(each.outcome == "status" for each in done):
        return None
    return standing(session, row.sender, directory, now, officer=row.standing == "officer")
