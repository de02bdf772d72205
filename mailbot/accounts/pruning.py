"""Rows that mean nothing any more: sessions and sign-ins that are over, attempts that count no longer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mailbot.accounts.attempts import forget_old
from mailbot.store.tables import AccountRow, SignInRow, WebSessionRow


def prune(session: Session, now: datetime) -> None:
    """Remove them; what it leaves standing is the same to everybody as before."""
    moved = (
        select(AccountRow.id)
        .where(AccountRow.id == WebSessionRow.account_id, AccountRow.generation != WebSessionRow.generation)
        .exists()
    )
    session.execute(delete(WebSessionRow).where(or_(WebSessionRow.expires_at <= now, moved)))
    session.execute(delete(SignInRow).where(SignInRow.expires_at <= now))
    forget_old(session, now)
