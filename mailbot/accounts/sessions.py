"""Sessions of browsers that are signed in: begun, found, ended.

The cookie holds 256 random bits; the database only their SHA-256, so that whoever reads it cannot sign in by
it. A session is dead when its time is over, when nothing was done for too long, when its account is disabled,
and when the account's `generation` has moved: with a new password, another role, disabling. Nothing has to
find and remove dead sessions for that; `pruning` tidies up.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from mailbot.accounts.model import Account
from mailbot.accounts.people import account_of
from mailbot.settings_web import Web
from mailbot.store.tables import AccountRow, WebSessionRow

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_SEEN_AGAIN = timedelta(minutes=1)  # how exactly `seen_at` is kept: a page is no write to the database


@dataclass(frozen=True)
class Found:
    """A live session. ``stale``: `touch` it, for it was last seen a while ago."""

    account: Account
    stale: bool


def new_token() -> str:
    """256 random bits as 43 letters and digits (RFC 4648 section 5)."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin(session: Session, account: Account, now: datetime, web: Web) -> str:
    """The token of a new session of this account, as it is now. A token is never taken from outside."""
    token = new_token()
    generation = session.execute(
        select(AccountRow.generation).where(AccountRow.id == account.id)
    ).scalar_one()
    ends = now + timedelta(hours=web.session_hours)
    session.add(WebSessionRow(
        digest=digest(token), account_id=account.id, generation=generation, created_at=now, seen_at=now,
        expires_at=ends,
    ))  # fmt: skip
    return token


def find(session: Session, token: str, now: datetime, web: Web) -> Found | None:
    """Whose session this is, if it lives."""
    if not TOKEN.fullmatch(token):
        return None
    found = session.execute(
        select(WebSessionRow, AccountRow)
        .join(AccountRow, AccountRow.id == WebSessionRow.account_id)
        .where(WebSessionRow.digest == digest(token))
    ).one_or_none()
    if found is None:
        return None
    kept, account = found
    idle = now - kept.seen_at
    lives = now < kept.expires_at and idle < timedelta(minutes=web.idle_minutes)
    if not lives or account.state != "active" or account.generation != kept.generation:
        return None
    return Found(account_of(account), idle >= _SEEN_AGAIN)


def count(session: Session, account: Account, now: datetime, web: Web) -> int:
    """How many sessions of this account live."""
    return session.execute(
        select(func.count())
        .select_from(WebSessionRow)
        .join(AccountRow, AccountRow.id == WebSessionRow.account_id)
        .where(
            WebSessionRow.account_id == account.id, WebSessionRow.generation == AccountRow.generation,
            WebSessionRow.expires_at > now, WebSessionRow.seen_at > now - timedelta(minutes=web.idle_minutes),
        )
    ).scalar_one()  # fmt: skip


def touch(session: Session, token: str, now: datetime) -> None:
    """Something was done in this session."""
    seen = update(WebSessionRow).where(WebSessionRow.digest == digest(token), WebSessionRow.seen_at < now)
    session.execute(seen.values(seen_at=now))


def end(session: Session, token: str) -> None:
    """This session is over, whatever browser still has its cookie."""
    session.execute(delete(WebSessionRow).where(WebSessionRow.digest == digest(token)))


def end_all(session: Session, account: Account) -> int:
    """All sessions of this account are over; how many there were."""
    found = session.execute(
        delete(WebSessionRow).where(WebSessionRow.account_id == account.id).returning(WebSessionRow.digest)
    )
    return len(found.all())
