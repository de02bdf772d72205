"""Can an address be reached? States by a written rule (docs/operating.md, "Bounces and addresses").

good → soft (a mail to it failed for a passing cause) → dead (it failed for good, or kept failing) → good
again (a mail from it came, or one to it was reported delivered). An address without a row is good. Only
failures tied to a mail of ours count; `BounceRow` keeps the others, too, for TSB to see. Every function works
in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.store.tables import AddressRow, BounceRow

SOFT_FAILURES = 3  # so many mails that failed ...
SOFT_DAYS = timedelta(days=7)  # ... over at least so long, without a sign of life, make an address dead
SOFT_FORGOTTEN = timedelta(days=30)  # so long without another failure an address counts as good


def failed(session: Session, address: str, reason: str, now: datetime, *, permanent: bool) -> AddressRow:
    """A mail of ours to this address failed; its `BounceRow` is there already."""
    row = _row(session, address, now)
    if row.state == "soft" and row.failed_at is not None and now - row.failed_at > SOFT_FORGOTTEN:
        _become(row, "good", now, "no failure for 30 days")
    row.failed_at = aware(now)
    if row.state == "dead":
        return row
    if permanent:
        _become(row, "dead", now, reason)
    elif row.state == "good":
        _become(row, "soft", now, reason)
    else:
        row.reason = reason
        count = _failures_since(session, row.address, row.since)
        if count >= SOFT_FAILURES and now - row.since >= SOFT_DAYS:
            _become(row, "dead", now, f"{count} mails failed since {row.since:%Y-%m-%d}; last: {reason}")
    return row


def delayed(session: Session, address: str, reason: str, now: datetime) -> None:
    """A mail of ours is still under way: the address is soft, and this alone never makes it dead."""
    row = _row(session, address, now)
    if row.state == "good":
        _become(row, "soft", now, reason)
        row.failed_at = now


def alive(session: Session, address: str, reason: str, now: datetime) -> bool:
    """A sign of life; returns whether the address had been soft or dead."""
    row = session.get(AddressRow, address.casefold())
    if row is None or row.state == "good":
        return False
    _become(row, "good", now, reason)
    return True


def dead(session: Session, addresses: Iterable[str]) -> dict[str, str]:
    """Those of the addresses that are dead, as given, with the reason to record with what is not sent."""
    wanted = {address.casefold(): address for address in addresses}
    rows = select(AddressRow).where(AddressRow.address.in_(list(wanted)), AddressRow.state == "dead")
    return {
        wanted[row.address]: f"dead address since {row.since:%Y-%m-%d}: {row.reason}"
        for row in session.scalars(rows)
    }


def listed(session: Session, now: datetime, limit: int = 20) -> dict[str, Any]:
    """How many addresses are soft and dead, and the newest of them with the reasons; JSON values."""
    rows = (
        select(AddressRow)
        .where(AddressRow.state != "good")
        .order_by(AddressRow.since.desc(), AddressRow.address)
    )
    found = [row for row in session.scalars(rows) if not _forgotten(row, now)]
    return {
        "soft": sum(row.state == "soft" for row in found),
        "dead": sum(row.state == "dead" for row in found),
        "list": [
            {"address": row.address, "state": row.state, "since": row.since.isoformat(), "reason": row.reason}
            for row in sorted(found, key=lambda row: row.state)[:limit]
        ],
        "untied": _untied(session, limit),
    }


def _untied(session: Session, limit: int) -> Sequence[dict[str, Any]]:
    """Bounces that count for nothing: forged ones look like these."""
    rows = select(BounceRow).where(BounceRow.untied.is_not(None)).order_by(BounceRow.id.desc()).limit(limit)
    return [
        {"address": row.address, "at": row.at.isoformat(), "mail": row.mail_id, "why": row.untied}
        for row in session.scalars(rows)
    ]


def _forgotten(row: AddressRow, now: datetime) -> bool:
    return row.state == "soft" and row.failed_at is not None and now - row.failed_at > SOFT_FORGOTTEN


def _row(session: Session, address: str, now: datetime) -> AddressRow:
    row = session.get(AddressRow, address.casefold(), with_for_update=True)
    if row is None:
        row = AddressRow(address=address.casefold(), state="good", since=aware(now))
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:  # another worker was faster
            row = session.get_one(AddressRow, address.casefold(), with_for_update=True)
    return row


def _become(row: AddressRow, state: str, now: datetime, reason: str) -> None:
    row.state, row.since, row.reason = state, aware(now), reason[:500]


def _failures_since(session: Session, address: str, since: datetime) -> int:
    """How many mails of ours to the address failed: two notices on one mail are one failure."""
    rows = select(BounceRow.outbox_id).where(
        BounceRow.address == address,
        BounceRow.untied.is_(None),
        BounceRow.action == "failed",
        BounceRow.at >= since,
    )
    return len(set(session.scalars(rows)))
