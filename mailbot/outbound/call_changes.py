"""Calls that changed after they were announced: everybody who holds an invitation is told at once.

A call that was moved, or has another place, gets `call-update` with a REQUEST of a higher SEQUENCE; one that
was cancelled, postponed or taken out of the programme gets `call-cancelled` with a CANCEL of what that person
was sent (RFC 5546, sections 3.2.2.1 and 3.2.5). The ledger's key names call and SEQUENCE, so each change is
told once; who was announced the new time meanwhile by an ordinary notice is left out. All mails of a change
are queued in one transaction: a crash leaves all or none.
"""

from __future__ import annotations

import email
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.directory.choices import load_choices
from mailbot.directory.load import load
from mailbot.directory.snapshot import Directory
from mailbot.outbound import invitations, ledger, outbox
from mailbot.outbound.call_change_mails import Change, Holder, call_cancelled, call_update
from mailbot.outbound.composing import Identity, Mail
from mailbot.outbound.ledger import Planned
from mailbot.outbound.recipients import by_address
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow

UPDATE, CANCELLED = "call-update", "call-cancelled"
KINDS = (UPDATE, CANCELLED)
_COMPOSERS: dict[str, Callable[..., Mail]] = {UPDATE: call_update, CANCELLED: call_cancelled}


@dataclass(frozen=True)
class _Sent:
    """The newest mail about a call that a person has got."""

    event: str
    recipient: str
    outbox_id: int
    created_at: datetime
    starts: datetime


def plan_call_changes(store: Store, identity: Identity, now: datetime, planned: Planned) -> None:
    """Queue what is to be told at ``now``. Idempotent; of two workers at one change one wins, whole."""
    aware(now)
    with store.begin() as session:
        directory, sent = load(session), _invited(session, now)
        if not sent:
            return
        history = ledger.substance(session, directory)
    for event, people in sent.items():
        try:
            with store.begin() as session:
                _tell(session, event, people, directory, history, identity, now, planned)
        except IntegrityError:
            planned.elsewhere += 1


def _invited(session: Session, now: datetime) -> dict[str, list[_Sent]]:
    """Who holds an invitation to what has not begun yet, by call."""
    newest = (
        select(func.max(OutboxRow.id))
        .where(OutboxRow.event.is_not(None), OutboxRow.state == "sent", OutboxRow.kind != "test")
        .group_by(OutboxRow.event, OutboxRow.recipient)
    )
    rows = session.execute(
        select(OutboxRow.event, OutboxRow.recipient, OutboxRow.id, OutboxRow.created_at, OutboxRow.expires_at)
        .where(OutboxRow.id.in_(newest), OutboxRow.expires_at > now)
        .order_by(OutboxRow.id)
    )
    found: dict[str, list[_Sent]] = defaultdict(list)
    for event, recipient, number, created_at, starts in rows:
        if event is not None and starts is not None:
            found[event].append(_Sent(event, recipient, number, created_at, starts))
    return found


def _tell(
    session: Session,
    event: str,
    people: list[_Sent],
    directory: Directory,
    history: Callable[[str], ledger.Substance],
    identity: Identity,
    now: datetime,
    planned: Planned,
) -> None:
    call, found = directory.call(event), history(event)
    if call is not None and (found.changed_at is None or (call.takes_place and call.starts <= now)):
        return
    if call is not None:
        people = [each for each in people if each.created_at < found.changed_at]  # type: ignore[operator]
    kind = UPDATE if call is not None and call.takes_place else CANCELLED
    key = (
        f"{event}#{found.sequence}"
        if call is not None
        else f"{event}@{people[0].starts:%Y-%m-%dT%H:%MZ}/gone"
    )
    if not people or ledger.find(session, kind, key) is not None:
        return
    change = Change(kind, key, event, call, found.sequence)
    mails, notes = _composed(session, change, people, directory, identity, now)
    if not mails:
        ledger.record(session, kind, key, now, now, skipped="; ".join(notes) or "nobody holds an invitation")
        planned.skipped.append(f"{kind} {event}: {notes}")
        return
    row = ledger.record(session, kind, key, now, now, note="; ".join(notes) or None)
    lasting = call if kind == UPDATE else None  # a cancellation is of use even when its call is gone
    outbox.put(
        session, mails, kind, now, occasion=row,
        event=lasting.id if lasting else None, expires_at=lasting.starts if lasting else None,
    )  # fmt: skip
    planned.queued += len(mails)
    planned.done.append(f"{kind} {event}")


def _composed(
    session: Session,
    change: Change,
    people: Iterable[_Sent],
    directory: Directory,
    identity: Identity,
    now: datetime,
) -> tuple[list[Mail], list[str]]:
    """The mails, and who gets none and why."""
    choices, mails, notes = load_choices(session), [], []
    for each in people:
        sent = session.get_one(OutboxRow, each.outbox_id)
        invitation = calendar_of(sent.content)
        if invitation is None:
            continue
        holder = Holder(
            by_address(each.recipient, directory, choices.language(each.recipient)),
            sent.message_id,
            invitation,
            sent.list_,
        )
        try:
            mails.append(_COMPOSERS[change.kind](change, holder, directory, identity, now))
        except ValueError as exc:
            notes.append(f"{each.recipient}: {exc}")
    return mails, notes


def calendar_of(content: bytes) -> bytes | None:
    """The iCalendar part of a mail made here, None where it has none."""
    for part in email.message_from_bytes(content).walk():
        if part.get_content_type() == "text/calendar":
            found = part.get_payload(decode=True)
            return found if isinstance(found, bytes) and invitations.is_request(found) else None
    return None
