"""The occasions of a kind one after the other, oldest first: locked, composed, settled, each in one
transaction.

A crash neither loses what an occasion owes nor sends it twice: mails and settlement are committed together.
What cannot be composed (an address that cannot be written, a mail that is gone) is settled with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from mailbot.errors import AskPerson
from mailbot.outbound import ledger, outbox
from mailbot.outbound.composing import Mail
from mailbot.outbound.ledger import Planned
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow

Made: TypeAlias = Sequence[Mail] | str  # the mails, or why there are none
Maker: TypeAlias = Callable[[Session, OccasionRow], Made]


def queue_each(store: Store, kind: str, made: Maker, now: datetime, planned: Planned) -> None:
    """Queue what ``made`` composes for each due occasion of the kind. It works in the occasion's transaction,
    and may raise ValueError or AskPerson instead of giving a reason."""
    while _next(store, kind, made, now, planned):
        pass


def _next(store: Store, kind: str, made: Maker, now: datetime, planned: Planned) -> bool:
    """One occasion; whether there may be more."""
    with store.begin() as session:
        row = next(iter(ledger.open_occasions(session, kind, now, limit=1)), None)
        if row is None:
            return False
        try:
            found = made(session, row)
        except (ValueError, AskPerson) as exc:
            found = str(exc)
        if isinstance(found, str):
            ledger.settle(row, now, skipped=found)
            planned.skipped.append(f"{row.kind} {row.key}: {found}")
            return True
        outbox.put(session, list(found), kind, now, occasion=row)
        ledger.settle(row, now)
        planned.queued += len(found)
        planned.done.append(f"{row.kind} {row.key}")
        return True
