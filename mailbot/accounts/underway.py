"""Sign-ins under way at the identity provider: kept when the browser leaves, taken once when it comes back.

A row is found by the `state` that comes back together with the secret of the browser's form cookie, so that
nobody finishes in his browser what was begun in another one (RFC 9700 section 4.7.1).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mailbot.store.tables import SignInRow

PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True)
class Underway:
    """What was sent along, and where the person wanted to go."""

    nonce: str
    verifier: str
    destination: str


def keep(session: Session, state: str, browser: str, begun: Underway, now: datetime) -> None:
    session.add(SignInRow(
        digest=_digest(state, browser), nonce=begun.nonce, verifier=begun.verifier,
        destination=begun.destination, expires_at=now + PATIENCE,
    ))  # fmt: skip


def take(session: Session, state: str, browser: str, now: datetime) -> Underway | None:
    """What was begun with this state in this browser; a second time there is nothing."""
    found = session.execute(
        delete(SignInRow)
        .where(SignInRow.digest == _digest(state, browser))
        .returning(SignInRow.nonce, SignInRow.verifier, SignInRow.destination, SignInRow.expires_at)
    ).one_or_none()
    if found is None or found.expires_at <= now:
        return None
    return Underway(found.nonce, found.verifier, found.destination)


def _digest(state: str, browser: str) -> str:
    return hashlib.sha256(f"{browser}.{state}".encode()).hexdigest()
