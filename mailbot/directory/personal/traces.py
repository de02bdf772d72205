"""Where an address has left traces in the database. Reads only; works in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mailbot.store.tables import (
    ChangeSetRow,
    CommandMailRow,
    ContactRow,
    MailRow,
    OutboxRow,
    ParticipationRow,
    PostingRow,
    RevisionRow,
)


@dataclass(frozen=True)
class Traces:
    """``address`` is casefolded. ``current`` are the contacts who have it, ``contacts`` those and who had it;
    ``names`` are theirs. ``mails`` came from it, ``outbox`` went to it, ``sets`` came of its mails."""

    address: str
    current: tuple[str, ...]
    contacts: tuple[str, ...]
    names: frozenset[str]
    mails: tuple[int, ...]
    sets: tuple[int, ...]
    outbox: tuple[int, ...]
    participations: tuple[str, ...]  # ids


def traces(session: Session, address: str) -> Traces:
    """Everything that an address, however it is written, leads to."""
    wanted = address.strip().casefold()
    now = {row.id: row for row in session.scalars(select(ContactRow)) if _is(row.email, wanted)}
    had, names = _former(session, wanted)
    mails = _mails(session, wanted)
    sets = session.scalars(
        select(ChangeSetRow.id).where(
            or_(ChangeSetRow.mail_id.in_(mails), func.lower(ChangeSetRow.sender) == wanted)
        )
    )
    outbox = session.scalars(select(OutboxRow.id).where(func.lower(OutboxRow.recipient) == wanted))
    everybody = session.scalars(select(ParticipationRow))
    known = frozenset({row.name for row in now.values()} | names)
    taking_part = (
        f"{row.event}/{row.organization}/{row.name}" for row in everybody
        if _is(row.email, wanted) or (row.email is None and row.name in known)
    )  # fmt: skip
    contacts = tuple(dict.fromkeys([*now, *had]))
    return Traces(wanted, tuple(now), contacts, known, mails, tuple(sets), tuple(outbox), tuple(taking_part))


def _is(written: object, wanted: str) -> bool:
    return isinstance(written, str) and written.casefold() == wanted


def _former(session: Session, wanted: str) -> tuple[list[str], set[str]]:
    """(ids, names) of the contacts who ever had the address, by the revisions."""
    found: list[str] = []
    names: set[str] = set()
    rows = session.execute(
        select(RevisionRow.record, RevisionRow.fields)
        .where(RevisionRow.target == "contact")
        .order_by(RevisionRow.id)
    ).all()
    for record, fields in rows:
        if any(_is(value, wanted) for value in fields.get("email", {}).values()):
            found.append(record)
            names |= _names(fields)
    return list(dict.fromkeys(found)), names


def _names(fields: Mapping[str, Any]) -> set[str]:
    return {value for value in fields.get("name", {}).values() if isinstance(value, str)}


def _mails(session: Session, wanted: str) -> tuple[int, ...]:
    """The mails that this address wrote, as far as they could be read."""
    sender = func.lower(MailRow.interpretation["from"].as_string())
    found = set(session.scalars(select(MailRow.id).where(sender == wanted)))
    for table in (ChangeSetRow, CommandMailRow, PostingRow):
        found |= set(session.scalars(select(table.mail_id).where(func.lower(table.sender) == wanted)))
    return tuple(sorted(found))
