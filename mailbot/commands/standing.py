"""What `status` shows: what became of the sender's mails; for officers, the queues. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mailbot.directory import lists
from mailbot.directory.snapshot import Directory
from mailbot.review.queue import OPEN_STATES, Case, case_of
from mailbot.store.tables import ChangeSetRow, MailRow, OutboxRow, SubscriptionRow

LOOK_BACK = timedelta(days=30)
MOST = 20  # change sets shown


@dataclass(frozen=True)
class Told:
    """One of the sender's mails: its case, and the programme's local day on which it was read."""

    case: Case
    day: date


@dataclass(frozen=True)
class Standing:
    """``queues`` are counts by the names of `status.*` in the answer's texts; empty for whom they are not."""

    cases: tuple[Told, ...]
    lists: tuple[str, ...]
    queues: tuple[tuple[str, int], ...] = ()


def standing(
    session: Session, address: str, directory: Directory, now: datetime, *, officer: bool
) -> Standing:
    """The sender's open change sets and those of the last 30 days, newest first."""
    mine = func.lower(ChangeSetRow.sender) == address.lower()
    recent = or_(ChangeSetRow.state.in_(OPEN_STATES), ChangeSetRow.created_at > now - LOOK_BACK)
    found = select(ChangeSetRow).where(
        mine, recent, ChangeSetRow.state != "replaced", ChangeSetRow.classification != "command"
    )
    rows = session.scalars(found.order_by(ChangeSetRow.id.desc()).limit(MOST))
    cases = tuple(
        Told(case_of(session, row), row.created_at.astimezone(directory.zone).date()) for row in rows
    )
    return Standing(cases, member_of(session, address, directory), _queues(session) if officer else ())


def member_of(session: Session, address: str, directory: Directory) -> tuple[str, ...]:
    """The lists an address is on: the contact sheet's, plus those joined, minus those left."""
    rows = session.scalars(select(SubscriptionRow).where(SubscriptionRow.address == address.casefold()))
    chosen = {row.list_: row.state == "in" for row in rows}
    sheet = lists.on_sheet(directory, address)
    return tuple(name for name in lists.offered(directory) if chosen.get(name, name in sheet))


def _queues(session: Session) -> tuple[tuple[str, int], ...]:
    def count(table: type[ChangeSetRow | MailRow | OutboxRow], *states: str) -> int:
        return session.scalar(select(func.count()).select_from(table).where(table.state.in_(states))) or 0

    return (
        ("waiting", count(ChangeSetRow, "pending", "partly")),
        ("held_sets", count(ChangeSetRow, "held")),
        ("quarantine", count(MailRow, "quarantined")),
        ("outbox", count(OutboxRow, "queued", "sending")),
        ("failed", count(OutboxRow, "failed")),
    )
