"""What may be done only so often, counted in the database, so that all processes of a site count together.

An attempt is claimed before it is made: a row is written, and taken back where the attempt turns out good
(`forgive`). So a hundred guesses sent at once are a hundred attempts. The first few cost no time; each
further one must wait longer than the one before it. Who asks too early is told how long to wait and is not
counted, so that nobody keeps another one waiting for ever by asking on; the longest wait is bounded for the
same reason. A key names no address as it was typed, for people type passwords there: it is a digest.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from mailbot.errors import Retry
from mailbot.store.tables import AttemptRow


class TooOften(Retry):
    """``seconds``: how long to wait, at least 1."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too often; try again in {seconds} seconds")
        self.seconds = seconds


@dataclass(frozen=True)
class Limit:
    """``free`` attempts within ``window`` go through at once; after that one waits ``first``, then twice as
    long each time, at most ``most``."""

    name: str
    free: int
    window: timedelta
    first: timedelta
    most: timedelta

    def key(self, who: str) -> str:
        return f"{self.name}:{hashlib.sha256(who.casefold().encode()).hexdigest()[:32]}"

    def wait(self, before: int) -> timedelta:
        """How long after the latest of so many attempts the next one may come."""
        if before < self.free:
            return timedelta(0)
        return min(self.first * (1 << min(before - self.free, 20)), self.most)


_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
OF_ADDRESS = Limit("sign-in", 5, _DAY, timedelta(seconds=15), 15 * _MINUTE)
OF_CLIENT = Limit("sign-in-from", 20, _HOUR, timedelta(seconds=15), _HOUR)
SUGGESTIONS = Limit("suggest", 5, _DAY, 5 * _MINUTE, _DAY)
PROVIDER = Limit("provider-from", 30, _HOUR, timedelta(seconds=15), 15 * _MINUTE)


def claim(session: Session, now: datetime, *wanted: tuple[Limit, str]) -> None:
    """Count one attempt of each of these. Raises TooOften, having counted none, where one of them must wait.
    Commit it before the attempt is made."""
    forget_old(session, now)
    longest = timedelta(0)
    for limit, who in wanted:
        _alone(session, limit.key(who))
        longest = max(longest, _left(session, limit, who, now))
    if longest > timedelta(0):
        raise TooOften(max(1, ceil(longest.total_seconds())))
    for limit, who in wanted:
        session.add(AttemptRow(key=limit.key(who), at=now))


def forget_old(session: Session, now: datetime) -> None:
    """Remove what no limit counts any more."""
    session.execute(delete(AttemptRow).where(AttemptRow.at <= now - _DAY))


def forgive(session: Session, limit: Limit, who: str, *, all_of_them: bool = False) -> None:
    """The latest attempt was a good one; with ``all_of_them`` those before it are forgotten, too."""
    kept = AttemptRow.key == limit.key(who)
    latest = select(func.max(AttemptRow.id)).where(kept).scalar_subquery()
    session.execute(delete(AttemptRow).where(kept if all_of_them else AttemptRow.id == latest))


def _left(session: Session, limit: Limit, who: str, now: datetime) -> timedelta:
    """How long this one has to wait from now on; zero or less: not at all."""
    counted, latest = session.execute(
        select(func.count(), func.max(AttemptRow.at)).where(
            AttemptRow.key == limit.key(who), AttemptRow.at > now - limit.window
        )
    ).one()
    return timedelta(0) if latest is None else latest + limit.wait(counted) - now


def _alone(session: Session, key: str) -> None:
    """Who counts the same at the same time waits; SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
