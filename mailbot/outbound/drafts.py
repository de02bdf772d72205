"""Mails composed by hand: drafted, previewed, tested, and sent once confirmed.

A confirmed draft enters ledger and outbox in one transaction, under the same key as the schedule would use:
what was sent by hand is not sent again by rule, and the other way round (InputRefused). Nothing is delivered
here; the worker does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from mailbot.clock import aware
from mailbot.directory.choices import Choices, load_choices
from mailbot.directory.load import load
from mailbot.directory.snapshot import Directory
from mailbot.errors import InputRefused, UsageError
from mailbot.outbound import ledger, liaison, outbox
from mailbot.outbound.announcements import announce, announcement
from mailbot.outbound.composing import Identity, Mail
from mailbot.outbound.membership import of_the_statement, whom
from mailbot.outbound.planner import identity_of
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.rules import KINDS, load_rules
from mailbot.outbound.schedule import Occasion, occasions_of
from mailbot.settings import Settings
from mailbot.store.keys import signer
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow

DRAFTS = (liaison.KIND, *KINDS)


@dataclass(frozen=True)
class Draft:
    """What would be sent to whom. ``missing`` holds it back; ``to_test`` composes it for another address."""

    kind: str
    key: str
    mails: tuple[Mail, ...]
    unreached: tuple[str, ...]
    missing: tuple[str, ...]
    to_test: Callable[[str], Mail]
    occasion: Occasion | None = None


def draft(
    store: Store,
    settings: Settings,
    kind: str,
    now: datetime,
    *,
    event: str | None = None,
    number: str | None = None,
    folder: Path | None = None,
) -> Draft:
    """Compose a kind by name. Raises UsageError for an unknown kind or a missing event."""
    aware(now)
    if kind not in DRAFTS:
        raise UsageError(f"there is no mail called {kind}; see: mailbot send --list")
    identity = identity_of(settings, signer(store, settings))
    with store.begin() as session:
        directory = load(session)
        sequence = ledger.sequences(session, directory)
        choices = load_choices(session)
    if kind == liaison.KIND:
        return _liaison(directory, choices, identity, now, number, folder or Path.cwd())
    occasion = _occasion(directory, settings, kind, event, now)
    made = announce(occasion, directory, identity, now, sequence, whom(occasion, directory, choices))

    def to_test(address: str) -> Mail:
        trial = replace(occasion, key=f"{occasion.key}/test {now.isoformat()}")
        someone = _instead(tuple(mail.recipient for mail in made.mails), address)
        return announcement(trial, directory, identity, someone, now, sequence(occasion.event))

    return Draft(kind, occasion.key, made.mails, made.unreached, (), to_test, occasion)


def _liaison(
    directory: Directory,
    choices: Choices,
    identity: Identity,
    now: datetime,
    number: str | None,
    folder: Path,
) -> Draft:
    statement = liaison.prepare(directory, now, folder, number)
    people, unreached = of_the_statement(directory, choices)
    mails = tuple(liaison.letter(statement, directory, identity, each, now) for each in people)

    def to_test(address: str) -> Mail:
        someone = _instead(people, address)
        return liaison.letter(statement, directory, identity, someone, now, trial=f"/test {now.isoformat()}")

    reasons = tuple(each.reason for each in unreached)
    return Draft(liaison.KIND, liaison.key(number), mails, reasons, statement.missing, to_test)


def _occasion(
    directory: Directory, settings: Settings, kind: str, event: str | None, now: datetime
) -> Occasion:
    """The occasion of the kind's rule that comes next for the event, else its last one."""
    if event is None:
        raise UsageError(f"which event? write: mailbot send {kind} EVENT")
    call = directory.call(event)
    if call is None:
        near = ", ".join(each.id for each in directory.calls[:4])
        raise UsageError(f"there is no event {event}; there are {near} ...")
    if not call.takes_place:
        raise InputRefused(f"{event} was {call.status}")
    if call.starts <= now:
        raise InputRefused(f"{event} has begun")
    rules = [rule for rule in load_rules(settings.schedule.file) if rule.kind == kind]
    found = [each for rule in rules for each in occasions_of(call, rule, directory.zone)]
    if not found:
        raise UsageError(f"no rule sends {kind} for {event}; see config/schedule.toml")
    return next((each for each in found if each.at >= now), found[-1])


def _instead(people: tuple[Recipient, ...], address: str) -> Recipient:
    """The person of that address, else the first one's mail under another address."""
    known = next((each for each in people if each.address.casefold() == address.casefold()), None)
    if known is None and not people:
        raise InputRefused("nobody would get this mail; there is nothing to test")
    return known or replace(people[0], address=address)


def send_test(store: Store, chosen: Draft, address: str, now: datetime) -> Mail:
    """Queue one copy to ``address``. Raises InputRefused for an address that cannot be written."""
    try:
        mail = chosen.to_test(address)
    except ValueError as exc:
        raise InputRefused(str(exc)) from exc
    with store.begin() as session:
        outbox.put(session, [mail], "test", now)
    return mail


def confirm(store: Store, chosen: Draft, now: datetime) -> int:
    """Queue the draft for everybody; returns how many mails. Raises InputRefused where it may not go out."""
    if chosen.missing:
        raise InputRefused(f"{chosen.kind} cannot be sent yet; TSB to add: " + ", ".join(chosen.missing))
    if not chosen.mails:
        raise InputRefused("nobody would get this mail: " + ("; ".join(chosen.unreached) or "no recipients"))
    note = "; ".join(chosen.unreached) or None
    occasion = chosen.occasion
    try:
        with store.begin() as session:
            row = ledger.find(session, chosen.kind, chosen.key)
            if row is None:
                row = ledger.record(session, chosen.kind, chosen.key, now, now, note=note)
            elif row.state == "skipped":
                ledger.settle(row, now, note=note)
            else:
                raise InputRefused(_already(chosen, row))
            outbox.put(
                session, chosen.mails, chosen.kind, now, occasion=row,
                event=occasion.event if occasion else None, expires_at=occasion.starts if occasion else None,
            )  # fmt: skip
    except IntegrityError as exc:
        raise InputRefused(f"{chosen.kind} was queued by somebody else at this moment") from exc
    return len(chosen.mails)


def _already(chosen: Draft, row: OccasionRow) -> str:
    when = f" on {row.settled_at:%d %B %Y, %H:%M} UTC" if row.settled_at else ""
    hint = "; a further statement needs its own --number" if chosen.kind == liaison.KIND else ""
    return f"{chosen.kind} was sent already{when}{hint}"
