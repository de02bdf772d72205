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
from mailbot.errors import AskPerson
from mailbot.mail.automata import machine_made
from mailbot.mail.message import Message, parse
from mailbot.outbound import ledger, once, outbox
from mailbot.outbound.command_answers import KIND, Asked, command_answer
from mailbot.outbound.composing import Identity
from mailbot.outbound.ledger import Planned
from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import CommandMailRow, OccasionRow


def answer_commands(store: Store, identity: Identity, now: datetime, planned: Planned) -> None:
    """Queue the answers that are due, oldest mail first; those not given are settled with the reason."""
    while True:
        with store.begin() as session:
            occasion = next(iter(ledger.open_occasions(session, KIND, now, limit=1)), None)
            if occasion is None:
                return
            if reason := _answer(session, occasion, identity, now):
                ledger.settle(occasion, now, skipped=reason)
                planned.skipped.append(f"{occasion.kind} {occasion.key}: {reason}")
            else:
                ledger.settle(occasion, now)
                planned.queued += 1
                planned.done.append(f"{occasion.kind} {occasion.key}")


def _answer(session: Session, occasion: OccasionRow, identity: Identity, now: datetime) -> str | None:
    """Queue one answer; why there is none otherwise."""
    row = session.get_one(CommandMailRow, ledger.number(occasion))
    try:
        message = parse(contents.read(session, row.mail_id))
    except AskPerson as exc:  # dropped or beyond our bounds by now
        return str(exc)
    done = [Done.from_json(form) for form in row.lines]
    if reason := _silent_because(session, row, message, done, occasion, identity, now):
        return reason
    directory = load(session)
    found = _standing(session, row, done, directory, now)
    own = None if row.standing == "officer" else organizations_of(directory, row.sender)
    asked = Asked(row.sender, row.standing != "colleague", own, row.language, done, message, found)
    try:
        mail = command_answer(asked, directory, identity, occasion.key, now)
    except ValueError as exc:
        return str(exc)
    outbox.put(session, [mail], KIND, now, occasion=occasion)
    return None


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
